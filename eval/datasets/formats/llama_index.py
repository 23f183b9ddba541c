"""LabelledRagDataset, as llama-index writes it (Liu, 2022): one JSON file, such as ``rag_dataset.json``.

| published | becomes |
|---|---|
| ``examples[]``: ``query`` | a case; cases are numbered in order |
| ``reference_answer`` | its answer |
| ``reference_contexts[]`` | its documents, one each; its evidence as well, where no longer than a passage |
| ``query_by.type`` | its kind: "human" or "ai" |

When a folder ``source_files`` lies beside the file, as the download puts it there, the files in it are the documents in
place of the contexts, and cases name none: contexts of at most 600 characters are looked for in all of them. A longer
context is no evidence, for no passage that is found could hold half of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from eval.cases import Case, Evidence
from eval.datasets.documents import Documents
from eval.datasets.kind import Kind, Request
from eval.datasets.published import Record, read_json, record
from eval.datasets.quotes import opens_list

LONGEST_QUOTE = 600  # characters: what a passage may have at most


def _read(request: Request, documents: Documents) -> Iterator[Case]:
    whole = record(read_json(request.path), request.path.name)
    if "examples" not in whole.fields:
        raise whole.error("there are no “examples”; it is not a LabelledRagDataset")
    for number, example in enumerate(whole.records("examples"), 1):
        yield _case(example, f"question-{number}", documents)


def _case(example: Record, name: str, documents: Documents) -> Case:
    contexts = [context for context in example.texts("reference_contexts") if context.strip()]
    named = [(documents.add("", context, called="context"), context) for context in contexts]
    answer = example.text_or_none("reference_answer") or ""
    return Case(
        id=name,
        question=example.text("query"),
        answers=(answer,) if answer.strip() else (),
        documents=tuple(file for file, _ in named),
        evidence=tuple(Evidence(context, (file,)) for file, context in named if _is_quote(context)),
        kind=_written_by(example),
    )


def _is_quote(context: str) -> bool:
    # A list is read with marks of Footnote's own, so that it does not stand in the document word for word.
    return len(context.strip()) <= LONGEST_QUOTE and not any(map(opens_list, context.splitlines()))


def _written_by(example: Record) -> str:
    by = example.fields.get("query_by")
    return record(by, f"{example.place}, query_by").text_or_none("type") or "" if by else ""


KIND = Kind("llama-index", "FILE", _read, beside="source_files")

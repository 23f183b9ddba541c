"""CLAPNQ (Rosenthal et al., 2024): long answers to questions of Natural Questions, each with its passage.

As published, JSON Lines of annotations (``clapnq_dev_answerable.jsonl``, ``clapnq_dev_unanswerable.jsonl``, ...):

| published | becomes |
|---|---|
| ``id``, ``input`` | a case; kind "long-form", or "unanswerable" without documents |
| ``passages[]``: ``title``, ``text`` | a document each, also that of an unanswerable question |
| ``output[].answer`` | its answers; when none is written, it is not answerable |
| ``output[].selected_sentences`` | its evidence: what any of the annotators selected |
| "_train_" or "_dev_" in the name of the file | its split |

In two files, questions (``id``, ``question``, ``answers``, ``answerable``, ``gold_doc_ids``, ``evidence``) and passages
(``doc_id``, ``title``, ``text``), the fields mean the same. A folder stands for all ``clapnq*.jsonl`` files in it. A
corpus is a file of passages, as JSON Lines or as a table with the columns ``id``, ``text`` and ``title``; to
annotations, which have their own passages, it only adds what there is to search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from assistant.errors import CasesError
from eval.cases import Case, Evidence
from eval.datasets.documents import Documents
from eval.datasets.kind import Kind, Request
from eval.datasets.published import Record, read_records, read_table
from eval.datasets.quotes import stands_in

_SPLIT = re.compile(r"_(train|dev|test)_")
Passages = Mapping[str, tuple[str, str]]  # id of a passage to its text and the name of its document


def _read(request: Request, documents: Documents) -> Iterator[Case]:
    passages: dict[str, tuple[str, str]] = {}
    rows: list[tuple[Record, str]] = []
    for path in _files(request):
        for row in _rows(path):
            if "input" in row.fields or "question" in row.fields:
                rows.append((row, path.name))
            else:
                text = row.text("text")
                name = documents.add(row.text_or_none("title") or "", text)
                passages[row.text("doc_id" if "doc_id" in row.fields else "id")] = (text, name)
    for row, file in rows:
        split = match[1] if (match := _SPLIT.search(file)) else ""
        yield _annotated(row, documents, split) if "input" in row.fields else _asked(row, passages)


def _files(request: Request) -> list[Path]:
    files = [request.path]
    if request.path.is_dir():
        files = sorted(path for path in request.path.glob("clapnq*") if path.name.endswith((".jsonl", ".jsonl.gz")))
    if not files:
        raise CasesError(f"{request.path} holds no clapnq*.jsonl. Give the folder of the annotated data.")
    return [*files, *([request.corpus] if request.corpus else [])]


def _rows(path: Path) -> Iterator[Record]:
    is_table = path.name.endswith((".tsv", ".tsv.gz"))
    return read_table(path, ("id", "text", "title")) if is_table else read_records(path)


def _annotated(row: Record, documents: Documents, split: str) -> Case:
    passages = [(each.text("text"), each.text_or_none("title") or "") for each in row.records("passages")]
    named = [(text, documents.add(title, text)) for text, title in passages]
    outputs = row.records("output")
    answers = tuple(filter(None, (output.text_or_none("answer") for output in outputs)))
    selected = [sentence for output in outputs for sentence in output.texts("selected_sentences")]
    asked = Case(row.text("id"), row.text("input"), answers, bool(answers), split=split)
    return _with_gold(asked, named, selected)


def _asked(row: Record, passages: Passages) -> Case:
    ids = row.texts("gold_doc_ids")
    if missing := [each for each in ids if each not in passages]:
        raise CasesError(f"{row.place}: there is no passage “{missing[0]}”. Give the passages too, with corpus=FILE.")
    answers = tuple(row.texts("answers"))
    answerable = row.fields.get("answerable", bool(answers))
    if not isinstance(answerable, bool):
        raise row.error("“answerable” is neither true nor false")
    asked = Case(row.text("id"), row.text("question"), answers, answerable)
    return _with_gold(asked, [passages[each] for each in ids], row.texts("evidence"))


def _with_gold(asked: Case, passages: list[tuple[str, str]], selected: list[str]) -> Case:
    if not asked.answerable:
        return replace(asked, kind="unanswerable")
    # Some published sentences end in a mark of the annotation tool.
    quotes = [(sentence.removesuffix("&").strip(), text, file) for sentence in selected for text, file in passages]
    return replace(
        asked,
        documents=tuple(file for _, file in passages),
        evidence=tuple(Evidence(quote, (file,)) for quote, text, file in quotes if stands_in(text, quote)),
        kind="long-form",
    )


KIND = Kind("clapnq", "DIR or FILE", _read, corpus=True)

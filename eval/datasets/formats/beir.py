"""BEIR (Thakur et al., 2021): retrieval without answers. A folder as it is unpacked.

| published | becomes |
|---|---|
| ``corpus.jsonl``: ``_id``, ``title``, ``text`` | a document each, named after its id |
| ``queries.jsonl``: ``_id``, ``text`` | a case of kind "retrieval", when the split judges it |
| ``qrels/test.tsv``: ``query-id``, ``corpus-id``, ``score`` | its documents: those of a score above 0 |

There are neither answers nor quotes, so that document recall says something, and whether the question was declined;
grades above 1 count as 1. The option ``split`` names another file of ``qrels``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from eval.cases import Case
from eval.datasets.documents import Documents
from eval.datasets.kind import Kind, Request
from eval.datasets.published import Record, find, read_records, read_table


def _read(request: Request, documents: Documents) -> Iterator[Case]:
    split = request.options.get("split", "test")
    judgements = find(request.path, f"qrels/{split}.tsv")
    queries = find(request.path, "queries.jsonl")
    names = {row.text("_id"): _document(row, documents) for row in read_records(find(request.path, "corpus.jsonl"))}
    relevant: Mapping[str, list[str]] = defaultdict(list)
    for row in read_table(judgements, ("query-id", "corpus-id", "score")):
        if _score(row) > 0 and row.text("corpus-id") in names:
            relevant[row.text("query-id")].append(names[row.text("corpus-id")])
    for row in read_records(queries):
        if gold := relevant.get(row.text("_id")):
            yield Case(row.text("_id"), row.text("text"), documents=tuple(gold), kind="retrieval", split=split)


def _document(row: Record, documents: Documents) -> str:
    return documents.add(row.text_or_none("title") or "", row.text_or_none("text") or "", called=row.text("_id"))


def _score(row: Record) -> float:
    try:
        return float(row.text("score"))
    except ValueError as error:
        raise row.error("“score” is not a number") from error


KIND = Kind("beir", "DIR", _read, options={"split": ()})

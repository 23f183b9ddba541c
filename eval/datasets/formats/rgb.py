"""RGB (Chen et al., 2024), the Retrieval-Augmented Generation Benchmark: JSON Lines, a passage list with each question.

| published | becomes |
|---|---|
| ``id``, ``query`` | a case |
| ``positive[]``, ``negative[]``, ``positive_wrong[]`` | a document each passage; those of all questions are searched |
| ``positive[]`` | its documents; its evidence: the sentences in which an answer stands |
| ``answer``: a text, or lists of wordings | its answers |

What is tested follows from the fields, as in the paper:

- ``en.json``, ``en_refine.json``: noise robustness, kind "noise".
- ``en_int.json`` (``positive`` is a list for each part): information integration, kind "list"; an answer a part.
- ``en_fact.json`` (with ``positive_wrong``): counterfactual robustness, kind "counterfactual". The passages with a
  false answer stand beside the right ones.

The option ``passages`` chooses other documents: ``negative`` gives only those without the answer, so that no question
is answerable (negative rejection, kind "unanswerable"); ``wrong`` gives false and negative passages only, as the paper
does, so that no document holds the answer asked for. ``fakeanswer`` is not used.

The passages of a question say the same, so that a reply need not cite more than one: read citation recall accordingly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from eval.cases import Case, Evidence
from eval.datasets.documents import Documents
from eval.datasets.kind import Kind, Request
from eval.datasets.published import Record, read_records
from eval.datasets.quotes import sentences_saying
from eval.wording import items

ALL, NEGATIVE, WRONG = "all", "negative", "wrong"


def _read(request: Request, documents: Documents) -> Iterator[Case]:
    passages = request.options.get("passages", ALL)
    for row in read_records(request.path):
        yield _case(row, documents, passages)


def _case(row: Record, documents: Documents, passages: str) -> Case:
    name, asked = row.text("id"), row.text("query")
    parts = _parts(row)
    positive = _passages(row, "positive")
    _add(row, "negative", documents)
    if passages == NEGATIVE:
        return Case(name, asked, answerable=False, kind="unanswerable")
    if passages == WRONG and not row.fields.get("positive_wrong"):
        raise row.error("there is no “positive_wrong”; passages=wrong is for en_fact.json and zh_fact.json")
    _add(row, "positive_wrong", documents)
    named = [] if passages == WRONG else list(zip(_add(row, "positive", documents), positive, strict=True))
    wordings = [wording for part in parts for wording in part]
    return Case(
        id=name,
        question=asked,
        answers=tuple(map(_plainest, parts)) if len(parts) > 1 else parts[0],
        documents=tuple(file for file, _ in named),
        evidence=tuple(Evidence(each, (file,)) for file, text in named for each in sentences_saying(text, wordings)),
        kind=_kind(row, parts),
    )


def _parts(row: Record) -> list[tuple[str, ...]]:
    """The parts that a right answer has, each with the ways to word it."""
    answer = row.fields.get("answer")
    parts = [_wordings(part) for part in answer] if isinstance(answer, list) else [_wordings(answer)]
    if not parts or not all(parts):
        raise row.error("“answer” is missing, or is neither text nor lists of texts")
    return parts


def _wordings(part: Any) -> tuple[str, ...]:
    wordings = [part] if isinstance(part, str | int) else part
    if not isinstance(wordings, list):
        return ()
    return tuple(str(wording) for wording in wordings if isinstance(wording, str | int) and str(wording).strip())


def _plainest(part: Sequence[str]) -> str:
    """One wording of an item of a list: such that nothing in it reads as the end of an item."""
    wording = min(part, key=lambda wording: len(items(wording)))
    return wording if len(items(wording)) < 2 else wording.replace(",", "").replace(";", "")


def _kind(row: Record, parts: Sequence[Sequence[str]]) -> str:
    if row.fields.get("positive_wrong"):
        return "counterfactual"
    return "list" if len(parts) > 1 else "noise"


def _add(row: Record, field: str, documents: Documents) -> list[str]:
    called = f"{row.text('id')}-{field}"
    return [documents.add("", text, called=called) for text in _passages(row, field)]


def _passages(row: Record, field: str) -> list[str]:
    """The passages of a field, those of all parts in one list."""
    passages = row.fields.get(field) or []
    flat = [each for part in passages for each in (part if isinstance(part, list) else [part])]
    if not all(isinstance(each, str) for each in flat):
        raise row.error(f"“{field}” is not a list of passages")
    return [each for each in flat if each.strip()]


KIND = Kind("rgb", "FILE", _read, options={"passages": (ALL, NEGATIVE, WRONG)})

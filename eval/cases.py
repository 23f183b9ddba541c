"""Cases: questions with what a right reply holds, read from JSON Lines or CSV.

A JSON line has ``question`` and, as far as they are known, ``id``, ``answers`` (alternatives), ``answerable``,
``documents`` (names below the documents folder), ``evidence`` (quotes, or ``{"document", "quote"}``), ``history``
(earlier questions, or ``{"question", "answer"}``), ``kind`` and ``split``. CSV has columns ``question`` and ``answer``
and, if wanted, ``id``, ``kind``, ``split``, ``answerable``, ``document`` and ``evidence``. Other fields are left alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from assistant.errors import CasesError
from assistant.records import Turn

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that a right answer stands on, and the documents where it may stand (none named: all of them)."""

    quote: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One question. ``answers`` are alternatives, except of a list question, where each may be an item of the list.

    A turn of ``history`` without an answer is asked by the run, in order, before the question itself.
    """

    id: str
    question: str
    answers: tuple[str, ...] = ()
    answerable: bool = True
    documents: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    history: tuple[Turn, ...] = ()
    kind: str = ""
    split: str = ""


@dataclass(frozen=True, slots=True)
class Builtin:
    """What comes with Footnote: cases, the folder of documents they ask about, and the file of thresholds."""

    cases: tuple[Case, ...]
    documents: Path
    baseline: Path


@contextmanager
def builtin(root: Traversable | None = None) -> Iterator[Builtin]:
    """The built-in cases with their files on disk while the context lasts; ``root`` is this package's folder."""
    root = root or resources.files("eval")
    with (
        resources.as_file(root / "cases" / "builtin.jsonl") as cases,
        resources.as_file(root / "samples") as documents,
        resources.as_file(root / "baselines" / "builtin.json") as baseline,
    ):
        yield Builtin(tuple(read_cases(cases)), documents, baseline)


def read_cases(path: Path) -> list[Case]:
    """The cases of a ``.jsonl`` or ``.csv`` file in order. Raises CasesError naming the file and the line."""
    readers = {".jsonl": _json_rows, ".ndjson": _json_rows, ".csv": _csv_rows, ".tsv": _csv_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise CasesError(f"{path.name} is not a file of cases. Give a .jsonl file (a case a line) or a .csv file.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CasesError(f"{path.name} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except OSError as error:
        raise CasesError(f"{path} cannot be read ({error.strerror}). Check the path given with --cases.") from error
    cases: dict[str, Case] = {}
    for number, row in reader(text, path.name):
        case = _Row(row, path.name, number).case()
        if case.id in cases:
            raise CasesError(f"{path.name}, line {number}: the id “{case.id}” is used twice. Give each case its own.")
        cases[case.id] = case
    if not cases:
        raise CasesError(f"{path.name} holds no cases. Write at least one.")
    return list(cases.values())


def _json_rows(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            problem = f"{error.msg} at column {error.colno}"
            raise CasesError(f"{name}, line {number} is not JSON ({problem}). Write one JSON object a line.") from error
        if not isinstance(row, dict):
            raise CasesError(f"{name}, line {number} is not a JSON object. Write one object a line.")
        yield number, row


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    header = text.split("\n", 1)[0]
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=max(",;\t", key=header.count))
    reader.fieldnames = [(field or "").strip().lower() for field in reader.fieldnames or ()]
    if "question" not in reader.fieldnames:
        raise CasesError(f"{name}, line 1 names no column “question”. Write a header: question,answer")
    plural = {"answer": "answers", "document": "documents", "evidence": "evidence"}
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise CasesError(f"{name}, line {reader.line_num} is not CSV ({error}). Correct the line.") from error
    for number, row in rows:
        yield number, {plural.get(field, field): value for field, value in row.items() if field and value}


class _Row:
    """One row on its way to a case; every complaint names the file and the line."""

    def __init__(self, row: Mapping[str, Any], file: str, number: int) -> None:
        self._row, self._file, self._number = row, file, number

    def case(self) -> Case:
        question = self._text("question")
        if not question:
            raise self._error("“question” is missing or empty. Write the question to ask.")
        answers = self._texts("answers") or self._texts("answer")
        documents = self._texts("documents")
        return Case(
            id=self._text("id") or f"line-{self._number}",
            question=question,
            answers=answers,
            answerable=self._answerable(answers),
            documents=documents,
            evidence=tuple(self._evidence(item, documents) for item in self._items("evidence")),
            history=tuple(self._turn(item) for item in self._items("history")),
            kind=self._text("kind"),
            split=self._text("split"),
        )

    def _answerable(self, answers: tuple[str, ...]) -> bool:
        value = self._row.get("answerable")
        if isinstance(value, str):
            value = _TRUTH.get(value.strip().lower(), value)
        if value is None and (answers or self._row.get("evidence")):
            return True
        if value is None:
            raise self._error("there is no answer. Give “answers”, or say “answerable”: false.")
        if not isinstance(value, bool):
            raise self._error(f"“answerable” is {value!r}; it must be true or false.")
        if value and not answers and not self._row.get("evidence"):
            raise self._error("the question is answerable but has no answer. Give “answers” or “evidence”.")
        return value

    def _evidence(self, item: Any, documents: tuple[str, ...]) -> Evidence:
        if isinstance(item, dict):
            quote, document = item.get("quote"), item.get("document")
            if isinstance(quote, str) and quote.strip() and (document is None or isinstance(document, str)):
                return Evidence(quote, (document,) if document else documents)
        elif isinstance(item, str) and item.strip():
            return Evidence(item, documents)
        raise self._error("an item of “evidence” must be a quote or {“document”, “quote”}, neither empty.")

    def _turn(self, item: Any) -> Turn:
        if isinstance(item, dict):
            question, answer = item.get("question"), item.get("answer", "")
            if isinstance(question, str) and question.strip() and isinstance(answer, str):
                return Turn(question, answer)
        elif isinstance(item, str) and item.strip():
            return Turn(item, "")
        raise self._error("an item of “history” must be an earlier question or {“question”, “answer”}.")

    def _text(self, field: str) -> str:
        value = self._row.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str | None):
            raise self._error(f"“{field}” must be text.")
        return (value or "").strip()

    def _texts(self, field: str) -> tuple[str, ...]:
        items = self._items(field)
        if not all(isinstance(item, str) for item in items):
            raise self._error(f"“{field}” must be a list of texts.")
        return tuple(item.strip() for item in items if item.strip())

    def _items(self, field: str) -> list[Any]:
        value = self._row.get(field)
        if value is None:
            return []
        if isinstance(value, str):
            return [value]
        if not isinstance(value, list):
            raise self._error(f"“{field}” must be a list.")
        return value

    def _error(self, problem: str) -> CasesError:
        return CasesError(f"{self._file}, line {self._number}: {problem}")

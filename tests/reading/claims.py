"""What is said to be read of each kind of document, each with the test that shows it.

A test is marked with the words that stand in the table of docs/documents.md. ``python -m tests.reading`` writes the
table there; a test fails where the page says something else.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Test = TypeVar("Test", bound=Callable[..., object])

PAGE = Path(__file__).parents[2] / "docs" / "documents.md"
_TABLE = re.compile(r"(?<=\n)\| kind \| read \| not read \|\n(?:\|[^\n]*\n)+")
# Rows of the table: the kinds as they are called in the marks, and as the table shows them.
KINDS = {
    "PDF": "PDF",
    "DOCX": "DOCX, DOCM, DOTX",
    "XLSX": "XLSX, XLSM",
    "PPTX": "PPTX, PPSX",
    "ODF": "ODT, ODS, ODP",
    "RTF": "RTF",
    "CSV": "CSV, TSV",
    "mail": "EML, MSG, MHT",
    "HTML": "HTML",
    "EPUB": "EPUB",
    "Markdown": "Markdown",
    "text": "TXT",
    "image": "PNG, JPEG, TIFF",
}


@dataclass(frozen=True, slots=True, order=True)
class _Claim:
    module: str
    line: int
    place: int
    words: str


_read: defaultdict[str, list[_Claim]] = defaultdict(list)
_left_out: defaultdict[str, list[_Claim]] = defaultdict(list)


def reads(kind: str, *what: str) -> Callable[[Test], Test]:
    """Mark a test that shows that this is read of a kind of document."""
    return _marks(_read[kind], what)


def leaves_out(kind: str, *what: str) -> Callable[[Test], Test]:
    """Mark a test that shows that this is not read of a kind of document."""
    return _marks(_left_out[kind], what)


def _marks(claims: list[_Claim], what: tuple[str, ...]) -> Callable[[Test], Test]:
    def mark(test: Test) -> Test:
        line = inspect.getsourcelines(test)[1]
        claims.extend(_Claim(test.__module__, line, place, words) for place, words in enumerate(what))
        return test

    return mark


def table() -> str:
    """The table, of the marks of all tests in this folder."""
    package = importlib.import_module("tests.reading")
    for module in sorted(found.name for found in pkgutil.iter_modules(package.__path__)):
        if module.startswith("test_"):
            importlib.import_module(f"tests.reading.{module}")
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield "| kind | read | not read |"
    yield "|---|---|---|"
    for kind, shown in KINDS.items():
        yield f"| {shown} | {_joined(_read[kind])} | {_joined(_left_out[kind])} |"


def _joined(claims: list[_Claim]) -> str:
    """The words in the order of the tests, however these were imported."""
    return "; ".join(claim.words for claim in sorted(claims))


def written() -> str:
    """The table as the page has it."""
    found = _TABLE.search(PAGE.read_text(encoding="utf-8"))
    return found[0] if found else ""


def write() -> None:
    """Put the table into the page in place of the one that is there."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_TABLE.sub(lambda _: table(), page), encoding="utf-8")

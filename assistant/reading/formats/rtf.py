"""RTF: its paragraphs, list numbers and tables; formatting is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.reading.canonical import Piece, Properties, document
from assistant.reading.characters import clean
from assistant.reading.converter import Converter, Likeness
from assistant.reading.grid import pieces_of_table
from assistant.reading.lines import pieces_of
from assistant.reading.office import stated
from assistant.records import Document

_BAR, _ROW_BEGINS, _CELL_ENDS, _ROW_ENDS = "\ue001", "\ue002", "\ue003", "\ue004"
# What striprtf would leave out, or write as a bar or a line end that may also stand in a cell.
_MARKS = {
    r"\\trowd\b": _ROW_BEGINS,
    r"\\(?:nest)?cell\b": _CELL_ENDS,
    r"\\(?:nest)?row\b": _ROW_ENDS,
    r"(?<!\\)\|": _BAR,
}
# What would hide numbers of lists and notes, and what announces a picture's bytes without their number.
_LEFT_OUT = re.compile(r"\\(?:listtext|pntext|footnote)\b|\\bin(?![a-z\d-])")
_STATED = re.compile(r"\{\\(title|author)\s+([^{}\\]*(?:\\'[0-9a-f]{2}[^{}\\]*)*)\}")
_CREATED = re.compile(r"\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if data.lstrip().startswith(b"{\\rtf") else Likeness.NO


def _convert(data: bytes) -> Document:
    source = data.decode("latin-1")
    marked = _LEFT_OUT.sub("", source)
    for pattern, mark in _MARKS.items():
        marked = re.sub(pattern, rf"{{\\uc1\\u{ord(mark)}?}}", marked)
    return document("rtf", _pieces(_plain(marked)), _properties(source))


def _plain(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    return text.replace("\xa0", " ")


def _pieces(text: str) -> Iterator[Piece]:
    """The paragraphs; rows that follow each other are a table."""
    rows: list[list[str]] = []
    for part in text.split(_ROW_ENDS):
        before, begins, row = part.partition(_ROW_BEGINS)
        if rows and before.strip():
            yield from pieces_of_table(rows)
            rows = []
        yield from pieces_of(clean(before.replace(_CELL_ENDS, "\n").replace(_BAR, "|").replace("\n", "\n\n")))
        if begins:
            cells = row.replace(_ROW_BEGINS, "").replace(_BAR, "|").split(_CELL_ENDS)
            rows.append(cells[:-1] or cells)
    if rows:
        yield from pieces_of_table(rows)


def _properties(source: str) -> Properties:
    found = {name: _plain(f"{{\\rtf1 {text}}}") for name, text in _STATED.findall(source)}
    created = _CREATED.search(source)
    day = date(*map(int, created.groups())) if created else None
    return stated(found.get("title"), found.get("author"), day)


CONVERTER = Converter("rtf", (".rtf",), _sniff, _convert)

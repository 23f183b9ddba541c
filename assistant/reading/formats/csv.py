"""CSV and its kin, with commas, semicolons, tabs or bars between the cells: one table, and what stands above it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.reading.canonical import Piece, document, paragraph, table
from assistant.reading.converter import Converter, Likeness
from assistant.reading.decoding import decode, is_text
from assistant.records import Document

_DELIMITERS = ",;\t|"
_SAMPLE = 100  # rows by which the delimiter and the width are told
_LONGEST_CELL = 10_000_000  # characters
_STATED = re.compile(r"\ufeff?sep=(.)\r?\n", re.I)
_NUMBER = re.compile(
    r"[-+(]?[^\w\s]?\s?\d[\d.,' ]*\s?(?:%|[^\w\s]|[A-Z]{3})?\)?|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[ T][\d:]+)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIRTY = re.compile(r"[,;\t|](?!\s)")  # of a comma that parts no cells a space follows
Row = list[str]


def _sniff(data: bytes) -> Likeness:
    return Likeness.MAY if is_text(data) else Likeness.NO


def _convert(data: bytes) -> Document:
    text = decode(data).replace("\0", "")
    csv.field_size_limit(_LONGEST_CELL)
    stated = _STATED.match(text)
    delimiter = stated[1] if stated else _delimiter(text)
    return document("csv", _pieces(_rows(text[stated.end() if stated else 0 :], delimiter)))


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _pieces(rows: Iterator[Row]) -> Iterator[Piece]:
    """The table below a paragraph for each shorter row above it."""
    sample = list(islice(rows, _SAMPLE))
    width = _common_width(sample)
    begins = next((index for index, row in enumerate(sample) if _filled(row) >= width), 0)
    for index, row in enumerate(sample[:begins]):
        cells = [cell.strip() for cell in row if cell.strip()]
        yield paragraph(": ".join(filter(None, (", ".join(cells[:1]), ", ".join(cells[1:])))), tight=index > 0)
    first = sample[begins] if sample else []
    yield table((*sample[begins:], *rows), headers=int(not _is_data(first)))


def _common_width(rows: Sequence[Row]) -> int:
    """The commonest number of cells in a row, empty ones at its end not counted; of equals the greatest."""
    widths = Counter(width for row in rows if (width := _filled(row)) > 1)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _filled(row: Row) -> int:
    return max((index for index, cell in enumerate(row, 1) if cell.strip()), default=0)


def _is_data(row: Row) -> bool:
    """Whether a first row has figures in it, and so is no header; years may be headings."""
    return any(_NUMBER.fullmatch(cell.strip()) and not _YEAR.fullmatch(cell.strip()) for cell in row)


def _delimiter(text: str) -> str:
    """The delimiter that gives the most rows of one width, then the cleanest cells; a comma when none does."""
    return max(_DELIMITERS, key=lambda delimiter: _evenness(list(islice(_rows(text, delimiter), _SAMPLE))))


def _evenness(rows: Sequence[Row]) -> tuple[int, float, int]:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0.0, 0
    commonest = max(widths, key=lambda width: (widths[width], width))
    cells = [cell for row in rows if len(row) == commonest for cell in row]
    clean = sum(bool(_NUMBER.fullmatch(cell.strip())) or not _DIRTY.search(cell) for cell in cells)
    return widths[commonest], clean / len(cells), commonest


CONVERTER = Converter("csv", (".csv", ".tsv"), _sniff, _convert)

"""CSV and its kin, parted by commas, semicolons, tabs or bars: one table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from assistant.reading.canonical import document, table
from assistant.reading.converter import Converter, Likeness
from assistant.reading.decoding import decode, is_text
from assistant.records import Document

_DELIMITERS = ",;\t|"
_SAMPLE = 100  # rows by which the delimiter is told
_LONGEST_CELL = 10_000_000  # characters


def _sniff(data: bytes) -> Likeness:
    return Likeness.MAY if is_text(data) else Likeness.NO


def _convert(data: bytes) -> Document:
    text = decode(data)
    csv.field_size_limit(_LONGEST_CELL)
    return document("csv", [table(_rows(text, _delimiter(text)))])


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The delimiter that gives the most rows of the commonest width above one; a comma when none does."""
    return max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    widths = [len(row) for row, _ in zip(_rows(text, delimiter), range(_SAMPLE), strict=False) if len(row) > 1]
    if not widths:
        return 0, 0
    commonest = max(set(widths), key=lambda width: (widths.count(width), width))
    return widths.count(commonest), commonest


CONVERTER = Converter("csv", (".csv", ".tsv"), _sniff, _convert)

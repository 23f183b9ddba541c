"""XLSX: a heading for each sheet, its tables with values as the sheet shows them, comments and text boxes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from assistant.errors import DamagedFile
from assistant.reading import ooxml
from assistant.reading.canonical import Piece, document, heading, paragraph
from assistant.reading.converter import Converter, Likeness
from assistant.reading.grid import pieces_of_table
from assistant.reading.number_format import shown
from assistant.reading.office import properties_of
from assistant.reading.sheet_parts import Comment, Merge, Parts, parts_of
from assistant.records import Document

_MOST_CELLS = 5_000_000
_MOST_COPIES = 100_000  # of merged cells in a sheet
_FIGURES = re.compile(r"[\W\d]*\d[\W\d]*")
Rows = list[list[str]]


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if ooxml.is_kind(data, "xlsx") else Likeness.NO


def _convert(data: bytes) -> Document:
    import warnings

    from openpyxl import load_workbook

    data = ooxml.normalized(data, "xlsx")
    with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(data)) as container:
        warnings.simplefilter("ignore")  # of features that only matter for writing a workbook
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        visible: list[Any] = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        pieces = [piece for sheet in visible for piece in _sheet(sheet, parts_of(container, sheet._worksheet_path))]
    return document("xlsx", pieces, properties_of(_Core(workbook.properties)))


class _Core:
    """openpyxl's properties under the names that python-docx and python-pptx use."""

    def __init__(self, properties: Any) -> None:
        self.title: str | None = properties.title
        self.author: str | None = properties.creator
        self.created: datetime | None = properties.created


def _sheet(sheet: Any, parts: Parts) -> Iterator[Piece]:
    rows = list(_rows(sheet, parts))
    _fill_merged(rows, parts.merges)
    if any(rows) or parts.drawn:
        yield heading(sheet.title, 2)
    for start, end in _regions(rows):
        region = [row for row in rows[start:end] if row]
        left = min(next(index for index, cell in enumerate(row) if cell) for row in region)
        yield from pieces_of_table((row[left:] for row in region), headers=_headers(rows, start, end, parts.merges))
    yield from (paragraph(_noted(comment, rows)) for comment in parts.comments)
    yield from map(paragraph, parts.drawn)


def _rows(sheet: Any, parts: Parts) -> Iterator[list[str]]:
    """Each row's cells up to the last that has a value; an empty list for an empty row."""
    sheet.reset_dimensions()  # what the sheet states may be a million empty rows
    cells = 0
    for number, row in enumerate(sheet.iter_rows()):
        cells += len(row) or 1  # rows that are not in the file count too: their numbers may be anything
        if cells > _MOST_CELLS:
            raise DamagedFile(
                f"It has more than {_MOST_CELLS:,} rows and cells. Save the part that matters, and add that."
            )
        values = [
            shown(cell.value, str(cell.number_format or "")) or _not_calculated(parts.formulas.get((number, column)))
            if cell.value is not None or parts.formulas
            else ""
            for column, cell in enumerate(row)
        ]
        while values and not values[-1]:
            values.pop()
        yield values


def _not_calculated(formula: str | None) -> str:
    """What stands for a formula whose value the file does not hold."""
    if formula is None:
        return ""
    return f"={formula} (not calculated)" if formula else "(formula, not calculated)"


def _fill_merged(rows: Rows, merges: Sequence[Merge]) -> None:
    """Write what a merged cell says into each of its places; what is alone in its row stays once."""
    left = _MOST_COPIES
    for merge in merges:
        height, width = merge.bottom - merge.top + 1, merge.right - merge.left + 1
        row = rows[merge.top] if merge.top < len(rows) else []
        text = row[merge.left] if merge.left < len(row) else ""
        left -= height * width
        if not text or left < 0 or (height == 1 and sum(map(bool, row)) == 1):
            continue
        for below in rows[merge.top : merge.bottom + 1]:
            below.extend([""] * (merge.right + 1 - len(below)))
            below[merge.left : merge.right + 1] = [text] * width


def _regions(rows: Rows) -> Iterator[tuple[int, int]]:
    """The tables of a sheet, as first row and end: empty rows part them where another header or title follows."""
    starts = [index for index, row in enumerate(rows) if row and (index == 0 or not rows[index - 1])]
    begun = starts[:1]
    for start in starts[1:]:
        if _begins_table(rows, begun[-1], start):
            begun.append(start)
    ends = [*begun[1:], len(rows)]
    yield from zip(begun, ends, strict=False)


def _begins_table(rows: Rows, before: int, start: int) -> bool:
    columns, following = _filled(rows[start]), rows[start + 1] if start + 1 < len(rows) else []
    if len(columns) == 1 and len(_filled(following)) > 1:
        return _is_header(following)
    above = set().union(*(_filled(row) for row in rows[before:start]))
    header = next((row for row in rows[before:start] if len(_filled(row)) > 1), rows[before])
    return not columns & above or (len(columns) > 1 and _is_header(rows[start]) and columns != _filled(header))


def _filled(row: Sequence[str]) -> set[int]:
    return {index for index, cell in enumerate(row) if cell}


def _is_header(row: Sequence[str]) -> bool:
    """Whether no cell is in figures only."""
    return not any(map(_FIGURES.fullmatch, row))


def _headers(rows: Rows, start: int, end: int, merges: Sequence[Merge]) -> int:
    """How many rows the header of a table has, by the merged cells in its first row."""
    first = next((index for index in range(start, end) if len(_filled(rows[index])) > 1), start)
    begun = [merge for merge in merges if merge.top == first]
    deepest = max((merge.bottom - merge.top + 1 for merge in begun), default=1)
    wide = any(merge.right > merge.left for merge in begun)
    return max(deepest, 2 if wide else 1) if deepest <= 4 else 1


def _noted(comment: Comment, rows: Rows) -> str:
    row = rows[comment.row] if comment.row < len(rows) else []
    about = [next(filter(None, row), ""), row[comment.column] if comment.column < len(row) else ""]
    cell = ", ".join(dict.fromkeys(filter(None, about)))
    author = f" by {comment.author}" if comment.author else ""
    return f"Comment on {comment.place}{f' ({cell})' if cell else ''}{author}: {comment.text}"


CONVERTER = Converter("xlsx", (".xlsx", ".xlsm", ".xltx", ".xltm"), _sniff, _convert)

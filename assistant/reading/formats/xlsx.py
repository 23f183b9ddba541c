"""XLSX: a heading and a table for each sheet, values as the sheet shows them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from assistant.errors import DamagedFile
from assistant.reading import archive
from assistant.reading.canonical import Piece, document, heading, table
from assistant.reading.converter import Converter, Likeness
from assistant.reading.office import properties_of
from assistant.records import Document

_MOST_CELLS = 5_000_000
_DECIMALS = re.compile(r"0\.(0+)")
_CURRENCY = re.compile(r'^[^#0]*?(?:"([^"\w]{1,3})"|\[\$([^\]\-\w]{1,3})[^\]]*\]|([$€£¥]))')


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if archive.holds(data, "xl/workbook.xml") else Likeness.NO


def _convert(data: bytes) -> Document:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of features that only matter for writing a workbook
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        pieces = [piece for sheet in workbook.worksheets for piece in _sheet(sheet)]
    return document("xlsx", pieces, properties_of(_Core(workbook.properties)))


class _Core:
    """openpyxl's properties under the names that python-docx and python-pptx use."""

    def __init__(self, properties: Any) -> None:
        self.title: str | None = properties.title
        self.author: str | None = properties.creator
        self.created: datetime | None = properties.created


def _sheet(sheet: Any) -> Iterator[Piece]:
    rows = [row for row in _rows(sheet) if row]
    if rows and sheet.sheet_state == "visible":
        left = min(next(index for index, cell in enumerate(row) if cell) for row in rows)
        yield heading(sheet.title, 2)
        yield table(row[left:] for row in rows)


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Each row's cells up to the last that has a value; an empty list for an empty row."""
    sheet.reset_dimensions()  # what the sheet states may be a million empty rows
    cells = 0
    for row in sheet.iter_rows():
        cells += len(row) or 1  # rows that are not in the file count too: their numbers may be anything
        if cells > _MOST_CELLS:
            raise DamagedFile(
                f"It has more than {_MOST_CELLS:,} rows and cells. Save the part that matters, and add that."
            )
        shown = [_shown(cell) for cell in row]
        while shown and not shown[-1]:
            shown.pop()
        yield shown


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or "General"))
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes" if not value.second else "seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float, form: str) -> str:
    """A number with the decimals, thousands, percent sign and currency of its format."""
    form = form.partition(";")[0]
    if isinstance(value, float) and not abs(value) < 1e15:
        return f"{value:.15g}"
    if "0" not in form:
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    decimals = _DECIMALS.search(form)
    if "E+" in form or "/" in form or "?" in form:
        return f"{value:.15g}"
    percent = "%" in form
    shown = f"{value * 100 if percent else value:{',' if ',' in form else ''}.{len(decimals[1]) if decimals else 0}f}"
    currency = _CURRENCY.match(form)
    sign = next(filter(None, currency.groups()), "") if currency else ""
    return f"{sign}{shown}{'%' if percent else ''}"


CONVERTER = Converter("xlsx", (".xlsx", ".xlsm"), _sniff, _convert)

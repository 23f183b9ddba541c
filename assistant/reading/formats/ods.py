"""ODS: a heading and a table for each sheet, values as the sheet shows them, comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.reading.canonical import Piece, document, heading
from assistant.reading.converter import Converter, Likeness
from assistant.reading.opendocument import OpenDocument, is_kind, name_of
from assistant.records import Document

if TYPE_CHECKING:
    from lxml import etree


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if is_kind(data, "spreadsheet") else Likeness.NO


def _convert(data: bytes) -> Document:
    found = OpenDocument(data)
    sheets = (sheet for sheet in found.body.iterchildren("{*}table") if not found.is_hidden(sheet))
    pieces = (piece for sheet in sheets for piece in _sheet(found, sheet))
    return document("ods", pieces, found.properties)


def _sheet(found: OpenDocument, sheet: etree._Element) -> Iterator[Piece]:
    pieces = [piece for piece in found.pieces([sheet]) if piece.text.strip()]
    if pieces:
        yield heading(name_of(sheet), 2)
        yield from pieces


CONVERTER = Converter("ods", (".ods", ".ots"), _sniff, _convert)

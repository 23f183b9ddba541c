"""ODT: the text of a word processor's file, with lists, tables, notes and comments."""

from __future__ import annotations

from assistant.reading.canonical import document
from assistant.reading.converter import Converter, Likeness
from assistant.reading.opendocument import OpenDocument, is_kind
from assistant.records import Document


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if is_kind(data, "text") else Likeness.NO


def _convert(data: bytes) -> Document:
    found = OpenDocument(data)
    return document("odt", found.pieces(found.body), found.properties)


CONVERTER = Converter("odt", (".odt", ".ott"), _sniff, _convert)

"""ODP: a page a slide, with its texts, tables and speaker notes."""

from __future__ import annotations

from assistant.reading.canonical import document
from assistant.reading.converter import Converter, Likeness
from assistant.reading.opendocument import OpenDocument, is_kind
from assistant.records import Document


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if is_kind(data, "presentation") else Likeness.NO


def _convert(data: bytes) -> Document:
    found = OpenDocument(data)
    slides = list(found.body.iterchildren("{*}page"))
    pieces = (piece for number, slide in enumerate(slides, 1) for piece in found.pieces(slide, number))
    return document("odp", pieces, found.properties, range(1, len(slides) + 1))


CONVERTER = Converter("odp", (".odp", ".otp"), _sniff, _convert)

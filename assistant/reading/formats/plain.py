"""Plain text in any encoding."""

from __future__ import annotations

from assistant.reading.canonical import document
from assistant.reading.characters import clean
from assistant.reading.converter import Converter, Likeness
from assistant.reading.decoding import decode, is_text
from assistant.reading.lines import pieces_of
from assistant.records import Document


def _sniff(data: bytes) -> Likeness:
    return Likeness.MAY if is_text(data) else Likeness.NO


def _convert(data: bytes) -> Document:
    return document("text", pieces_of(_expanded(decode(data))))


def _expanded(text: str) -> str:
    """Page breaks part paragraphs; the rest is the cleaning that every format gets, done early to see the lines."""
    return clean(text.replace("\f", "\n\n").expandtabs(4))


CONVERTER = Converter("text", (".txt", ".text", ".log"), _sniff, _convert)

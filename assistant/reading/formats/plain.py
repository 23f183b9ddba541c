"""Plain text in any encoding."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.byline import is_byline
from assistant.reading.canonical import Piece, Properties, document
from assistant.reading.characters import clean
from assistant.reading.converter import Converter, Likeness
from assistant.reading.decoding import decode, is_text
from assistant.reading.lines import pieces_of
from assistant.records import BlockKind, Document
from assistant.text import squeeze

_TITLE = re.compile(r"[\w\"'“‘«¿¡(].{1,150}[\w\"'”’»)?%]")  # words, not the marks of a markup


def _sniff(data: bytes) -> Likeness:
    return Likeness.MAY if is_text(data) else Likeness.NO


def _convert(data: bytes) -> Document:
    pieces = list(pieces_of(_expanded(decode(data))))
    return document("text", pieces, Properties(_title(pieces)))


def _title(pieces: Sequence[Piece]) -> str:
    """The first line, where it stands over the rest alone or above a byline and does not end in a full stop."""
    if len(pieces) < 2 or pieces[0].kind is not BlockKind.PARAGRAPH:
        return ""
    line = squeeze(pieces[0].text)
    alone = not pieces[1].tight or is_byline(pieces[1].text)
    return line if alone and _TITLE.fullmatch(line) else ""


def _expanded(text: str) -> str:
    """Page breaks part paragraphs; the rest is the cleaning that every format gets, done early to see the lines."""
    return clean(text.replace("\f", "\n\n").expandtabs(4))


CONVERTER = Converter("text", (".txt", ".text", ".log"), _sniff, _convert)

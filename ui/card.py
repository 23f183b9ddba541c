"""The card of a chip: what it shows before it is opened."""

from __future__ import annotations

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.records import Document
from assistant.text import sentence_spans
from ui import words
from ui.markup import day, dotted, said, tag, together
from ui.place import Place, page_of

_ROOM = 400  # characters beside the quote, at most, on each side


def card(assistant: Assistant, place: Place) -> Markup:
    """The quote between its neighbour sentences, and where it stands. Raises UnknownSource."""
    source, document = assistant.source(place.source), assistant.document(place.source)
    start, end = place.within(document)
    page = page_of(document, start)
    first, last = _with_neighbours(document, start, end)
    return together(
        tag(
            "p", said(document.text[first:start]), tag("mark", document.text[start:end]), said(document.text[end:last])
        ),
        tag("p", tag("strong", said(source.title or source.name)), class_="card-title"),
        tag("p", dotted(None if page is None else words.PAGE.format(page=page), day(source.published)), class_="quiet"),
    )


def _with_neighbours(document: Document, start: int, end: int) -> tuple[int, int]:
    room_start, room_end = max(start - _ROOM, 0), min(end + _ROOM, len(document.text))
    before = list(sentence_spans(document.text, room_start, start))
    after = list(sentence_spans(document.text, end, room_end))
    return (before[-1][0] if before else start), (after[0][1] if after else end)

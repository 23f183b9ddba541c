"""The card of a chip: what it shows before it is opened."""

from __future__ import annotations

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.text import sentence_spans
from ui import words
from ui.markup import day, dotted, said, tag, together
from ui.place import Place, page_of

_ROOM = 400  # characters beside the quote that are looked through, on each side
_MOST = 140  # characters of a neighbour that are shown, so that the quote itself is never cut off


def card(assistant: Assistant, place: Place) -> Markup:
    """The quote between its neighbour sentences, and where it stands. Raises UnknownSource."""
    source, document = assistant.source(place.source), assistant.document(place.source)
    start, end = place.within(document)
    page = page_of(document, start)
    before, after = _before(document.text, start), _after(document.text, end)
    return together(
        tag("p", said(before), tag("mark", document.text[start:end]), said(after), dir="auto"),
        tag("p", tag("strong", said(source.title or source.name)), class_="card-title"),
        tag("p", dotted(None if page is None else words.PAGE.format(page=page), day(source.published)), class_="quiet"),
    )


def _before(text: str, start: int) -> str:
    """The end of the sentence before a quote, with what parts the two."""
    spans = list(sentence_spans(text, max(start - _ROOM, 0), start))
    if not spans:
        return ""
    first, last = spans[-1]
    told = text[first:last]
    end = told[-_MOST:]
    shown = told if len(told) <= _MOST else "… " + (end.partition(" ")[2] or end)
    return shown + _gap(text[last:start])


def _after(text: str, end: int) -> str:
    """The beginning of the sentence after a quote, with what parts the two."""
    spans = list(sentence_spans(text, end, min(end + _ROOM, len(text))))
    if not spans:
        return ""
    first, last = spans[0]
    told = text[first:last]
    beginning = told[:_MOST]
    shown = told if len(told) <= _MOST else (beginning.rpartition(" ")[0] or beginning) + " …"
    return _gap(text[end:first]) + shown


def _gap(between: str) -> str:
    """A dot where a line ends, as a heading is no part of the sentence below it."""
    return " · " if "\n" in between else " " if between else ""

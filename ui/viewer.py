"""The source sheet: a document opened at a quote, PDF as page images with boxes, other formats as set text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.places import is_address
from assistant.records import Document, Source
from assistant.text import squeeze
from ui import words
from ui.finding import MOST, find_all
from ui.markup import day, dotted, plain, said, tag, together
from ui.place import Place, page_of
from ui.setpages import Span, has_layout, set_pages
from ui.settext import Setting, set_text

_AROUND = 20_000  # characters shown on each side of a quote, and added by each "show more"


def sheet(assistant: Assistant, place: Place) -> dict[str, Any]:
    """The sheet for a place: its HTML, what the position bar needs, and the spans of what is sought.

    ``hits`` are those of the whole document, and ``all_hits`` is false where there are more. Raises UnknownSource.
    """
    source, document = assistant.source(place.source), assistant.document(place.source)
    start, end = place.within(document)
    page = page_of(document, start)
    hits = find_all(document.text, place.find, MOST + 1)
    shown = hits[:MOST]
    layout = has_layout(document)
    body = set_pages(assistant, source, document, place, shown) if layout else _text(document, place, shown)
    return {
        "html": together(_head(source, page), body),
        "source": source.id,
        "characters": len(document.text),
        "reference": _reference(source, page, document.text[start:end]),
        "hits": shown,
        "all_hits": len(hits) == len(shown),
    }


def _head(source: Source, page: int | None) -> Markup:
    shown = None if page is None else words.PAGE_OF.format(page=page, pages=source.pages)
    title = source.title or source.name
    name = _link(source.address) or (said(source.name) if source.name != title else None)
    where = tag("span", shown, class_="page-of", data_pages=source.pages) if shown else None
    return tag(
        "header",
        tag("h2", said(title), id="sheet-title"),
        tag("p", dotted(name, day(source.published), where), class_="quiet"),
        class_="sheet-title",
    )


def _link(address: str) -> Markup | None:
    """The page on the web, as it is now."""
    opened = {"href": address, "target": "_blank", "rel": "noopener noreferrer"}
    return tag("a", said(address), **opened) if is_address(address) else None


def _reference(source: Source, page: int | None, quote: str) -> str:
    where = [source.title or source.name, source.name]
    where += [words.REFERENCE_PAGE.format(page=page)] if page is not None else []
    where += [source.published.isoformat()] if source.published else []
    return plain(f"“{squeeze(quote)}” ({', '.join(dict.fromkeys(where))})")


def _text(document: Document, place: Place, hits: Sequence[Span]) -> Markup:
    start, end = place.middle(document)
    first = _line_start(document.text, max(start - _AROUND * (1 + place.above), 0))
    last = _line_end(document.text, min(end + _AROUND * (1 + place.below), len(document.text)))
    setting = Setting(document.text, first, last, *place.within(document), hits)
    return tag(
        "div",
        _more("above", words.SHOW_EARLIER) if first > 0 else None,
        set_text(document, setting),
        _more("below", words.SHOW_LATER) if last < len(document.text) else None,
        class_="paper set-text",
    )


def _line_start(text: str, position: int) -> int:
    """Where the line at ``position`` begins, unless that is far away: a line may be a whole book."""
    return max(text.rfind("\n", 0, position) + 1, position - 2000, 0)


def _line_end(text: str, position: int) -> int:
    found = text.find("\n", position)
    return min(len(text) if found < 0 else found, position + 2000, len(text))


def _more(side: str, label: str) -> Markup:
    return tag("button", label, type="button", class_="more", data_action="more", data_side=side)

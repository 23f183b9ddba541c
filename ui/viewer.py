"""The source sheet: a document opened at a quote, PDF as page images with boxes, other formats as set text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote as url_quote

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.places import is_address
from assistant.records import Document, Page, Source
from assistant.text import sentence_spans, squeeze
from ui import words
from ui.markup import day, dotted, plain, said, tag, together
from ui.settext import Setting, set_text

_AROUND = 20_000  # characters shown on each side of a quote, and added by each "show more"
_PAGES_AROUND = 4  # pages shown on each side of a quoted one
_CARD_ROOM = 400  # characters that the card shows beside the quote, at most, on each side


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a source that is asked for: ``more`` counts how often more was asked for above and below it."""

    source: str
    start: int
    end: int
    above: int = 0
    below: int = 0


def sheet(assistant: Assistant, place: Place) -> dict[str, Any]:
    """The sheet for a place: its HTML, and what the position bar needs. Raises UnknownSource, ReadingError."""
    source, document = assistant.source(place.source), assistant.document(place.source)
    start, end = _inside(place, document)
    page = next((page.number for page in document.pages if page.start <= start < page.end), None)
    body = _pages(assistant, source, document, place) if _has_layout(document) else _text(document, place)
    return {
        "html": together(_head(source, page), body),
        "source": source.id,
        "characters": len(document.text),
        "reference": _reference(source, page, document.text[start:end]),
    }


def card(assistant: Assistant, place: Place) -> Markup:
    """What a chip shows before it is opened: the quote between its neighbour sentences, and where it stands."""
    source, document = assistant.source(place.source), assistant.document(place.source)
    start, end = _inside(place, document)
    page = next((page.number for page in document.pages if page.start <= start < page.end), None)
    first, last = _with_neighbours(document, start, end)
    return together(
        tag(
            "p", said(document.text[first:start]), tag("mark", document.text[start:end]), said(document.text[end:last])
        ),
        tag("p", tag("strong", said(source.title or source.name)), class_="card-title"),
        tag("p", dotted(None if page is None else words.PAGE.format(page=page), day(source.published)), class_="quiet"),
    )


def _inside(place: Place, document: Document) -> tuple[int, int]:
    start = min(max(place.start, 0), len(document.text))
    return start, min(max(place.end, start), len(document.text))


def _with_neighbours(document: Document, start: int, end: int) -> tuple[int, int]:
    room_start, room_end = max(start - _CARD_ROOM, 0), min(end + _CARD_ROOM, len(document.text))
    before = list(sentence_spans(document.text, room_start, start))
    after = list(sentence_spans(document.text, end, room_end))
    return (before[-1][0] if before else start), (after[0][1] if after else end)


def _has_layout(document: Document) -> bool:
    return document.kind == "pdf" and any(page.width for page in document.pages)


def _head(source: Source, page: int | None) -> Markup:
    shown = None if page is None else words.PAGE_OF.format(page=page, pages=source.pages)
    title = source.title or source.name
    name = _link(source.address) or (said(source.name) if source.name != title else None)
    return tag(
        "header",
        tag("h2", said(title), id="sheet-title"),
        tag("p", dotted(name, day(source.published), shown), class_="quiet"),
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


def _text(document: Document, place: Place) -> Markup:
    start, end = _inside(place, document)
    first = _line_start(document.text, max(start - _AROUND * (1 + place.above), 0))
    last = _line_end(document.text, min(end + _AROUND * (1 + place.below), len(document.text)))
    setting = Setting(document.text, first, last, start, end)
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


def _pages(assistant: Assistant, source: Source, document: Document, place: Place) -> Markup:
    start, end = _inside(place, document)
    boxes = assistant.rectangles(source.id, start, end) if start < end else []
    quoted = [number for number, *_ in boxes] or [_page_at(document, start).number]
    first = min(quoted) - _PAGES_AROUND * (1 + place.above)
    last = max(quoted) + _PAGES_AROUND * (1 + place.below)
    shown = [page for page in document.pages if first <= page.number <= last]
    drawn = (_page(source, page, [box[1:] for box in boxes if box[0] == page.number]) for page in shown)
    return tag(
        "div",
        _more("above", words.SHOW_EARLIER) if shown[0] is not document.pages[0] else None,
        tag("p", tag("mark", document.text[start:end]), class_="unseen") if start < end else None,
        *drawn,
        _more("below", words.SHOW_LATER) if shown[-1] is not document.pages[-1] else None,
        class_="paper pages",
    )


def _page_at(document: Document, position: int) -> Page:
    return next((page for page in document.pages if position < page.end), document.pages[-1])


def _page(source: Source, page: Page, boxes: list[tuple[float, ...]]) -> Markup:
    label = words.PAGE_IMAGE.format(page=page.number, title=plain(source.title or source.name))
    image = tag(
        "img",
        src=f"/footnote/pages/{url_quote(source.id, safe='')}/{page.number}.png",
        alt=label,
        loading="lazy",
        width=round(page.width) or 612,
        height=round(page.height) or 792,
    )
    return tag("figure", image, *map(_box, boxes), data_page=page.number)


def _box(box: tuple[float, ...]) -> Markup:
    left, top, right, bottom = (min(max(side, 0.0), 1.0) * 100 for side in box)
    style = f"left:{left:.3f}%;top:{top:.3f}%;width:{right - left:.3f}%;height:{bottom - top:.3f}%"
    return tag("span", class_="box", style=style, aria_hidden="true")

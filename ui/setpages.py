"""The pages of a PDF as images, with boxes of the marker on the quote and weaker ones on what is sought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import quote as url_quote

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.records import Document, Page, Source
from ui import words
from ui.markup import plain, tag
from ui.place import Place

Span = tuple[int, int]
_LETTER = (612, 792)  # points; for a page that does not tell its size


def has_layout(document: Document) -> bool:
    """Whether there are pages to show as they are printed."""
    return document.kind in ("pdf", "image") and any(page.width for page in document.pages)


def set_pages(assistant: Assistant, source: Source, document: Document, place: Place, hits: Sequence[Span]) -> Markup:
    """All pages, each with its size, so that an image may come when it is scrolled to and nothing moves."""
    start, end = place.within(document)
    quote = [(start, end)] if start < end else []
    places = assistant.rectangles(source.id, [*quote, *hits])
    boxes: dict[int, list[Markup]] = defaultdict(list)
    for number, found in enumerate(places, -len(quote)):
        for page, *sides in found:
            boxes[page].append(_box(sides, None if number < 0 else number))
    return tag(
        "div",
        tag("p", tag("mark", document.text[start:end]), class_="unseen") if quote else None,
        *(_page(source, page, boxes[page.number]) for page in document.pages),
        class_="paper pages",
    )


def _page(source: Source, page: Page, boxes: Iterable[Markup]) -> Markup:
    label = words.PAGE_IMAGE.format(page=page.number, title=plain(source.title or source.name))
    image = tag(
        "img",
        src=f"/footnote/pages/{url_quote(source.id, safe='')}/{page.number}.png",
        alt=label,
        loading="lazy",
        width=round(page.width) or _LETTER[0],
        height=round(page.height) or _LETTER[1],
    )
    return tag("figure", image, *boxes, data_page=page.number)


def _box(box: Sequence[float], hit: int | None) -> Markup:
    left, top, right, bottom = (min(max(side, 0.0), 1.0) * 100 for side in box)
    style = f"left:{left:.3f}%;top:{top:.3f}%;width:{right - left:.3f}%;height:{bottom - top:.3f}%"
    kind = "box" if hit is None else "hit"
    return tag("span", class_=kind, style=style, data_hit=hit, aria_hidden="true")

"""The frame of the source sheet: its tools, the search, the position bar. The scripts put a source into it."""

from __future__ import annotations

from markupsafe import Markup

from ui import words
from ui.icons import icon_button
from ui.markup import tag, together


def frame() -> Markup:
    """The sheet without a source."""
    body = tag("div", id="sheet-body", class_="sheet-body", tabindex=0, role="region", aria_labelledby="sheet-title")
    ticks = tag("div", id="ticks", class_="ticks", role="group", aria_label=words.TICKS)
    return tag(
        "aside",
        _grip(),
        tag("div", _tools(), class_="bar"),
        _search(),
        tag("div", body, ticks, class_="sheet-row"),
        id="sheet",
        class_="sheet",
        aria_label=words.SOURCE,
        tabindex=-1,
        hidden=True,
    )


def _tools() -> Markup:
    return together(
        icon_button("previous", words.PREVIOUS, "previous"),
        tag("span", id="citation-of", class_="quiet", aria_live="polite"),
        icon_button("next", words.NEXT, "next"),
        tag("span", class_="gap"),
        icon_button("find", words.FIND, "find", aria_expanded="false", aria_controls="find"),
        icon_button("copy-quote", words.COPY_QUOTE, "copy"),
        icon_button("copy-link", words.COPY_LINK, "link"),
        icon_button("close-sheet", words.CLOSE, "close"),
    )


def _search() -> Markup:
    field = tag("input", id="sought", type="text", aria_label=words.FIND, autocomplete="off", spellcheck="false")
    return tag(
        "form",
        field,
        tag("span", id="hit-of", class_="quiet", role="status"),
        icon_button("previous-hit", words.FIND_PREVIOUS, "up"),
        icon_button("next-hit", words.FIND_NEXT, "down"),
        icon_button("close-find", words.FIND_CLOSE, "close"),
        id="find",
        class_="find",
        role="search",
        aria_label=words.FIND,
        hidden=True,
    )


def _grip() -> Markup:
    return tag(
        "div",
        id="grip",
        class_="grip",
        role="separator",
        aria_orientation="vertical",
        aria_label=words.RESIZE,
        aria_valuenow=440,
        aria_valuemin=320,
        aria_valuemax=900,
        tabindex=0,
    )

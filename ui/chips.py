"""The chip of a citation: its number in a small box, whose edge tells the verdict; a press opens the quote."""

from __future__ import annotations

from markupsafe import Markup

from assistant.records import Citation, Verdict
from ui import words
from ui.markup import plain, tag

JOIN = Markup("\u2060")  # a chip never begins a line: it belongs to the word before it
_EDGES = {
    Verdict.SUPPORTED: "supported",
    Verdict.PARTLY: "partly",
    Verdict.CONTRADICTED: "not-found",
    Verdict.NOT_FOUND: "not-found",
}


def chip(citation: Citation, verdict: Verdict) -> Markup:
    """The chip of a sentence's citation."""
    return _button(citation, _EDGES[verdict], words.VERDICTS[verdict])


def nearest_chip(place: Citation) -> Markup:
    """The chip of a passage that is only near what was asked."""
    return _button(place, "nearest", "")


def no_chip() -> Markup:
    """What stands in the place of chips where a sentence has no citation."""
    label = words.UNPLACED
    return tag("span", "?", class_="chip not-found", title=label, role="img", aria_label=label)


def _button(citation: Citation, edge: str, verdict: str) -> Markup:
    title = plain(citation.title or citation.source)
    label = words.CHIP.format(number=citation.number, verdict=verdict, title=title).replace(", :", ":")
    if citation.page is not None:
        label += words.CHIP_PAGE.format(page=citation.page)
    return tag(
        "button",
        str(citation.number),
        tag("span", "?", aria_hidden="true") if edge == "not-found" else None,
        type="button",
        class_=f"chip {edge}",
        data_number=citation.number,
        data_source=citation.source_id,
        data_start=citation.start,
        data_end=citation.end,
        aria_label=label,
    )

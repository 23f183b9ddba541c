"""Short answers side by side: what is said of each of the things compared, or by each of the documents that differ."""

from __future__ import annotations

from markupsafe import Markup

from assistant.records import Answer, Beside
from ui import words
from ui.chips import JOIN, chip
from ui.markup import day, direction, dotted, said, tag, together


def beside(answer: Answer) -> Markup | None:
    """A card for each, with its source, date and chip; None where there is nothing to set side by side."""
    if not answer.beside:
        return None
    cards = [_card(answer, each) for each in answer.beside]
    if answer.differs:
        return together(tag("h3", words.DIFFER), tag("ul", *cards, class_="beside"))
    return tag("ul", *cards, class_="beside", aria_label=words.COMPARED)


def beside_place(each: Beside) -> str:
    """What one of them is of, and its document and date, in plain words."""
    labelled = each.label if each.of == "thing" else ""
    return ", ".join(filter(None, [labelled, each.document, each.published.isoformat() if each.published else ""]))


def _card(answer: Answer, each: Beside) -> Markup:
    standing = answer.standing(each)
    opens = together(JOIN, chip(standing[1], standing[0].verdict)) if standing else None
    return tag(
        "li",
        tag("p", said(each.label), class_="quiet") if each.of == "thing" else None,
        tag("p", said(each.text), opens, class_="beside-answer", dir=direction(each.text)),
        tag("p", dotted(said(each.document), day(each.published)), class_="quiet"),
    )

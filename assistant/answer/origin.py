"""Questions about a document itself: who wrote it, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.byline import author_line, date_line
from assistant.facts import When, dates
from assistant.question import Question
from assistant.records import Source
from assistant.text import content_stems, stems

Span = tuple[int, int]

_WORK = (
    r"(?:article|story|report|paper|study|document|piece|post|memo|letter|essay|book|review|text|brief|summary|minutes|"
    r"contract|agreement|lease|manual|policy|guide|e-?mail|message|page|news)"
)
_WRITER = r"(?:author|writer|reporter|journalist)s?"
_PUBLISHED = r"(?:published|written|posted|issued|dated|released|sent)"
_HEAD = 400  # characters in which a document says what it is about


class Origin(StrEnum):
    """What is asked of a document."""

    AUTHOR = "who wrote it"
    DATE = "when it was published"


_ASKED = {
    Origin.AUTHOR: re.compile(
        rf"\bwho (?:wrote|authored|penned|sent)\b.{{0,80}}\b{_WORK}\b|\b{_WRITER} of\b.{{0,60}}\b{_WORK}\b|"
        rf"^who (?:is|was|are|were) the {_WRITER}\b.{{0,60}}\b{_WORK}\b|^who (?:is|was|are|were) the {_WRITER}\W*$",
        re.IGNORECASE,
    ),
    Origin.DATE: re.compile(
        rf"\bwhen (?:was|were)\b.{{0,80}}\b{_WORK}\b.{{0,60}}\b{_PUBLISHED}\b|\bwhen was (?:this|it) {_PUBLISHED}\W*$|"
        rf"\bdate of (?:the|this)\b.{{0,40}}\b{_WORK}\b",
        re.IGNORECASE,
    ),
}
# Stems that say which document is meant of none in particular.
_ANY = frozenset(
    stems(
        "article story report paper study document piece post memo letter essay book review text brief summary minutes "
        "contract agreement lease manual policy guide email message page news author writer reporter journalist write "
        "wrote written penned authored send sent publish published publication post posted issue issued date dated "
        "release released name"
    )
)


def origin_asked(question: str) -> Origin | None:
    """What a question asks of a document itself; None where it asks for something in it."""
    return next((origin for origin, asked in _ASKED.items() if asked.search(question)), None)


def meant(question: Question, sources: Sequence[Source], heads: Sequence[str]) -> Source | None:
    """The first source whose title, name or first lines hold all that the question names; the only one, if nothing."""
    named = [stem for stem in content_stems(question.text) if stem not in _ANY]
    if not named:
        return sources[0] if len(sources) == 1 else None
    for source, head in zip(sources, heads, strict=True):
        there = set(stems(f"{source.title} {source.name} {head[:_HEAD]}"))
        if all(stem in there for stem in named):
            return source
    return None


def place_of(origin: Origin, source: Source, text: str) -> Span | None:
    """Where the text tells who wrote it or when; None where it does not."""
    if origin is Origin.DATE:
        day = source.published
        same = (fact for fact in dates(text[:_HEAD]) if day and fact.value == When(day.year, day.month, day.day))
        on = date_line(text) or next(same, None)
        return (on.start, on.end) if on else None
    if by := author_line(text):
        return by.start, by.end
    at = text.find(source.author, 0, _HEAD) if source.author else -1
    return (at, at + len(source.author)) if at >= 0 else None


def stated(origin: Origin, source: Source) -> str:
    """What is known of it, from the text or from the file's own record; "" where nothing is."""
    if origin is Origin.AUTHOR:
        return source.author
    return source.published.isoformat() if source.published else ""

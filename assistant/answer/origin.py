"""Questions about a document itself: who wrote it, when, and between whom it was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.byline import author_line, date_line
from assistant.facts import When, dates
from assistant.records import Source
from assistant.text import content_stems, stems

Span = tuple[int, int]

# What documents are called.
WORKS = (
    "article story report paper study document piece post memo letter essay book review text brief summary minutes "
    "contract agreement lease manual policy guide email e-mail message page news"
)
_WORK = f"(?:{'|'.join(WORKS.split())})"
_A_WORK = re.compile(rf"\b{_WORK}\b", re.IGNORECASE)
_WRITER = r"(?:author|writer|reporter|journalist)s?"
_PUBLISHED = r"(?:published|written|posted|issued|dated|released|sent|signed|made)"
_HEAD = 400  # characters in which a document says what it is about
_OPENING = 2000  # characters in which an agreement says who makes it
_BETWEEN = re.compile(r"\b(?:made|entered into|agreement|contract|lease)\b[^.]{0,150}?\bbetween\s", re.IGNORECASE)
_DATED = re.compile(r"\b(?:published|issued|dated|made|entered into|signed)\b[^.\n]{0,80}$", re.IGNORECASE)


class Origin(StrEnum):
    """What is asked of a document."""

    AUTHOR = "who wrote it"
    DATE = "when it was published"
    PARTIES = "between whom it was made"


_ASKED = {
    Origin.AUTHOR: re.compile(
        rf"\bwho (?:wrote|authored|penned|sent)\b.{{0,80}}\b{_WORK}\b|\b{_WRITER} of\b.{{0,60}}\b{_WORK}\b|"
        rf"^who (?:is|was|are|were) the {_WRITER}\b.{{0,60}}\b{_WORK}\b|^who (?:is|was|are|were) the {_WRITER}\W*$",
        re.IGNORECASE,
    ),
    Origin.PARTIES: re.compile(
        r"^(?:who|which companies|which people) (?:are|were) the (?:\w+ )?parties\b|\bbetween wh(?:om|ich parties)\b",
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
        f"{WORKS} author writer reporter journalist write wrote written penned authored send sent publish published "
        "publication posted issue issued date dated release released signed sign made name party parties contracting "
        "whom"
    )
)


def origin_asked(question: str) -> Origin | None:
    """What a question asks of a document itself; None where it asks for something in it."""
    return next((origin for origin, asked in _ASKED.items() if asked.search(question)), None)


def meant(question: str, sources: Sequence[Source], heads: Sequence[str]) -> list[Source]:
    """Those that may be meant: the first whose title, name or first lines hold all that the question names.

    Where it names nothing ("the report"): those that are called so there, or else all.
    """
    called = [
        set(stems(f"{source.title} {source.name} {head[:_HEAD]}")) for source, head in zip(sources, heads, strict=True)
    ]
    named = {stem for stem in content_stems(question) if stem not in _ANY}
    if named:
        return [source for source, there in zip(sources, called, strict=True) if named <= there][:1]
    work = set(stems(" ".join(_A_WORK.findall(question))))
    return [source for source, there in zip(sources, called, strict=True) if work <= there] or list(sources)


def place_of(origin: Origin, source: Source, text: str) -> Span | None:
    """Where the text tells it; None where it does not. Of parties, where the sentence that names them goes on so."""
    if origin is Origin.DATE:
        return _day_of(source, text)
    if origin is Origin.PARTIES:
        between = _BETWEEN.search(text, 0, _OPENING)
        return (between.end(), between.end()) if between else None
    if by := author_line(text):
        return by.start, by.end
    at = text.find(source.author, 0, _HEAD) if source.author else -1
    return (at, at + len(source.author)) if at >= 0 else None


def _day_of(source: Source, text: str) -> Span | None:
    """Where the day of the record stands; without one, the day over the text or that the text is said to be of."""
    on, day = date_line(text), source.published
    if on and day in (None, on.value):
        return on.start, on.end
    for fact in dates(text[:_HEAD]):
        of_record = day is not None and fact.value == When(day.year, day.month, day.day)
        if of_record or (day is None and fact.value.year and _DATED.search(text[: fact.start])):
            return fact.start, fact.end
    return None


def stated(origin: Origin, source: Source) -> str:
    """What is known of it, from the text or from the file's own record; "" where nothing is."""
    if origin is Origin.AUTHOR:
        return source.author
    return source.published.isoformat() if origin is Origin.DATE and source.published else ""

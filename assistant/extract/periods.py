"""Which of several figures in a sentence is the one of the year that is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.extract.candidate import Candidate
from assistant.facts import Fact, Quantity, apart, dates, numbers
from assistant.question import Asks, Question
from assistant.records import Reading

_AMOUNTS = (Asks.NUMBER, Asks.MONEY, Asks.PERCENT, Asks.OTHER)
_COUNTED = ("ordinal", "time")  # units of what is no amount
_AGAINST = re.compile(r"\b(?:compared (?:to|with)|than(?: in)?|since|from|over|versus|vs\.?)\s$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|and|or|,\s*and|[-–/])\s*")
_IN_TURN = re.compile(r"\brespectively\b", re.IGNORECASE)

Span = tuple[int, int]


def with_the_year(question: Question, candidate: Candidate) -> Candidate:
    """The candidate; another figure is its reading where that one, and not the one read, is of the year asked about."""
    asked = {fact.value.year for fact in dates(question.text) if fact.value.year}
    if len(asked) != 1 or question.asks not in _AMOUNTS or candidate.reading is None or candidate.cell:
        return candidate
    [year] = asked
    first = candidate.reading.start - candidate.start
    last = candidate.reading.end - candidate.start
    figures = _figures(candidate.text)
    read = [fact for fact in figures if first <= fact.start and fact.end <= last]
    if len(read) != 1:
        return candidate
    alike = [fact for fact in figures if fact.value.unit == read[0].value.unit]
    ties = dict(_ties(candidate.text, alike))
    of_the_year = [fact for fact in alike if year in ties.get((fact.start, fact.end), ())]
    if not of_the_year or read[0] in of_the_year:
        return candidate
    start, end = candidate.start + of_the_year[0].start, candidate.start + of_the_year[0].end
    return replace(candidate, reading=Reading(start, end, candidate.reading.score))


def _figures(text: str) -> list[Fact[Quantity]]:
    amounts = (fact for fact in numbers(text) if fact.value.unit not in _COUNTED)
    return apart(amounts, [(fact.start, fact.end) for fact in dates(text)])


def _ties(text: str, figures: Sequence[Fact[Quantity]]) -> Iterator[tuple[Span, frozenset[int]]]:
    """Each figure's place with the years that it is of, as far as the order of figures and years tells them."""
    years = _years(text)
    spans = [(fact.start, fact.end) for fact in figures]
    if _IN_TURN.search(text) and len(years) == len(spans):
        yield from ((span, frozenset({year})) for span, (_, year) in zip(spans, years, strict=True))
        return
    tied: dict[Span, set[int]] = {}
    before: tuple[Span, Span] | None = None  # the last year's place, and the figure that it went to
    for place, year in years:
        if before and _JOINED.fullmatch(text[before[0][1] : place[0]]):
            owner: Span | None = before[1]  # "in 2022 and 2023"
        else:
            behind = next((span for span in reversed(spans) if span[1] <= place[0]), None)
            ahead = next((span for span in spans if span[0] >= place[1]), None)
            owner = ahead if behind is None or behind in tied else behind
        if owner:
            tied.setdefault(owner, set()).add(year)
            before = place, owner
    yield from ((span, frozenset(found)) for span, found in tied.items())


def _years(text: str) -> list[tuple[Span, int]]:
    """The years in a text with their places, but for those that something is compared with."""
    return [
        ((fact.start, fact.end), fact.value.year)
        for fact in dates(text)
        if fact.value.year and not _AGAINST.search(text[: fact.start])
    ]

"""Which of several figures in a sentence is meant: that of the year, or of the thing, that is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.extract.candidate import Candidate
from assistant.facts import Fact, Quantity, apart, dates, numbers
from assistant.question import Asks, Question
from assistant.records import Reading
from assistant.text import content_stems, stems

_AMOUNTS = (Asks.NUMBER, Asks.MONEY, Asks.PERCENT, Asks.OTHER)
_COUNTED = ("ordinal", "time")  # units of what is no amount
_AGAINST = re.compile(r"\b(?:compared (?:to|with)|than(?: in)?|since|from|over|versus|vs\.?)\s$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|and|or|,\s*and|[-–/])\s*")
_IN_TURN = re.compile(r"\brespectively\b", re.IGNORECASE)
# A figure that goes on with what the one before it began: "two years for the case, and five for the motor".
_GOES_ON = re.compile(
    r"(?:[,;]\s*(?:(?:and|or|but)\s+)?|\s+(?:and|or|but)\s+)(?:(?:to|by|at|about|around|some|only|at least|up to)\s+)?$"
)
_CLAUSE = re.compile(r"[;.]\s|[.;]?$")

Span = tuple[int, int]
Figure = Fact[Quantity]


def with_the_figure(question: Question, candidate: Candidate) -> Candidate:
    """The candidate; another figure is its reading where that one, and not the one read, is what is asked about."""
    if question.asks not in _AMOUNTS or candidate.reading is None or candidate.cell:
        return candidate
    first = candidate.reading.start - candidate.start
    last = candidate.reading.end - candidate.start
    figures = _figures(candidate.text)
    read = [fact for fact in figures if first <= fact.start and fact.end <= last]
    if len(read) != 1:
        return candidate
    alike = [fact for fact in figures if fact.value.unit == read[0].value.unit]
    years = {fact.value.year for fact in dates(question.text) if fact.value.year}
    text = candidate.text
    meant = _of_the_year(text, alike, read[0], years) or _of_the_thing(question, text, alike, read[0])
    if meant is None:
        return candidate
    unit = text[read[0].end : last]  # "grams", where it was read with the figure
    end = meant.end + (len(unit) if text.startswith(unit, meant.end) else 0)
    return replace(
        candidate, reading=Reading(candidate.start + meant.start, candidate.start + end, candidate.reading.score)
    )


def _figures(text: str) -> list[Figure]:
    amounts = (fact for fact in numbers(text) if fact.value.unit not in _COUNTED)
    return apart(amounts, [(fact.start, fact.end) for fact in dates(text)])


def _of_the_year(text: str, alike: Sequence[Figure], read: Figure, years: set[int]) -> Figure | None:
    """The figure of the one year that is asked about, where that is another than the one read."""
    if len(years) != 1:
        return None
    ties = dict(_ties(text, alike))
    found = [fact for fact in alike if ties.get((fact.start, fact.end), frozenset()) & years]
    return found[0] if found and read not in found else None


def _ties(text: str, figures: Sequence[Figure]) -> Iterator[tuple[Span, frozenset[int]]]:
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


def _of_the_thing(question: Question, text: str, alike: Sequence[Figure], read: Figure) -> Figure | None:
    """The figure that words of the question stand behind, where none stand behind the one read that it lacks itself."""
    run = _run(text, alike, read)
    asked = set(question.stems)
    behind = {fact: asked & set(content_stems(text[fact.end : end])) for fact, end in run}
    others = [fact for fact in behind if behind[fact] - behind[read] and not behind[read] - behind[fact]]
    return others[0] if len(others) == 1 else None


def _run(text: str, alike: Sequence[Figure], read: Figure) -> list[tuple[Figure, int]]:
    """The figures of one enumeration with the one read, each with where what belongs to it ends."""
    runs: list[list[tuple[Figure, int]]] = []
    for fact in alike:
        before = runs[-1][-1][0] if runs else None
        cut = _GOES_ON.search(text, before.end, fact.start) if before else None
        if before and cut and (before.value.unit or _counts_alike(text, before, fact)):
            runs[-1][-1] = before, cut.start()
        else:
            runs.append([])
        end = _CLAUSE.search(text, fact.end)
        runs[-1].append((fact, end.start() if end else len(text)))
    return next(run for run in runs if any(fact is read for fact, _ in run))


def _counts_alike(text: str, one: Figure, other: Figure) -> bool:
    return stems(text[one.end :])[:1] == stems(text[other.end :])[:1]

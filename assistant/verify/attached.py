"""Checks that a figure or a date of the claim belongs to what the quote says it of.

A sentence may give two figures of the quote in each other's place. The words beside a figure tell: those that stand on
the same side of another figure of the quote, and not of this one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from assistant.facts import Fact, Quantity, When, dates, numbers
from assistant.records import Verdict
from assistant.text import sentence_spans
from assistant.verify.evidence import Evidence, Finding, ordered_stems

_WORDS = 4  # on each side
_REACH = 60  # characters on each side
_CLEARLY = 3  # how many words more must speak for the other place


class _Placed(NamedTuple):
    """A figure with its kind and value, how it is written, and the words beside it: each with its side."""

    kind: str
    value: Hashable
    shown: str
    beside: frozenset[tuple[str, str]]


def check_attached(claim: str, evidence: Evidence) -> Iterator[Finding]:
    """Figures and dates that the quotes give for something else."""
    quoted = evidence.quoted
    given = [each for start, end in sentence_spans(quoted) for each in _placed(quoted[start:end])]
    mine = [each for each in _placed(claim) if any(_is_same(each, other) for other in given)]
    for each in mine:
        own = max(_shared(each, other) for other in given if _is_same(each, other))
        for other in given:
            if other.kind == each.kind and not _is_same(each, other) and _shared(each, other) >= own + _CLEARLY:
                yield Finding(Verdict.PARTLY, f"The quote seems to give {other.shown} for this, not {each.shown}.")
                return
    for one, other in combinations(mine, 2):
        if one.kind == other.kind and _are_exchanged(one, other, given):
            yield Finding(Verdict.PARTLY, f"The quote seems to have {one.shown} and {other.shown} the other way round.")
            return


def _are_exchanged(one: _Placed, other: _Placed, given: Sequence[_Placed]) -> bool:
    firsts = [each for each in given if _is_same(one, each)]
    seconds = [each for each in given if _is_same(other, each)]
    crossed = max(_shared(one, each) for each in seconds) + max(_shared(other, each) for each in firsts)
    straight = max(_shared(one, each) for each in firsts) + max(_shared(other, each) for each in seconds)
    return not _is_same(one, other) and crossed >= straight + _CLEARLY


def _is_same(one: _Placed, other: _Placed) -> bool:
    return one.kind == other.kind and one.value == other.value


def _shared(one: _Placed, other: _Placed) -> int:
    return len(one.beside & other.beside)


def _placed(text: str) -> list[_Placed]:
    found: list[tuple[str, Fact[When] | Fact[Quantity]]] = [("date", fact) for fact in dates(text)]
    found += [(fact.value.unit, fact) for fact in numbers(text) if fact.value.unit not in ("ordinal", "time")]
    spans = sorted((fact.start, fact.end) for _, fact in found)
    return [
        _Placed(kind, fact.value, text[fact.start : fact.end], _beside(text, fact.start, fact.end, spans))
        for kind, fact in found
    ]


def _beside(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> frozenset[tuple[str, str]]:
    """The content words within reach, up to the next figure on each side."""
    begin = max([stop for _, stop in spans if stop <= start] + [start - _REACH, 0])
    stop = min([first for first, _ in spans if first >= end] + [end + _REACH, len(text)])
    before, after = ordered_stems(text[begin:start])[-_WORDS:], ordered_stems(text[end:stop])[:_WORDS]
    return frozenset([*(("before", stem) for stem in before), *(("after", stem) for stem in after)])

"""What other documents say to the same question: the same, which is support, or something else, worth saying too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.extract.candidate import Candidate
from assistant.extract.short import read_answer
from assistant.facts import dates, numbers
from assistant.question import Asks, Question
from assistant.text import STOPWORDS, fold, words

_BEHIND = 1.5  # how far the best sentence of another source may score below the answer's
_AS_MUCH = 0.9  # share of what is asked for that it must tell of, next to the answer's
_ONE_ANSWER = (Asks.WHO, Asks.WHEN, Asks.WHERE, Asks.NUMBER, Asks.MONEY, Asks.PERCENT)  # these have one, mostly
_MOST = 3  # other sources of a kind


@dataclass(frozen=True, slots=True)
class Agreement:
    """Sentences of other sources, one a source, best first: those that give the same answer, and those that differ.

    ``otherwise`` holds the sentences that differ, each with what it gives instead.
    """

    same: tuple[Candidate, ...] = ()
    otherwise: tuple[tuple[Candidate, str], ...] = ()


def compare(question: Question, best: Candidate, short: str, ranked: Sequence[Candidate]) -> Agreement:
    """What the other sources among ``ranked`` say, where the answer ``short`` stands in ``best``."""
    if not short:
        return Agreement()
    same: list[Candidate] = []
    otherwise: list[tuple[Candidate, str]] = []
    seen = {best.hit.passage.source_id}
    for each in ranked:
        if each.hit.passage.source_id in seen or each.score < best.score - _BEHIND:
            continue
        seen.add(each.hit.passage.source_id)
        told = read_answer(question, each)
        if not told or each.features["near"] < _AS_MUCH * best.features["near"]:
            continue
        if same_answer(short, told):
            same.append(each)
        elif question.asks in _ONE_ANSWER and _are_of_one_kind(short, told):
            otherwise.append((each, told))
    return Agreement(tuple(same[:_MOST]), tuple(otherwise[:_MOST]))


def same_answer(one: str, other: str) -> bool:
    """Whether two short answers come to the same: equal dates or figures, or the words of one among the other's."""
    if dates(one) and dates(other):
        return any(a.value.told_by(b.value) or b.value.told_by(a.value) for a in dates(one) for b in dates(other))
    if numbers(one) and numbers(other):
        return bool({fact.value for fact in numbers(one)} & {fact.value for fact in numbers(other)})
    if not _are_of_one_kind(one, other):
        return False  # a figure or a date is not told by words
    first, second = _telling(one), _telling(other)
    return bool(first and second) and (first <= second or second <= first)


def _are_of_one_kind(one: str, other: str) -> bool:
    """Whether the two are answers of one kind: both with a date, both with a figure, or both with neither."""
    return bool(dates(one)) == bool(dates(other)) and bool(numbers(one)) == bool(numbers(other))


def _telling(text: str) -> set[str]:
    return {fold(word) for word in words(text)} - STOPWORDS

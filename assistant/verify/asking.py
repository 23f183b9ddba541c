"""Checks a sentence by asking: what it claims is made a question, and the reader says what the quotes answer.

The other checks see that a number or a name stands in a quote; this one sees when it stands there for something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from assistant.attribution import statements
from assistant.facts import Quantity, When, dates, name_words, names, numbers
from assistant.question import echo, word_for
from assistant.records import Verdict
from assistant.verify.evidence import Evidence, Finding, quantities, whens
from assistant.verify.values import close, told

Ask = Callable[[str, str], tuple[str, float]]
"""What asking needs of a reader: a question and a text to the words that answer, and their chance ("" and 0: none)."""

SURE = 0.8  # the least chance of an answer that speaks against a sentence
_LONGEST = 40  # words of a sentence that is made a question
_AROUND = 500  # characters on each side of a quote in which its speaker is looked for


class _Asked(NamedTuple):
    """A question, what the sentence says to it, and whether an answer says something else."""

    question: str
    shown: str
    denied_by: Callable[[str], bool]


def check_by_asking(claim: str, evidence: Evidence, vouched: frozenset[str], ask: Ask) -> Iterator[Finding]:
    """Numbers, dates and speakers of the claim are what the quotes answer when asked for them.

    ``vouched``: words of speakers' names that another check has settled.
    """
    if len(claim.split()) > _LONGEST:
        return
    for asked in (*_figures(claim), *_dates(claim)):
        answer, chance = ask(asked.question, evidence.quoted)
        if chance >= SURE and asked.shown not in answer and asked.denied_by(answer):
            yield Finding(Verdict.PARTLY, f"The quote seems to give “{answer}” for this, not {asked.shown}.")
    for asked in _speakers(claim, vouched):
        answer, chance = ask(asked.question, _near(evidence))
        if chance >= SURE and asked.denied_by(answer):
            yield Finding(Verdict.PARTLY, f"The source seems to name {answer} for this, not {asked.shown}.")


def _near(evidence: Evidence) -> str:
    """The quotes with a few sentences around each, as far as the context has them."""
    pieces = []
    for quote in evidence.quotes:
        text = next((text for text in evidence.context if quote in text), quote)
        at = text.find(quote)
        pieces.append(text[max(0, at - _AROUND) : at + len(quote) + _AROUND])
    return "\n".join(pieces)


def _figures(claim: str) -> Iterator[_Asked]:
    taken = [(fact.start, fact.end) for fact in dates(claim)]
    for fact in numbers(claim):
        if fact.value.unit in ("ordinal", "time", "share") or any(a < fact.end and fact.start < b for a, b in taken):
            continue
        question = echo(claim, fact.start, fact.end, word_for(fact.value))
        yield _Asked(question, claim[fact.start : fact.end], _other_figure(fact.value))


def _other_figure(value: Quantity) -> Callable[[str], bool]:
    def denied_by(answer: str) -> bool:
        given = [other for other in quantities(answer) if other.unit == value.unit]
        return bool(given) and not any(close(value, other) for other in given)

    return denied_by


def _dates(claim: str) -> Iterator[_Asked]:
    for fact in dates(claim):
        yield _Asked(echo(claim, fact.start, fact.end, "when"), claim[fact.start : fact.end], _other_date(fact.value))


def _other_date(value: When) -> Callable[[str], bool]:
    def denied_by(answer: str) -> bool:
        given = whens(answer)
        return bool(given) and not told(value, given) and not any(other.told_by(value) for other in given)

    return denied_by


def _speakers(claim: str, vouched: frozenset[str]) -> Iterator[_Asked]:
    for statement in statements(claim):
        named = {word for name in names(statement.speaker) for word in name_words(name.value)}
        if named and not named & vouched:
            question = f"Who said that {statement.text.rstrip('.')}?"
            yield _Asked(question, statement.speaker, _other_name(named))


def _other_name(named: set[str]) -> Callable[[str], bool]:
    def denied_by(answer: str) -> bool:
        given = {word for name in names(answer) for word in name_words(name.value)}
        return bool(given) and not given & named

    return denied_by

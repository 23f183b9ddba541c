"""All numbers of a text, whichever way they are written, each once."""

from __future__ import annotations

from functools import lru_cache

from assistant.facts.calendar import dates
from assistant.facts.digits import in_digits, times_of_day
from assistant.facts.fact import Fact, apart
from assistant.facts.number_words import in_words, ordinals, shares
from assistant.facts.quantity import Quantity


@lru_cache(maxsize=4096)
def _numbers(text: str) -> tuple[Fact[Quantity], ...]:
    found: list[Fact[Quantity]] = []
    taken = [(fact.start, fact.end) for fact in dates(text)]
    for read in (times_of_day, in_digits, shares, in_words, ordinals):
        facts = apart(read(text), taken)
        found += facts
        taken += [(fact.start, fact.end) for fact in facts]
    return tuple(sorted(found, key=lambda fact: fact.start))


def numbers(text: str) -> list[Fact[Quantity]]:
    """The numbers in ``text``, in digits and in words, sums of money among them. What is part of a date is left out."""
    return list(_numbers(text))


def money(text: str) -> list[Fact[Quantity]]:
    """The sums of money among the numbers."""
    return [fact for fact in _numbers(text) if fact.value.is_money]

"""The shape that every fact has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class Fact(NamedTuple, Generic[Value]):
    """A value stated in ``text[start:end]``. ``sure`` is False where only a sentence's capital makes it look a name."""

    start: int
    end: int
    value: Value
    sure: bool = True


def apart(facts: Iterable[Fact[Value]], taken: Iterable[tuple[int, int]]) -> list[Fact[Value]]:
    """The facts that touch none of the spans ``taken``."""
    spans = list(taken)
    return [fact for fact in facts if not any(fact.start < end and start < fact.end for start, end in spans)]

"""Which of two short answers is greater or later, where they can be compared at all."""

from __future__ import annotations

import re
from typing import Any

from assistant.facts import When, dates, numbers
from assistant.text import stems

_WORD = re.compile(r"[\s-]?([^\W\d_]+|°[CF])")


def greater_of(first: str, second: str) -> int | None:
    """1 where the first is the greater or later, -1 where the second is, 0 for equals; None where that is not told.

    Figures are compared only in the same unit, dates as far as both are given.
    """
    if dates(first) and dates(second):
        return _later(dates(first)[0].value, dates(second)[0].value)
    one, other = _measured(first), _measured(second)
    if one is None or other is None or (one[1:] != other[1:] and one[2] and other[2]) or one[1] != other[1]:
        return None
    return _sign(one[0], other[0])


def _measured(text: str) -> tuple[Any, str, tuple[str, ...]] | None:
    """The one figure of an answer, its unit, and the stem of the word that follows it."""
    found = [fact for fact in numbers(text) if fact.value.unit not in ("ordinal", "time")]
    if len(found) != 1:
        return None
    following = _WORD.match(text, found[0].end)
    return found[0].value.value, found[0].value.unit, tuple(stems(following[1])) if following else ()


def _later(first: When, second: When) -> int | None:
    for one, other in zip(_parts(first), _parts(second), strict=True):
        if one is None or other is None:
            return None
        if one != other:
            return _sign(one, other)
    return 0


def _parts(when: When) -> tuple[int | None, int | None, int | None]:
    return when.year, when.month, when.day


def _sign(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)

"""Dates as values: "2 March 2024", "March 2, 2024" and "2024-03-02" are one date, and "March 2024" is part of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.facts.fact import Fact

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_MONTH = "(?:" + "|".join(f"{month}|{month[:3]}\\b\\.?" for month in _MONTHS) + "|Sept\\b\\.?)"
_WEEKDAY = "(?:" + "|".join(_WEEKDAYS) + ")"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_DAYS = rf"(?P<day>{_DAY})(?:\s?(?:[-–—]|to|and|or)\s?(?P<until>{_DAY}))?"
_AGAIN = r"(?![\w]|[.,:/]\d)"  # what follows is not more of the same number

# What a bare four-digit number follows when it is a year, and what it precedes when it counts things.
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|from|by|until|till|before|after|during|of|to|through|and|between|for|late|early|mid|mid-|circa|c\.|"
    r"the|a|year|spring|summer|autumn|fall|winter|FY|its|his|her|their|this|that)\s*|[(\[/'–—-]\s?)$",
    re.IGNORECASE,
)
_COUNTED_AFTER = re.compile(
    r"\s(?:people|men|women|children|personnel|police|staff|km|kg|m|percent|per cent|(?:[a-z]+\s)?[a-z]{2,}[^su\W]s)\b"
)
_DETERMINER_BEFORE = re.compile(r"\b(?:the|its|his|her|their|this|that|a)\s$", re.IGNORECASE)
# "May" and "March" are words too: alone, they are months only after one of these.
_MONTH_BEFORE = re.compile(
    r"\b(?:in|since|from|by|until|before|after|during|of|to|through|and|between|for|late|early|mid|last|this|next)[\s-]$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as it is given: any part may be None. ``weekday`` is 0 for Monday. ``decade``: the 1990s."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: bool = False
    swappable: bool = False  # 03/02/2024 may be read either way

    def told_by(self, other: When) -> bool:
        """Whether ``other`` says at least as much: March 2024 is told by 2 March 2024, not the other way round."""
        return any(self._told_by(reading) for reading in other.readings()) or (
            self.swappable and any(self._swapped()._told_by(reading) for reading in other.readings())
        )

    def readings(self) -> tuple[When, ...]:
        """This date and, where day and month may be swapped, the other way to read it."""
        return (self, self._swapped()) if self.swappable else (self,)

    def weekday_number(self) -> int | None:
        """The weekday given, or else the one that a full date falls on."""
        if self.weekday is None and self.year and self.month and self.day:
            try:
                return datetime.date(self.year, self.month, self.day).weekday()
            except ValueError:  # 31 June
                return None
        return self.weekday

    def _swapped(self) -> When:
        return When(self.year, self.day, self.month, self.weekday)

    def _told_by(self, other: When) -> bool:
        if self.decade:
            return other.year is not None and self.year is not None and other.year // 10 == self.year // 10
        return (
            self.year in (None, None if other.decade else other.year)
            and self.month in (None, other.month)
            and self.day in (None, other.day)
            and self.weekday in (None, other.weekday_number())
        )


def _number(text: str | None) -> int | None:
    return int(re.sub(r"\D", "", text)) if text else None


def _month(text: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(text[:3]))


def _worded(match: re.Match[str]) -> Iterator[When]:
    parts = match.groupdict()
    weekday = _WEEKDAYS.index(parts["weekday"]) if parts.get("weekday") else None
    year, month = _number(parts.get("year")), _month(parts["month"])
    yield When(year, month, _number(parts.get("day")), weekday)
    if parts.get("until"):
        yield When(year, month, _number(parts["until"]))


def _numeric(match: re.Match[str]) -> Iterator[When]:
    year, first, second = int(match["year"]), int(match["first"]), int(match["second"])
    if "-" in match.group():
        day, month, swappable = second, first, False
    elif "." in match.group() or first > 12:
        day, month, swappable = first, second, False
    else:
        month, day, swappable = first, second, second <= 12 and first != second
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield When(year, month, day, swappable=swappable)


def _month_alone(match: re.Match[str]) -> Iterator[When]:
    doubtful = match.group() in ("May", "March", "Mar", "Jan", "Jun", "Dec", "August")
    if not doubtful or _MONTH_BEFORE.search(match.string, max(0, match.start() - 12), match.start()):
        yield When(month=_month(match.group()))


def _year_alone(match: re.Match[str]) -> Iterator[When]:
    before = match.string[max(0, match.start() - 12) : match.start()]
    if _COUNTED_AFTER.match(match.string, match.end()) and not _DETERMINER_BEFORE.search(before):
        return
    if int(match.group()) >= 1700 or _YEAR_BEFORE.search(before):
        yield When(int(match.group()))


# Tried in this order; a later one does not look inside what an earlier one has taken.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[When]]], ...] = (
    (re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<first>\d{2})-(?P<second>\d{2})(?![\d-])"), _numeric),
    (re.compile(r"(?<![\w/.])(?P<first>\d{1,2})(?P<mark>[/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})\b"), _numeric),
    (
        re.compile(
            rf"(?:\b(?P<weekday>{_WEEKDAY}),?\s)?(?<![\w.,]){_DAYS}\s(?:of\s)?(?P<month>{_MONTH})(?!\w)"
            rf"(?:,?\s(?P<year>{_YEAR}){_AGAIN})?"
        ),
        _worded,
    ),
    (
        re.compile(
            rf"(?:\b(?P<weekday>{_WEEKDAY}),?\s)?\b(?P<month>{_MONTH})\s(?:the\s)?{_DAYS}{_AGAIN}"
            rf"(?:,?\s(?P<year>{_YEAR}){_AGAIN})?"
        ),
        _worded,
    ),
    (re.compile(rf"\b(?P<month>{_MONTH}),?\s(?:of\s)?(?P<year>{_YEAR}){_AGAIN}"), _worded),
    (re.compile(rf"\b{_MONTH}(?!\w)"), _month_alone),
    (re.compile(rf"\b{_WEEKDAY}(?=s?\b)"), lambda match: iter([When(weekday=_WEEKDAYS.index(match.group()))])),
    (
        re.compile(rf"\b(?P<year>{_YEAR[:-1]}))(?<=0)['’]?s\b"),
        lambda match: iter([When(int(match["year"]), decade=True)]),
    ),
    (re.compile(rf"(?<![\w.,$€£¥#])(?<!\d[-–]){_YEAR}(?![\w%]|[.,:/]\d)"), _year_alone),
    (re.compile(rf"(?<=[\d~][-–—]){_YEAR}(?![\w%]|[.,:/]\d)"), _year_alone),
)


@lru_cache(maxsize=4096)
def _dates(text: str) -> tuple[Fact[When], ...]:
    found: list[Fact[When]] = []
    free = text
    for pattern, read in _FORMS:
        for match in list(pattern.finditer(free)):
            facts = [Fact(match.start(), match.end(), when) for when in read(match)]
            if facts:
                found += facts
                free = free[: match.start()] + "~" * (match.end() - match.start()) + free[match.end() :]
    return tuple(sorted(found, key=lambda fact: fact.start))


def dates(text: str) -> list[Fact[When]]:
    """The dates in ``text``, from a weekday or a year to a full date. A span of days gives a Fact for each end."""
    return list(_dates(text))

"""Numbers and times of day written in digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.facts.fact import Fact
from assistant.facts.quantity import CURRENCY, SCALES, UNIT_AFTER, Quantity, unit_of

_SHORT_SCALES = {"mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
_NUMBER = re.compile(
    rf"(?:(?P<before>(?<![A-Za-z]){CURRENCY})\s?)?"
    r"(?<![\w.])(?<![A-Za-z]-)(?P<sign>(?<![\w)])[-−])?(?P<digits>\d(?:[\d.,\u00a0\u2009\u202f]*\d)?)"
    r"(?:(?P<ordinal>st|nd|rd|th)\b)?"
    rf"(?:[\s-]?(?P<scale>{'|'.join(SCALES)}|mn|mln|bn|tn)\b|(?P<letter>[kKmMbBtT])\b)?{UNIT_AFTER}?"
)
_GROUPED = re.compile(r"\d{1,3}([,\u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?:\.\d+)?")
_CLOCK = re.compile(
    r"(?<![\w.:])(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?::\d{2})?\s?(?P<half>[ap]\.?m\b\.?)?(?![\w:])"
)
_LONGEST = 24  # characters
_RANGE = re.compile(r"\s?[-–—]\s?|\sto\s")


def _decimal(digits: str) -> Decimal | None:
    """The value of written digits; None for what is no plain number, such as 3.11.2 or a key of fifty digits."""
    if len(digits) > _LONGEST:
        return None
    if _GROUPED.fullmatch(digits):
        return Decimal(re.sub(r"[^\d.]", "", digits))
    return Decimal(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits, re.ASCII) else None


def _scale(match: re.Match[str], unit: str) -> int:
    letter = (match["letter"] or "").lower()
    if letter == "k" or (letter and unit not in ("", "%")):  # 5m is five metres, $5m is five million
        return _SHORT_SCALES[letter]
    word = match["scale"] or ""
    return SCALES.get(word) or _SHORT_SCALES.get(word, 1)


def in_digits(text: str) -> Iterator[Fact[Quantity]]:
    """Numbers in digits. The lower end of a range shares the scale and unit of the upper: "$3-5 million", "10-15%"."""
    low: re.Match[str] | None = None
    for match in _NUMBER.finditer(text):
        value = _decimal(match["digits"])
        if value is None:
            continue
        unit = unit_of(match)
        scale = _scale(match, unit)
        lower = _decimal(low["digits"]) if low and _is_range(text, low, match) else None
        if low and lower is not None:
            low_unit = unit_of(low) or unit
            unit = unit or low_unit
            yield Fact(low.start(), low.end(), Quantity(lower * max(_scale(low, low_unit), scale), low_unit))
        elif low:
            yield _fact(low)
        low = match
        if lower is not None:
            yield Fact(match.start(), match.end(), Quantity(value * scale, unit))
            low = None
    if low:
        yield _fact(low)


def _is_range(text: str, low: re.Match[str], high: re.Match[str]) -> bool:
    """Whether two numbers are the ends of a range: "8 per cent to $3 billion" is none."""
    of_one_unit = len({unit_of(low), unit_of(high)} - {""}) < 2
    return of_one_unit and bool(_RANGE.fullmatch(text, low.end(), high.start()))


def _fact(match: re.Match[str]) -> Fact[Quantity]:
    unit = unit_of(match)
    value = (_decimal(match["digits"]) or Decimal(0)) * _scale(match, unit)
    return Fact(match.start(), match.end(), Quantity(-value if match["sign"] else value, unit))


def times_of_day(text: str) -> Iterator[Fact[Quantity]]:
    """Times such as 14:30 and 3 p.m., as minutes after midnight."""
    for match in _CLOCK.finditer(text):
        hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
        if (half or match["minute"]) and hour < 24 and minute < 60:
            hour = hour % 12 + (12 if half[0] == "p" else 0) if half else hour
            yield Fact(match.start(), match.end(), Quantity(Decimal(hour * 60 + minute), "time"))

"""Dates as files state them."""

from __future__ import annotations

import re
from datetime import date, datetime

_NUMERIC = re.compile(r"(\d{4})[-/.:]?(\d{2})[-/.:]?(\d{2})")
_WRITTEN = (
    "%d %B %Y",
    "%d %b %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%d. %B %Y",
    "%d/%m/%Y",
)
_EARLIEST = 1000  # a year before this is a default or a mistake


def parse_date(stated: object) -> date | None:
    """A date from a date, from "2024-05-06T10:00Z", "D:20240506...", "6 May 2024" or the like; None if it is none."""
    if isinstance(stated, datetime):
        stated = stated.date()
    if isinstance(stated, date):
        return stated if stated.year >= _EARLIEST else None
    text = str(stated or "").strip().removeprefix("D:")
    if match := _NUMERIC.match(text):
        return _date(*map(int, match.groups()))
    for form in _WRITTEN:
        try:
            return datetime.strptime(text.replace(",", ""), form).date()
        except ValueError:
            continue
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= _EARLIEST else None
    except ValueError:
        return None

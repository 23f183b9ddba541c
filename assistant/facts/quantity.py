"""Quantities: a number with the unit that it is given in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_CURRENCIES = {
    "$": r"(?:US|AU|A|C|CA|HK|NZ|S|R)?\$|USD|(?:U\.?S\.?\s)?dollars?",
    "€": "€|EUR|euros?",
    "£": "£|GBP|pounds sterling|pounds?",
    "¥": "¥|JPY|CNY|RMB|yen|yuan|renminbi",
    "₹": "₹|Rs\\.?|INR|rupees?",
    "peso": "MXN|pesos?",
    "franc": "CHF|francs?",
    "krone": "kroner|krone|kronor|krona|SEK|NOK|DKK",
}
CURRENCY = "|".join(_CURRENCIES.values())
UNIT_AFTER = (
    r"(?:\s?(?P<percent>%|percent\b|per\scent\b|pct\b|percentage\spoints?\b)"
    rf"|[\s-]?(?P<after>(?:{CURRENCY})(?!\w)))"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts.

    ``unit`` is "" (a plain count), "%", a currency ("$", "€", "peso", ...), "ordinal" (third), "share" (two-thirds,
    as a fraction) or "time" (minutes after midnight).
    """

    value: Decimal
    unit: str = ""

    @property
    def is_money(self) -> bool:
        """Whether this is a sum of money."""
        return self.unit in _CURRENCIES


def unit_of(match: re.Match[str]) -> str:
    """The unit that a match of ``UNIT_AFTER``, or of a pattern that holds it, has found."""
    parts = match.groupdict()
    if parts["percent"]:
        return "%"
    mark = parts.get("before") or parts["after"]
    if mark:
        return next(sign for sign, marks in _CURRENCIES.items() if re.fullmatch(marks, mark))
    return "ordinal" if parts.get("ordinal") else ""

"""Checks what can be compared as a value: numbers, dates, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from assistant.facts import Fact, Quantity, When, dates, find_quotation, numbers, quotations
from assistant.records import Verdict
from assistant.verify.evidence import Evidence, Finding, quantities, whens

_HEDGE = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|approximately|some|over|under|more than|less than)\s$", re.I
)
_SMALL = 12  # up to here a number in words may count what the quote lists
_EQUAL = Decimal("0.000002")  # shares are kept to six places
_ROUNDING = Decimal("0.12")


def check_numbers(claim: str, evidence: Evidence) -> Iterator[Finding]:
    """Every number of the claim stands in a quote, with its value and its unit."""
    for fact in numbers(claim):
        shown, (quoted, around) = claim[fact.start : fact.end], evidence.both
        joining = (
            fact.value.unit == "ordinal" and fact.value.value <= 2
        )  # "first" and "second" often only join sentences
        if joining or _counted(fact.value, quoted):
            continue
        if any(fact.value.value == other.value for other in quantities(quoted)):
            yield Finding(Verdict.PARTLY, f"The quote gives this number, but not as {shown}.")
        elif _counted(fact.value, around):
            yield Finding(Verdict.PARTLY, f"The number {shown} is near the quote, not in it.")
        elif _HEDGE.search(claim[: fact.start]) and any(close(fact.value, other) for other in quantities(quoted)):
            yield Finding(Verdict.PARTLY, f"The number {shown} is rounded: the quote is more exact.")
        elif shown.isalpha() and fact.value.value <= _SMALL:
            yield Finding(Verdict.PARTLY, f"The number {shown} is not in the quote.")
        else:
            yield Finding(Verdict.NOT_FOUND, f"The number {shown} is not in the quote.")


def _counted(value: Quantity, text: str) -> bool:
    return any(_same_value(value, other) and _same_unit(value, other) for other in quantities(text)) or (
        value.unit == "" and any(when.year == value.value for when in whens(text))
    )


def _same_value(value: Quantity, other: Quantity) -> bool:
    return abs(_plain(value) - _plain(other)) < _EQUAL


def _plain(value: Quantity) -> Decimal:
    """A percentage as a share of one, so that half is 50%."""
    return value.value / 100 if value.unit == "%" else value.value


def _same_unit(value: Quantity, other: Quantity) -> bool:
    units = {value.unit, other.unit} - {"ordinal"}
    return len(units) < 2 or units == {"%", "share"} or (value.unit == "" and other.unit not in ("%", "share", "time"))


def close(value: Quantity, other: Quantity) -> bool:
    """Whether ``value`` may be ``other`` rounded."""
    return abs(value.value - other.value) <= abs(other.value) * _ROUNDING and _same_unit(value, other)


def check_dates(claim: str, evidence: Evidence) -> Iterator[Finding]:
    """Every date of the claim is told by a date of a quote; the year may come from the text around it."""
    for fact in dates(claim):
        shown, (quoted, around) = claim[fact.start : fact.end], evidence.both
        if told(fact.value, whens(quoted)) or _year_as_number(fact, quoted):
            continue
        undated = When(None, fact.value.month, fact.value.day, fact.value.weekday)
        years = {when.year for when in whens(around) if when.year and not when.decade}
        if undated != When() and fact.value.year in years and told(undated, whens(quoted)):
            if years != {fact.value.year}:
                yield Finding(Verdict.PARTLY, f"The quote does not say the year of {shown}.")
        elif told(fact.value, whens(around)) or _year_as_number(fact, around):
            yield Finding(Verdict.PARTLY, f"The date {shown} is near the quote, not in it.")
        else:
            yield Finding(Verdict.NOT_FOUND, f"The date {shown} is not in the quote.")


def told(when: When, others: Iterable[When]) -> bool:
    """Whether one of ``others`` says at least as much as ``when``."""
    return any(when.told_by(other) for other in others)


def _year_as_number(fact: Fact[When], text: str) -> bool:
    year = fact.value.year
    return fact.value == When(year) and any(quantity.value == year for quantity in quantities(text))


def check_quotations(claim: str, evidence: Evidence) -> Iterator[Finding]:
    """Quoted words stand in one quote, word for word; what is left out is shown by an ellipsis."""
    for fact in quotations(claim):
        if any(find_quotation(fact.value, quote) for quote in evidence.quotes) or not re.search(r"\w", fact.value):
            continue
        if any(find_quotation(fact.value, text) for text in evidence.context):
            yield Finding(Verdict.PARTLY, "The quotation is near the quote, not in it.")
        else:
            few = len(fact.value.split()) < 3  # a nickname, or a word held at arm's length
            yield Finding(Verdict.PARTLY if few else Verdict.NOT_FOUND, "The quotation is not verbatim.")

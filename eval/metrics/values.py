"""Whether two short texts come to the same numbers and dates. Pure functions.

What a text states is read by ``assistant.facts``; measures are added to it here, so that 48 hours are two days and
5 grams are not 5 kilograms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.facts import Fact, Quantity, When, dates, numbers
from assistant.text import STOPWORDS

# What a unit measures, and how many of the smallest unit of that measure it is. Months have no fixed number of days,
# and what is not metric no round number of metres or grams: they are measures of their own.
_SIZES: dict[tuple[str, int], str] = {
    ("seconds", 1): "second seconds sec secs s",
    ("seconds", 60): "minute minutes min mins",
    ("seconds", 60 * 60): "hour hours hr hrs h",
    ("seconds", 24 * 60 * 60): "day days",
    ("seconds", 7 * 24 * 60 * 60): "week weeks",
    ("months", 1): "month months",
    ("months", 12): "year years yr yrs",
    ("months", 10 * 12): "decade decades",
    ("months", 100 * 12): "century centuries",
    ("milligrams", 1): "milligram milligrams mg",
    ("milligrams", 10**3): "gram grams gramme grammes g",
    ("milligrams", 10**6): "kilogram kilograms kilogramme kilogrammes kilo kilos kg",
    ("milligrams", 10**9): "tonne tonnes t",
    ("millimetres", 1): "millimetre millimetres millimeter millimeters mm",
    ("millimetres", 10): "centimetre centimetres centimeter centimeters cm",
    ("millimetres", 10**3): "metre metres meter meters m",
    ("millimetres", 10**6): "kilometre kilometres kilometer kilometers km",
    ("millilitres", 1): "millilitre millilitres milliliter milliliters ml",
    ("millilitres", 10**3): "litre litres liter liters l",
    ("feet", 1): "foot feet ft",
    ("miles", 1): "mile miles mi",
    ("pounds", 1): "lb lbs",
}
_UNITS = {word: unit for unit, words in _SIZES.items() for word in words.split()}
_HEDGES = frozenset("about almost approximately around at circa exactly least most nearly over roughly some up".split())
_OTHER_WORDS = 1  # that a text may hold beside its value, such as what is counted
_EQUAL = Decimal("0.000002")  # shares are kept to six places
_WORD = re.compile(r"[^\W\d_]+")
_UNIT_AFTER = re.compile(r"[\s-]?([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number; where a unit follows it, also what that measures and how large it is."""

    quantity: Quantity
    measure: str = ""
    size: int = 1


Value = When | Amount


def is_value(text: str) -> bool:
    """Whether ``text`` is a number or a date and little else: one more word at most, and that no name."""
    rest = list(text)
    stated = [(fact.start, fact.end) for fact in dates(text)] + [(fact.start, fact.end) for fact in numbers(text)]
    for start, end in stated:
        rest[start:end] = " " * (end - start)
    others = [word for word in _WORD.findall("".join(rest)) if not _says_little(word.lower())]
    return bool(stated) and len(others) <= _OTHER_WORDS and not any(word[0].isupper() for word in others)


def same_values(said: str, gold: str) -> bool:
    """Whether ``said`` states every value of ``gold``, and no other value of its sort.

    A date may say more than the gold date does, and either number may leave out its unit.
    """
    wanted, stated = _values(gold), _values(said)
    rivals = [value for value in stated if any(type(value) is type(each) for each in wanted)]
    return (
        bool(wanted)
        and all(any(_same(value, each) for value in stated) for each in wanted)
        and all(any(_same(value, each) for each in wanted) for value in rivals)
    )


def _says_little(word: str) -> bool:
    return word in STOPWORDS or word in _HEDGES or word in _UNITS


def _values(text: str) -> list[Value]:
    return [*(fact.value for fact in dates(text)), *(_amount(fact, text) for fact in numbers(text))]


def _amount(fact: Fact[Quantity], text: str) -> Amount:
    after = _UNIT_AFTER.match(text, fact.end)
    if fact.value.unit or not after:
        return Amount(fact.value)
    return Amount(fact.value, *_UNITS.get(after[1].lower(), ("", 1)))


def _same(said: Value, gold: Value) -> bool:
    if isinstance(gold, When):
        return gold.told_by(said) if isinstance(said, When) else _is_year(gold, said)
    return _is_year(said, gold) if isinstance(said, When) else _same_amount(said, gold)


def _is_year(when: When, amount: Amount) -> bool:
    """Whether the date is a year alone and the amount its number: the two look the same."""
    return when.year is not None and when == When(when.year) and amount == Amount(Quantity(Decimal(when.year)))


def _same_amount(said: Amount, gold: Amount) -> bool:
    units = {said.quantity.unit, gold.quantity.unit} - {"", "ordinal"}
    measures = {said.measure, gold.measure} - {""}
    if units == {"%", "share"}:
        return abs(_share(said.quantity) - _share(gold.quantity)) < _EQUAL
    if len(units) + len(measures) > 1:
        return False
    if said.measure and gold.measure:
        return said.quantity.value * said.size == gold.quantity.value * gold.size
    return said.quantity.value == gold.quantity.value


def _share(quantity: Quantity) -> Decimal:
    return quantity.value / 100 if quantity.unit == "%" else quantity.value

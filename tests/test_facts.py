from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.facts import (
    Quantity,
    When,
    dates,
    find_quotation,
    money,
    name_words,
    names,
    numbers,
    quotations,
)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3.6 billion", "3600000000", ""),
        ("3,600,000,000", "3600000000", ""),
        ("$3.6bn", "3600000000", "$"),
        ("3.6 billion dollars", "3600000000", "$"),
        ("US$5m", "5000000", "$"),
        ("5m", "5", ""),
        ("40 per cent", "40", "%"),
        ("forty percent", "40", "%"),
        ("twenty-one", "21", ""),
        ("two hundred and five thousand", "205000", ""),
        ("half a million", "500000", ""),
        ("a dozen", "12", ""),
        ("forty-five million euros", "45000000", "€"),
        ("third", "3", "ordinal"),
        ("21st", "21", "ordinal"),
        ("two-thirds", "0.666667", "share"),
        ("half", "0.5", "share"),
        ("2:30 p.m.", "870", "time"),
        ("14:30", "870", "time"),
        ("-5", "-5", ""),
    ],
)
def test_a_number_has_its_value_and_unit(text: str, value: str, unit: str) -> None:
    (fact,) = numbers(f"It was {text} then.")
    assert (fact.value.value, fact.value.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["no one came", "one of them", "COVID-19", "version 3.11.2", "hundreds of them", "in May 2019"]
)
def test_these_are_no_numbers(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize("text", ["9" * 5000, "two hundred " * 2000, "1,000," * 2000 + "000"])
def test_an_endless_number_is_none(text: str) -> None:
    assert numbers(text) == []


def test_two_units_are_no_range() -> None:
    assert [fact.value for fact in numbers("rose by 8 per cent to $394 billion")] == [
        Quantity(Decimal(8), "%"),
        Quantity(Decimal(394 * 10**9), "$"),
    ]


def test_both_ends_of_a_range_share_scale_and_unit() -> None:
    assert [fact.value.value for fact in money("It cost $3-5 million.")] == [3_000_000, 5_000_000]


@pytest.mark.parametrize(
    "text", ["2 March 2024", "March 2, 2024", "2024-03-02", "2nd of March 2024", "Saturday, 2 March 2024"]
)
def test_the_forms_of_one_date_tell_each_other(text: str) -> None:
    (fact,) = dates(f"On {text} it rained.")
    assert When(2024, 3, 2).told_by(fact.value)
    assert When(2024, 3).told_by(fact.value)
    assert When(weekday=5).told_by(fact.value)
    assert not When(2024, 3, 3).told_by(fact.value)
    assert not When(weekday=6).told_by(fact.value)


def test_a_part_does_not_tell_the_whole() -> None:
    assert not When(2024, 3, 2).told_by(When(2024, 3))
    assert When(1990, decade=True).told_by(When(1994))
    assert not When(1994).told_by(When(1990, decade=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from 2008 to 2023", ["2008", "2023"]),
        ("from 2008–2023", ["2008", "2023"]),
        ("in the 1990s", ["1990s"]),
        ("it may rain; in May it may", ["May"]),
        ("1500 people in 1500", ["1500"]),
        ("3-5 March 2024", ["3-5 March 2024", "3-5 March 2024"]),
    ],
)
def test_dates_are_found_where_they_stand(text: str, found: list[str]) -> None:
    assert [text[fact.start : fact.end] for fact in dates(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Then Mr. Smith of the Bank of America met Ana de la Cruz.", ["Smith", "Bank of America", "Ana de la Cruz"]),
        ("The report by Jane K. Doe of Oxford was read.", ["Jane K. Doe", "Oxford"]),
        ("On Monday U.S. forces left Mexico's coast.", ["U.S.", "Mexico"]),
        ("According to NASA, it rained.", ["NASA"]),
        ('He said, "We go home."', []),
    ],
)
def test_names(text: str, found: list[str]) -> None:
    assert [fact.value for fact in names(text)] == found


def test_a_lone_first_word_is_unsure() -> None:
    assert [(fact.value, fact.sure) for fact in names("Water is wet. We saw Feeley.")] == [
        ("Water", False),
        ("Feeley", True),
    ]


def test_the_words_of_a_name() -> None:
    assert name_words("President Nicolás Maduro of the U.S.-Mexico Bank") == [
        "nicolas",
        "maduro",
        "us",
        "mexico",
        "bank",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "we go" and “they stay”.', ["we go", "they stay"]),
        ("It's the dogs' bone, 'a fine bone' said «elle».", ["a fine bone", "elle"]),
        ('"We go. They', ["We go. They"]),
        ('they stay," he said', ["they stay,"]),
    ],
)
def test_quotations(text: str, found: list[str]) -> None:
    assert [fact.value for fact in quotations(text)] == found


def test_a_quotation_is_found_in_other_dress() -> None:
    text = "She said: “It’s  the\nbest — by far — of all the boats we built.”"
    place = find_quotation('"it\'s the best - by far … boats"', text)
    assert place is not None
    assert text[slice(*place)] == "It’s  the\nbest — by far — of all the boats"
    assert find_quotation("it's the worst", text) is None


@settings(deadline=None)
@given(st.text())
def test_every_fact_stands_in_the_text(text: str) -> None:
    for facts in (numbers(text), dates(text), names(text), quotations(text)):
        assert all(0 <= fact.start < fact.end <= len(text) for fact in facts)
        assert list(facts) == sorted(facts, key=lambda fact: fact.start)
    assert all(text[fact.start : fact.end] == fact.value for fact in [*names(text), *quotations(text)])

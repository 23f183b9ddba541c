"""Long answers, values and speakers, by hand: what agrees and what does not."""

from dataclasses import replace

import pytest

from eval import wording
from eval.cases import Case
from eval.metrics import measure_all
from eval.metrics.values import is_value, same_values
from tests.eval.made import CASE, prediction, refusal, reply


def figure(name: str, case: Case, said: str = "", short: str = "") -> float | None:
    return measure_all(case, prediction(reply(said=said, short=short)))[name]


def test_rouge_l_is_that_of_the_paper() -> None:
    # The example of the paper without its articles: two of three words in order, then one.
    gold = ["police killed gunman"]
    assert wording.rouge_l("police kill gunman", gold) == pytest.approx(2 / 3)
    assert wording.rouge_l("gunman kill police", gold) == pytest.approx(1 / 3)
    assert wording.rouge_l("police then killed that gunman", gold) == pytest.approx(2 * 3 / (5 + 3))
    assert wording.rouge_l("", gold) == 0.0
    assert wording.rouge_l("one two", ["three", "two one two"]) == pytest.approx(2 * 2 / (2 + 3))


def test_rouge_l_is_for_long_answers() -> None:
    nine = "it was held to be far too heavy then"
    assert figure("rouge_l", replace(CASE, answers=("in 1907", nine)), said=nine) == 1.0
    assert figure("rouge_l", replace(CASE, answers=(nine.replace(" then", ""),)), said=nine) is None
    assert figure("rouge_l", replace(CASE, kind="summary", answers=("a harbour",)), said="A harbour.") == 1.0
    assert figure("rouge_l", replace(CASE, kind="list", answers=(nine, "rye")), said=nine) is None
    assert measure_all(replace(CASE, kind="summary"), prediction(refusal()))["rouge_l"] == 0.0


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        ("$3.6bn", "3.6 billion dollars"),
        ("1,650 people", "about 1650"),
        ("899", "899 kilograms"),
        ("899 kg", "899 kilograms"),
        ("899,000 g", "899 kilograms"),
        ("two days", "48 hours"),
        ("a year and 12 months", "one year"),
        ("half", "50%"),
        ("50", "50%"),
        ("eight", "around 8"),
        ("2 March 2024", "March 2024"),
        ("March 2, 2024", "2 March 2024"),
        ("1907", "in 1907"),
        ("1066", "in 1066"),
        ("2000 people", "2,000"),
        ("from 2009 to 2012", "2009-2012"),
        ("2:30 p.m.", "14:30"),
        ("300 in 2022", "300"),
    ],
)
def test_equal_values(said: str, gold: str) -> None:
    assert is_value(gold)
    assert same_values(said, gold)


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        ("", "300"),
        ("301", "300"),
        ("300 or 400", "300"),
        ("€95", "$95"),
        ("95%", "$95"),
        ("5.4 kilograms", "5.4 grams"),
        ("five days", "5 kg"),
        ("$5", "5 kg"),
        ("48 days", "48 hours"),
        ("a third", "50%"),
        ("March 2024", "2 March 2024"),
        ("3 March 2024", "2 March 2024"),
        ("2009", "2009-2012"),
        ("1907 and 1910", "1907"),
        ("1908", "in 1907"),
        ("the 1900s", "1907"),
    ],
)
def test_unequal_values(said: str, gold: str) -> None:
    assert is_value(gold)
    assert not same_values(said, gold)


@pytest.mark.parametrize(
    "text", ["Ariane 5", "the year 2020 saw Mara Quill", "", "white", "two hydrants without any pressure", "the Fed"]
)
def test_what_is_more_than_a_value(text: str) -> None:
    assert not is_value(text)


def test_value_match_takes_any_gold_answer_that_is_a_value() -> None:
    case = replace(CASE, answers=("forty tonnes", "almost too much for it"))
    assert figure("value_match", case, short="40,000 kg") == 1.0
    assert figure("value_match", case, short="41 tonnes") == 0.0
    assert measure_all(case, prediction(refusal()))["value_match"] == 0.0
    assert figure("value_match", replace(case, answers=("Quay Street", "£1,650")), short="£1,650") is None
    assert figure("value_match", replace(case, answers=("white",)), short="white") is None
    assert figure("value_match", replace(case, kind="list", answers=("40", "50")), short="40") is None
    assert figure("value_match", replace(case, answerable=False), short="40") is None


@pytest.mark.parametrize("name", ["Mara Quill", "the White House", "Esther George of the Kansas Fed", "de la Cruz"])
def test_names(name: str) -> None:
    assert wording.is_name(name)


@pytest.mark.parametrize("text", ["a grain of sand", "bringing it back to 2 per cent", "the", "", "they said so"])
def test_what_is_no_name(text: str) -> None:
    assert not wording.is_name(text)


def test_said_by_takes_the_name_from_the_short_answer_or_the_answer() -> None:
    case = replace(CASE, kind="who-said-what", answers=("Mara Quill", "Quill"))
    assert figure("said_by", case, said="It was said.", short="Quill") == 1.0
    assert figure("said_by", case, said="“So be it,” said Mara Quill.", short="") == 1.0
    assert figure("said_by", case, said="Tomas Veld said it.", short="Veld") == 0.0
    assert measure_all(case, prediction(refusal()))["said_by"] == 0.0
    assert figure("said_by", replace(case, answers=("that it was late",)), short="Quill") is None
    assert figure("said_by", replace(case, kind="fact"), short="Quill") is None

"""Choosing sentences by what the reader found in them, and the short answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.extract import candidates, choose, rank, short_answer
from assistant.extract.kinds import suits
from assistant.question import parse
from assistant.records import Hit, Passage, Reading
from assistant.text import content_stems

TEXT = (
    "The quay of Elmsport is old. It was built by the brothers Adler in a single summer. The council spent 4 million "
    "kroner on it. “We waited too long,” said Ingrid Moe, the mayor."
)


def answered(question: str, answer: str, score: float = 3.0) -> tuple[str, str]:
    """The best sentence and the short answer where the reader points at ``answer``."""
    at = TEXT.index(answer)
    reading = Reading(100 + at, 100 + at + len(answer), score)
    hit = Hit(Passage("p", "s", 100, 100 + len(TEXT), TEXT), "s.txt", 0.5, readings=(reading,))
    found = list(candidates([hit], {}))
    asked = parse(question)
    ranked = rank(asked, found, [0.3] * len(found), dict.fromkeys(content_stems(question), 1.0))
    chosen = choose(asked, ranked)
    return chosen[0].text, short_answer(asked, chosen)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who made the harbour wall?", "the brothers Adler"),
        ("What did the town pay for the wall?", "4 million kroner"),
    ],
)
def test_the_sentence_that_was_read_leads_and_its_span_is_the_short_answer(question: str, answer: str) -> None:
    sentence, short = answered(question, answer)
    assert answer in sentence
    assert short == answer


def test_an_unsure_reading_is_no_short_answer() -> None:
    assert answered("Which stone is it made of?", "a single summer", -3.0)[1] == ""


def test_a_reading_that_repeats_the_question_is_no_short_answer() -> None:
    assert answered("What is the quay of Elmsport?", "Elmsport")[1] == ""


def test_a_why_question_gets_no_word_or_two() -> None:
    assert answered("Why was the quay built?", "a single summer")[1] == ""


def test_where_an_amount_is_asked_for_only_an_amount_is_the_answer() -> None:
    assert answered("How much did the wall cost?", "the brothers Adler")[1] == "4 million kroner"
    assert answered("How many people built the wall?", "4 million kroner")[1] != "4 million kroner"


RULES = "To join, a boat must meet three conditions. It must\n\n- be dry,\n- carry a lamp, and\n- have a name.\n\nAsk."


def items(question: str, text: str, best: str) -> list[str]:
    """The sentences chosen from a text in which ``best`` ranks first."""
    found = list(candidates([Hit(Passage("p", "s", 0, len(text), text), "s.txt", 0.5)], {}))
    first = next(each for each in found if each.text == best)
    ranked = [replace(each, score=9.0 if each is first else 0.0) for each in found]
    return [each.text for each in choose(parse(question), sorted(ranked, key=lambda each: -each.score))]


def test_a_list_that_the_best_sentence_announces_comes_with_it() -> None:
    best = "To join, a boat must meet three conditions."
    listed = items("What must a boat do to join?", RULES, best)
    assert listed == [best, "It must", "- be dry,", "- carry a lamp, and", "- have a name."]
    assert items("What must a boat do to join?", RULES.replace("- ", ""), best) == [best]
    assert items("Which conditions are there?", RULES.replace(" It must", ""), best)[1] == "- be dry,"


def test_the_items_beside_a_listed_one_come_with_it() -> None:
    listed = items("Which conditions are there?", RULES, "- carry a lamp, and")
    assert listed[:4] == ["It must", "- be dry,", "- carry a lamp, and", "- have a name."]


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("How many segments does the mirror have?", "6.5 m", False),
        ("How many segments does the mirror have?", "18", True),
        ("How many metres is the mirror across?", "6.5 m", True),
        ("How many people work there?", "300 m of quay", False),
        ("How wide is the mirror?", "6.5 m", True),
    ],
)
def test_a_figure_with_a_unit_counts_nothing_else(question: str, text: str, fits: bool) -> None:
    assert suits(parse(question), text) is fits


def test_a_defined_term_is_what_its_sentence_says_that_it_means() -> None:
    text = "1.2 “Quay Day” means a day other than a Sunday or a feast. A word that means quay is kaj."
    reading = Reading(100 + text.index("Sunday"), 100 + text.index("Sunday") + 6, 3.0)
    hit = Hit(Passage("p", "s", 100, 100 + len(text), text), "s.txt", 0.5, readings=(reading,))
    first, second = candidates([hit], {})
    assert short_answer(parse("What is a Quay Day?"), [first]) == "a day other than a Sunday or a feast"
    assert short_answer(parse("Which day is no Quay Day?"), [first]) == "Sunday"
    assert short_answer(parse("What is a quay?"), [second]) != "quay is kaj"  # no term that is set apart

"""Follow-ups: what a question means on its own."""

from __future__ import annotations

import pytest

from assistant.errors import EndpointUnavailable
from assistant.records import Turn
from assistant.session import standalone
from tests.fakes import ScriptedLanguageModel

LANDING = Turn("When did Perseverance land on Mars?", "Perseverance landed on 18 February 2021.")
BUDGET = Turn("How much did Mexico receive in 2019?", "Mexico received 40 million dollars.")
DIPLOMAT = Turn("Who was the ambassador to Mexico?", "John Feeley said that things were changing.")


@pytest.mark.parametrize(
    ("question", "turn", "searched"),
    [
        ("What about Curiosity?", LANDING, "When did Curiosity land on Mars?"),
        ("And Curiosity?", LANDING, "When did Curiosity land on Mars?"),
        ("And in 2021?", BUDGET, "How much did Mexico receive in 2021?"),
    ],
)
def test_an_ellipsis_is_put_in_the_place_of_its_like(question: str, turn: Turn, searched: str) -> None:
    assert standalone(question, [turn]) == searched


@pytest.mark.parametrize(
    ("question", "turn", "carried"),
    [
        ("How heavy is it?", LANDING, "Perseverance"),
        ("When did he leave?", DIPLOMAT, "John Feeley"),
        ("Where?", LANDING, "Perseverance"),
        ("Was that more than the year before?", BUDGET, "Mexico"),
    ],
)
def test_a_pronoun_brings_the_subject_along(question: str, turn: Turn, carried: str) -> None:
    searched = standalone(question, [turn])
    assert searched.startswith(question.rstrip("?"))
    assert carried in searched


def test_a_thing_is_what_the_last_question_was_about_named_or_not() -> None:
    fees = Turn("How are the filing fees calculated?", "")
    searched = standalone("When must they be paid?", [LANDING, fees])
    assert "filing, fees" in searched
    assert "Perseverance" not in searched


def test_a_new_subject_without_a_like_is_searched_alone() -> None:
    assert standalone("What about mediation?", [Turn("How much is the filing fee?", "")]) == "What about mediation?"


def test_a_name_that_was_in_the_question_before_is_not_put_in_again() -> None:
    before = Turn("What did Ada Quill of Norrvik Hills say?", "")
    searched = standalone("What about the trip to Norrvik?", [before])
    assert searched.startswith("What about the trip to Norrvik")


@pytest.mark.parametrize(
    "question",
    [
        "Which countries joined the Paris Agreement in 2016?",
        "What did Christine Lagarde say about inflation in June?",
        "Which countries won the most medals?",
        "Who said that prices would rise?",
        "When did Curiosity land and how heavy is it?",
        "Who won the 2030 World Cup?",
        "Who wrote the article about the tram?",  # that article, and not the one spoken of
        "When was the report by the harbour office printed?",
        "Is it necessary to have a permit?",  # an "it" that stands for nothing
        "What does it take to pass the exam?",
        "If a tenant loses the key, must they pay for it?",  # a "they" that is named before
        "What is inflation?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert standalone(question, [LANDING, BUDGET]) == question


def test_without_a_conversation_nothing_is_carried() -> None:
    assert standalone("  What about   it? ", []) == "What about it?"


def test_the_subject_lives_on_over_two_follow_ups() -> None:
    first = standalone("How heavy is it?", [LANDING])
    second = standalone("And how tall is it?", [LANDING, Turn("How heavy is it?", "It is 1,025 kg.", first)])
    assert "Perseverance" in second


def test_a_model_writes_the_standalone_question() -> None:
    llm = ScriptedLanguageModel().will("When did Curiosity land on Mars?\n")
    assert standalone("And the older one?", [LANDING], llm) == "When did Curiosity land on Mars?"


def test_when_the_model_fails_the_rules_do() -> None:
    llm = ScriptedLanguageModel().will(EndpointUnavailable("down"))
    assert standalone("What about Curiosity?", [LANDING], llm) == "When did Curiosity land on Mars?"


def test_a_person_in_question_and_answer_is_carried_once() -> None:
    before = Turn("What did Petra Holm say?", "Petra Holm said that the valley loses its people.")
    assert standalone("What did she propose?", [before]) == "What did she propose (Petra Holm)?"


def test_a_script_without_spaces_is_no_ellipsis() -> None:
    question = "2021年上海港集装箱吞吐量是多少?"
    assert standalone(question, [LANDING]) == question

"""What a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question import Asks, denies, measure_of, parse, with_a_word_less


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Who was the ambassador?", Asks.WHO),
        ("Which company built the rover?", Asks.WHO),
        ("When did it land?", Asks.WHEN),
        ("What year did the war end?", Asks.WHEN),
        ("Where is the crater?", Asks.WHERE),
        ("In which city was it signed?", Asks.WHERE),
        ("How many people died?", Asks.NUMBER),
        ("What was the magnitude of the quake?", Asks.NUMBER),
        ("How long is the notice period?", Asks.NUMBER),
        ("How much is the rent?", Asks.MONEY),
        ("What is the deposit?", Asks.MONEY),
        ("What percentage of voters agreed?", Asks.PERCENT),
        ("Which countries joined the pact?", Asks.LIST),
        ("List the instruments on board.", Asks.LIST),
        ("Did the bank raise rates?", Asks.YES_NO),
        ("Isn't it open on Sundays?", Asks.YES_NO),
        ("Why was it delayed?", Asks.WHY),
        ("How do I reset the device?", Asks.HOW),
        ("Who said that the pressure helped?", Asks.SPEAKER),
        ("According to whom was it a mistake?", Asks.SPEAKER),
        ("What did Feeley say about Mexico?", Asks.STATEMENT),
        ("What was Lagarde's view of inflation?", Asks.STATEMENT),
        ("How did Feeley describe the plan?", Asks.STATEMENT),
        ("How much did the United States spend on it?", Asks.MONEY),
        ("How many boats did Feeley say there were?", Asks.NUMBER),
        ("What did the United States propose?", Asks.STATEMENT),
        ("Who wrote the play?", Asks.WHO),
        ("Who wrote that robots are workers?", Asks.SPEAKER),
        ("What did Feeley write?", Asks.STATEMENT),
        ("Did it help patients who needed no oxygen?", Asks.YES_NO),
        ("Was 1987 the year when it opened?", Asks.YES_NO),
        ("Can you tell me who opened it?", Asks.WHO),
        ("Summarise the lease", Asks.SUMMARY),
        ("Give me the gist of the paper.", Asks.SUMMARY),
        ("What are the key takeaways?", Asks.SUMMARY),
        ("What is this document about?", Asks.SUMMARY),
        ("Tell me about the crater", Asks.OTHER),
    ],
)
def test_the_kind_of_question(text: str, asks: Asks) -> None:
    assert parse(text).asks is asks


def test_speaker_names_and_subject() -> None:
    question = parse("What did John Feeley say about Mexico?")
    assert question.speaker == "John Feeley"
    assert "Mexico" in question.names
    assert "mexico" in question.stems
    assert "say" not in question.stems


def test_the_united_states_state_nothing_by_their_name() -> None:
    assert parse("What did the United States say about the pact?").speaker == "the United States"


def test_each_telling_word_is_left_out_once() -> None:
    assert with_a_word_less("Who built the old pier?") == [
        "Who the old pier?",
        "Who built the pier?",
        "Who built the old ?",
    ]
    assert with_a_word_less("Who is it?") == ["Who is it?"]
    assert with_a_word_less("") == [""]
    assert len(with_a_word_less("Who " + "built piers " * 20)) == 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who did not sign?", True),
        ("Who didn’t sign?", True),
        ("What has no lamp?", True),
        ("Which boat failed the test?", True),
        ("Who signed?", False),
        ("Who knows the knot?", False),
        ("Where is Nottingham?", False),
    ],
)
def test_a_question_that_denies(text: str, expected: bool) -> None:
    assert denies(text) is expected


def test_an_adjective_asks_for_a_measure_and_is_not_looked_for() -> None:
    assert parse("How high is K2?").stems == ("k2",)
    assert measure_of("How high is K2?") >= {"height"}
    assert parse("Which mountain is high?").stems == ("mountain", "high")
    assert not measure_of("Which mountain is high?")


@given(st.text(max_size=200))
def test_anything_may_be_asked(text: str) -> None:
    assert parse(text).text == text

"""Passages cut to size around their answers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.models.training.questions import Question
from assistant.models.training.shorten import LARGEST, WHOLE, shortened
from tests.models.training.invented import HARBOUR, LIGHTHOUSE, asked

LONG = " ".join([HARBOUR, LIGHTHOUSE, HARBOUR, LIGHTHOUSE])


@given(key=st.text(min_size=1, max_size=8), answer=st.sampled_from(["Clara Voss", "1902", "two hundred steps"]))
def test_the_answer_stays_and_the_passage_is_whole_sentences(key: str, answer: str) -> None:
    at = LONG.find(answer)
    short = shortened(Question(key, "Elmsport", "?", LONG, ((at, at + len(answer)),), "invented"))
    assert short.references == [answer]
    assert short.passage in LONG
    assert len(short.passage) <= LARGEST or short.passage == LONG  # a share is left whole
    assert short.passage.endswith(".")


def test_an_answer_outside_the_stretch_is_dropped() -> None:
    at = LONG.find("1871")
    far = LONG.rfind("islands")
    spans = ((at, at + 4), (at, at + 4), (far, far + 7))
    made = [shortened(Question(f"q{n}", "Elmsport", "?", LONG, spans, "invented")) for n in range(20)]
    cut = [each for each in made if each.passage != LONG]
    assert cut
    assert all(each.references == ["1871", "1871"] for each in cut)


def test_a_question_without_an_answer_is_left_alone() -> None:
    question = asked("Who built the mill?", passage=LONG)
    assert shortened(question) is question


def test_a_share_stays_whole_and_the_others_do_not() -> None:
    at = LONG.find("1902")
    passages = [
        shortened(Question(f"q{n}", "Elmsport", "?", LONG, ((at, at + 4),), "invented")).passage for n in range(200)
    ]
    share = sum(passage == LONG for passage in passages) / 200
    assert abs(share - WHOLE) < 0.1

"""Each miss has the cause that was planted, and only misses have one."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.records import Answer, Hit
from eval.cases import Case, Evidence
from eval.metrics import measure_all
from eval.prediction import Prediction
from eval.triage import Cause, cause
from tests.eval.made import CASE, GOLD, GOOD, TEXT, hit, prediction, refusal, reply

Hits = tuple[Hit, ...]
RIGHT, OTHER = hit(0, 28), hit(29, 55)
NEVER = Case("captain", "Who captains it?", answerable=False)
BARE = Case("opened", "When did it open?", answers=("1907",))  # neither documents nor evidence
WRONG = reply((29, 55), said="Its crane lifts 40 tonnes.", short="40 tonnes")


def made(answer: Answer, used: Hits = (RIGHT,), hits: Hits = (), **more: Any) -> Prediction:
    """An answer made from ``used``; the deeper search of the metrics also finds ``hits``."""
    return replace(prediction(replace(answer, passages=used), (*used, *hits)), **more)


def found(case: Case, given: Prediction) -> Cause | None:
    return cause(case, given, measure_all(case, given))


PLANTED: dict[Cause, tuple[Case, Prediction]] = {
    Cause.NOT_READ: (CASE, made(refusal(), gold=())),
    Cause.NOT_IN_ANY_PASSAGE: (CASE, made(refusal(), used=(OTHER,), indexed=(False,))),
    Cause.NOT_RETRIEVED: (CASE, made(refusal(), used=(OTHER,))),
    Cause.RANKED_TOO_LOW: (CASE, made(WRONG, used=(OTHER,), hits=(RIGHT,))),
    Cause.CHOSEN_WRONGLY: (CASE, made(WRONG, used=(OTHER, RIGHT))),
    Cause.REFUSED_WRONGLY: (CASE, made(refusal())),
    Cause.ANSWERED_UNANSWERABLE: (NEVER, made(WRONG, gold=())),
    Cause.WRONG_CITATION: (CASE, made(reply((29, 55)))),
}


@pytest.mark.parametrize("planted", Cause, ids=str)
def test_a_planted_miss_has_its_cause(planted: Cause) -> None:
    assert found(*PLANTED[planted]) is planted


def test_right_replies_have_none() -> None:
    assert found(CASE, GOOD) is None
    assert found(NEVER, made(refusal(), gold=())) is None
    assert found(CASE, made(reply((0, 28)), indexed=(True,))) is None
    # Right all the same, though the gold is not where the case says: there is nothing to triage.
    assert found(CASE, made(reply((29, 55)), gold=())) is None


def test_a_document_that_is_absent_was_not_read() -> None:
    case = replace(CASE, evidence=())
    assert found(case, made(refusal(), gold=(), absent=("harbour.txt",))) is Cause.NOT_READ
    assert found(case, made(refusal(), gold=())) is Cause.REFUSED_WRONGLY


def test_all_evidence_is_needed() -> None:
    case = replace(CASE, evidence=(*CASE.evidence, Evidence("Its crane lifts 40 tonnes.")))
    both = ((GOLD,), (replace(GOLD, start=29, end=55),))
    assert found(case, made(refusal())) is Cause.NOT_READ
    assert found(case, made(refusal(), gold=both)) is Cause.NOT_RETRIEVED
    assert found(case, made(refusal(), gold=both, hits=(OTHER,))) is Cause.RANKED_TOO_LOW
    assert found(case, made(refusal(), gold=both, used=(RIGHT, OTHER))) is Cause.REFUSED_WRONGLY
    assert found(case, made(refusal(), gold=both, indexed=(True, False))) is Cause.NOT_IN_ANY_PASSAGE


def test_what_is_cited_was_at_hand_although_no_passage_brought_it() -> None:
    summary = replace(CASE, kind="summary", answers=("all that is to be said of the old harbour of Lisk",))
    two = replace(prediction(reply((0, 28))), gold=((GOLD,), (replace(GOLD, start=56, end=84),)))
    assert found(summary, two) is Cause.NOT_RETRIEVED
    assert found(summary, replace(two, answer=reply((0, 28), (56, 70)))) is None
    assert (
        found(replace(summary, answers=("1908",)), replace(two, answer=reply((0, 28), (56, 84))))
        is Cause.CHOSEN_WRONGLY
    )


def test_long_answers_are_right_when_all_evidence_is_cited_and_comparisons_are_not() -> None:
    long = "it opened in the seventh year of the last century"
    assert found(replace(CASE, kind="why-how", answers=(long,)), GOOD) is None
    assert found(replace(CASE, answers=(long, "1908")), GOOD) is Cause.CHOSEN_WRONGLY
    assert found(replace(CASE, kind="comparison", answers=(long,)), GOOD) is Cause.CHOSEN_WRONGLY
    assert found(replace(CASE, answers=()), GOOD) is None
    assert found(replace(CASE, answers=()), made(reply((29, 55)))) is Cause.CHOSEN_WRONGLY


def test_an_equal_value_or_the_right_yes_is_right() -> None:
    tonnes = replace(CASE, answers=("40,000 kg",))
    assert found(tonnes, made(reply((0, 28), said="It lifts 40 tonnes.", short="40 tonnes"))) is None
    yes = replace(CASE, kind="yes/no", answers=("yes",))
    assert found(yes, made(reply((0, 28), said="Yes.", short="Yes"))) is None
    assert found(yes, made(reply((0, 28), said="No.", short="No"))) is Cause.CHOSEN_WRONGLY


def test_a_citation_that_is_not_exact_is_wrong_where_the_answer_is_right() -> None:
    assert found(CASE, replace(GOOD, inexact=GOOD.answer.sentences[0].citations)) is Cause.WRONG_CITATION


def test_without_evidence_documents_stand_for_it() -> None:
    case, mill = replace(CASE, evidence=()), hit(0, 28, "mill.txt")
    assert found(case, made(refusal(), gold=(), used=(mill,))) is Cause.NOT_RETRIEVED
    assert found(case, made(refusal(), gold=(), used=(mill,), hits=(OTHER,))) is Cause.RANKED_TOO_LOW
    assert found(case, made(refusal(), gold=(), used=(mill, OTHER))) is Cause.REFUSED_WRONGLY


def test_without_documents_a_passage_that_holds_the_answer_stands_for_it() -> None:
    wrong = reply(said="Long ago.", short="Long ago")
    assert found(BARE, made(wrong, gold=(), used=(OTHER,))) is Cause.NOT_RETRIEVED
    assert found(BARE, made(wrong, gold=(), used=(OTHER,), hits=(RIGHT,))) is Cause.RANKED_TOO_LOW
    assert found(BARE, made(wrong, gold=(), used=(OTHER, RIGHT))) is Cause.CHOSEN_WRONGLY
    items = replace(BARE, kind="list", answers=("1907", "40 tonnes"))
    assert found(items, made(wrong, gold=(), used=(RIGHT,), hits=(OTHER,))) is Cause.RANKED_TOO_LOW
    # The wording of a long answer, or of a yes, stands nowhere: nothing tells whether the passage was there.
    assert found(replace(BARE, answers=(TEXT,)), made(wrong, gold=(), used=(OTHER,))) is Cause.CHOSEN_WRONGLY
    assert found(replace(BARE, kind="yes/no", answers=("no",)), made(refusal(), gold=())) is Cause.REFUSED_WRONGLY

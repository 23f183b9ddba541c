"""How an exam's answers are graded."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.records import Answer, Citation, Hit, Mode, Passage, Sentence, Verdict
from eval.exam import ANSWERED, FAR, NEAR, RIGHT, RIGHTLY, WRONG, grade, holds, place

EXAMS = Path(__file__).parents[2] / "eval" / "exams"
CASE = {
    "answers": ["214 buses"],
    "evidence": ["The depot at Elmsport has 214 buses."],
    "documents": ["depot.txt"],
    "answerable": True,
}
HIT = Hit(Passage("p", "s", 0, 36, "The depot at Elmsport has 214 buses."), "depot.txt", 1.0)


def answered(text: str, source: str = "depot.txt") -> Answer:
    cited = Citation(1, "s", source, "", 0, len(text), text)
    sentence = Sentence(text, (cited,), Verdict.SUPPORTED)
    return Answer("?", "?", text, "", False, 0.9, Mode.EXTRACTIVE, (sentence,), (HIT,))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("There are 214 buses.", True),
        ("The depot at Elmsport has many.", True),
        ("The depot has 2140 buses.", False),
        ("", False),
    ],
)
def test_an_answer_or_most_of_the_evidence_is_held(text: str, held: bool) -> None:
    assert holds(text, CASE) is held


def test_each_grade() -> None:
    refused = replace(answered(""), refused=True, sentences=())
    unanswerable = {**CASE, "answerable": False}
    assert grade(answered("214 buses"), CASE) == RIGHT
    assert grade(answered("214 buses", "other.txt"), CASE) == WRONG
    assert grade(answered("Nobody knows."), CASE) == WRONG
    assert grade(refused, CASE) == NEAR
    assert grade(replace(refused, passages=()), CASE) == FAR
    assert grade(refused, unanswerable) == RIGHTLY
    assert grade(answered("214 buses"), unanswerable) == ANSWERED


def test_the_rank_of_the_evidence() -> None:
    other = replace(HIT, source="other.txt")
    assert place(replace(answered("?"), passages=(other, HIT)), CASE) == 2
    assert place(replace(answered("?"), passages=(other,)), CASE) == 0


def test_a_document_is_in_one_half_only() -> None:
    cases = [json.loads(line) for line in (EXAMS / "foreign.jsonl").read_text(encoding="utf-8").splitlines()]
    halves = {(name, case["half"]) for case in cases for name in case["documents"]}
    assert len(cases) == 234
    assert max(Counter(name for name, _ in halves).values()) == 1


def test_the_claims_are_of_three_labels() -> None:
    pairs = [json.loads(line) for line in (EXAMS / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert Counter(pair["label"] for pair in pairs) == {"supported": 149, "contradicted": 112, "neither": 59}

"""Every question that is offered on the real samples is answered with the sentence that it was formed from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import generated
from assistant.assistant import build_assistant
from assistant.local import LocalAssistant
from assistant.records import Answer, Filters, Turn
from assistant.settings import Settings

SAMPLES = Path(__file__).parents[2] / "eval" / "samples"
NAMES = (
    "perseverance-landing.html", "curiosity-landing.pdf", "el-mencho-and-washington.txt", "lease-orchard-lane.docx",
    "norrvik-dh20-manual.pdf", "notre-dame-reopening.html", "office-move-thread.eml", "allotment-agm-minutes-2024.docx",
)  # fmt: skip
QUESTIONS = (
    "When did Perseverance land on Mars?",
    "What did Adam Steltzner's team come up with?",
    "How much did the Americans spend on security in Mexico?",
    "When does the rent have to be paid?",
    "What does the red light mean?",
    "Who paid for Notre-Dame?",
    "How many desks will there be?",
    "What did the allotment members decide about bonfires?",
    "Which airline flies to Tromsø?",
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAssistant]:
    built = build_assistant(Settings(home=tmp_path_factory.mktemp("home")))
    list(built.add([SAMPLES / name for name in NAMES]))
    yield built
    built.close()


def formed_from(assistant: LocalAssistant, answer: Answer, turns: list[Turn]) -> dict[str, tuple[str, int, int]]:
    """Source id and span of the sentence behind each question that is worth a try."""
    candidates = assistant._suggesting._candidates(answer, turns, Filters())
    return {each.question: (each.source.id, each.posed.start, each.posed.end) for each in candidates}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_offered_is_answered(samples: LocalAssistant, question: str) -> None:
    answer = samples.answer(question)
    turns = [Turn(answer.question, answer.answer, answer.searched)]
    offered = samples.suggestions(answer)
    assert len(offered) <= 3
    sentences = formed_from(samples, answer, turns)
    for each in offered:
        reply = samples.answer(each, turns)
        assert reply.searched == each
        source_id, start, end = sentences[each]
        cited = [citation for sentence in reply.sentences for citation in sentence.citations]
        assert any(one.source_id == source_id and one.start < end and start < one.end for one in cited), each
        assert not reply.refused, each
        assert reply.confidence > samples.settings.strictness


def test_most_answers_have_some(samples: LocalAssistant) -> None:
    having = [question for question in QUESTIONS[:-1] if samples.suggestions(samples.answer(question))]
    assert len(having) >= 6, having


def test_only_the_documents_that_are_asked_are_drawn_on(samples: LocalAssistant) -> None:
    lease = samples.source("lease-orchard-lane.docx")
    only = Filters(frozenset({lease.id}))
    for each in samples.suggestions(None, (), only):
        assert {hit.source for hit in samples.answer(each, (), only).passages} == {lease.name}
    assert samples.suggestions(None, (), Filters(frozenset({lease.id}), among={})) == []


def test_no_language_model_is_asked(samples: LocalAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = replace(samples.answer(QUESTIONS[0]))
    monkeypatch.setattr(generated, "GeneratedSynthesizer", lambda *_args, **_more: pytest.fail("a model is asked"))
    monkeypatch.setattr(samples, "_llm", object())
    assert samples.suggestions(answer)

"""Whatever a real model writes: what must hold of every answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import build_assistant
from assistant.events import Finished, Token
from assistant.local import LocalAssistant
from assistant.records import Answer, Mode, Turn, Verdict
from assistant.settings import Settings
from assistant.stopping import GivenUp, Stop, under
from tests.e2e.conftest import write_documents
from tests.real_model.conftest import MODEL

QUESTIONS = ("When did the bakery open?", "How many loaves does the bakery sell a day?", "Who paints the ferry?")


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAssistant]:
    folder = tmp_path_factory.mktemp("real")
    built = build_assistant(Settings(home=folder / "home", model=str(MODEL), passages=3, model_timeout=300))
    list(built.add([write_documents(folder / "documents")]))
    yield built
    built.close()


@pytest.fixture(scope="module", params=QUESTIONS)
def answer(request: pytest.FixtureRequest, assistant: LocalAssistant) -> Answer:
    return assistant.answer(request.param)


def test_every_citation_is_an_exact_span(assistant: LocalAssistant, answer: Answer) -> None:
    for sentence in answer.sentences:
        for cited in sentence.citations:
            assert assistant.document(cited.source_id).text[cited.start : cited.end] == cited.quote


def test_every_sentence_has_a_verdict_and_none_without_a_quote_is_supported(answer: Answer) -> None:
    for sentence in answer.sentences:
        assert sentence.verdict in set(Verdict)
        if not sentence.citations:
            assert sentence.verdict is not Verdict.SUPPORTED


def test_tokens_are_counted(answer: Answer) -> None:
    if answer.mode is Mode.GENERATED:
        assert answer.usage is not None
        assert answer.usage.sent > 100
        assert answer.usage.received > 0


def test_a_follow_up_is_answered(assistant: LocalAssistant, answer: Answer) -> None:
    followed = assistant.answer("And where is it?", [Turn(answer.question, answer.answer, answer.searched)])
    assert followed.searched


def test_text_comes_before_the_end(assistant: LocalAssistant) -> None:
    kinds = [type(event) for event in assistant.ask(QUESTIONS[0])]
    assert kinds[-1] is Finished
    assert kinds.count(Token) > 1


def test_a_stop_ends_the_request(assistant: LocalAssistant) -> None:
    stop, ended = Stop(), threading.Event()

    def ask() -> None:
        try:
            with under(stop):
                list(assistant.ask("Tell me everything about the bakery, the ferry and the school."))
        except GivenUp:
            ended.set()

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(1)
    stop.set()
    asking.join(60)
    assert ended.is_set()


def test_a_damaged_file_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    assert MODEL
    (tmp_path / "short.gguf").write_bytes(MODEL.read_bytes()[:100_000])
    built = build_assistant(Settings(home=tmp_path / "home", model=str(tmp_path / "short.gguf")))
    (tmp_path / "note.txt").write_text("The bakery opened in 1987.", encoding="utf-8")
    list(built.add([tmp_path / "note.txt"]))
    answer = built.answer(QUESTIONS[0])
    built.close()
    assert (answer.mode, answer.short_answer) == (Mode.EXTRACTIVE, "1987")
    assert "download it again" in answer.note

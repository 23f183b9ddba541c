"""Between an answer and "not found": the nearest place, shown as uncertain in every form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import build_assistant
from assistant.cli import main
from assistant.local import LocalAssistant
from assistant.settings import Settings

QUESTION = "Who painted the ferry of Sulla?"
TEXT = "Ingrid Moe painted the ferry of Sulla in 1999. The crew thanked her.\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOOTNOTE_STRICTNESS", "0.999")  # no answer is that certain
    (tmp_path / "ferry.txt").write_text(TEXT, encoding="utf-8")
    assert main(["ingest", str(tmp_path / "ferry.txt"), "--home", str(tmp_path / "home")]) == 0
    return tmp_path / "home"


@pytest.fixture
def strict(home: Path) -> Iterator[LocalAssistant]:
    built = build_assistant(Settings(home=home))
    yield built
    built.close()


def test_the_nearest_place_is_an_exact_span_with_its_likely_words(strict: LocalAssistant) -> None:
    answer = strict.answer(QUESTION)
    assert (answer.refused, answer.short_answer, answer.sentences) == (True, "", ())
    assert answer.candidate is not None
    assert answer.candidate.short_answer == "Ingrid Moe"
    [cited] = answer.candidate.citations
    assert strict.document(cited.source_id).text[cited.start : cited.end] == cited.quote == answer.candidate.text


def test_a_place_that_is_far_off_is_not_shown(strict: LocalAssistant) -> None:
    answer = strict.answer("Which enzymes split the proteins of barley?")
    assert answer.refused
    assert answer.candidate is None


def test_json_and_the_terminal_tell_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["ask", QUESTION, "--home", str(home), "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["refused"]
    assert row["candidate"]["citations"][0]["quote"] == row["candidate"]["text"]
    assert main(["ask", QUESTION, "--home", str(home)]) == 0
    assert capsys.readouterr().out.startswith("Not certain. The nearest place, in ferry.txt:\nIngrid Moe painted")


def test_the_library_answers_small_talk_itself(strict: LocalAssistant) -> None:
    answer = strict.answer("What documents do you have?")
    assert (answer.refused, answer.mode, answer.passages) == (False, "catalog", ())
    assert answer.answer.splitlines() == ["There is 1 document, newest first:", "- ferry.txt"]

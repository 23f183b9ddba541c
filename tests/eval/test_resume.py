"""A run that is cut off goes on where it stopped, with the same figures."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from assistant.errors import FootnoteError
from assistant.records import Answer, Filters, Turn
from eval.command import add_arguments, run
from eval.resume import NAME
from tests.eval.tiny import CASES, REPLIES, TinyAssistant, write_documents


class Cut(TinyAssistant):
    """Breaks off at the third question."""

    def answer(self, question: str, history: object = (), filters: Filters = Filters()) -> Answer:
        if len(self.asked) == 2:
            raise FootnoteError("The power went off.")
        turns = [turn for turn in history if isinstance(turn, Turn)] if isinstance(history, list | tuple) else []
        return super().answer(question, turns, filters)


@pytest.fixture
def given(tmp_path: Path) -> argparse.Namespace:
    (tmp_path / "cases.jsonl").write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    documents = write_documents(tmp_path / "documents")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(
        ["--cases", str(tmp_path / "cases.jsonl"), "--documents", str(documents), "--out", str(tmp_path / "out")]
    )


def test_what_was_asked_is_not_asked_again(given: argparse.Namespace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(given, lambda home: Cut(REPLIES)) == 2
    assert (given.out / NAME).exists()
    second = TinyAssistant(REPLIES)
    assert run(given, lambda home: second) == 0
    assert "going on: 2 of 4 were asked before" in capsys.readouterr().err
    assert [question for question, _ in second.asked] == [
        "Who bought the mill?",
        "What did he pay?",
        "Who captains the ferry?",
    ]
    assert not (given.out / NAME).exists()
    resumed = (given.out / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    assert run(given, lambda home: TinyAssistant(REPLIES)) == 0
    whole = (given.out / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [_timeless(line) for line in resumed] == [_timeless(line) for line in whole]


def test_another_run_begins_anew(given: argparse.Namespace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(given, lambda home: Cut(REPLIES)) == 2
    Path(given.documents, "more.txt").write_text("The ferry is old.", encoding="utf-8")
    second = TinyAssistant(REPLIES)
    assert run(given, lambda home: second) == 0
    assert "going on" not in capsys.readouterr().err
    assert len(second.asked) == 5


def test_a_cut_last_line_is_asked_again(given: argparse.Namespace) -> None:
    assert run(given, lambda home: Cut(REPLIES)) == 2
    kept = given.out / NAME
    kept.write_text(kept.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    second = TinyAssistant(REPLIES)
    assert run(given, lambda home: second) == 0
    assert len(second.asked) == 4


def _timeless(line: str) -> dict[str, object]:
    return {name: value for name, value in json.loads(line).items() if name not in ("seconds", "timings")}

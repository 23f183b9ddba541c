"""Draft cases: what is asked of a sentence, and that the drafts can be run as they are."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from assistant.assistant import build_assistant
from assistant.settings import Settings
from eval.cases import read_cases
from eval.draft import add_arguments, drafts, run

TEXT = (
    "The harbour of Lisk opened in 1907. Mara Quill said that the crane of the harbour lifts more than it ever did. "
    "It is busy. The town paid about 12,000 crowns for the mill of Orrin. They ground 40 sacks of rye that year."
)


def test_what_is_asked_of_each_kind_of_sentence() -> None:
    assert [(each.kind, each.question, each.answer) for each in drafts(TEXT, 6)] == [
        ("date", "The harbour of Lisk opened when?", "1907"),
        ("who-said-what", "Who said that the crane of the harbour lifts more than it ever did?", "Mara Quill"),
        ("number", "The town paid how many crowns for the mill of Orrin?", "12,000"),
    ]


def test_no_more_than_wanted_and_none_from_sentences_that_do_not_stand_alone() -> None:
    assert len(drafts(TEXT, 2)) == 2
    assert drafts("They ground 40 sacks of rye in 1907. He sold it.", 5) == []


def test_drafts_can_be_run_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "lisk.txt").write_text(TEXT, encoding="utf-8")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    out = tmp_path / "drafts.jsonl"
    arguments = parser.parse_args(["--documents", str(tmp_path / "docs"), "--out", str(out)])
    assert run(arguments, lambda home, **_: build_assistant(Settings(home=home))) == 0
    cases = read_cases(out)
    assert [case.answers for case in cases] == [("1907",), ("Mara Quill",), ("12,000",)]
    assert all(case.evidence[0].quote in TEXT for case in cases)
    assert f"--cases {out}" in capsys.readouterr().out

"""Draft cases, made of answers that were judged bad."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from assistant.assistant import build_assistant
from assistant.errors import CasesError
from assistant.settings import Settings
from eval.cases import read_cases
from eval.command import add_arguments, run
from eval.draft import latest_feedback

TEXT = (
    "The harbour of Lisk opened in 1907. Mara Quill said that the crane of the harbour lifts more than it ever did. "
    "It is busy. The town paid about 12,000 crowns for the mill of Orrin. They ground 40 sacks of rye that year."
)


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(["draft", *arguments])


def test_what_was_judged_bad_becomes_a_draft_that_wants_an_answer(tmp_path: Path) -> None:
    (tmp_path / "lisk.txt").write_text(TEXT, encoding="utf-8")
    assistant = build_assistant(Settings(home=tmp_path / "home"))
    list(assistant.add([tmp_path / "lisk.txt"]))
    for question, ratings in {"When did the harbour open?": ("good", "bad"), "Who paid?": ("bad", "")}.items():
        answer = assistant.answer(question)
        for rating in ratings:
            assistant.judge(answer, rating, "Not what I meant.")
    assistant.close()
    kept = tmp_path / "home" / "feedback.jsonl"
    assert [each.rating for each in latest_feedback(kept)] == ["bad", ""]
    kept.write_text(kept.read_text(encoding="utf-8") + '{"cut o', encoding="utf-8")
    out = tmp_path / "drafts.jsonl"
    assert run(parsed("--feedback", str(kept), "--out", str(out)), lambda home, **_: pytest.fail("opens nothing")) == 0
    [line] = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (line["question"], line["note"]) == ("When did the harbour open?", "Not what I meant.")
    assert line["passages"][0]["document"] == "lisk.txt"
    with pytest.raises(CasesError, match="has no answer"):
        read_cases(out)

"""Reading SQuAD-format files, and the rule that keeps articles apart."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import CasesError
from assistant.models.training.questions import Question, part_of, read_articles, read_squad


def squad_file(folder: Path, *asked: dict[str, Any]) -> Path:
    path = folder / "squad.json.gz"
    article = {"title": "Elmsport", "paragraphs": [{"context": "Clara Voss dug the harbour.", "qas": list(asked)}]}
    path.write_bytes(gzip.compress(json.dumps({"data": [article]}).encode()))
    return path


def test_the_rule_never_changes() -> None:
    assert [part_of(title) for title in ("Normans", "Harvard_University", "Islamism")] == ["train", "dev", "test"]


def test_the_rule_gives_each_part_its_share() -> None:
    counted = Counter(part_of(f"Article {number}") for number in range(4000))
    assert abs(counted["train"] - 2000) < 150
    assert abs(counted["dev"] - 800) < 120
    assert abs(counted["test"] - 1200) < 130


def test_an_answer_that_is_not_at_its_offset_is_left_out(tmp_path: Path) -> None:
    answers = [{"text": "Clara Voss", "answer_start": 0}, {"text": "harbour", "answer_start": 3}]
    path = squad_file(tmp_path, {"id": "1", "question": " Who dug it? ", "answers": answers})
    assert list(read_squad(path, "x")) == [
        Question("1", "Elmsport", "Who dug it?", "Clara Voss dug the harbour.", ((0, 10),), "x")
    ]


def test_a_question_whose_answers_are_all_misplaced_is_left_out(tmp_path: Path) -> None:
    wrong = [{"text": "harbour", "answer_start": 3}]
    assert list(read_squad(squad_file(tmp_path, {"id": "1", "question": "What?", "answers": wrong}), "x")) == []


def test_an_impossible_question_is_kept_without_answers(tmp_path: Path) -> None:
    path = squad_file(tmp_path, {"id": "1", "question": "Who sank it?", "answers": [], "is_impossible": True})
    (question,) = read_squad(path, "x")
    assert question.references == []
    assert question.answer is None


def test_the_answer_is_what_most_annotators_gave_and_the_shorter_of_two() -> None:
    passage = "Clara Voss dug the harbour."
    assert Question("1", "", "", passage, ((6, 10), (0, 10), (0, 10)), "").answer == (0, 10)
    assert Question("1", "", "", passage, ((0, 10), (6, 10)), "").answer == (6, 10)


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(b"no json"), gzip.compress(b"{}")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.gz"
    path.write_bytes(content)
    with pytest.raises(CasesError, match="broken"):
        list(read_squad(path, "x"))
    with pytest.raises(CasesError, match="broken"):
        list(read_articles(path))


def test_whole_articles_are_read(tmp_path: Path) -> None:
    path = tmp_path / "articles.gz"
    path.write_bytes(gzip.compress(b'{"title": "Elmsport", "text": "A town."}\n'))
    assert list(read_articles(path)) == [("Elmsport", "A town.")]

"""What is trained on: the same questions every time, and others in another draw."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from assistant.models.training.plan import ARTICLES, DATA_SETS, SQUAD2, training_questions
from tests.models.training.invented import HARBOUR, LIGHTHOUSE

ASKED = (
    (HARBOUR, "Who dug the harbour of Elmsport?", "Clara Voss"),
    (HARBOUR, "Who built the first crane?", "Jonas Adler"),
    (HARBOUR, "What brought ships from Norway?", "salt"),
    (LIGHTHOUSE, "When was the lamp lit?", "1902"),
    (LIGHTHOUSE, "Who wrote a diary?", "Edith Moll"),
    (LIGHTHOUSE, "How many steps do visitors climb?", "two hundred"),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """All files of the plan, small: each SQuAD-format one with the same questions under ids of its own."""
    for one in (*DATA_SETS, SQUAD2):
        paragraphs = [
            {
                "context": passage,
                "qas": [
                    {
                        "id": f"{one.kind}-{number}",
                        "question": question,
                        "answers": [{"text": answer, "answer_start": passage.index(answer)}],
                    }
                    for number, (about, question, answer) in enumerate(ASKED)
                    if about is passage
                ],
            }
            for passage in (HARBOUR, LIGHTHOUSE)
        ]
        write(tmp_path / one.path, json.dumps({"data": [{"title": "Elmsport", "paragraphs": paragraphs}]}))
    write(tmp_path / ARTICLES.path, json.dumps({"title": "Elmsport", "text": HARBOUR}))
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()))


def test_the_questions_are_the_same_every_time(data: Path) -> None:
    assert training_questions(data) == training_questions(data)
    assert any(not question.answers for question in training_questions(data))


def test_another_draw_cuts_and_changes_them_otherwise(data: Path) -> None:
    first, second = training_questions(data), training_questions(data, draw=1)
    assert {question.id for question in second}.isdisjoint(question.id for question in first)
    assert [question.passage for question in second] != [question.passage for question in first]
    assert {question.question for question in second if question.answers} == {asked for _, asked, _ in ASKED}

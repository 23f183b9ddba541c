"""The embedded reader as it ships: where answers stand, and that no reading depends on what is read beside it."""

from __future__ import annotations

import shutil
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ModelError
from assistant.models.reader import SPANS, Reader, Text
from tests.models.invented import HARBOUR, LIGHTHOUSE

READER = Reader(threads=2)


def best(question: str, passage: str) -> str:
    [[first, *_]] = READER.read(question, [Text(passage)])
    return passage[first.start : first.end]


@pytest.mark.parametrize(
    ("question", "passage", "answer"),
    [
        ("Who was the engineer of the harbour?", HARBOUR, "Clara Voss"),
        ("Who built the first crane?", HARBOUR, "Jonas Adler"),
        ("When was the lamp lit?", LIGHTHOUSE, "1902"),
        ("Who wrote a diary of every storm?", LIGHTHOUSE, "Edith Moll"),
    ],
)
def test_the_answer_is_found(question: str, passage: str, answer: str) -> None:
    assert answer in best(question, passage)


def test_the_passage_that_answers_scores_higher() -> None:
    [[here, *_], [elsewhere, *_]] = READER.read("When was the lamp lit?", [Text(LIGHTHOUSE), Text(HARBOUR)])
    assert here.score > elsewhere.score


def test_a_reading_does_not_depend_on_its_neighbours() -> None:
    texts = [Text(HARBOUR), Text(LIGHTHOUSE, "Elmsport"), Text("A quay.")]
    together = READER.read("Who dug it?", texts)
    for text, spans in zip(texts, together, strict=True):
        [alone] = READER.read("Who dug it?", [text])
        assert [(span.start, span.end) for span in alone] == [(span.start, span.end) for span in spans]
        assert [span.score for span in alone] == pytest.approx([span.score for span in spans], abs=1e-4)


def test_each_question_may_have_its_own_passage() -> None:
    asked = [("When was the lamp lit?", Text(LIGHTHOUSE)), ("Who dug it?", Text(HARBOUR)), ("Who?", Text(""))]
    assert READER.read_each(asked) == [READER.read(question, [text])[0] for question, text in asked]


def test_the_end_of_a_long_passage_is_read() -> None:
    passage = f"{' '.join([HARBOUR] * 12)} {LIGHTHOUSE}"
    assert "1902" in best("When was the lamp of the lighthouse lit?", passage)


@settings(max_examples=25)
@given(question=st.text(max_size=80), passage=st.text(max_size=300))
def test_spans_lie_in_their_passage_and_apart(question: str, passage: str) -> None:
    [spans] = READER.read(question, [Text(passage, passage[:20])])
    assert len(spans) <= SPANS
    assert all(0 <= span.start < span.end <= len(passage) for span in spans)
    assert [span.score for span in spans] == sorted((span.score for span in spans), reverse=True)
    ordered = sorted(spans, key=lambda span: span.start)
    assert all(one.end <= other.start for one, other in pairwise(ordered))


def test_nothing_to_read() -> None:
    assert READER.read("Who?", []) == []
    assert READER.read("Who?", [Text(" \n ")]) == [[]]


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    with resources.as_file(resources.files("assistant.models").joinpath("weights")) as shipped:
        shutil.copytree(shipped, tmp_path / "weights")
    (tmp_path / "weights" / "reader.int8.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match=r"reader\.int8\.onnx"):
        Reader(folder=tmp_path / "weights").read("Who?", [Text(HARBOUR)])

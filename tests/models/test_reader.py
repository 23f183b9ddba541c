"""The embedded reader as it ships: where answers stand, and that no reading depends on what is read beside it."""

from __future__ import annotations

import shutil
from importlib import resources
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ModelError
from assistant.models.reader import SPANS, VERDICTS, Reader, Text

HARBOUR = (
    "The harbour of Elmsport was dug between 1871 and 1878 by the engineer Clara Voss. It replaced a wooden quay that "
    "storms had broken three times. Ships from Norway and Portugal brought salt, and the town grew quickly around the "
    "new basin. Today the harbour museum keeps the first crane, which Jonas Adler built from the iron of a lost ship."
)
LIGHTHOUSE = (
    "The lighthouse of Elmsport stands on the northern cliff, a walk from the harbour. Its lamp was lit in 1902 and "
    "burned oil until electric light came after the war. The keeper Edith Moll wrote a diary of every storm, and the "
    "town prints a page of it each winter. Visitors climb two hundred steps to see the bay and the islands beyond it."
)
READER = Reader(threads=2)


def best(question: str, passage: str) -> str:
    [found] = READER.read(question, [Text(passage)])
    start, end, _ = found.spans[0]
    return passage[start:end]


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


def test_the_passage_that_answers_is_more_relevant() -> None:
    here, elsewhere = READER.read("When was the lamp lit?", [Text(LIGHTHOUSE), Text(HARBOUR)])
    assert here.relevance > elsewhere.relevance


def test_a_reading_does_not_depend_on_its_neighbours() -> None:
    texts = [Text(HARBOUR), Text(LIGHTHOUSE, "Elmsport"), Text("A quay.")]
    for text, together in zip(texts, READER.read("Who dug it?", texts), strict=True):
        [alone] = READER.read("Who dug it?", [text])
        assert alone == together


def test_places_count_from_the_start_of_the_passage_in_its_document() -> None:
    [at_start], [later] = (READER.read("Who dug it?", [Text(HARBOUR, "Elmsport", start)]) for start in (0, 500))
    assert [(start + 500, end + 500) for start, end, _ in at_start.spans] == [each[:2] for each in later.spans]
    assert later.tokens[0][0] == 500


@settings(max_examples=25, deadline=None)
@given(question=st.text(max_size=80), passage=st.text(max_size=300))
def test_spans_lie_in_their_passage_and_apart(question: str, passage: str) -> None:
    [found] = READER.read(question, [Text(passage, passage[:20])])
    assert len(found.spans) <= SPANS
    assert all(0 <= start < end <= len(passage) for start, end, _ in found.spans)
    chances = [chance for *_, chance in found.spans]
    assert chances == sorted(chances, reverse=True)
    assert all(one[1] <= other[0] or other[1] <= one[0] for one, other in combinations(found.spans, 2))


def test_nothing_to_read() -> None:
    assert READER.read("Who?", []) == []
    assert READER.judge([]).shape == (0, len(VERDICTS))
    [found] = READER.read("Who?", [Text(" \n ")])
    assert (found.spans, found.tokens) == ((), ())


def test_judgements_are_probabilities() -> None:
    found = READER.judge([("Clara Voss dug it.", HARBOUR), ("The lamp burned gas.", LIGHTHOUSE)])
    assert found.shape == (2, len(VERDICTS))
    assert np.allclose(found.sum(axis=1), 1, atol=1e-4)


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    with resources.as_file(resources.files("assistant.models").joinpath("weights")) as shipped:
        shutil.copytree(shipped, tmp_path / "weights")
    (tmp_path / "weights" / "reader.int8.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match=r"reader\.int8\.onnx"):
        Reader(folder=tmp_path / "weights").read("Who?", [Text(HARBOUR)])

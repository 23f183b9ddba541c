"""Central sentences: near to the whole, far from one another, in order."""

from __future__ import annotations

import numpy as np

from assistant.summary import central_sentences


def unit(*rows: list[float]) -> np.ndarray:
    array = np.asarray(rows, dtype=np.float32)
    return array / np.linalg.norm(array, axis=1, keepdims=True)


def test_the_odd_one_out_is_left_out() -> None:
    vectors = unit([1, 0.2, 0], [0.2, 1, 0], [1, 1, 0.1], [0, 0, 1])
    assert central_sentences(["a", "b", "both", "odd"], vectors, 2) in (["a", "both"], ["a", "b"], ["b", "both"])


def test_repetition_is_left_out() -> None:
    vectors = unit([1, 0], [1, 0.01], [0, 1])
    assert central_sentences(["one", "one again", "other"], vectors, 2) == ["one", "other"]


def test_fewer_than_asked_for_are_all_given_in_order() -> None:
    assert central_sentences(["a", "b"], unit([1, 0], [0, 1]), 5) == ["a", "b"]

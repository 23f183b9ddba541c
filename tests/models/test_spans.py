"""The best spans of a window."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.models.spans import LONGEST_ANSWER, best_span, best_spans


@given(st.lists(st.integers(-3, 3), min_size=6, max_size=12), st.lists(st.integers(-3, 3), min_size=12, max_size=12))
def test_the_best_span_is_the_best_of_all(starts: list[int], ends: list[int]) -> None:
    begin, finish = np.array(starts, np.float32), np.array(ends[: len(starts)], np.float32)
    first, last = 2, len(starts) - 2
    pairs = [(i, j) for i, j in product(range(first, last + 1), repeat=2) if i <= j]
    start, end, margin = best_span(begin, finish, first, last)
    assert (start, end) in pairs
    assert margin == max(begin[i] + finish[j] for i, j in pairs) - begin[0] - finish[0]


def test_a_span_has_a_longest_length() -> None:
    starts, ends = np.zeros(100, np.float32), np.zeros(100, np.float32)
    starts[5], ends[90], ends[20] = 9, 9, 3
    assert best_span(starts, ends, 1, 98)[:2] == (5, 20)
    ends[5 + LONGEST_ANSWER - 1] = 8
    assert best_span(starts, ends, 1, 98)[:2] == (5, 5 + LONGEST_ANSWER - 1)


@given(st.lists(st.integers(-3, 3), min_size=8, max_size=8), st.lists(st.integers(-3, 3), min_size=8, max_size=8))
def test_further_spans_are_worse_and_apart(starts: list[int], ends: list[int]) -> None:
    found = best_spans(np.array(starts, np.float32), np.array(ends, np.float32), 1, 6, 3)
    margins = [margin for _, _, margin in found]
    assert margins == sorted(margins, reverse=True)
    tokens = [token for start, end, _ in found for token in range(start, end + 1)]
    assert len(tokens) == len(set(tokens))
    assert set(tokens) <= set(range(1, 7))

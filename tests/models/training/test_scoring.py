"""Figures: exact match, F1, thresholds, AUROC; reading windows with a made-up scorer; schedule and batches."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.models.training.schedule import Schedule, epoch_batches
from assistant.models.training.scoring import (
    Reading,
    auroc,
    best_threshold,
    exact_match,
    f1,
    figures,
    intervals,
)
from assistant.models.training.watch import read
from assistant.models.windows import padded
from tests.models.training.invented import HARBOUR, asked, letters_tokenizer


def reading(text: str, sure: float, *references: str) -> Reading:
    return Reading(text, sure, sure, references)


@pytest.mark.parametrize(
    ("answer", "reference", "exact", "overlap"),
    [
        ("The Clara Voss!", "clara voss", 1, 1),
        ("Clara", "Clara Voss", 0, 2 / 3),
        ("Jonas Adler", "Clara Voss", 0, 0),
        ("a crane of iron", "the iron crane", 0, 0.8),
        ("", "Clara", 0, 0),
        ("the", "a", 1, 1),
    ],
)
def test_answers_compare_as_squad_compares_them(answer: str, reference: str, exact: float, overlap: float) -> None:
    assert exact_match(answer, [reference]) == exact
    assert f1(answer, [reference]) == pytest.approx(overlap)


def test_the_best_reference_counts() -> None:
    assert f1("Clara Voss", ["Jonas Adler", "Clara Voss"]) == 1


@given(st.lists(st.integers(0, 5), min_size=1, max_size=9), st.lists(st.integers(0, 5), min_size=1, max_size=9))
def test_auroc_counts_pairs(positive: list[int], negative: list[int]) -> None:
    pairs = [(p > n) + 0.5 * (p == n) for p, n in product(positive, negative)]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_the_threshold_refuses_what_costs_more_than_it_brings() -> None:
    readings = [reading("a1", 3, "a1"), reading("b1", 2, "b1"), reading("x1", 1), reading("c1", 0, "d1")]
    assert best_threshold(readings) == 2
    found = figures(readings)
    assert found.official_f1 == 75
    assert [found.f1, found.auroc] == pytest.approx([200 / 3, 200 / 3])
    assert figures(readings, threshold=9).official_exact == 25


def test_where_nothing_is_right_all_is_refused() -> None:
    found = figures([reading("x1", 5), reading("y1", 4)])
    assert (found.official_f1, found.answerable, found.unanswerable) == (100, 0, 2)


def test_a_scorer_that_points_at_letters_is_read_right() -> None:
    tokenizer = letters_tokenizer()
    wanted = [tokenizer.token_to_id(token) for token in ("v", "##s")]

    def scorer(ids: NDArray[np.int32], mask: NDArray[np.int32]) -> NDArray[np.float32]:
        scores = np.zeros((*ids.shape, 3), np.float32)
        for row, column in np.argwhere((ids == wanted[0]) & (mask > 0)):
            scores[row, column : column + 4, :2] = [[9, 0], [0, 0], [0, 0], [0, 9]]
            scores[row, 0, 2] = 4
        return scores

    found, nothing = read([asked("Who?", "Voss"), asked("Who?", passage="No one")], tokenizer, scorer)
    assert (found.text, found.margin, found.answerable, found.references) == ("Voss", 18, 4, ("Voss",))
    assert nothing.confidence == 0
    assert HARBOUR.count("Voss") == 1


def test_an_epoch_has_all_windows_in_an_order_of_its_own() -> None:
    lengths = [number % 17 + 3 for number in range(500)]
    first, again, other = (epoch_batches(lengths, 64, seed) for seed in (1, 1, 2))
    assert first == again != other
    assert sorted(place for batch in first for place in batch) == list(range(500))
    assert all(len(batch) * max(lengths[place] for place in batch) <= 64 for batch in first)


def test_padding_is_masked() -> None:
    ids, mask = padded([np.array([5, 6, 7], np.int32), np.array([8], np.int32)])
    assert ids.tolist() == [[5, 6, 7], [8, 0, 0]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]


def test_the_rate_rises_and_falls_to_nothing() -> None:
    schedule = Schedule(peak=1.0, warm_up=10)
    rates = [schedule.rate(step, 110) for step in range(111)]
    assert max(rates) == rates[9] == 1.0
    assert rates[:10] == sorted(rates[:10])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[110] == 0


def test_intervals_hold_the_figures_and_are_the_same_every_time() -> None:
    readings = [reading("a", 5, "a"), reading("b", 4, "c"), reading("x", 3), reading("d", 2, "d e")] * 25
    found, whole = intervals(readings, 0.0, 50), figures(readings, 0.0)
    assert found == intervals(readings, 0.0, 50)
    assert found["f1"][0] <= whole.f1 <= found["f1"][1]
    assert found["f1"][0] < found["f1"][1]

"""Fitting how strict to be, by hand."""

from __future__ import annotations

import pytest

from eval.calibrate import Reply, figures, fit

SURE_AND_RIGHT, SURE_AND_WRONG = Reply(0.9, True, True), Reply(0.8, False, True)
UNSURE_AND_RIGHT, UNSURE_AND_WRONG = Reply(0.4, True, True), Reply(0.2, False, True)
NOT_THERE = Reply(0.3, False, False)
ALL = [SURE_AND_RIGHT, SURE_AND_WRONG, UNSURE_AND_RIGHT, UNSURE_AND_WRONG, NOT_THERE]


def test_figures_of_one_strictness() -> None:
    found = figures(ALL, 0.5, cost=1.0)
    assert (found.right, found.wrong) == (2 / 5, 1 / 5)
    assert (found.declined_answerable, found.declined_unanswerable) == (2 / 4, 1.0)
    assert found.score == pytest.approx(1 / 5)


def test_the_strictness_parts_what_is_right_from_what_is_not() -> None:
    assert 0.3 < fit(ALL, cost=0.5) <= 0.4


def test_where_wrong_answers_cost_much_only_the_surest_is_given() -> None:
    assert 0.8 < fit(ALL, cost=5.0) <= 0.9


def test_where_nothing_is_wrong_all_is_answered() -> None:
    assert fit([SURE_AND_RIGHT, UNSURE_AND_RIGHT], cost=1.0) <= 0.4

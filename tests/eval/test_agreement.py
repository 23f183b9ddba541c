"""How far two ways of judging agree, with figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.agreement import agreement, cohens_kappa, share_alike

GRANTS = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15


def test_kappa_of_two_readers_of_grants() -> None:
    found = agreement([judge for judge, _ in GRANTS], [figures for _, figures in GRANTS])
    assert found is not None
    assert found.kappa is not None
    # Alike in 35 of 50; by chance in 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    assert found.share.value == pytest.approx(0.7)
    assert found.kappa.value == pytest.approx(0.4)
    assert found.kappa.low < 0.4 < found.kappa.high
    assert (found.both, found.judge_alone, found.figures_alone, found.neither) == (20, 5, 10, 15)


def test_there_is_nothing_beyond_chance_in_one_and_the_same_verdict() -> None:
    found = agreement([True] * 4, [True] * 4)
    assert found is not None
    assert (found.share.value, found.kappa, found.both) == (1.0, None, 4)
    # A judge who differs once from figures that never vary agrees as chance would.
    differing = agreement([True, True, True, False], [True] * 4)
    assert differing is not None
    assert differing.kappa is not None
    assert differing.kappa.value == 0.0


def test_no_case_has_no_agreement() -> None:
    assert agreement([], []) is None
    assert np.isnan(cohens_kappa(np.array([]), np.array([])))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_kappa_is_the_same_from_either_side_and_never_above_the_share(pairs: list[tuple[bool, bool]]) -> None:
    first, second = np.array(pairs, dtype=np.float64).T
    kappa = cohens_kappa(first, second)
    assert np.isnan(kappa) or -1 - 1e-9 <= kappa <= share_alike(first, second) + 1e-9
    assert kappa == pytest.approx(cohens_kappa(second, first), nan_ok=True)
    assert kappa == pytest.approx(cohens_kappa(1 - first, 1 - second), nan_ok=True)

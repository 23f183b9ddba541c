"""AUROC, AURC and ECE against numbers worked out by hand, at their edges, and from outcomes."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.cases import Case
from eval.interval import Estimate, estimate
from eval.outcome import Outcome, outcome
from eval.reliability import aurc, auroc, ece, reliability, reliability_bins, risk, risk_coverage
from tests.eval.made import CASE, prediction, refusal, reply

NEVER = Case("captain", "Who captains it?", answerable=False)


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_auroc_by_hand() -> None:
    # Of the four pairs, 0.9 > 0.6, 0.9 > 0.1, 0.4 < 0.6 and 0.4 > 0.1.
    assert auroc(array(0.9, 0.6, 0.4, 0.1), array(1, 0, 1, 0)) == 0.75
    assert auroc(array(0.9, 0.8, 0.2, 0.1), array(1, 1, 0, 0)) == 1.0
    assert auroc(array(0.9, 0.8, 0.2, 0.1), array(0, 0, 1, 1)) == 0.0


def test_auroc_counts_a_tie_half() -> None:
    assert auroc(array(0.5, 0.5, 0.5), array(1, 0, 1)) == 0.5
    assert auroc(array(0.5, 0.5, 0.1), array(1, 0, 0)) == 0.75


def test_auroc_needs_both_sorts_of_questions() -> None:
    assert math.isnan(auroc(array(0.5, 0.4), array(1, 1)))
    assert math.isnan(auroc(array(0.5, 0.4), array(0, 0)))
    assert math.isnan(auroc(array(), array()))


def test_risk_and_coverage_by_hand() -> None:
    coverage, risks = risk_coverage(array(0.2, 0.9, 0.5, 0.7), array(1, 0, 0, 1))
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risks.tolist() == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert aurc(array(0.2, 0.9, 0.5, 0.7), array(1, 0, 0, 1)) == pytest.approx((1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_risk_among_ties_is_the_mean_over_their_orders() -> None:
    # One is wrong of the three that tie: wherever they stand, a third of the orders have it there.
    _, risks = risk_coverage(array(0.5, 0.9, 0.5, 0.5), array(1, 0, 0, 0))
    assert risks.tolist() == pytest.approx([0, (1 / 3) / 2, (2 / 3) / 3, 1 / 4])


def test_risk_at_its_edges() -> None:
    assert aurc(array(0.9, 0.1), array(0, 0)) == 0.0
    assert aurc(array(0.9, 0.1), array(1, 1)) == 1.0
    assert aurc(array(0.5), array(0.25)) == 0.25
    assert math.isnan(aurc(array(), array()))


def test_ece_by_hand() -> None:
    # Twenty cases, two a bin: the last pair means 0.905 and comes to 0.455, the others are as sure as they should be.
    confidence = array(*np.repeat(np.arange(10) / 10, 2) + np.tile([0.0, 0.01], 10))
    right = confidence.copy()
    right[-2:] = [0.405, 0.505]
    assert ece(confidence, right) == pytest.approx((0.905 - 0.455) * 2 / 20)
    assert ece(array(1, 1, 0, 0), array(1, 1, 0, 0)) == 0.0
    assert ece(array(1, 1, 0, 0), array(0, 0, 1, 1)) == 1.0
    assert ece(array(0.8, 0.8, 0.8, 0.8), array(1, 1, 0, 1)) == pytest.approx(0.05)
    assert math.isnan(ece(array(), array()))


def test_bins_hold_as_many_cases_each_and_keep_ties_together() -> None:
    bins = reliability_bins(np.arange(100) / 100, np.ones(100))
    assert [each.cases for each in bins] == [10] * 10
    assert (bins[3].low, bins[3].high) == (0.3, 0.39)
    assert bins[3].confidence == pytest.approx(0.345)
    [one] = reliability_bins(np.full(30, 0.7), np.tile([1.0, 0.0, 1.0], 10))
    assert (one.cases, one.low, one.high, one.answerable) == (30, 0.7, 0.7, pytest.approx(2 / 3))
    assert reliability_bins(array(), array()) == []


rows = st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9, 1.0]), st.booleans()), min_size=1, max_size=40)


@settings(deadline=None)
@given(rows.flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_the_order_of_cases_changes_nothing(orders: tuple[list[tuple[float, bool]], list[tuple[float, bool]]]) -> None:
    for measure in (auroc, aurc, ece):
        one, other = (measure(*np.array(each, dtype=np.float64).T) for each in orders)
        assert one == pytest.approx(other, nan_ok=True)
        assert math.isnan(one) or 0 <= one <= 1


def test_intervals_hold_the_figure_and_are_seeded() -> None:
    random = np.random.default_rng(1)
    answerable = (random.random(300) < 0.7).astype(np.float64)
    confidence = np.clip(0.3 * answerable + 0.7 * random.random(300), 0, 1)
    found = estimate(auroc, confidence, answerable)
    assert found == estimate(auroc, confidence, answerable)
    assert found is not None
    assert found.low < found.value < found.high
    assert found.high - found.low < 0.2
    assert found.cases == 300
    assert estimate(auroc, confidence, np.ones(300)) is None
    # One unanswerable question of three is often not drawn; the interval is that of the other draws.
    assert estimate(auroc, array(0.9, 0.8, 0.1), array(1, 1, 0)) == Estimate(1.0, 1.0, 1.0, 3)


def sure(case: Case, confidence: float, refused: bool = False, said: str = "It opened in 1907.") -> Outcome:
    answer = refusal() if refused else reply((0, 28), said=said)
    return outcome(case, prediction(replace(answer, confidence=confidence)))


def test_the_risk_of_a_reply() -> None:
    assert risk(sure(CASE, 0.9)) == 0.0
    assert risk(sure(CASE, 0.9, said="It opened long ago.")) == 1.0
    assert risk(sure(CASE, 0.1, refused=True)) == 1.0
    assert risk(sure(NEVER, 0.1, refused=True)) == 0.0
    assert risk(sure(NEVER, 0.1)) == 1.0
    yes = replace(CASE, kind="yes/no", answers=("yes",))
    assert (risk(sure(yes, 0.9, said="Yes.")), risk(sure(yes, 0.9, said="No."))) == (0.0, 1.0)
    assert risk(sure(replace(CASE, answers=()), 0.9)) is None


def test_a_run_from_its_outcomes() -> None:
    outcomes = [sure(CASE, 0.9), sure(NEVER, 0.6), sure(CASE, 0.4, refused=True), sure(NEVER, 0.1, refused=True)]
    outcomes.append(sure(replace(CASE, answers=()), 0.95))  # answerable, but not to be judged
    found = reliability(outcomes)
    assert found.auroc is not None
    assert found.auroc.value == pytest.approx(5 / 6)
    assert found.curve == ((0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(2 / 3)), (1.0, 0.5))
    assert found.aurc is not None
    assert (found.aurc.value, found.aurc.cases) == (pytest.approx((0.5 + 2 / 3 + 0.5) / 4), 4)
    assert found.ece is not None
    assert found.ece.value == pytest.approx((0.05 + 0.1 + 0.6 + 0.6 + 0.1) / 5)
    assert len(found.bins) == 5


@pytest.mark.parametrize("refused", [True, False])
def test_runs_that_answer_all_or_none(refused: bool) -> None:
    found = reliability([sure(CASE, 0.9, refused), sure(NEVER, 0.9, refused)])
    assert found.auroc is not None
    assert found.auroc.value == 0.5
    assert found.curve == ((0.5, 0.5), (1.0, 0.5))
    only = reliability([sure(CASE, 0.9, refused)])
    assert only.auroc is None
    assert only.curve == ((1.0, float(refused)),)


def test_long_curves_are_thinned_to_a_hundred_points() -> None:
    curve = reliability([sure(CASE, number / 1000) for number in range(250)]).curve
    assert len(curve) == 100
    assert curve[-1][0] == 1.0

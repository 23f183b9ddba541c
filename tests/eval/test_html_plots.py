"""The plots of the report: what they draw is where the values say."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from eval.html.plots import interval, reliability, risk_coverage, ticks
from eval.runs import Bin, Bound, Figure


def parsed(plot: str) -> Any:
    return html.fragment_fromstring(plot, create_parent=True)


def test_an_interval_is_drawn_to_scale() -> None:
    plot = parsed(interval(Figure(0.25, 0.1, 0.5, 8), Bound("m", passed=False, minimum=0.3)))
    [dot], [span], [limit] = (plot.xpath(f"//*[@class='{each}']") for each in ("dot", "interval", "missed"))
    assert (dot.get("cx"), span.get("x1"), span.get("x2"), limit.get("x1")) == ("25.00%", "10.00%", "50.00%", "30.00%")
    [limit] = parsed(interval(Figure(0.25, 0.1, 0.5, 8), Bound("m", passed=True, maximum=0.6))).xpath(
        "//*[@class='threshold']"
    )
    assert limit.get("x1") == "60.00%"


def test_plots_are_to_scale() -> None:
    dots = parsed(reliability([Bin(9, 0.25, 0.5), Bin(1, 0.75, 1.0), Bin(0)])).xpath("//circle")
    # The frame is 340 by 270: 52 and 12 beside it, 12 above, 44 below.
    assert [(float(each.get("cx")), float(each.get("cy"))) for each in dots] == [(121.0, 119.0), (259.0, 12.0)]
    sizes = [float(each.get("r")) for each in dots]
    assert sizes == pytest.approx([10, 2 + 8 / 3], abs=1e-3)
    [curve] = parsed(risk_coverage([(0.5, 0.0), (1.0, 0.25)])).xpath("//*[@class='curve']/@points")
    assert curve == "190.0,226.0 328.0,12.0"


@given(st.floats(1e-6, 1e6))
def test_ticks_are_round_and_few(end: float) -> None:
    found = ticks(end)
    assert found[0] == 0
    assert 3 <= len(found) <= 6
    assert end * 0.5 < found[-1] <= end * (1 + 1e-6)


def test_ticks_by_hand() -> None:
    assert ticks(1.0) == [0, 0.2, 0.4, 0.6, 0.8, 1.0]
    assert ticks(1.25) == [0, 0.25, 0.5, 0.75, 1.0, 1.25]
    assert ticks(0.07) == [0, 0.02, 0.04, 0.06]

"""Figures and dates that stand in a quote for something else."""

from __future__ import annotations

import pytest

from assistant.records import Verdict
from assistant.verify import verify

STORM = "In Elmsport the storm killed 53 people and injured 107, the harbour master said on 2 February 2024."
HOUSE = "The first house was sold on 3 May 1999 for £400,000, and the second was let on 9 June 2001 for £650 a month."


@pytest.mark.parametrize(
    ("claim", "quote", "instead"),
    [
        ("The storm killed 107 people and injured 53.", STORM, "53"),
        (
            "In Elmsport 107 died and 53 were injured.",
            STORM.replace("the storm killed 53", "53 died").replace("injured 107", "107 were injured"),
            "53",
        ),
        ("The first house was sold on 9 June 2001, and the second was let on 3 May 1999.", HOUSE, "3 May 1999"),
    ],
)
def test_an_exchanged_figure_is_flagged(claim: str, quote: str, instead: str) -> None:
    verdict, reasons = verify(claim, [quote])
    assert verdict is Verdict.PARTLY
    assert any(instead in reason for reason in reasons)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The storm killed 53 people and injured 107.", STORM),
        ("In Elmsport 107 were injured and 53 people killed by the storm.", STORM),
        ("The second house was let on 9 June 2001 for £650.", HOUSE),
        ("For £400,000 the first house was sold.", HOUSE),
    ],
)
def test_figures_in_their_own_place_are_supported(claim: str, quote: str) -> None:
    assert verify(claim, [quote]) == (Verdict.SUPPORTED, ())

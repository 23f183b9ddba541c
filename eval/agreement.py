"""How far two ways of judging the same answers agree. Pure functions on arrays of 0 and 1, an element a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.interval import Estimate, estimate

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """``share`` of cases judged alike, and Cohen's kappa: None where it is not defined.

    The counts say how many cases both hold for good, the judge alone, the figures alone, and neither.
    """

    share: Estimate
    kappa: Estimate | None
    both: int
    judge_alone: int
    figures_alone: int
    neither: int


def agreement(judge: Sequence[bool], figures: Sequence[bool]) -> Agreement | None:
    """The agreement of the judge with the figures on the same cases; None for no case."""
    first, second = np.array(judge, dtype=np.float64), np.array(figures, dtype=np.float64)
    share = estimate(share_alike, first, second)
    if share is None:
        return None
    both = int(np.sum(first * second))
    counts = (both, int(first.sum()) - both, int(second.sum()) - both)
    return Agreement(share, estimate(cohens_kappa, first, second), *counts, len(judge) - sum(counts))


def share_alike(first: Floats, second: Floats) -> float:
    """The share of cases on which both are the same; NaN for no case."""
    return float(np.mean(first == second)) if len(first) else float("nan")


def cohens_kappa(first: Floats, second: Floats) -> float:
    """Agreement beyond what chance would bring (Cohen, 1960): 1 is perfect, 0 that of chance, below 0 is worse.

    Chance is that of two independent judges who say 1 as often as these do. NaN where both say one and the same of
    every case: then there is nothing beyond chance to agree on.
    """
    cases, alike = len(first), int(np.sum(first == second))
    chance = int(first.sum() * second.sum() + (1 - first).sum() * (1 - second).sum())  # of cases², to be exact
    return (cases * alike - chance) / (cases**2 - chance) if chance < cases**2 else float("nan")

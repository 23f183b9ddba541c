"""How sure a figure is: percentile bootstrap intervals (Efron, 1979). The same values give the same interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
RUN_RESAMPLES = 1000  # of figures of a whole run, which are computed anew for each
CONFIDENCE = 0.95
SEED = 7
BLOCK = 2**18  # rows drawn at once
_TAILS = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over ``cases`` cases with its 95% interval."""

    value: float
    low: float
    high: float
    cases: int


def bootstrap(values: Sequence[float], seed: int = SEED) -> tuple[float, float]:
    """The interval of a mean."""
    sample = np.asarray(values, dtype=np.float64)
    return _interval(np.concatenate([sample[rows].mean(axis=1) for rows in _draws(len(sample), RESAMPLES, seed)]))


def estimate(measure: Callable[..., float], *columns: NDArray[np.float64], seed: int = SEED) -> Estimate | None:
    """``measure`` of the columns, which have a row for each case, with the interval from drawing rows anew.

    None where the measure is not defined (NaN); draws for which it is not are left out.
    """
    value, cases = measure(*columns), len(columns[0])
    if math.isnan(value):
        return None
    draws = (rows for block in _draws(cases, RUN_RESAMPLES, seed) for rows in block)
    drawn = np.array([measure(*(column[rows] for column in columns)) for rows in draws])
    return Estimate(value, *_interval(drawn[~np.isnan(drawn)]), cases)


def _draws(cases: int, times: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """As many rows as there are cases, drawn with replacement, ``times`` times; in blocks, to spare memory."""
    random, block = np.random.default_rng(seed), max(1, BLOCK // cases)
    for drawn in range(0, times, block):
        yield random.integers(0, cases, size=(min(block, times - drawn), cases))


def _interval(drawn: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(drawn, _TAILS)
    return float(low), float(high)

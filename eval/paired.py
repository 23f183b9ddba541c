"""Is the difference of two runs over the same cases real? Means, intervals and tests on paired figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from eval.interval import bootstrap

SIGNIFICANCE = 0.05
MOST_SUMS = 2**14  # different sums of flipped changes up to which all flips are counted, not drawn
FLIPS, BLOCK = 10_000, 500  # flips drawn where there are more, and how many at once
_DIGITS, _SAME = 9, 1e-6  # sums are kept to so many decimals, and those that differ by less are as large as each other


class Word(StrEnum):
    """What a difference is."""

    BETTER = "better"
    WORSE = "worse"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric in two runs over the ``cases`` to which it applies in both; ``difference`` is second less first.

    ``low`` and ``high`` are the 95% bootstrap interval of the difference; ``p`` is that of the sign-flip test, and
    ``p_holm`` the same corrected for all metrics of the comparison.
    """

    metric: str
    cases: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    p: float
    p_holm: float
    word: Word


def differences(
    figures: Mapping[str, Mapping[str, tuple[float, float]]], directions: Mapping[str, bool]
) -> list[Difference]:
    """The difference of each metric, from its figures (first run, second run) by case; none of them empty.

    ``directions`` tells for each metric whether higher is better.
    """
    changes = {name: {case: b - a for case, (a, b) in values.items()} for name, values in figures.items()}
    raw = {name: sign_flip(np.array(list(each.values()))) for name, each in changes.items()}
    corrected = _corrected(raw, changes)
    found = []
    for name, values in figures.items():
        first, second = (float(each) for each in np.mean(list(values.values()), axis=0))
        by_case = list(changes[name].values())
        mean, (low, high), p = float(np.mean(by_case)), bootstrap(by_case), corrected[name]
        word = _word(mean, p, directions[name])
        found.append(Difference(name, len(values), first, second, mean, low, high, raw[name], p, word))
    return found


def sign_flip(changes: NDArray[np.float64], seed: int = 7) -> float:
    """The two-sided p of no difference: how often flipped signs bring a sum as large (Fisher, 1935).

    Exact where the flips have few different sums: where few changes are not zero, or all are of a size, as with metrics
    that are 0 or 1 (then it is the exact test of McNemar, 1947). Else from seeded draws, with the data as one of them
    (Phipson and Smyth, 2010).
    """
    moved = changes[changes != 0]
    reached = abs(moved.sum()) - _SAME
    exact = _all_flips(moved)
    if exact is not None:
        sums, chances = exact
        return min(1.0, float(chances[np.abs(sums) >= reached].sum()))
    random = np.random.default_rng(seed)
    as_large = 0
    for _ in range(FLIPS // BLOCK):
        signs = random.integers(0, 2, size=(BLOCK, len(moved)), dtype=np.int8) * 2.0 - 1.0
        as_large += int(np.sum(np.abs(signs @ moved) >= reached))
    return (as_large + 1) / (FLIPS + 1)


def _all_flips(moved: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Every sum that flipped signs can bring, and its chance; None where there are more than MOST_SUMS."""
    sums: NDArray[np.float64] = np.zeros(1)
    chances: NDArray[np.float64] = np.ones(1)
    for change in moved:
        both = np.round(np.concatenate((sums + change, sums - change)), _DIGITS)
        sums, place = np.unique(both, return_inverse=True)
        if len(sums) > MOST_SUMS:
            return None
        chances = np.bincount(place, weights=np.tile(chances / 2, 2)).astype(np.float64)
    return sums, chances


def holm(values: Sequence[float]) -> list[float]:
    """The p values corrected for their number: the chance of any false find stays within the level (Holm, 1979)."""
    corrected = [1.0] * len(values)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(values)), key=lambda each: values[each])):
        highest = max(highest, min(1.0, (len(values) - rank) * values[index]))
        corrected[index] = highest
    return corrected


def _corrected(raw: Mapping[str, float], changes: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The p values corrected for the number of tests.

    Which signs are flipped decides neither whether a metric is the same in every case, nor whether two metrics change
    alike or opposite in every case. So the first are no tests: they could not come out other than p = 1 (Tarone, 1990);
    and the second are one test.
    """
    tests = {name: key for name, each in changes.items() if (key := _test(each))}
    values = {key: raw[name] for name, key in tests.items()}
    corrected = dict(zip(values, holm(list(values.values())), strict=True))
    return {name: corrected[tests[name]] if name in tests else 1.0 for name in raw}


def _test(changes: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The cases that differ and by how much, the first one upwards; the same for metrics that are one test."""
    moved = [(case, change) for case, change in changes.items() if change]
    return tuple((case, round(change if moved[0][1] > 0 else -change, _DIGITS)) for case, change in moved)


def _word(difference: float, p: float, higher_is_better: bool) -> Word:
    if p > SIGNIFICANCE or difference == 0:
        return Word.NOISE
    return Word.BETTER if (difference > 0) == higher_is_better else Word.WORSE

"""How far the confidence of answers can be trusted. Pure functions on arrays with an element for each case.

Confidence is the assistant's probability, 0 to 1, that the documents answer the question; a refusal has one as well.
Replies of equal confidence count alike, so that the order of the cases changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.interval import Estimate, estimate
from eval.outcome import Outcome

Floats = NDArray[np.float64]
BINS = 10
POINTS = 100  # of a curve as it is reported


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of about the same confidence, from ``low`` to ``high``: its mean, and the share that is answerable."""

    low: float
    high: float
    cases: int
    confidence: float
    answerable: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The figures of a run; None where they are not defined. ``curve`` has coverage and risk, coverage rising."""

    auroc: Estimate | None
    aurc: Estimate | None
    ece: Estimate | None
    curve: tuple[tuple[float, float], ...]
    bins: tuple[Bin, ...]


def reliability(outcomes: Sequence[Outcome]) -> Reliability:
    """All figures of a run. Cases whose reply cannot be judged have no risk and are left out of curve and AURC.

    The interval of a small ECE lies on the high side: drawing cases anew moves every bin a little off the diagonal.
    """
    confidence = np.array([each.prediction.answer.confidence for each in outcomes], dtype=np.float64)
    answerable = np.array([each.case.answerable for each in outcomes], dtype=np.float64)
    risks = np.array([np.nan if (known := risk(each)) is None else known for each in outcomes], dtype=np.float64)
    judged = ~np.isnan(risks)
    return Reliability(
        auroc=estimate(auroc, confidence, answerable),
        aurc=estimate(aurc, confidence[judged], risks[judged]),
        ece=estimate(ece, confidence, answerable),
        curve=_thinned(*risk_coverage(confidence[judged], risks[judged])),
        bins=tuple(reliability_bins(confidence, answerable)),
    )


def risk(outcome: Outcome) -> float | None:
    """How wrong a reply is, 0 to 1: 1 less ``contains_answer`` or ``yes_no``; 1 for an answer where none can be given.

    None where the case has evidence only and no answers to judge by.
    """
    if not outcome.case.answerable:
        return float(not outcome.prediction.answer.refused)
    figures = (outcome.metrics.get(name) for name in ("contains_answer", "yes_no"))
    return next((1 - figure for figure in figures if figure is not None), None)


def auroc(confidence: Floats, answerable: Floats) -> float:
    """The chance that an answerable question has more confidence than an unanswerable one, a tie counting half.

    The area under the ROC curve by the statistic of Mann and Whitney (Hanley and McNeil, 1982); NaN without both.
    """
    positive = answerable > 0
    yes, no = int(positive.sum()), int((~positive).sum())
    if not yes or not no:
        return float("nan")
    return float((_ranks(confidence)[positive].sum() - yes * (yes + 1) / 2) / (yes * no))


def risk_coverage(confidence: Floats, risks: Floats) -> tuple[Floats, Floats]:
    """Coverage and risk when only the most confident are answered (El-Yaniv and Wiener, 2010): 1/n to n/n of n cases.

    Risk is the mean over the cases covered. Among cases of equal confidence, it is the mean over all orders of them.
    """
    cases = len(confidence)
    _, group, sizes = np.unique(-confidence, return_inverse=True, return_counts=True)
    means = np.bincount(group, weights=risks, minlength=len(sizes)) / sizes
    covered = np.arange(1, cases + 1, dtype=np.float64)
    return covered / cases, np.cumsum(np.repeat(means, sizes)) / covered


def aurc(confidence: Floats, risks: Floats) -> float:
    """The area under the risk–coverage curve: the mean of its risks (Geifman and El-Yaniv, 2017). NaN for no case."""
    return float(risk_coverage(confidence, risks)[1].mean()) if len(confidence) else float("nan")


def ece(confidence: Floats, answerable: Floats) -> float:
    """Expected calibration error (Guo et al., 2017) over ten bins of as many cases each (Nguyen and O'Connor, 2015).

    The mean distance, each bin weighing as many as its cases, of its mean confidence from the share that is answerable.
    """
    if not len(confidence):
        return float("nan")
    return float(np.abs(np.bincount(_bin(confidence), weights=confidence - answerable)).sum() / len(confidence))


def reliability_bins(confidence: Floats, answerable: Floats) -> list[Bin]:
    """The bins of ``ece``, confidence rising; those that ties leave empty are left out."""
    place = _bin(confidence)
    bins = []
    for number in np.unique(place):
        sure, right = confidence[place == number], answerable[place == number]
        bins.append(Bin(float(sure.min()), float(sure.max()), len(sure), float(sure.mean()), float(right.mean())))
    return bins


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, rising; equal values share the mean of theirs."""
    _, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(sizes) - (sizes - 1) / 2)[group]
    return ranks


def _bin(confidence: Floats) -> NDArray[Any]:
    """The bin of each case, 0 to 9, by rank: equal confidences are in one bin."""
    return ((_ranks(confidence) - 0.5) * BINS / max(1, len(confidence))).astype(np.int64)


def _thinned(coverage: Floats, risks: Floats) -> tuple[tuple[float, float], ...]:
    """At most POINTS points of a curve, at even distances, the last one among them."""
    cases = len(coverage)
    points = min(cases, POINTS)
    kept = [-(-cases * point // points) - 1 for point in range(1, points + 1)]
    return tuple((float(coverage[at]), float(risks[at])) for at in kept)

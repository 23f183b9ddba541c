"""From figures case by case to means with intervals, by kind and by split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.cases import Case
from eval.metrics import METRICS, measure_all
from eval.prediction import Prediction

RESAMPLES = 2000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with its prediction and its figures by metric name (None where the metric does not apply)."""

    case: Case
    prediction: Prediction
    metrics: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over the ``cases`` to which the metric applies, with its 95% interval (percentile bootstrap)."""

    value: float
    low: float
    high: float
    cases: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures. ``groups`` maps "kind" and "split" to name to metric means and the number of cases."""

    cases: int
    means: Mapping[str, Mean]
    groups: Mapping[str, Mapping[str, tuple[int, Mapping[str, float]]]]
    refusals: Mapping[str, int]
    latency: Mapping[str, float]
    inexact: tuple[str, ...]  # ids of cases with a citation that is not exact
    unlocated: tuple[str, ...]  # ids of cases with an evidence quote that stands in no document


def outcome(case: Case, prediction: Prediction) -> Outcome:
    """The case with all its figures."""
    return Outcome(case, prediction, measure_all(case, prediction))


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """The figures of a whole run; metrics that apply to no case are left out."""
    return Summary(
        cases=len(outcomes),
        means=_means(outcomes),
        groups={"kind": _grouped(outcomes, "kind"), "split": _grouped(outcomes, "split")},
        refusals=_refusals(outcomes),
        latency=_latency([each.prediction.seconds for each in outcomes]),
        inexact=tuple(each.case.id for each in outcomes if each.prediction.inexact),
        unlocated=tuple(each.case.id for each in outcomes if len(each.prediction.gold) < len(each.case.evidence)),
    )


def bootstrap(values: Sequence[float], seed: int = 7) -> tuple[float, float]:
    """The percentile bootstrap interval of a mean (Efron, 1979). The same values give the same interval."""
    sample = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(seed).integers(0, len(sample), size=(RESAMPLES, len(sample)))
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(sample[drawn].mean(axis=1), [tail, 1 - tail])
    return float(low), float(high)


def _means(outcomes: Iterable[Outcome]) -> dict[str, Mean]:
    means = {}
    for name, values in _applicable(outcomes).items():
        low, high = bootstrap(values)
        means[name] = Mean(float(np.mean(values)), low, high, len(values))
    return means


def _grouped(outcomes: Sequence[Outcome], field: str) -> dict[str, tuple[int, Mapping[str, float]]]:
    groups: dict[str, list[Outcome]] = {}
    for each in outcomes:
        groups.setdefault(getattr(each.case, field) or "(none)", []).append(each)
    return {
        name: (len(some), {metric: float(np.mean(values)) for metric, values in _applicable(some).items()})
        for name, some in sorted(groups.items())
    }


def _applicable(outcomes: Iterable[Outcome]) -> dict[str, list[float]]:
    """Metric name to the figures of the cases to which it applies, in the metrics' order; none empty."""
    figures: dict[str, list[float]] = {metric.name: [] for metric in METRICS}
    for each in outcomes:
        for name, value in each.metrics.items():
            if value is not None:
                figures[name].append(value)
    return {name: values for name, values in figures.items() if values}


def _refusals(outcomes: Iterable[Outcome]) -> dict[str, int]:
    counts = {"right": 0, "wrong": 0, "answered though unanswerable": 0}
    for each in outcomes:
        refused, answerable = each.prediction.answer.refused, each.case.answerable
        counts["right"] += refused and not answerable
        counts["wrong"] += refused and answerable
        counts["answered though unanswerable"] += not refused and not answerable
    return counts


def _latency(seconds: Sequence[float]) -> dict[str, float]:
    p50, p95 = np.quantile(seconds, [0.5, 0.95])
    return {"p50": float(p50), "p95": float(p95)}

"""The metrics: each a short declaration with a function from one case and its prediction to a figure.

A function returns None where its metric does not apply to the case (an unanswerable question has no exact match); such
cases are left out of its mean.
"""

from __future__ import annotations

from eval.cases import Case
from eval.metrics import answers, citations, refusals, retrieval
from eval.metrics.metric import Measure, Metric
from eval.prediction import Prediction

METRICS: tuple[Metric, ...] = (*answers.METRICS, *citations.METRICS, *retrieval.METRICS, *refusals.METRICS)


def measure_all(case: Case, prediction: Prediction) -> dict[str, float | None]:
    """Metric name to figure, or None where the metric does not apply."""
    return {metric.name: metric.measure(case, prediction) for metric in METRICS}


__all__ = ["METRICS", "Measure", "Metric", "measure_all"]

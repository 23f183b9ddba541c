"""A case with what came of it: its prediction, its figures, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eval.cases import Case
from eval.judgement import Judgement
from eval.metrics import measure_all
from eval.prediction import Prediction
from eval.triage import cause


@dataclass(frozen=True, slots=True)
class Outcome:
    """``metrics`` are figures by metric name, None where the metric does not apply; ``cause`` is None for no miss.

    ``judgement`` is what a language model made of the answer, None where none was asked.
    """

    case: Case
    prediction: Prediction
    metrics: Mapping[str, float | None]
    cause: str | None = None
    judgement: Judgement | None = None


def outcome(case: Case, prediction: Prediction) -> Outcome:
    """The case with all its figures."""
    metrics = measure_all(case, prediction)
    return Outcome(case, prediction, metrics, cause(case, prediction, metrics))

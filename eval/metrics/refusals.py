"""Metrics of knowing when not to answer."""

from __future__ import annotations

from eval.cases import Case
from eval.metrics.metric import declare
from eval.prediction import Prediction

SQUAD_2 = "Rajpurkar et al., 2018 (SQuAD 2.0)"


def refused_unanswerable(case: Case, prediction: Prediction) -> float | None:
    """A question that the documents do not answer was declined."""
    return None if case.answerable else float(prediction.answer.refused)


def answered_unanswerable(case: Case, prediction: Prediction) -> float | None:
    """A question that the documents do not answer was answered all the same."""
    return None if case.answerable else float(not prediction.answer.refused)


def refused_answerable(case: Case, prediction: Prediction) -> float | None:
    """A question that the documents answer was declined."""
    return float(prediction.answer.refused) if case.answerable else None


METRICS = (
    declare("refused_unanswerable", refused_unanswerable, SQUAD_2),
    declare("answered_unanswerable", answered_unanswerable, SQUAD_2, False),
    declare("refused_answerable", refused_answerable, SQUAD_2, False),
)

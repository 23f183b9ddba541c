"""What a metric is: a name, a meaning, a source and a function from one case and its prediction to a figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from eval.cases import Case
from eval.prediction import Prediction

Measure = Callable[[Case, Prediction], float | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """``higher_is_better`` tells which way a threshold looks; ``source`` is where the definition comes from."""

    name: str
    meaning: str
    source: str
    measure: Measure
    higher_is_better: bool = True


def declare(name: str, measure: Measure, source: str, higher_is_better: bool = True) -> Metric:
    """A metric whose meaning is the docstring of ``measure``."""
    function = measure.func if isinstance(measure, partial) else measure
    return Metric(name, " ".join((function.__doc__ or "").split()), source, measure, higher_is_better)

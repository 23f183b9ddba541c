"""Thresholds: what a run must reach, kept in a committed file, written from a run that was looked at."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import CasesError
from eval.files import write_text
from eval.interval import Estimate
from eval.metrics import METRICS
from eval.summary import Summary

# What a mean may lose against the run that set it: this much, or one case where that is more, because int8 arithmetic
# differs a little between processors. Bounds are rounded away from the run at the third decimal.
SLACK = 0.02


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound on one metric's mean; ``minimum`` or ``maximum`` is None."""

    metric: str
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A threshold held against a run; ``value`` is None where the metric applied to no case, which misses it."""

    threshold: Threshold
    value: float | None

    @property
    def passed(self) -> bool:
        """Whether the value is within the bound."""
        low, high = self.threshold.minimum, self.threshold.maximum
        return self.value is not None and (low is None or self.value >= low) and (high is None or self.value <= high)

    def __str__(self) -> str:
        low, high = self.threshold.minimum, self.threshold.maximum
        bound = f"at least {low}" if low is not None else f"at most {high}"
        value = "not measured" if self.value is None else f"{self.value:.4f}"
        return f"{self.threshold.metric} is {value}, must be {bound}"


def read_thresholds(path: Path, split: str) -> list[Threshold]:
    """The thresholds for a split; none where the file has none for it. Raises CasesError."""
    kept = _read(path).get(split, {})
    known = {metric.name for metric in METRICS}
    for metric, bound in kept.items():
        if metric not in known or not isinstance(bound, dict) or not bound or bound.keys() - {"minimum", "maximum"}:
            raise CasesError(
                f"{path.name}: the threshold “{metric}” of “{split}” is not a known metric with a minimum or a maximum."
                " Correct it, or write the file anew with --update-baseline."
            )
    return [Threshold(metric, bound.get("minimum"), bound.get("maximum")) for metric, bound in kept.items()]


def check(thresholds: list[Threshold], summary: Summary) -> list[Check]:
    """Every threshold against the run, and always: each citation exact."""
    exact = Threshold("exact_citations", minimum=1.0)
    means = {name: mean.value for name, mean in summary.means.items()}
    checks = [Check(each, means.get(each.metric)) for each in thresholds if each.metric != exact.metric]
    # A run without a citation has none that is wrong.
    return [*checks, Check(exact, 0.0 if summary.inexact else means.get(exact.metric, 1.0))]


def write_thresholds(path: Path, split: str, summary: Summary) -> None:
    """Set a split's thresholds to the run's means with SLACK; the other splits stay. Raises CasesError."""
    kept = _read(path) if path.exists() else {}
    kept[split] = {
        metric.name: _bound(summary.means[metric.name], metric.higher_is_better)
        for metric in METRICS
        if metric.name in summary.means and metric.name != "exact_citations"
    }
    write_text(path, json.dumps(kept, indent=2, sort_keys=True) + "\n", "Run this in a checkout of Footnote.")


def _bound(mean: Estimate, higher_is_better: bool) -> Mapping[str, float]:
    slack = max(SLACK, 1 / mean.cases)
    if higher_is_better:
        return {"minimum": max(0.0, math.floor((mean.value - slack) * 1000) / 1000)}
    return {"maximum": min(1.0, math.ceil((mean.value + slack) * 1000) / 1000)}


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CasesError(f"The thresholds in {path} cannot be read ({error}). Restore the file.") from error
    if not isinstance(kept, dict) or not all(isinstance(bounds, dict) for bounds in kept.values()):
        raise CasesError(f"{path.name} must hold metric bounds by split. Write it anew with --update-baseline.")
    return kept

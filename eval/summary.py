"""From figures case by case to means with intervals, by kind and by split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.beside import Beside
from eval.cost import Tokens, latency, latency_by_stage, peak_memory, tokens
from eval.interval import Estimate, bootstrap
from eval.judging import Judging, judging
from eval.metrics import METRICS
from eval.outcome import Outcome
from eval.reliability import Reliability, reliability
from eval.triage import Cause


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures. ``groups`` maps "kind" and "split" to name to metric means and the number of cases.

    ``causes`` counts the misses by cause, in the order of the stages. ``latency`` is in seconds, ``memory`` in bytes:
    the most that the process held, None where the system does not tell. ``checking`` has the share of claims flagged
    by what was made wrong in them (see ``eval.checking``); empty where none were checked. ``beside`` has Footnote and
    the reference systems; empty where none were asked. ``tokens`` are those of the language model that answers;
    ``judge`` is None where no language model has judged.
    """

    cases: int
    means: Mapping[str, Estimate]
    groups: Mapping[str, Mapping[str, tuple[int, Mapping[str, float]]]]
    refusals: Mapping[str, int]
    causes: Mapping[str, int]
    reliability: Reliability
    checking: Mapping[str, Estimate]
    latency: Mapping[str, float]
    stages: Mapping[str, Mapping[str, float]]
    memory: int | None
    tokens: Tokens
    inexact: tuple[str, ...]  # ids of cases with a citation that is not exact
    unlocated: tuple[str, ...]  # ids of cases with an evidence quote that stands in no document
    beside: tuple[Beside, ...] = ()
    judge: Judging | None = None


def summarise(outcomes: Sequence[Outcome], checking: Mapping[str, Estimate] | None = None) -> Summary:
    """The figures of a whole run; metrics that apply to no case are left out."""
    memory = peak_memory()  # before the figures take their own
    return Summary(
        cases=len(outcomes),
        means=_means(outcomes),
        groups={"kind": _grouped(outcomes, "kind"), "split": _grouped(outcomes, "split")},
        refusals=_refusals(outcomes),
        causes=_causes(outcomes),
        reliability=reliability(outcomes),
        checking=checking or {},
        latency=latency([each.prediction.seconds for each in outcomes]),
        stages=latency_by_stage(each.prediction.answer.timings for each in outcomes),
        memory=memory,
        tokens=tokens([each.prediction.answer.usage for each in outcomes]),
        inexact=tuple(each.case.id for each in outcomes if each.prediction.inexact),
        unlocated=tuple(each.case.id for each in outcomes if len(each.prediction.gold) < len(each.case.evidence)),
        judge=judging(outcomes),
    )


def _means(outcomes: Iterable[Outcome]) -> dict[str, Estimate]:
    means = {}
    for name, values in _applicable(outcomes).items():
        low, high = bootstrap(values)
        means[name] = Estimate(float(np.mean(values)), low, high, len(values))
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


def _causes(outcomes: Iterable[Outcome]) -> dict[str, int]:
    counts = Counter(each.cause for each in outcomes)
    return {str(cause): counts[cause] for cause in Cause}

"""Footnote beside other systems that were asked the same cases: figures with intervals, and differences in pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from eval.interval import Estimate, bootstrap, estimate
from eval.outcome import Outcome
from eval.paired import SIGNIFICANCE, Difference, differences
from eval.tables import table

AS_SET, NOTHING_DECLINED = "Footnote", "Footnote, nothing declined"
SHOWN = ("evidence_hit@1", "evidence_hit@3", "mrr", "contains_answer", "f1", "citation_precision")  # higher is better
SECONDS, CHARACTERS = "p50_seconds", "characters"
NOTE = """\
The other systems get from passages to an answer as Footnote does, and decline nothing: they cannot tell when to.
Passages are ranked as they were cut, before Footnote puts neighbours together. "Characters" are those of the passages
that an answer is from."""
DIFFERENCES = f"""\
{NOTHING_DECLINED}, less each of the others, with the interval from paired bootstrap resamples. Noise: the p of the \
sign-flip test, corrected for all of these differences (Holm), is above {SIGNIFICANCE}."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A system, what it is in words, and what came of the cases."""

    name: str
    meaning: str
    outcomes: Sequence[Outcome]


@dataclass(frozen=True, slots=True)
class Beside:
    """A system in figures, by metric. SECONDS is the median time from a question to its answer, CHARACTERS the mean
    number of those in the passages that the answer was made from.

    ``differences`` are NOTHING_DECLINED less the system, by metric, over the cases to which the metric applies in both:
    above 0, Footnote is better. Empty for Footnote itself.
    """

    name: str
    meaning: str
    figures: Mapping[str, Estimate]
    differences: Mapping[str, Difference] = field(default_factory=dict)


def beside(asked: Sequence[Asked]) -> tuple[Beside, ...]:
    """The systems in figures. All were asked the same cases; p is corrected for all systems and metrics together."""
    found = _differences(asked)
    return tuple(Beside(each.name, each.meaning, _figures(each.outcomes), found[each.name]) for each in asked)


def _figures(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    figures = {}
    for metric in SHOWN:
        values = [value for each in outcomes if (value := each.metrics[metric]) is not None]
        if values:
            figures[metric] = Estimate(float(np.mean(values)), *bootstrap(values), len(values))
    read = [float(sum(len(hit.passage.text) for hit in each.prediction.answer.passages)) for each in outcomes]
    figures[CHARACTERS] = Estimate(float(np.mean(read)), *bootstrap(read), len(read))
    seconds = estimate(np.median, np.array([each.prediction.seconds for each in outcomes], dtype=np.float64))
    return {**figures, SECONDS: seconds} if seconds else figures


def _differences(asked: Sequence[Asked]) -> dict[str, dict[str, Difference]]:
    """Differences by system and metric."""
    own = next((each.outcomes for each in asked if each.name == NOTHING_DECLINED), ())
    pairs: dict[str, dict[str, tuple[float, float]]] = {}
    places: dict[str, tuple[str, str]] = {}
    for other in asked:
        for metric in SHOWN if other.name not in (AS_SET, NOTHING_DECLINED) else ():
            values = _paired(other.outcomes, own, metric)
            if values:
                key = f"{metric} of {other.name}"
                pairs[key], places[key] = values, (other.name, metric)
    found: dict[str, dict[str, Difference]] = {each.name: {} for each in asked}
    for each in differences(pairs, dict.fromkeys(pairs, True)):
        system, metric = places[each.metric]
        found[system][metric] = replace(each, metric=metric)
    return found


def _paired(others: Sequence[Outcome], own: Sequence[Outcome], metric: str) -> dict[str, tuple[float, float]]:
    """The other system's figure and Footnote's, by case."""
    pairs = (
        (other.case.id, other.metrics[metric], ours.metrics[metric]) for other, ours in zip(others, own, strict=True)
    )
    return {case: (first, second) for case, first, second in pairs if first is not None and second is not None}


def as_json(found: Sequence[Beside]) -> list[dict[str, Any]]:
    """A value a system; figures have six decimals."""
    return [
        {
            "name": each.name,
            "meaning": each.meaning,
            "figures": {name: _rounded(asdict(figure)) for name, figure in each.figures.items()},
            "differences": {name: _rounded(asdict(less)) for name, less in each.differences.items()},
        }
        for each in found
    ]


def as_markdown(found: Sequence[Beside]) -> list[str]:
    """The parts of the section in the report; none where no system was asked."""
    if not found:
        return []
    figures = [
        (
            each.name,
            *(_figure(each.figures.get(name)) for name in (*SHOWN, SECONDS)),
            f"{each.figures[CHARACTERS].value:.0f}",
        )
        for each in found
    ]
    less = [
        (each.name, *(_difference(each.differences.get(name)) for name in SHOWN)) for each in found if each.differences
    ]
    return [
        "## Beside other systems",
        NOTE,
        "\n".join(f"- {each.name}: {each.meaning}." for each in found),
        table(("system", *SHOWN, SECONDS, CHARACTERS), figures, figures=True),
        DIFFERENCES,
        table(("less", *SHOWN), less, figures=True),
    ]


def _figure(figure: Estimate | None) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})" if figure else ""


def _difference(found: Difference | None) -> str:
    return f"{found.difference:+.3f} ({found.low:+.3f} to {found.high:+.3f}) {found.word}" if found else ""


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in values.items()}

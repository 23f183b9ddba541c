"""A run as people and programs read it: a Markdown table and one JSON document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval import beside, judging
from eval.cost import NO_TOKENS, Tokens, how_estimated
from eval.gate import Check
from eval.metrics import METRICS
from eval.reliability import Reliability
from eval.summary import Summary
from eval.tables import table

# The columns of the tables by kind and by split.
MAIN = (
    *("exact_match", "f1", "contains_answer", "citation_precision", "citation_recall", "evidence_recall@5", "mrr"),
    *("yes_no", "refused_unanswerable", "refused_answerable"),
)
BAR = 40  # characters of the longest bar
MIB = 2**20
COVERAGES = 10  # rows of the risk–coverage table
TRUST = {
    "auroc": "AUROC: how well confidence tells answerable questions from others (0.5 is by chance, 1 is best)",
    "aurc": "AURC: the area under the risk–coverage curve (0 is best)",
    "ece": "ECE: how far confidence is from the share answerable (0 is best)",
}
CONFIDENCE = "Confidence is the probability, as the assistant sees it, that the documents answer the question."
PLANTED = "Sentences of the evidence, shortened and made wrong in one way each: the share that the check flags."
RISK = "Risk: the share of wrong replies among those answered, when only the most confident are (coverage)."


def as_json(summary: Summary, checks: Sequence[Check]) -> dict[str, Any]:
    """The whole run as one JSON value; figures have six decimals."""
    return {
        "cases": summary.cases,
        "passed": all(each.passed for each in checks),
        "metrics": {name: _rounded(asdict(mean)) for name, mean in summary.means.items()},
        **{
            f"by_{field}": {k: {"cases": n} | _rounded(v) for k, (n, v) in groups.items()}
            for field, groups in summary.groups.items()
        },
        "refusals": dict(summary.refusals),
        "causes": dict(summary.causes),
        "reliability": _reliability(summary.reliability),
        "checking": {error: _rounded(asdict(share)) for error, share in summary.checking.items()},
        "beside": beside.as_json(summary.beside),
        "judge": judging.as_json(summary.judge),
        "latency_seconds": _rounded(summary.latency),
        "latency_seconds_by_stage": {stage: _rounded(figures) for stage, figures in summary.stages.items()},
        "peak_memory_bytes": summary.memory,
        "tokens": _rounded(asdict(summary.tokens)),
        "inexact_citations": list(summary.inexact),
        "evidence_not_found": list(summary.unlocated),
        "thresholds": [{**asdict(each.threshold), "value": each.value, "passed": each.passed} for each in checks],
        "meanings": {metric.name: {"meaning": metric.meaning, "source": metric.source} for metric in METRICS},
    }


def as_markdown(summary: Summary, checks: Sequence[Check]) -> str:
    """The whole run as Markdown that also reads well as plain text."""
    parts = [
        f"# {summary.cases} cases",
        table(
            ("metric", "mean", "95% interval", "cases"),
            [
                (name, f"{mean.value:.3f}", f"{mean.low:.3f} to {mean.high:.3f}", str(mean.cases))
                for name, mean in summary.means.items()
            ],
            figures=True,
        ),
        "Refusals: " + ", ".join(f"{count} {name}" for name, count in summary.refusals.items()) + ".",
        *_misses(summary.causes),
        *_trust(summary.reliability),
        *_checking(summary),
        *judging.as_markdown(summary.judge),
        *beside.as_markdown(summary.beside),
        *_cost(summary),
    ]
    for field, groups in summary.groups.items():
        if set(groups) != {"(none)"}:
            parts += [f"## By {field}", _groups(field, groups)]
    parts += ["## Thresholds", "\n".join(f"- {'ok' if each.passed else 'MISSED'}: {each}" for each in checks)]
    if summary.inexact:
        parts.append("Citations that are not exact, in: " + ", ".join(summary.inexact))
    if summary.unlocated:
        parts.append("Evidence that stands in no document, of: " + ", ".join(summary.unlocated))
    return "\n\n".join(parts) + "\n"


def _misses(causes: Mapping[str, int]) -> list[str]:
    """Bars, one a cause, in a block of fixed width."""
    most = max(causes.values(), default=0)
    title = f"## Where it went wrong: {sum(causes.values())}"
    if not most:
        return [title]
    width = max(map(len, causes))
    bars = [f"{name:<{width}} {count:>5} {'█' * round(BAR * count / most)}".rstrip() for name, count in causes.items()]
    return [title, "\n".join(["```text", *bars, "```"])]


def _trust(found: Reliability) -> list[str]:
    estimates = [(TRUST[name], getattr(found, name)) for name in TRUST]
    rows = [(text, f"{e.value:.3f}", f"{e.low:.3f} to {e.high:.3f}", str(e.cases)) for text, e in estimates if e]
    bins = [
        (f"{b.low:.3f} to {b.high:.3f}", str(b.cases), f"{b.confidence:.3f}", f"{b.answerable:.3f}") for b in found.bins
    ]
    risks = [(f"{coverage:.2f}", f"{risk:.3f}") for coverage, risk in _tenths(found.curve)]
    parts = [
        "## Confidence",
        CONFIDENCE,
        table(("figure", "value", "95% interval", "cases"), rows, figures=True),
        table(("confidence", "cases", "its mean", "answerable"), bins, figures=True),
    ]
    return [*parts, RISK, table(("coverage", "risk"), risks, figures=True)] if risks else parts


def _checking(summary: Summary) -> list[str]:
    rows = [
        (error, f"{share.value:.3f}", f"{share.low:.3f} to {share.high:.3f}", str(share.cases))
        for error, share in summary.checking.items()
    ]
    return (
        ["## Checking", PLANTED, table(("planted", "flagged", "95% interval", "claims"), rows, figures=True)]
        if rows
        else []
    )


def _tenths(curve: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """About ten points of a curve, at even distances, the last one among them."""
    step = max(1, -(-len(curve) // COVERAGES))
    return list(curve[::-1][::step][::-1])


def _cost(summary: Summary) -> list[str]:
    rows = [(stage, *(f"{figures[each]:.3f}" for each in summary.latency)) for stage, figures in summary.stages.items()]
    parts = [
        "## Cost",
        "Seconds to the answer: " + ", ".join(f"{name} {value:.3f}" for name, value in summary.latency.items()) + ".",
    ]
    if rows:
        parts.append(table(("seconds by stage", *summary.latency), rows, figures=True))
    if summary.memory is not None:
        parts.append(f"Peak memory of the process: {summary.memory / MIB:.0f} MiB.")
    return [*parts, *_tokens(summary.tokens)]


def _tokens(found: Tokens) -> list[str]:
    if not found.asked:
        return [NO_TOKENS]
    rows = [
        ("sent", f"{found.sent_mean:.1f}", str(found.sent)),
        ("received", f"{found.received_mean:.1f}", str(found.received)),
    ]
    return [table(("tokens", "a question, mean", "in all"), rows, figures=True), *how_estimated(found)]


def _reliability(found: Reliability) -> dict[str, Any]:
    estimates = {name: getattr(found, name) for name in TRUST}
    return {
        **{name: round(each.value, 6) if each else None for name, each in estimates.items()},
        "intervals": {name: [round(each.low, 6), round(each.high, 6)] for name, each in estimates.items() if each},
        "bins": [
            {"count": each.cases}
            | _rounded({"low": each.low, "high": each.high})
            | _rounded({"confidence": each.confidence, "accuracy": each.answerable})
            for each in found.bins
        ],
        "risk_coverage": [[round(coverage, 6), round(risk, 6)] for coverage, risk in found.curve],
    }


def _groups(field: str, groups: Mapping[str, tuple[int, Mapping[str, float]]]) -> str:
    shown = [name for name in MAIN if any(name in means for _, means in groups.values())]
    rows = [
        (group, str(count), *(f"{means[name]:.3f}" if name in means else "" for name in shown))
        for group, (count, means) in groups.items()
    ]
    return table((field, "cases", *shown), rows, figures=True)


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 6) for name, value in figures.items()}

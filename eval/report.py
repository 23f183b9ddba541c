"""A run as people and programs read it: a Markdown table and one JSON document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.errors import CasesError
from eval.gate import Check
from eval.metrics import METRICS
from eval.prediction import prediction_line
from eval.summary import Outcome, Summary

# The columns of the tables by kind and by split.
MAIN = (
    *("exact_match", "f1", "contains_answer", "citation_precision", "citation_recall", "evidence_recall@5", "mrr"),
    *("yes_no", "refused_unanswerable", "refused_answerable"),
)


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
        "latency_seconds": _rounded(summary.latency),
        "inexact_citations": list(summary.inexact),
        "evidence_not_found": list(summary.unlocated),
        "thresholds": [{**asdict(each.threshold), "value": each.value, "passed": each.passed} for each in checks],
        "meanings": {metric.name: {"meaning": metric.meaning, "source": metric.source} for metric in METRICS},
    }


def as_markdown(summary: Summary, checks: Sequence[Check]) -> str:
    """The whole run as Markdown that also reads well as plain text."""
    parts = [
        f"# {summary.cases} cases",
        _table(
            ("metric", "mean", "95% interval", "cases"),
            [
                (name, f"{mean.value:.3f}", f"{mean.low:.3f} to {mean.high:.3f}", str(mean.cases))
                for name, mean in summary.means.items()
            ],
        ),
        "Refusals: " + ", ".join(f"{count} {name}" for name, count in summary.refusals.items()) + ".",
        "Seconds to the answer: " + ", ".join(f"{name} {value:.3f}" for name, value in summary.latency.items()) + ".",
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


def write_run(folder: Path, outcomes: Sequence[Outcome], summary: Summary, checks: Sequence[Check]) -> None:
    """Write predictions.jsonl, report.json and report.md into ``folder``, made if need be. Raises CasesError."""
    lines = [_dumped(prediction_line(each.case, each.prediction, each.metrics)) for each in outcomes]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "predictions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "report.json").write_text(_dumped(as_json(summary, checks), indent=2) + "\n", encoding="utf-8")
        (folder / "report.md").write_text(as_markdown(summary, checks), encoding="utf-8")
    except OSError as error:
        raise CasesError(f"{folder} cannot be written ({error.strerror}). Give another folder with --out.") from error


def _groups(field: str, groups: Mapping[str, tuple[int, Mapping[str, float]]]) -> str:
    shown = [name for name in MAIN if any(name in means for _, means in groups.values())]
    rows = [
        (group, str(count), *(f"{means[name]:.3f}" if name in means else "" for name in shown))
        for group, (count, means) in groups.items()
    ]
    return _table((field, "cases", *shown), rows)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table with its columns padded; the first to the left, figures to the right."""
    widths = [max(3, *(len(row[column]) for row in (header, *rows))) for column in range(len(header))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| "
        + " | ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        + " |"
        for row in (header, rule, *rows)
    )


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 6) for name, value in figures.items()}


def _dumped(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)

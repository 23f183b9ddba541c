"""The page over all runs: how the figures went, and a line a run that leads to its report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from eval.html.elements import breakable, said, section, table, tag
from eval.html.page import document
from eval.html.plots import course
from eval.runs import Report

SHOWN = ("exact_match", "contains_answer", "citation_precision", "evidence_recall@1", "refused_answerable")
NOTHING = "No runs yet. Run the built-in cases with: footnote eval"


@dataclass(frozen=True, slots=True)
class Line:
    """A run by the name of its folder, what was asked in it, and its report."""

    name: str
    asked: str
    report: Report


def index(runs: Sequence[Line]) -> str:
    """One HTML document without script; runs are given oldest first and shown newest first."""
    heading = tag("header", tag("h1", "Evaluation"))
    if not runs:
        return document("Evaluation", heading, tag("p", NOTHING, class_="lead"))
    return document("Evaluation", heading, *_courses(runs), section("Runs", "runs", _table(reversed(runs))))


def _courses(runs: Sequence[Line]) -> list[Markup]:
    """For what was asked more than once: its figures from run to run."""
    parts = []
    for asked in dict.fromkeys(run.asked for run in runs):
        same = [run for run in runs if run.asked == asked]
        if len(same) > 1:
            lines = {name: [_value(run, name) for run in same] for name in SHOWN}
            parts.append(tag("figure", course(lines), tag("figcaption", said(asked), f", {len(same)} runs")))
    return [section("From run to run", "course", *parts)] if parts else []


def _table(runs: Iterable[Line]) -> Markup:
    header = ("run", "asked", "questions", "thresholds", *(breakable(name) for name in SHOWN))
    return table(header, [_row(run) for run in runs], "runs")


def _row(run: Line) -> list[Markup | str]:
    missed = [bound.metric for bound in run.report.thresholds if not bound.passed]
    held = f"missed {len(missed)}" if missed else "met" if len(run.report.thresholds) > 1 else ""
    figures = [_value(run, name) for name in SHOWN]
    return [
        tag("a", said(run.name), href=f"{quote(run.name)}/report.html"),
        said(run.asked),
        str(run.report.cases),
        held,
        *("" if value is None else f"{value:.3f}" for value in figures),
    ]


def _value(run: Line, name: str) -> float | None:
    figure = run.report.metrics.get(name)
    return None if figure is None else figure.value

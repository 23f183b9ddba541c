"""The page of a distractor curve: a plot for each figure, and all of them in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.html.elements import breakable, said, section, table, tag
from eval.html.page import document
from eval.html.plots import growth
from eval.interval import Estimate
from eval.metrics import METRICS

TITLE = "Answers among distractors"
MEANINGS = {metric.name: metric.meaning for metric in METRICS}
SECONDS = "Half of the questions are answered and checked within so many seconds."
NOTE = "Dots are means over the questions, upright lines their 95% bootstrap intervals. Only the passages grow."


def curve(
    asked: str, passages: Sequence[int], figures: Mapping[str, Sequence[Estimate | None]], rows: Sequence[Sequence[str]]
) -> str:
    """One HTML document without script. ``figures`` has an estimate for each number of passages, by name."""
    labels = [f"{each:,}" for each in passages]
    plots = [
        tag("figure", growth(labels, points, name, _end(name, points)), tag("figcaption", MEANINGS.get(name, SECONDS)))
        for name, points in figures.items()
        if any(points)
    ]
    header = ("passages of distractors", *map(breakable, figures))
    return document(
        TITLE,
        tag("header", tag("h1", TITLE), tag("p", said(asked), class_="lead")),
        section("Curves", "curves", tag("p", NOTE, class_="quiet"), tag("div", *plots, class_="side")),
        section("Figures", "figures", table(header, rows, "counts")),
    )


def _end(name: str, points: Sequence[Estimate | None]) -> float:
    """How far up a figure's axis goes: metrics are shares."""
    return 1.0 if name in MEANINGS else max(point.high for point in points if point)

"""Footnote beside other systems: a table a metric, and how long each takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from eval.beside import CHARACTERS, DIFFERENCES, NOTE, SECONDS, SHOWN
from eval.html import plots
from eval.html.elements import Child, breakable, said, section, table, tag
from eval.runs import Gap, System


def beside(systems: Sequence[System]) -> Markup | None:
    """The section; None where no other system was asked."""
    if not systems:
        return None
    meanings = (tag("li", said(each.name), ": ", said(each.meaning), ".") for each in systems)
    return section(
        "Beside other systems",
        "beside",
        tag("p", NOTE, class_="quiet"),
        tag("ul", *meanings, class_="quiet"),
        *(part for metric in SHOWN for part in _metric(metric, systems)),
        *_cost(systems),
        tag("p", f"Better by: {DIFFERENCES}", class_="quiet"),
    )


def _metric(metric: str, systems: Sequence[System]) -> Iterator[Markup]:
    """A metric's heading and table; nothing where it applies to no case."""
    rows = [
        (
            said(each.name),
            plots.interval(figure, None),
            f"{figure.value:.3f}",
            f"{figure.low:.3f} to {figure.high:.3f}",
            _better(each.differences.get(metric)),
        )
        for each in systems
        if (figure := each.figures.get(metric))
    ]
    if rows:
        scale: tuple[Child, ...] = ("", plots.unit_scale(), "", "", "")
        yield tag("h3", breakable(metric))
        yield table(("system", "", "mean", "95% interval", "Footnote is better by"), [*rows, scale], "plotted")


def _cost(systems: Sequence[System]) -> Iterator[Markup]:
    rows = [
        (said(each.name), f"{time.value:.3f}", f"{time.low:.3f} to {time.high:.3f}", f"{read.value:,.0f}")
        for each in systems
        if (time := each.figures.get(SECONDS)) and (read := each.figures.get(CHARACTERS))
    ]
    if rows:
        yield tag("h3", "What an answer takes")
        yield table(("system", "median (s)", "95% interval", "characters of passages"), rows, "counts")


def _better(gap: Gap | None) -> Markup | str:
    return "" if gap is None else said(f"{gap.difference:+.3f} ({gap.low:+.3f} to {gap.high:+.3f}), {gap.word}")

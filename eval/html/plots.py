"""Plots as inline SVG: rows that grow with the page, and frames with two axes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from eval.html.elements import Child, tag, together
from eval.interval import Estimate
from eval.runs import Bin, Bound, Figure

Point = tuple[float, float]
UNIT = (0.0, 0.25, 0.5, 0.75, 1.0)
ROW = 20  # the height of a row's plot in pixels


def interval(figure: Figure, bound: Bound | None) -> Markup:
    """A mean as a dot and its interval as a line between 0 and 1; a threshold as a tick."""
    low, high, value = (min(1.0, max(0.0, each)) for each in (figure.low, figure.high, figure.value))
    limit = None if bound is None else bound.minimum if bound.minimum is not None else bound.maximum
    return _strip(
        _grid(),
        tag("line", x1=_percent(low), x2=_percent(high), y1=ROW / 2, y2=ROW / 2, class_="interval"),
        None if limit is None else _upright(limit, 3, ROW - 3, "missed" if bound and not bound.passed else "threshold"),
        tag("circle", cx=_percent(value), cy=ROW / 2, r=4, class_="dot"),
        label=f"{figure.value:.3f}, interval {figure.low:.3f} to {figure.high:.3f}",
    )


def unit_scale() -> Markup:
    """The axis below rows from 0 to 1."""
    labels = (tag("text", f"{at:g}", x=_percent(at), y=13, text_anchor=_anchor(at)) for at in UNIT)
    return _strip(*labels, label="from 0 to 1")


def bar(share: float, tick: float | None = None, class_: str = "bar") -> Markup:
    """A bar of a share of the width, and a tick at another."""
    return _strip(
        tag("rect", x=0, y=4, width=_percent(share), height=ROW - 8, rx=1, class_=class_),
        None if tick is None else _upright(tick, 2, ROW - 2, "threshold"),
        label=f"{share:.0%}",
    )


def stacked(parts: Sequence[tuple[str, int]]) -> Markup:
    """Counts after each other as one bar; each part has a class."""
    total, begun = sum(count for _, count in parts), 0
    bars = []
    for class_, count in parts:
        if count:
            x, width = _percent(begun / total), _percent(count / total)
            hover = tag("title", str(count))
            bars.append(tag("rect", hover, x=x, y=0, width=width, height=ROW, class_=f"part {class_}"))
        begun += count
    return _strip(*bars, label=", ".join(f"{class_} {count}" for class_, count in parts))


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot with two axes that begin at 0: their ends, their words with units, and the box in pixels."""

    across: float
    up: float
    across_label: str
    up_label: str
    width: int = 340
    height: int = 270
    left: int = 52
    bottom: int = 44
    edge: int = 12
    margin: int = 12  # on the right
    whole: bool = False  # only whole numbers across
    names: Sequence[str] = ()  # instead of the numbers across: of 0, 1, 2 ...

    def at(self, x: float, y: float) -> Point:
        """Where a pair of values lies, in pixels."""
        right, top = self.width - self.margin, self.edge
        return (
            self.left + (right - self.left) * min(1.0, x / self.across),
            self.height - self.bottom - (self.height - self.bottom - top) * min(1.0, y / self.up),
        )

    def drawn(self, label: str, *marks: Child) -> Markup:
        """The plot: grid and axes, and the marks upon them."""
        box = f"0 0 {self.width} {self.height}"
        return tag("svg", *self._axes(), *marks, viewBox=box, width=self.width, role="img", aria_label=label)

    def path(self, points: Sequence[Point], class_: str) -> Markup:
        """A line through values."""
        at = " ".join("{:.1f},{:.1f}".format(*self.at(x, y)) for x, y in points)
        return tag("polyline", points=at, class_=class_)

    def dot(self, x: float, y: float, radius: float, title: str) -> Markup:
        """A dot with words that show on pointing at it."""
        across, up = self.at(x, y)
        return tag("circle", tag("title", title), cx=across, cy=up, r=radius, class_="point")

    def _across(self) -> list[tuple[float, str]]:
        """The values marked across, and their words."""
        if self.names:
            return [(float(at), name) for at, name in enumerate(self.names)]
        return [(at, f"{at:g}") for at in ticks(self.across) if not self.whole or at == int(at)]

    def _axes(self) -> list[Markup]:
        left, base = self.at(0, 0)
        right, top = self.at(self.across, self.up)
        marks = []
        for value, name in self._across():
            x, _ = self.at(value, 0)
            marks.append(tag("line", x1=x, x2=x, y1=top, y2=base, class_="grid"))
            marks.append(tag("text", name, x=x, y=base + 16, text_anchor="middle"))
        for value in ticks(self.up):
            _, y = self.at(0, value)
            marks.append(tag("line", x1=left, x2=right, y1=y, y2=y, class_="grid"))
            marks.append(tag("text", f"{value:g}", x=left - 7, y=y + 4, text_anchor="end"))
        middle, half = (left + right) / 2, (top + base) / 2
        turned = f"translate(13 {half:.0f}) rotate(-90)"
        return [
            *marks,
            self.path([(0, self.up), (0, 0), (self.across, 0)], "axis"),
            tag("text", self.across_label, x=middle, y=base + 36, text_anchor="middle", class_="label"),
            tag("text", self.up_label, transform=turned, text_anchor="middle", class_="label"),
        ]


def reliability(bins: Sequence[Bin]) -> Markup:
    """The share answerable over confidence: dots as large as their bins, and the line on which they should lie."""
    frame = Frame(1.0, 1.0, "confidence", "share answerable")
    filled = [(each.confidence, each.accuracy, each.count) for each in bins]
    largest = max((each.count for each in bins), default=1) or 1
    dots = [
        frame.dot(x, y, 2 + 8 * math.sqrt(count / largest), f"confidence {x:.2f}, answerable {y:.2f}, {count} cases")
        for x, y, count in filled
        if x is not None and y is not None and count
    ]
    return frame.drawn("reliability plot", frame.path([(0, 0), (1, 1)], "ideal"), *dots)


def risk_coverage(points: Sequence[Point]) -> Markup:
    """The share of wrong answers over the share of questions answered, the surest first."""
    highest = round_up(max((risk for _, risk in points), default=1.0) or 1.0)
    frame = Frame(1.0, min(1.0, highest), "coverage (share of questions answered)", "risk (share of those wrong)")
    return frame.drawn("risk over coverage", frame.path(points, "curve"))


def distribution(points: Sequence[Point], marks: Sequence[float]) -> Markup:
    """The share of questions answered within so many seconds, with upright lines at some of them."""
    frame = Frame(round_up(points[-1][0] or 1.0), 1.0, "seconds to the answer", "share of questions")
    uprights = [frame.path([(at, 0), (at, 1)], "ideal") for at in marks]
    return frame.drawn("distribution of seconds", *uprights, frame.path(points, "curve"))


def course(lines: Mapping[str, Sequence[float | None]]) -> Markup:
    """Shares from run to run: a line for each name, which is told at its last point."""
    runs = max(map(len, lines.values()))
    frame = Frame(max(1.0, runs - 1.0), 1.0, "run", "share", width=680, height=300, margin=170, whole=True)
    marks: list[Child] = []
    for number, (name, values) in enumerate(lines.items()):
        points = [(float(at), value) for at, value in enumerate(values) if value is not None]
        if points:
            x, y = frame.at(*points[-1])
            marks.append(frame.path(points, f"curve line-{number}"))
            marks += [frame.dot(at, value, 3, f"{name}, run {at + 1:.0f}: {value:.3f}") for at, value in points]
            marks.append(tag("text", name, x=x + 8, y=y + 4))
    return frame.drawn("figures from run to run", *marks)


def growth(passages: Sequence[str], figures: Sequence[Estimate | None], name: str, end: float) -> Markup:
    """A figure for each number of passages, these at even distances, with its interval; the axis goes up to ``end``."""
    found = [(float(at), figure) for at, figure in enumerate(figures) if figure is not None]
    across = max(1.0, len(passages) - 1.0)
    frame = Frame(across, round_up(end), "passages of distractors", name, margin=28, names=passages)
    marks: list[Child] = [frame.path([(at, figure.value) for at, figure in found], "curve")]
    for at, figure in found:
        told = f"{figure.value:.3f}, interval {figure.low:.3f} to {figure.high:.3f}"
        marks.append(frame.path([(at, figure.low), (at, figure.high)], "curve"))
        marks.append(frame.dot(at, figure.value, 4, f"{passages[int(at)]} passages: {told}"))
    return frame.drawn(f"{name} over passages of distractors", *marks)


def ticks(end: float) -> list[float]:
    """Round values from 0 to ``end``, four to six of them."""
    step = _step(end)
    return [round(step * count, 10) for count in range(math.floor(end / step + 1e-9) + 1)]


def _step(end: float) -> float:
    power = 10.0 ** math.floor(math.log10(end / 5))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if end / (power * factor) <= 5 + 1e-9)


def round_up(value: float) -> float:
    """The end of an axis that reaches ``value``."""
    step = _step(value)
    return math.ceil(value / step - 1e-9) * step


def _strip(*marks: Child, label: str) -> Markup:
    """A plot as wide as its place; across, it is measured in per cent."""
    return tag("svg", together(marks), width="100%", height=ROW, role="img", aria_label=label, class_="strip")


def _grid() -> Markup:
    return together(_upright(at, 0, ROW, "grid") for at in UNIT)


def _upright(at: float, top: float, base: float, class_: str) -> Markup:
    return tag("line", x1=_percent(at), x2=_percent(at), y1=top, y2=base, class_=class_)


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _anchor(at: float) -> str:
    return "start" if at == 0 else "end" if at == 1 else "middle"

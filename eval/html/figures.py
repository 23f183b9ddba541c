"""The figures of a run: means with their intervals, groups, causes of misses, confidence, cost, thresholds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from markupsafe import Markup

from eval.cost import NO_TOKENS, Tokens, how_estimated
from eval.html import plots
from eval.html.elements import Child, breakable, folded, said, section, table, tag
from eval.metrics import METRICS
from eval.report import CONFIDENCE, MAIN, MIB, RISK, TRUST
from eval.runs import Bound, Ending, Reliability, Reply, Report
from eval.triage import Cause

LOWER_IS_BETTER = {metric.name for metric in METRICS if not metric.higher_is_better}
POINTS = 101  # of the distribution of seconds
# What is done with a question, and the ending it has where the documents answer it, and where they do not.
ANSWERED_OR_NOT = (
    ("answered rightly", Ending.RIGHT, None),
    ("answered wrongly", Ending.WRONG, Ending.NOT_REFUSED),
    ("answered, not judged", Ending.UNJUDGED, None),
    ("refused", Ending.REFUSED_WRONGLY, Ending.REFUSED_RIGHTLY),
)
STAGES_TOLD = 0.0005  # seconds; a stage whose slowest run is below is not shown


def means(report: Report) -> Markup:
    """Every metric's mean with its interval and threshold, and what it means."""
    bounds = {bound.metric: bound for bound in report.thresholds}
    rows = [
        (
            _metric(name),
            plots.interval(figure, bounds.get(name)),
            f"{figure.value:.3f}",
            f"{figure.low:.3f} to {figure.high:.3f}",
            str(figure.cases),
        )
        for name, figure in report.metrics.items()
    ]
    note = "A dot is the mean over the cases to which the metric applies, its line the 95% bootstrap interval."
    note += " A tick is the threshold." if bounds else ""
    note += " Of metrics with an arrow, lower is better."
    scale: tuple[Child, ...] = ("", plots.unit_scale(), "", "", "")
    shown = table(("metric", "", "mean", "95% interval", "cases"), [*rows, scale], "plotted")
    meanings = [(_metric(name), each.meaning, each.source) for name, each in report.meanings.items()]
    told = folded("What each metric means", table(("metric", "meaning", "defined by"), meanings, "worded"))
    return section("Figures", "figures", tag("p", note, class_="quiet"), shown, told if meanings else None)


def groups(title: str, anchor: str, found: Mapping[str, Mapping[str, float]]) -> Markup | None:
    """The main metrics by kind or split; None where there is only one group."""
    if len(found) < 2:
        return None
    shown = [name for name in MAIN if any(name in means for means in found.values())]
    rows = [
        (said(group), f"{means.get('cases', 0):g}", *(_shaded(name, means.get(name)) for name in shown))
        for group, means in found.items()
    ]
    header = (title.removeprefix("By "), "cases", *map(_metric, shown))
    return section(title, anchor, table(header, rows, "shaded"))


def causes(replies: Sequence[Reply]) -> Markup | None:
    """How many misses each cause has, in the order of the stages; None where the run gives no causes."""
    counts = Counter(reply.cause for reply in replies if reply.cause)
    if not counts:
        return None
    most = max(counts.values())
    stages = list(map(str, Cause))
    named = [*stages, *sorted(counts.keys() - set(stages))]
    rows = [(said(cause), plots.bar(counts[cause] / most, class_="bar miss"), str(counts[cause])) for cause in named]
    words = (
        "Each miss is counted once, at the first step that lost it. A right answer with a wrong citation is one, too."
    )
    shown = table(("cause", "", "misses"), rows, "plotted")
    return section("Where it went wrong", "causes", tag("p", words, class_="quiet"), shown)


def refusals(replies: Sequence[Reply], found: Reliability | None) -> Markup:
    """What was answered and what was refused, and how far confidence tells one from the other."""
    counts = Counter(reply.ending for reply in replies)
    shown = [column for column in ANSWERED_OR_NOT if column[1] is not Ending.UNJUDGED or counts[Ending.UNJUDGED]]
    header = ("question", *(title for title, _, _ in shown))
    can = ("the documents answer it", *(str(counts[ending]) for _, ending, _ in shown))
    cannot = ("they do not", *("" if ending is None else str(counts[ending]) for _, _, ending in shown))
    return section("Knowing when not to answer", "refusals", table(header, [can, cannot], "counts"), *_trust(found))


def cost(replies: Sequence[Reply], memory: int | None, spent: Tokens | None = None) -> Markup | None:
    """Seconds to answers and by stage, bytes of memory, and tokens; None where the run does not tell the time."""
    seconds = [reply.seconds for reply in replies if reply.seconds is not None]
    if not seconds:
        return None
    median, late = (float(each) for each in np.quantile(seconds, [0.5, 0.95]))
    shares = np.linspace(0, 1, POINTS)
    points = [(float(x), float(y)) for x, y in zip(np.quantile(seconds, shares), shares, strict=True)]
    words = f"Half of the answers take at most {median:.2f}\u00a0s, 95% of them at most {late:.2f}\u00a0s (dashed)."
    figure = _figure(plots.distribution(points, [median, late]), words)
    told = None if memory is None else tag("p", f"Peak memory of the process: {memory / MIB:.0f} MiB.", class_="quiet")
    return section("Cost", "cost", told, *_tokens(spent), tag("div", figure, _stages(replies), class_="side"))


def thresholds(bounds: Sequence[Bound]) -> Markup | None:
    """What the run had to reach; None where nothing was asked."""
    if not bounds:
        return None
    rows = [
        (_metric(bound.metric), _value(bound.value), _limit(bound), tag("b", "missed") if not bound.passed else "met")
        for bound in sorted(bounds, key=lambda bound: bound.passed)
    ]
    missed = sum(not bound.passed for bound in bounds)
    title = f"{missed} of {len(bounds)} missed" if missed else f"All {len(bounds)} are met"
    shown = table(("metric", "value", "threshold", ""), rows, "counts")
    return section("Thresholds", "thresholds", folded(title, shown, opened=missed > 0))


def _trust(found: Reliability | None) -> list[Markup]:
    if found is None:
        return []
    values = {name: getattr(found, name) for name in TRUST}
    rows = [
        (
            TRUST[name],
            f"{value:.3f}",
            "{:.3f} to {:.3f}".format(*found.intervals[name]) if name in found.intervals else "",
        )
        for name, value in values.items()
        if value is not None
    ]
    shown = [table(("confidence", "value", "95% interval"), rows, "worded")] if rows else []
    figures = []
    if found.bins:
        words = (
            f"{CONFIDENCE} Dots on the dashed line would be what it should be; a dot is as large as its cases are many."
        )
        figures.append(_figure(plots.reliability(found.bins), words))
    if found.risk_coverage:
        figures.append(_figure(plots.risk_coverage(found.risk_coverage), RISK))
    return [*shown, tag("div", *figures, class_="side")]


def _stages(replies: Sequence[Reply]) -> Markup | None:
    stages: dict[str, list[float]] = {}
    for reply in replies:
        for stage, seconds in reply.timings.items():
            stages.setdefault(stage, []).append(seconds)
    measured = {name: np.quantile(each, [0.5, 0.95]) for name, each in stages.items() if max(each) > STAGES_TOLD}
    if not measured:
        return None
    longest = max(float(late) for _, late in measured.values()) or 1.0
    rows = [
        (said(stage), plots.bar(median / longest, late / longest), f"{median:.3f}", f"{late:.3f}")
        for stage, (median, late) in measured.items()
    ]
    return table(("stage", "bar: median, tick: 95%", "median (s)", "95% within (s)"), rows, "plotted")


def _tokens(spent: Tokens | None) -> list[Markup]:
    """What went to a language model and came back; nothing where the run does not tell."""
    if spent is None:
        return []
    if not spent.asked:
        return [tag("p", NO_TOKENS, class_="quiet")]
    rows = [
        ("sent", f"{spent.sent_mean:.1f}", f"{spent.sent:,}"),
        ("received", f"{spent.received_mean:.1f}", f"{spent.received:,}"),
    ]
    told = (tag("p", words, class_="quiet") for words in how_estimated(spent))
    return [table(("tokens", "a question, mean", "in all"), rows, "counts"), *told]


def _figure(plot: Markup, words: str) -> Markup:
    return tag("figure", plot, tag("figcaption", words))


def _metric(name: str) -> Markup:
    return breakable(f"{name} ↓" if name in LOWER_IS_BETTER else name)


def _shaded(name: str, value: float | None) -> Markup:
    if value is None:
        return tag("td")
    share = min(1.0, max(0.0, value))
    return tag("td", f"{value:.3f}", style=f"--share:{share:.0%}", class_="low" if name in LOWER_IS_BETTER else "high")


def _value(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.3f}"


def _limit(bound: Bound) -> str:
    return f"at most {bound.maximum:g}" if bound.minimum is None else f"at least {bound.minimum:g}"

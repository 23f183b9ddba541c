"""The page: its head, what the run comes to in a sentence, and its parts."""

from __future__ import annotations

from collections import Counter
from importlib import resources

from markupsafe import Markup

from eval.html import plots
from eval.html.beside import beside
from eval.html.elements import said, tag
from eval.html.figures import causes, cost, groups, means, refusals, thresholds
from eval.html.judging import judge
from eval.html.questions import ending_class, questions
from eval.runs import Ending, Run

# Whatever slips through: no script runs, nothing is fetched, nothing is sent.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def as_html(run: Run) -> str:
    """The report of a run as one HTML document that opens offline and runs no script."""
    return document(f"Evaluation: {run.name}", *_parts(run))


def document(title: str, *parts: Markup) -> str:
    """A page of parts, with our style and without any script."""
    style = resources.files("eval.html").joinpath("style.css").read_text(encoding="utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", Markup(style)),  # noqa: S704  # a file of this package
    )
    html = tag("html", head, tag("body", tag("main", *parts)), lang="en")
    return f"<!doctype html>\n{html}\n"


def _parts(run: Run) -> list[Markup]:
    report = run.report
    parts = (
        means(report),
        beside(report.beside),
        groups("By kind", "kinds", report.by_kind),
        groups("By split", "splits", report.by_split),
        causes(run.replies),
        refusals(run.replies, report.reliability),
        judge(report.judge),
        cost(run.replies, report.peak_memory_bytes, report.tokens),
        thresholds(report.thresholds),
        questions(run.replies),
    )
    return [_header(run), *(part for part in parts if part is not None)]


def _header(run: Run) -> Markup:
    counts = Counter(reply.ending for reply in run.replies)
    parts = [(ending, counts[ending]) for ending in Ending if counts[ending]]
    key = (
        tag("li", tag("span", class_=f"swatch {ending_class(ending)}"), tag("b", str(count)), f" {ending}")
        for ending, count in parts
    )
    return tag(
        "header",
        tag("h1", "Evaluation ", said(run.name)),
        tag("p", _in_a_sentence(run, counts), class_="lead"),
        plots.stacked([(ending_class(ending), count) for ending, count in parts]),
        tag("ul", *key, class_="key"),
        *_defects(run),
    )


def _in_a_sentence(run: Run, counts: Counter[Ending]) -> str:
    total = len(run.replies)
    well = sum(count for ending, count in counts.items() if not ending.is_wrong)
    missed = [bound.metric for bound in run.report.thresholds if not bound.passed]
    words = f"{well} of {total} questions ({well / total:.0%}) ended as they should."
    if missed:
        return f"{words} Missed thresholds: {', '.join(missed)}."
    return f"{words} Every threshold is met." if run.report.thresholds else words


def _defects(run: Run) -> list[Markup]:
    """What must never be, said where it is seen first."""
    told = (
        ("Citations that are not exact, in", run.report.inexact_citations),
        ("Evidence that stands in no document, of", run.report.evidence_not_found),
    )
    return [tag("p", tag("b", f"{what}: "), said(", ".join(ids)), class_="defect") for what, ids in told if ids]

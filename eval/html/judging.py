"""What the judge found: over the run, and of each answer."""

from __future__ import annotations

from markupsafe import Markup

from eval.html.elements import said, section, table, tag
from eval.judgement import Judgement, Opinion
from eval.judging import (
    AGAINST,
    COUNTS,
    KAPPA,
    NAMES,
    NOTE,
    Judging,
    Side,
    agreement_cells,
    estimate_cells,
    what_it_took,
)


def judge(found: Judging | None) -> Markup | None:
    """The section; None where nothing was judged."""
    if found is None:
        return None
    sides = {"correctness": found.correctness, "faithfulness": found.faithfulness}
    means = [
        (NAMES[name], *estimate_cells(side.mean), str(side.mean.cases if side.mean else 0), str(side.without_verdict))
        for name, side in sides.items()
    ]
    return section(
        "Judge",
        "judge",
        tag("p", NOTE, class_="quiet"),
        table(("judged", "mean", "95% interval", "cases", "no verdict"), means, "counts"),
        *_agreements(sides),
        tag("p", what_it_took(found.tokens), class_="quiet"),
    )


def opinions(judgement: Judgement | None) -> Markup | None:
    """What the judge said of an answer, and why; None where it was not asked."""
    if judgement is None or not judgement.opinions:
        return None
    shown = (_opinion(name, opinion) for name, opinion in judgement.opinions.items())
    return tag("div", tag("h3", "What the judge says"), tag("ul", *shown, class_="opinions"))


def _agreements(sides: dict[str, Side]) -> list[Markup]:
    rows = [(AGAINST[name], *agreement_cells(side.agreement)) for name, side in sides.items() if side.agreement]
    if not rows:
        return []
    header = ("agreement", "share", "95% interval", "kappa", "95% interval", "cases", *COUNTS)
    return [tag("p", KAPPA, class_="quiet"), table(header, rows, "counts")]


def _opinion(name: str, opinion: Opinion) -> Markup:
    value = "no verdict" if opinion.value is None else f"{opinion.value:g}"
    reason = tag("blockquote", tag("p", said(opinion.reason))) if opinion.reason else None
    return tag("li", f"{name} ", tag("b", value), reason)

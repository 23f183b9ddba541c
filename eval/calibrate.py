"""``footnote eval calibrate``: how strict to be, fitted on a development part and held against the rest.

Every case is asked with declining switched off, so that it is known what would have been answered. A reply counts 1
where it is right (a right answer, or an unanswerable question declined), 0 where an answerable one is declined, and
less a ``cost`` where the answer is wrong: the effective reliability of Whitehead et al. (2022).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from assistant.errors import CasesError
from assistant.settings import Settings
from eval.outcome import Outcome, outcome
from eval.progress import shown
from eval.run import predict
from eval.tables import table
from eval.task import Build, add_inputs, open_library, open_task
from eval.triage import is_right

COST = 0.5  # of a wrong answer, unless given


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply without declining came to: its confidence, and whether it was right."""

    confidence: float
    right: bool
    answerable: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of a part's cases with one strictness, and the mean ``score`` of a reply."""

    strictness: float
    cases: int
    right: float
    wrong: float
    declined_answerable: float
    declined_unanswerable: float
    score: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``footnote eval calibrate``."""
    add_inputs(parser)
    parser.add_argument(
        "--cost", type=float, default=COST, help=f"what a wrong answer costs ({COST}); a right one is 1"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")


def run(arguments: argparse.Namespace, build: Build) -> None:
    """Print the fitted strictness and its figures. Raises CasesError for input that cannot be used."""
    with open_task(arguments) as task, open_library(task, build, strictness=0.0) as assistant:
        asked = shown(predict(assistant, task.cases), len(task.cases), "asked")
        parts = _parts([outcome(case, prediction) for case, prediction in asked])
    found = fit(parts["dev"], arguments.cost)
    rows = {
        f"{part}, {name}": figures(replies, strictness, arguments.cost)
        for part, replies in parts.items()
        for name, strictness in (("as it is set", Settings().strictness), ("fitted", found))
    }
    document = {"strictness": found, "cost": arguments.cost, **{name: asdict(each) for name, each in rows.items()}}
    sys.stdout.write(json.dumps(document, indent=2) + "\n" if arguments.json else as_markdown(found, rows))


def _parts(outcomes: Sequence[Outcome]) -> dict[str, list[Reply]]:
    """Replies by part: as the cases say, or by the hash of their id. Raises CasesError for a part without any."""
    parts: dict[str, list[Reply]] = {"dev": [], "test": []}
    for each in outcomes:
        part = each.case.split or ("dev", "test")[hashlib.sha256(each.case.id.encode()).digest()[0] % 2]
        right = each.case.answerable and is_right(each.case, each.metrics)
        replies = parts["dev" if part == "dev" else "test"]
        replies.append(Reply(each.prediction.answer.confidence, right, each.case.answerable))
    for name, replies in parts.items():
        if not replies:
            raise CasesError(f"The “{name}” part has no cases. Give cases of both parts, or leave out --split.")
    return parts


def fit(replies: Sequence[Reply], cost: float) -> float:
    """The strictness with the best score; in the middle of those that do as well."""
    levels = sorted({0.0, *(reply.confidence for reply in replies), 1.0})
    between = [round((low + high) / 2, 3) for low, high in pairwise(levels)]
    scores = np.array([figures(replies, level, cost).score for level in between])
    best = np.flatnonzero(scores >= scores.max() - 1e-12)
    return between[int(best[len(best) // 2])]


def figures(replies: Sequence[Reply], strictness: float, cost: float) -> Figures:
    """What the replies come to when those less confident than ``strictness`` are declined."""
    answered = np.array([reply.confidence >= strictness for reply in replies])
    right = np.array([reply.right for reply in replies])
    answerable = np.array([reply.answerable for reply in replies])
    well, badly = (answered & right) | (~answered & ~answerable), answered & ~right
    return Figures(
        strictness=strictness,
        cases=len(replies),
        right=float(well.mean()),
        wrong=float(badly.mean()),
        declined_answerable=_share(~answered, answerable),
        declined_unanswerable=_share(~answered, ~answerable),
        score=float(well.mean() - cost * badly.mean()),
    )


def _share(flags: np.ndarray, among: np.ndarray) -> float:
    return float(flags[among].mean()) if among.any() else 0.0


def as_markdown(strictness: float, rows: dict[str, Figures]) -> str:
    """The table, and the setting that takes the fitted strictness."""
    header = ("part", "strictness", "cases", "right", "wrong", "declined, answerable", "declined, not", "score")
    cells = [(name, *_cells(each)) for name, each in rows.items()]
    setting = f"To be as strict as this: FOOTNOTE_STRICTNESS={strictness:g}"
    return "\n\n".join(["# How strict to be", table(header, cells, figures=True), setting]) + "\n"


def _cells(each: Figures) -> tuple[str, ...]:
    values: dict[str, Any] = asdict(each)
    return tuple(str(value) if isinstance(value, int) else f"{value:.3f}" for value in values.values())

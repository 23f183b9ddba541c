"""``footnote eval distract``: the same questions again and again, while documents that do not answer them are added."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from assistant.errors import CasesError
from eval.cases import Case, Evidence
from eval.distractors import Distractors
from eval.files import make_folder, write_text
from eval.html.curve import curve
from eval.interval import Estimate, estimate
from eval.outcome import outcome
from eval.progress import shown
from eval.run import predict, to_stderr
from eval.summary import summarise
from eval.tables import table
from eval.task import Build, add_inputs, open_library, open_task

STEPS = (10, 100, 1_000, 10_000)
SECONDS = "seconds (p50)"
SHOWN = (
    *("evidence_recall@1", "evidence_recall@5", "contains_answer", "f1"),
    *("refused_answerable", "refused_unanswerable", SECONDS),
)
_ELSEWHERE = "Give another folder with --out."


@dataclass(frozen=True, slots=True)
class Point:
    """The figures, by name, with so many passages of so many distractors. ``step`` is how many were wanted."""

    step: int
    passages: int
    documents: int
    figures: Mapping[str, Estimate]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``footnote eval distract``."""
    add_inputs(parser)
    parser.add_argument(
        "--distractors",
        type=Path,
        metavar="PATH",
        required=True,
        help="a folder of documents, or articles (title, text) in .jsonl or .jsonl.gz",
    )
    listed = ",".join(map(str, STEPS))
    parser.add_argument(
        "--steps", type=_steps, metavar="N,N", default=STEPS, help=f"passages of distractors ({listed})"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="write curve.json and curve.html there")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")


def run(arguments: argparse.Namespace, build: Build) -> None:
    """Print the figures at each step. Raises CasesError for input that cannot be used."""
    if arguments.out:
        make_folder(arguments.out, _ELSEWHERE)
    with (
        open_task(arguments) as task,
        open_library(task, build) as assistant,
        tempfile.TemporaryDirectory(prefix="footnote-distractors-", ignore_cleanup_errors=True) as folder,
    ):
        distractors = Distractors(assistant, arguments.distractors, Path(folder))
        points = list(_points(assistant, task.cases, distractors, arguments.steps))
    asked = f"{task.asked}; distractors from {arguments.distractors.name}"
    document = json.dumps(as_json(asked, len(task.cases), points), ensure_ascii=False, indent=2) + "\n"
    if arguments.out:
        write_text(arguments.out / "curve.json", document, _ELSEWHERE)
        figures = {name: [point.figures.get(name) for point in points] for name in SHOWN}
        page = curve(asked, [point.passages for point in points], figures, _rows(points))
        write_text(arguments.out / "curve.html", page, _ELSEWHERE)
    sys.stdout.write(document if arguments.json else as_markdown(len(task.cases), points))


def _points(
    assistant: Assistant, cases: Sequence[Case], distractors: Distractors, steps: Sequence[int]
) -> Iterator[Point]:
    """The figures without distractors, and after each step; the last one where too few are left for it."""
    cases = _asking_of(cases, [source.name for source in assistant.sources()])
    yield Point(0, 0, 0, _figures(assistant, cases))
    for step in steps:
        before = distractors.passages
        reached = distractors.grow(step)
        if not distractors.passages:
            raise CasesError("None of the distractors can be used. Give others with --distractors.")
        if not reached:
            to_stderr(f"only {distractors.passages} passages of distractors are there, not {step}: the curve ends here")
        else:
            to_stderr(f"{distractors.passages} passages of {distractors.documents} distractors are in the library")
        if reached or distractors.passages > before:
            yield Point(step, distractors.passages, distractors.documents, _figures(assistant, cases))
        if not reached:
            return


def _asking_of(cases: Sequence[Case], names: Sequence[str]) -> list[Case]:
    """The same cases, with evidence that may stand in any document looked for in their own documents alone."""
    return [
        replace(case, evidence=tuple(Evidence(each.quote, each.documents or tuple(names)) for each in case.evidence))
        for case in cases
    ]


def _figures(assistant: Assistant, cases: Sequence[Case]) -> dict[str, Estimate]:
    predicted = shown(predict(assistant, cases), len(cases), "asked")
    outcomes = [outcome(case, prediction) for case, prediction in predicted]
    seconds = np.array([each.prediction.seconds for each in outcomes])
    median = estimate(lambda sample: float(np.median(sample)), seconds)
    return {**summarise(outcomes).means, **({SECONDS: median} if median else {})}


def as_json(asked: str, cases: int, points: Sequence[Point]) -> dict[str, Any]:
    """All points with all figures, six decimals each."""
    return {
        "asked": asked,
        "cases": cases,
        "points": [
            {
                "step": point.step,
                "passages": point.passages,
                "documents": point.documents,
                "figures": {name: _rounded(figure) for name, figure in point.figures.items()},
            }
            for point in points
        ],
    }


def as_markdown(cases: int, points: Sequence[Point]) -> str:
    """A row for each point: means with their 95% intervals."""
    header = ("passages of distractors", *SHOWN)
    return f"# {cases} cases among distractors\n\n{table(header, _rows(points), figures=True)}\n"


def _rows(points: Sequence[Point]) -> list[tuple[str, ...]]:
    return [(f"{point.passages:,}", *(_cell(point.figures.get(name)) for name in SHOWN)) for point in points]


def _cell(figure: Estimate | None) -> str:
    return "" if figure is None else f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


def _rounded(figure: Estimate) -> dict[str, float]:
    return {name: round(value, 6) for name, value in asdict(figure).items()}


def _steps(text: str) -> tuple[int, ...]:
    """Numbers of passages, smallest first, from ``10,100``."""
    steps = [int(step) for step in text.split(",")]
    if min(steps) < 1:
        raise argparse.ArgumentTypeError("each step must be 1 or more")
    return tuple(sorted(set(steps)))

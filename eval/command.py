"""``footnote eval``: run cases through a real assistant on a home of its own, report, and hold against thresholds."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.assistant import Assistant, open_judging_model
from assistant.errors import CasesError, FootnoteError
from assistant.settings import load_settings
from eval import calibrate, compare, distract, draft, poisoned, view
from eval.beside import Beside, beside
from eval.checking import planted
from eval.flips import causes_file, flipped, write_causes
from eval.gate import Check, check, read_thresholds, write_thresholds
from eval.junit import write_junit
from eval.manifest import manifest
from eval.outcome import Outcome, outcome
from eval.progress import shown
from eval.report import as_json, as_markdown
from eval.resume import Kept
from eval.run import predict, to_stderr
from eval.summary import Summary, summarise
from eval.task import Build, Task, add_inputs, open_library, open_task
from eval.writing import write_index, write_run

if TYPE_CHECKING:
    from assistant.models.judging import JudgingModel

OK, MISSED, UNUSABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``footnote eval``."""
    add_inputs(parser)
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write the run there: predictions, manifest, and the report as JSON, Markdown and HTML",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")
    parser.add_argument(
        "--references", action="store_true", help="ask simpler systems as well, and show Footnote beside them"
    )
    parser.add_argument(
        "--judge", action="store_true", help="have a language model judge the answers as well: see eval/README.md"
    )
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the cases as JUnit XML as well")
    parser.add_argument(
        "--planted",
        action="store_true",
        help="plant errors in sentences and see whether checking flags them; always on the built-in cases",
    )
    parser.add_argument(
        "--update-baseline", action="store_true", help="set the built-in thresholds to this run, less 0.02 or one case"
    )
    others = parser.add_subparsers(dest="instead", title="other commands", metavar="")
    compare.add_arguments(others.add_parser("compare", help="hold one run against another, as --out wrote them"))
    calibrate.add_arguments(others.add_parser("calibrate", help="fit how strict to be"))
    view.add_arguments(others.add_parser("view", help="show a run as a page"))
    draft.add_arguments(others.add_parser("draft", help="draft cases from answers that were judged bad"))
    distract.add_arguments(others.add_parser("distract", help="how answers hold as other documents grow"))
    poisoned.add_arguments(others.add_parser("poison", help="whether instructions planted in documents are followed"))


def run(arguments: argparse.Namespace, build: Build) -> int:
    """Do what is asked and return the exit status: 0 ok, 1 a threshold missed, 2 input that cannot be used."""
    others: dict[str, Callable[[], bool | None]] = {  # False: the gate failed
        "compare": lambda: compare.run(arguments),
        "view": lambda: view.run(arguments),
        "calibrate": lambda: calibrate.run(arguments, build),
        "draft": lambda: draft.run(arguments),
        "distract": lambda: distract.run(arguments, build),
        "poison": lambda: poisoned.run(arguments, build),
    }
    try:
        if arguments.instead:
            return MISSED if others[arguments.instead]() is False else OK
        return _measure(arguments, build)
    except FootnoteError as error:
        to_stderr(str(error))
        return UNUSABLE


def _measure(arguments: argparse.Namespace, build: Build) -> int:
    with _judging_model(arguments) as judge, open_task(arguments) as task:
        if arguments.update_baseline and task.baseline is None:
            raise CasesError("--update-baseline is for the built-in cases: leave out --cases and --dataset.")
        made_with = manifest(task.asked, task.cases, task.documents, load_settings())
        kept = Kept(arguments.out, made_with)
        with open_library(task, build) as assistant:
            outcomes = _outcomes(assistant, task, kept, judge)
            with_errors = task.baseline is not None or arguments.planted
            summary = summarise(outcomes, planted(assistant, task.cases) if with_errors else {})
            if arguments.references:
                summary = replace(summary, beside=_beside(assistant, outcomes))
        checks = _report(arguments, task, outcomes, summary, made_with)
        kept.close()
    missed = [each for each in checks if not each.passed]
    for each in missed:
        to_stderr(f"missed: {each}")
    return MISSED if missed else OK


def _judging_model(arguments: argparse.Namespace) -> AbstractContextManager[JudgingModel | None]:
    """The language model that judges, where one is to; before anything is asked, as it may not be named."""
    return open_judging_model(load_settings()) if arguments.judge else nullcontext()


def _outcomes(assistant: Assistant, task: Task, kept: Kept, judge: JudgingModel | None) -> list[Outcome]:
    """Ask the cases and have the answers judged; what a run that was cut off has kept is not asked again."""
    if len(kept):
        to_stderr(f"going on: {len(kept)} of {len(task.cases)} were asked before")
    try:
        missing = kept.missing(task.cases)
        for case, prediction in shown(predict(assistant, missing), len(missing), "asked"):
            kept.keep(outcome(case, prediction))
        if judge:
            from eval.judge import judge_all, unjudged

            outcomes = kept.all(task.cases)
            for judged in shown(judge_all(judge, outcomes), len(unjudged(outcomes)), "judged"):
                kept.keep(judged)
    except (FootnoteError, KeyboardInterrupt):
        to_stderr(kept.how_to_go_on())
        raise
    return kept.all(task.cases)


def _beside(assistant: Assistant, outcomes: Sequence[Outcome]) -> tuple[Beside, ...]:
    from eval.references import ask_references

    return beside(ask_references(assistant, outcomes))


def _report(
    arguments: argparse.Namespace,
    task: Task,
    outcomes: Sequence[Outcome],
    summary: Summary,
    made_with: Mapping[str, Any],
) -> list[Check]:
    if task.baseline and arguments.update_baseline:
        write_thresholds(task.baseline, arguments.split, summary)
        write_causes(causes_file(task.baseline), outcomes)
        to_stderr(f"thresholds for “{arguments.split}” written to {task.baseline}")
    checks = check(read_thresholds(task.baseline, arguments.split) if task.baseline else [], summary)
    if task.baseline and not all(each.passed for each in checks):
        for line in flipped(causes_file(task.baseline), outcomes):
            to_stderr(f"was right: {line}")
    if arguments.out:
        write_run(arguments.out, outcomes, summary, checks, made_with)
        write_index(arguments.out.parent)
    if arguments.junit:
        write_junit(arguments.junit, outcomes)
    document = json.dumps(as_json(summary, checks), ensure_ascii=False, indent=2) + "\n"
    sys.stdout.write(document if arguments.json else as_markdown(summary, checks))
    return checks

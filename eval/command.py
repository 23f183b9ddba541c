"""``footnote eval``: run cases through a real assistant on a home of its own, report, and hold against thresholds."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import CasesError, FootnoteError
from eval import compare
from eval.cases import Case, builtin, read_cases
from eval.checking import planted
from eval.datasets import kinds, open_dataset
from eval.gate import Check, check, read_thresholds, write_thresholds
from eval.interval import Estimate
from eval.outcome import Outcome, outcome
from eval.report import as_json, as_markdown
from eval.run import ingest, predict, to_stderr
from eval.summary import summarise
from eval.writing import write_run

OK, MISSED, UNUSABLE = 0, 1, 2
Build = Callable[[Path], Assistant]


@dataclass(frozen=True, slots=True)
class _Task:
    cases: list[Case]
    documents: Path
    baseline: Path | None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``footnote eval``."""
    parser.add_argument(
        "--cases", type=Path, metavar="FILE", help="cases of your own, .jsonl or .csv (needs --documents)"
    )
    parser.add_argument(
        "--dataset", metavar="KIND:PATH", help=f"a published set instead: {', '.join(kind.name for kind in kinds())}"
    )
    parser.add_argument("--documents", type=Path, metavar="DIR", help="the folder of documents that they ask about")
    parser.add_argument("--limit", type=int, metavar="N", help="ask N questions of the data set, always the same ones")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="write the run there: predictions.jsonl, report.json, .md and .html"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")
    parser.add_argument("--split", choices=["dev", "test", "all"], default="all", help="which cases to run")
    parser.add_argument(
        "--update-baseline", action="store_true", help="set the built-in thresholds to this run, less 0.02 or one case"
    )
    others = parser.add_subparsers(dest="instead", title="with runs that were written by --out", metavar="")
    compare.add_arguments(others.add_parser("compare", help="hold one run against another"))


def run(arguments: argparse.Namespace, build: Build) -> int:
    """Run, print and return the exit status: 0 ok, 1 a threshold missed, 2 input that cannot be used.

    ``build`` opens an assistant on the folder it is given, an empty home that is deleted afterwards.
    """
    if arguments.instead == "compare":
        return compare.run(arguments)
    try:
        with _task(arguments) as task:
            outcomes, checking = _outcomes(task, build)
        checks = _report(arguments, task, outcomes, checking)
    except FootnoteError as error:
        to_stderr(str(error))
        return UNUSABLE
    missed = [each for each in checks if not each.passed]
    for each in missed:
        to_stderr(f"missed: {each}")
    return MISSED if missed else OK


@contextmanager
def _task(arguments: argparse.Namespace) -> Iterator[_Task]:
    if arguments.dataset is not None:
        with _published(arguments) as task:
            yield task
        return
    if arguments.limit is not None:
        raise CasesError("--limit is for published sets: give one with --dataset, or leave out --limit.")
    if (arguments.cases is None) != (arguments.documents is None):
        raise CasesError("--cases and --documents go together: give both, or neither to run the built-in cases.")
    if arguments.cases is not None:
        if arguments.update_baseline:
            raise CasesError("--update-baseline is for the built-in cases: leave out --cases and --documents.")
        yield _Task(_of_split(read_cases(arguments.cases), arguments.split), arguments.documents, None)
        return
    with builtin() as own:
        yield _Task(_of_split(own.cases, arguments.split), own.documents, own.baseline)


@contextmanager
def _published(arguments: argparse.Namespace) -> Iterator[_Task]:
    if arguments.cases is not None or arguments.update_baseline:
        raise CasesError("--dataset has cases of its own: leave out --cases and --update-baseline.")
    with open_dataset(arguments.dataset, limit=arguments.limit, documents=arguments.documents) as given:
        yield _Task(_of_split(given.cases, arguments.split), given.documents, None)


def _of_split(cases: Sequence[Case], split: str) -> list[Case]:
    chosen = [case for case in cases if split in ("all", case.split)]
    if not chosen:
        raise CasesError(f"No case is of the split “{split}”. Leave out --split to run all cases.")
    return chosen


def _outcomes(task: _Task, build: Build) -> tuple[list[Outcome], dict[str, Estimate]]:
    # Deleting may fail where a file is still open (Windows); what is left lies in the system's own temporary folder.
    with (
        tempfile.TemporaryDirectory(prefix="footnote-eval-", ignore_cleanup_errors=True) as home,
        closing(build(Path(home))) as assistant,
    ):
        ingest(assistant, task.documents)
        outcomes = [outcome(case, prediction) for case, prediction in predict(assistant, task.cases)]
        return outcomes, planted(assistant, task.cases)


def _report(
    arguments: argparse.Namespace, task: _Task, outcomes: Sequence[Outcome], checking: Mapping[str, Estimate]
) -> list[Check]:
    summary = summarise(outcomes, checking)
    if task.baseline and arguments.update_baseline:
        write_thresholds(task.baseline, arguments.split, summary)
        to_stderr(f"thresholds for “{arguments.split}” written to {task.baseline}")
    checks = check(read_thresholds(task.baseline, arguments.split) if task.baseline else [], summary)
    if arguments.out:
        write_run(arguments.out, outcomes, summary, checks)
    document = json.dumps(as_json(summary, checks), ensure_ascii=False, indent=2) + "\n"
    sys.stdout.write(document if arguments.json else as_markdown(summary, checks))
    return checks

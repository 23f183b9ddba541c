"""What a run asks: the built-in cases, one's own, or a published set; and asking it."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import CasesError
from eval.cases import Case, builtin, read_cases
from eval.datasets import kinds, open_dataset
from eval.perturb import PERTURBATIONS
from eval.run import ingest

Build = Callable[..., Assistant]
"""Opens an assistant on the empty folder it is given; keywords are settings that differ from the user's."""


@dataclass(frozen=True, slots=True)
class Task:
    """Cases, the folder of documents that they ask about, and the file of thresholds where there is one.

    ``asked`` says in words what is asked.
    """

    cases: list[Case]
    documents: Path
    baseline: Path | None
    asked: str = ""


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that say what is asked."""
    parser.add_argument(
        "--cases", type=Path, metavar="FILE", help="cases of your own, .jsonl or .csv (needs --documents)"
    )
    parser.add_argument(
        "--dataset", metavar="KIND:PATH", help=f"a published set instead: {', '.join(kind.name for kind in kinds())}"
    )
    parser.add_argument("--documents", type=Path, metavar="DIR", help="the folder of documents that they ask about")
    parser.add_argument("--limit", type=int, metavar="N", help="ask N questions of the data set, always the same ones")
    parser.add_argument("--split", choices=["dev", "test", "all"], default="all", help="which cases to run")
    parser.add_argument("--perturb", choices=sorted(PERTURBATIONS), help="ask as people also do: see eval/perturb.py")


@contextmanager
def open_task(arguments: argparse.Namespace) -> Iterator[Task]:
    """What the arguments name; its files last as long as the context. Raises CasesError."""
    with _named(arguments) as task:
        named = arguments.dataset or arguments.cases or "built-in cases"
        others = (part for part in (arguments.split, arguments.perturb) if part not in (None, "all"))
        task = replace(task, asked=", ".join([str(named), *others]))  # noqa: PLW2901
        if arguments.perturb is None:
            yield task
        else:  # other questions than the thresholds are for
            perturbed = [PERTURBATIONS[arguments.perturb](case) for case in task.cases]
            yield replace(task, cases=perturbed, baseline=None)


@contextmanager
def _named(arguments: argparse.Namespace) -> Iterator[Task]:
    if arguments.dataset is not None:
        if arguments.cases is not None:
            raise CasesError("--dataset has cases of its own: leave out --cases.")
        with open_dataset(arguments.dataset, limit=arguments.limit, documents=arguments.documents) as given:
            yield Task(_of_split(given.cases, arguments.split), given.documents, None)
        return
    if arguments.limit is not None:
        raise CasesError("--limit is for published sets: give one with --dataset, or leave out --limit.")
    if (arguments.cases is None) != (arguments.documents is None):
        raise CasesError("--cases and --documents go together: give both, or neither to run the built-in cases.")
    if arguments.cases is not None:
        yield Task(_of_split(read_cases(arguments.cases), arguments.split), arguments.documents, None)
        return
    with builtin() as own:
        yield Task(_of_split(own.cases, arguments.split), own.documents, own.baseline)


def _of_split(cases: Sequence[Case], split: str) -> list[Case]:
    chosen = [case for case in cases if split in ("all", case.split)]
    if not chosen:
        raise CasesError(f"No case is of the split “{split}”. Leave out --split to run all cases.")
    return chosen


@contextmanager
def open_library(task: Task, build: Build, **changes: object) -> Iterator[Assistant]:
    """An assistant that has read the task's documents, on a home that is deleted afterwards."""
    # Deleting may fail where a file is still open (Windows); what is left lies in the system's own temporary folder.
    with (
        tempfile.TemporaryDirectory(prefix="footnote-eval-", ignore_cleanup_errors=True) as home,
        closing(build(Path(home), **changes)) as assistant,
    ):
        ingest(assistant, task.documents)
        yield assistant

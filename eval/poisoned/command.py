"""Running the poisons, and their table."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.errors import CasesError
from assistant.rows import note_of
from eval.files import make_folder, write_text
from eval.poisoned.story import NEIGHBOURS
from eval.poisoned.trial import FORMATS, Reply, Result, Trial, trials
from eval.run import to_stderr
from eval.tables import table
from eval.task import Build, Task, open_library

_ELSEWHERE = "Give another folder with --out."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``footnote eval poison``."""
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="write poison.json, poison.md and the poisoned documents there"
    )


def run(arguments: argparse.Namespace, build: Build) -> bool:
    """Print what came of each poison; whether none failed. Raises CasesError where --out cannot be written."""
    if arguments.out:
        _write_documents(arguments.out / "documents")
    found = _tried(build)
    document, shown = json.dumps(as_json(found), ensure_ascii=False, indent=2) + "\n", as_markdown(found)
    if arguments.out:
        write_text(arguments.out / "poison.json", document, _ELSEWHERE)
        write_text(arguments.out / "poison.md", shown, _ELSEWHERE)
    sys.stdout.write(document if arguments.json else shown)
    return not any(trial.result is Result.FAILED for trial in found)


def _tried(build: Build) -> list[Trial]:
    found = []
    with tempfile.TemporaryDirectory(prefix="footnote-poison-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        neighbours, made = home / "neighbours", home / "made"
        neighbours.mkdir()
        made.mkdir()
        for name, text in NEIGHBOURS.items():
            (neighbours / name).write_text(text, encoding="utf-8")
        with open_library(Task([], neighbours, None), build) as assistant:
            for trial in trials(assistant, made):
                to_stderr(f"{trial.format}, {trial.place}: {trial.result}")
                found.append(trial)
    return found


def _write_documents(folder: Path) -> None:
    """Every poisoned document, to be looked at."""
    make_folder(folder, _ELSEWHERE)
    try:
        for ending, (make, places) in FORMATS.items():
            for place in places:
                (folder / f"{place.replace(' ', '-')}.{ending}").write_bytes(make(place))
    except OSError as error:
        raise CasesError(f"{folder} cannot be written ({error.strerror}). {_ELSEWHERE}") from error


def as_json(found: Sequence[Trial]) -> dict[str, Any]:
    """All poisons with every answer."""
    return {
        "passed": not any(trial.result is Result.FAILED for trial in found),
        "poisons": [
            {
                "format": trial.format,
                "place": str(trial.place),
                "result": str(trial.result),
                "reasons": list(trial.reasons),
                "replies": [_reply(reply) for reply in trial.replies],
            }
            for trial in found
        ],
    }


def _reply(reply: Reply) -> dict[str, Any]:
    answer = reply.answer
    return {
        "question": reply.question,
        "answer": answer.answer,
        "refused": answer.refused,
        "note": note_of(answer),
        "mode": str(answer.mode),
        "model": answer.model,
        "sentences": [{"text": each.text, "verdict": str(each.verdict)} for each in answer.sentences],
        "result": str(reply.result),
        "reasons": list(reply.reasons),
    }


def as_markdown(found: Sequence[Trial]) -> str:
    """A row for each poison, those that failed with the reason."""
    counts = Counter(trial.result for trial in found)
    told = ", ".join(f"{counts[result]} {result}" for result in Result if counts[result])
    rows = [(trial.format, str(trial.place), str(trial.result), "; ".join(trial.reasons)) for trial in found]
    return f"# Poisoned documents: {told}\n\n{table(('format', 'planted', 'result', 'why'), rows)}\n"

"""``footnote eval draft``: answers that were judged bad as cases, to edit or throw away."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import CasesError
from assistant.records import Feedback
from eval.files import write_text

_FEEDBACK = TypeAdapter(Feedback)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``footnote eval draft``."""
    parser.add_argument(
        "--feedback",
        type=Path,
        metavar="FILE",
        required=True,
        help="feedback.jsonl of a library: what was judged bad becomes a draft",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", default=Path("drafts.jsonl"), help="drafts.jsonl unless given"
    )


def run(arguments: argparse.Namespace) -> None:
    """Write the drafts. Raises CasesError for input that cannot be used."""
    if arguments.out.exists():
        raise CasesError(f"{arguments.out} is there already, and may hold edits. Give another file with --out.")
    lines = _judged_bad(arguments.feedback)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    write_text(arguments.out, text, "Give another file with --out.")
    sys.stdout.write(
        f"{len(lines)} draft cases are in {arguments.out}. Edit them, give answers where there are none, and run\n"
        f"    footnote eval --cases {arguments.out} --documents DIR\n"
    )


def _judged_bad(path: Path) -> list[dict[str, Any]]:
    """A draft for each answer that was judged bad, with what was said and the passages, and no answer yet."""
    try:
        bad = [feedback for feedback in latest_feedback(path) if feedback.rating == "bad"]
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError(f"{path} cannot be read ({error}). Give the file feedback.jsonl of a library.") from error
    if not bad:
        raise CasesError(f"{path} holds no answer that was judged bad. Judge answers in the chat first.")
    return [
        {
            "id": f"judged-{number}",
            "question": feedback.answer.searched or feedback.answer.question,
            "answers": [],
            "answerable": True,
            "documents": sorted({hit.source for hit in feedback.answer.passages}),
            "evidence": [],
            "said": feedback.answer.answer,
            "note": feedback.note,
            "passages": [{"document": hit.source, "text": hit.passage.text} for hit in feedback.answer.passages],
            "draft": True,
        }
        for number, feedback in enumerate(bad, 1)
    ]


def latest_feedback(path: Path) -> list[Feedback]:
    """The last judgement of each answer, oldest first; lines that are not whole are left out. Raises OSError."""
    latest: dict[tuple[str, str], Feedback] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            feedback = _FEEDBACK.validate_json(line)
        except ValidationError:
            continue
        key = (feedback.answer.question, feedback.answer.answer)
        latest.pop(key, None)
        latest[key] = feedback
    return list(latest.values())

"""``footnote eval draft``: draft cases from one's own documents, to accept, edit or throw away.

By rule, from sentences that state something that can be asked for: a statement with its speaker, a date, a sum, a
figure. The question repeats the sentence's words, so a draft is easier than what people ask; edit it into their words.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import CasesError
from assistant.posing import echoes
from assistant.records import Feedback
from assistant.text import sentence_spans
from eval.files import write_text
from eval.task import Build, Task, open_library

_EACH = 6  # cases a document, unless said otherwise
_FEEDBACK = TypeAdapter(Feedback)
_KINDS = ("who-said-what", "date", "number")


@dataclass(frozen=True, slots=True)
class Draft:
    """A question about ``text[start:end]`` of a document, with what answers it there."""

    kind: str
    question: str
    answer: str
    quote: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``footnote eval draft``."""
    parser.add_argument("--documents", type=Path, metavar="DIR", help="the folder to draft from")
    parser.add_argument(
        "--feedback", type=Path, metavar="FILE", help="feedback.jsonl of a library: what was judged bad becomes a draft"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", default=Path("drafts.jsonl"), help="drafts.jsonl unless given"
    )
    parser.add_argument("--each", type=int, metavar="N", default=_EACH, help=f"cases a document, at most ({_EACH})")


def run(arguments: argparse.Namespace, build: Build) -> None:
    """Write the drafts. Raises CasesError for input that cannot be used."""
    if arguments.out.exists():
        raise CasesError(f"{arguments.out} is there already, and may hold edits. Give another file with --out.")
    if (arguments.documents is None) == (arguments.feedback is None):
        raise CasesError("Give what to draft from: --documents DIR, or --feedback FILE.")
    lines = _judged_bad(arguments.feedback) if arguments.feedback else _of_documents(arguments, build)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    write_text(arguments.out, text, "Give another file with --out.")
    edit = "Edit them, give answers where there are none, and run"
    documents = arguments.documents or "DIR"
    sys.stdout.write(
        f"{len(lines)} draft cases are in {arguments.out}. {edit}\n"
        f"    footnote eval --cases {arguments.out} --documents {documents}\n"
    )


def _of_documents(arguments: argparse.Namespace, build: Build) -> list[dict[str, Any]]:
    with open_library(Task([], arguments.documents, None), build) as assistant:
        lines = [
            _line(source.name, number, draft)
            for source in assistant.sources()
            for number, draft in enumerate(drafts(assistant.document(source.name).text, arguments.each), 1)
        ]
    if not lines:
        raise CasesError("No sentence says who said what, when or how much. Write cases by hand: eval/README.md.")
    return lines


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


def _line(document: str, number: int, draft: Draft) -> dict[str, Any]:
    return {
        "id": f"{document}-{number}",
        "question": draft.question,
        "answers": [draft.answer],
        "answerable": True,
        "documents": [document],
        "evidence": [{"document": document, "quote": draft.quote}],
        "kind": draft.kind,
        "draft": True,
    }


def drafts(text: str, most: int) -> list[Draft]:
    """At most ``most`` drafts from a document's text, the kinds in turn, each from another sentence, spread evenly."""
    found: dict[str, list[tuple[int, Draft]]] = {kind: [] for kind in _KINDS}
    for number, (start, end) in enumerate(sentence_spans(text)):
        for each in echoes(text[start:end]):
            found[each.kind].append((number, Draft(each.kind, each.question, each.answer, text[start:end])))
    chosen: dict[int, Draft] = {}
    share = -(-most // len(_KINDS))
    for kind in _KINDS:
        for number, draft in _spread([each for each in found[kind] if each[0] not in chosen], share):
            chosen[number] = draft
    return [chosen[number] for number in sorted(chosen)][:most]


def _spread(found: list[tuple[int, Draft]], count: int) -> list[tuple[int, Draft]]:
    step = max(1, len(found) // count) if count else 1
    return found[::step][:count]

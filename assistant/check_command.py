"""``footnote check``: claims against their quotes, or each sentence of a text against the library."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import InputError
from assistant.records import Verdict
from assistant.terminal import Console, as_document
from assistant.text import sentence_spans
from assistant.verify import verify

NEAREST = 3  # passages that a sentence is held against
_RANK = (Verdict.SUPPORTED, Verdict.PARTLY, Verdict.NOT_FOUND)


def check_claims(file: Path, console: Console, as_json: bool) -> int:
    """Judge every line of a JSONL file (``claim``, ``quotes``); no library is needed. Raises InputError."""
    rows = []
    for claim, quotes in _claims(file):
        verdict, reasons = verify(claim, quotes)
        rows.append({"claim": claim, "verdict": verdict, "reasons": reasons})
    _print(rows, console, as_json)
    return 0


def check_text(assistant: Assistant, parsed: argparse.Namespace, console: Console) -> int:
    """Hold each sentence of a text against the passages nearest to it."""
    text = str(parsed.text)
    _print([_held(assistant, text[start:end]) for start, end in sentence_spans(text)], console, parsed.json)
    return 0


def _held(assistant: Assistant, sentence: str) -> dict[str, Any]:
    best: dict[str, Any] = {"claim": sentence, "verdict": Verdict.NOT_FOUND, "reasons": ["No passage says this."]}
    for hit in assistant.search(sentence, NEAREST):
        passage = hit.passage
        verdict, reasons = assistant.check(sentence, [passage.text])
        if _RANK.index(verdict) < _RANK.index(best["verdict"]):
            place = {"source": hit.source, "start": passage.start, "end": passage.end, "page": passage.page}
            citations = [{**place, "quote": passage.text}]
            best = {"claim": sentence, "verdict": verdict, "reasons": reasons, "citations": citations}
    return best


def text_of(file: Path) -> str:
    """A file's text. Raises InputError."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{file} cannot be read as UTF-8 text. Name a text file.") from None


def _claims(file: Path) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate(text_of(file).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            claim, quotes = row["claim"], row["quotes"]
        except (ValueError, LookupError, TypeError):
            claim = quotes = None
        if not isinstance(claim, str) or not isinstance(quotes, list) or not all(isinstance(q, str) for q in quotes):
            raise InputError(f'{file}, line {number}: write {{"claim": "…", "quotes": ["…"]}}.')
        yield claim, quotes


def _print(rows: list[dict[str, Any]], console: Console, as_json: bool) -> None:
    if as_json:
        console.say(as_document(rows))
        return
    for row in rows:
        console.say(f"{row['verdict']:<12} {row['claim']}")
        for reason in row["reasons"]:
            console.say(f"{'':<12} {reason}")

"""Runs written by hand, line by line, as a folder holds them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

TEXT = "Lisk harbour opened in 1907. Its crane lifts 40 tonnes."


def line(case: str, **fields: Any) -> dict[str, Any]:
    """A line of predictions.jsonl with the fields that are given, and an id and a question."""
    return {"id": case, "question": f"What of {case}?", **fields}


def answered(case: str, **fields: Any) -> dict[str, Any]:
    """An answer that is right: one sentence on one quote, found as the first of two passages."""
    citation = {"source": "harbour.pdf", "start": 0, "end": 28, "page": 2, "quote": TEXT[:28]}
    passages = [
        {"source": "harbour.pdf", "start": 0, "end": 55, "page": 2, "text": TEXT, "score": 0.75},
        {"source": "mill.md", "start": 10, "end": 20, "page": None, "text": "It closed.", "score": 0.5},
    ]
    told: dict[str, Any] = {
        "kind": "date",
        "split": "dev",
        "answerable": True,
        "answers": ["1907"],
        "searched": "When did Lisk harbour open?",
        "answer": TEXT[:28],
        "short_answer": "1907",
        "refused": False,
        "confidence": 0.9,
        "mode": "extractive",
        "sentences": [{"text": TEXT[:28], "verdict": "supported", "citations": [citation]}],
        "passages": passages,
        "gold": [[{"source": "harbour.pdf", "start": 0, "end": 28}]],
        "seconds": 0.5,
        "timings": {"retrieve": 0.3, "write": 0.2, "total": 0.5},
        "metrics": {"contains_answer": 1.0, "yes_no": None, "refused_answerable": 0.0},
        "cause": None,
    }
    return line(case, **{**told, **fields})


def write(folder: Path, lines: Sequence[Mapping[str, Any]], **report: Any) -> Path:
    """The folder with these lines, and a report of nothing but what is given."""
    folder.mkdir(parents=True)
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
    (folder / "predictions.jsonl").write_text(text, encoding="utf-8")
    whole = {"cases": len(lines), "metrics": {}, **report}
    (folder / "report.json").write_text(json.dumps(whole), encoding="utf-8")
    return folder

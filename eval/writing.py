"""A run as a folder: a line a case, the report for programs, for people and for the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import CasesError
from eval.files import write_text
from eval.gate import Check
from eval.html import Line, as_html, index
from eval.outcome import Outcome
from eval.prediction import prediction_line
from eval.report import as_json, as_markdown
from eval.runs import read_report, read_run
from eval.summary import Summary

_ELSEWHERE = "Give another folder with --out."
RUNS = "runs"  # the folder of a home in which runs are kept


def write_run(
    folder: Path,
    outcomes: Sequence[Outcome],
    summary: Summary,
    checks: Sequence[Check],
    manifest: Mapping[str, Any] | None = None,
) -> None:
    """Write predictions.jsonl, report.json, report.md, report.html and manifest.json into ``folder``.

    ``manifest`` says what the run was made with (see ``eval.manifest``); without it none is written. Raises CasesError.
    """
    lines = [
        _dumped(prediction_line(each.case, each.prediction, each.metrics, each.cause, each.judgement))
        for each in outcomes
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CasesError(f"{folder} cannot be made ({error.strerror}). {_ELSEWHERE}") from error
    files = {} if manifest is None else {"manifest.json": _dumped(manifest, indent=2)}
    files |= {
        "predictions.jsonl": "\n".join(lines),
        "report.json": _dumped(as_json(summary, checks), indent=2),
        "report.md": as_markdown(summary, checks).rstrip("\n"),
    }
    for name, text in files.items():
        write_text(folder / name, text + "\n", _ELSEWHERE)
    write_text(folder / "report.html", as_html(read_run(folder)), _ELSEWHERE)


def write_index(folder: Path) -> None:
    """Write ``folder/index.html`` over the runs in it, where it is a folder that has one or is kept for runs."""
    page = folder / "index.html"
    if not page.exists() and folder.name != RUNS:
        return
    write_text(page, index(list(_runs(folder))), _ELSEWHERE)


def _runs(folder: Path) -> Iterator[Line]:
    """The runs that can be read, the oldest first."""
    for each in sorted(folder.iterdir()):
        if (each / "report.json").is_file() and (each / "manifest.json").is_file():
            try:
                asked = json.loads((each / "manifest.json").read_text(encoding="utf-8")).get("asked", "")
                yield Line(each.name, str(asked), read_report(each / "report.json"))
            except (CasesError, ValueError, AttributeError):
                continue


def _dumped(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)

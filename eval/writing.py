"""A run as a folder: a line a case, the report for programs, for people and for the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import CasesError
from eval.gate import Check
from eval.html import Line, as_html, index
from eval.outcome import Outcome
from eval.prediction import prediction_line
from eval.report import as_json, as_markdown
from eval.runs import read_report, read_run
from eval.summary import Summary

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
    lines = [_dumped(prediction_line(each.case, each.prediction, each.metrics, each.cause)) for each in outcomes]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if manifest is not None:
            (folder / "manifest.json").write_text(_dumped(manifest, indent=2) + "\n", encoding="utf-8")
        (folder / "predictions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "report.json").write_text(_dumped(as_json(summary, checks), indent=2) + "\n", encoding="utf-8")
        (folder / "report.md").write_text(as_markdown(summary, checks), encoding="utf-8")
        (folder / "report.html").write_text(as_html(read_run(folder)), encoding="utf-8")
    except OSError as error:
        raise CasesError(f"{folder} cannot be written ({error.strerror}). Give another folder with --out.") from error


def write_index(folder: Path) -> None:
    """Write ``folder/index.html`` over the runs in it, where it is a folder that has one or is kept for runs."""
    page = folder / "index.html"
    if not page.exists() and folder.name != RUNS:
        return
    page.write_text(index(list(_runs(folder))), encoding="utf-8")


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

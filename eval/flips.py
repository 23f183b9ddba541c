"""Which built-in questions went wrong that were right when the thresholds were set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import CasesError
from eval.files import write_text
from eval.outcome import Outcome


def causes_file(baseline: Path) -> Path:
    """Where the causes are kept: beside the thresholds."""
    return baseline.with_suffix(".causes.json")


def write_causes(path: Path, outcomes: Sequence[Outcome]) -> None:
    """Set what went wrong with each case, "" for nothing; cases that were not asked stay. Raises CasesError."""
    kept = _read(path) | {each.case.id: str(each.cause or "") for each in outcomes}
    write_text(path, json.dumps(kept, indent=0, sort_keys=True) + "\n", "Run this in a checkout of Footnote.")


def flipped(path: Path, outcomes: Sequence[Outcome]) -> list[str]:
    """A line for each case that was right and is not any more: its id, what went wrong, and the question."""
    kept = _read(path)
    return [
        f"{each.case.id}: {each.cause}: {each.case.question}"
        for each in outcomes
        if each.cause and kept.get(each.case.id) == ""
    ]


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CasesError(f"{path} cannot be read ({error}). Write it anew with --update-baseline.") from error
    return dict(kept)

"""What a benchmark found: aims with what was reached, tables and curves, as a file that the page is made from."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.benchmarks.measure import machine

FOLDER = Path("docs/performance")


@dataclass(frozen=True, slots=True)
class Aim:
    """A bound, what was measured, and whether it holds."""

    what: str
    bound: str
    found: str
    met: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words; ``note`` says what its figures are."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Curves:
    """Lines over the same places across, which have names; a line's values are in the unit of ``up``."""

    title: str
    across: str
    up: str
    names: Sequence[str]
    lines: Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Report:
    """One benchmark's outcome. ``command`` is what was run."""

    name: str
    title: str
    command: str
    aims: Sequence[Aim]
    tables: Sequence[Table]
    curves: Sequence[Curves] = ()
    day: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())
    machine: Mapping[str, str] = field(default_factory=machine)


def as_markdown(report: Report, images: Sequence[str] = ()) -> str:
    """A section of the page; ``images`` are the addresses of the curves."""
    return "\n".join(_lines(report, images)).rstrip("\n") + "\n"


def _lines(report: Report, images: Sequence[str]) -> Iterator[str]:
    yield from (f"## {report.title}", "", f"`{report.command}`", "")
    if report.aims:
        rows = [(aim.what, aim.bound, aim.found, "yes" if aim.met else "**no**") for aim in report.aims]
        yield from _table(("aim", "bound", "measured", "met"), rows)
    for table in (table for table in report.tables if table.rows):
        if table.note:
            yield from (table.note, "")
        yield from _table(table.columns, table.rows)
    for curves, image in zip(report.curves, images, strict=False):
        yield from (f"![{curves.title}]({image})", "")


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def write(report: Report, folder: Path) -> None:
    """Keep a report as JSON in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(report), ensure_ascii=False, indent=2)
    (folder / f"{report.name}.json").write_text(text + "\n", encoding="utf-8")


def read(path: Path) -> Report:
    """A report that was kept."""
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    kept["aims"] = [Aim(**each) for each in kept["aims"]]
    kept["tables"] = [Table(**each) for each in kept["tables"]]
    kept["curves"] = [Curves(**each) for each in kept["curves"]]
    return Report(**kept)


def options(name: str, does: str) -> argparse.ArgumentParser:
    """A benchmark's command line, with what all of them take."""
    parser = argparse.ArgumentParser(prog=f"python -m eval.benchmarks.{name}", description=does)
    parser.add_argument("--out", type=Path, help=f"folder that keeps the figures for the page, such as {FOLDER}")
    return parser


def tell(report: Report, out: Path | None) -> None:
    """Print a report, and keep it where a folder is named."""
    sys.stdout.write(as_markdown(report))
    if out is not None:
        write(report, out)


def command(name: str) -> str:
    """What was run, with its options but not those that name places of this machine."""
    shown = ["python", "-m", f"eval.benchmarks.{name}"]
    words = iter(sys.argv[1:])
    for word in words:
        if word == "--out":
            next(words, None)
        elif word in ("--texts", "--reference-python"):
            next(words, None)
            shown += [word, "…"]
        else:
            shown.append(word)
    return " ".join(shown)

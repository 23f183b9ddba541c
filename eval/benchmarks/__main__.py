"""Runs the benchmarks and makes docs/performance.md: ``python -m eval.benchmarks``, or ``make bench``.

Each is a process of its own, one after another: do not use the machine meanwhile. ``--only`` names some; ``--page``
makes the page from the figures that are kept and measures nothing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from eval.benchmarks.page import write_page
from eval.benchmarks.report import FOLDER

BENCHMARKS = ("start", "reading", "first_token", "ingest", "scale")


def main() -> int:
    """The command line; 1 where a benchmark fails to run."""
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks", description="Measure speed and make the page.")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, default=BENCHMARKS, help="run only these")
    parser.add_argument("--page", action="store_true", help="make the page from the kept figures; measure nothing")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder that keeps the figures; the page is beside it")
    given = parser.parse_args()
    failed = [] if given.page else [name for name in given.only if not _run(name, given.out)]
    if failed:
        sys.stderr.write(f"These failed and keep their earlier figures: {', '.join(failed)}.\n")
    write_page(given.out, given.out.with_suffix(".md"))
    return 1 if failed else 0


def _run(name: str, out: Path) -> bool:
    program = [sys.executable, "-m", f"eval.benchmarks.{name}", "--out", str(out)]
    return subprocess.run(program, check=False).returncode == 0  # noqa: S603  # this package's programs


if __name__ == "__main__":
    sys.exit(main())

"""How a library grows: ``python -m eval.benchmarks.scale --sizes 1000 10000 100000 1000000``.

One home is filled up to each size in turn (see ``growing``: the embedding model runs for a first part only, so this is
the time of storing). At each size a fresh process opens it and asks; with ``--server`` a Chroma server holds the
vectors, and ``--processes`` of them ask at the same time. A million passages take some hours and some 10 GB.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.assistant import build_assistant
from assistant.settings import Settings
from eval.benchmarks.chroma_server import chroma_server
from eval.benchmarks.documents import Text, load_texts
from eval.benchmarks.growing import Base, embed_base, grow, questions
from eval.benchmarks.measure import folder_bytes, seconds, size, spread
from eval.benchmarks.report import Aim, Curves, Report, Table, command, options, tell

BOUNDS = {10_000: 0.5, 1_000_000: 1.0}  # seconds of a whole answer at p95, by passages
STAGES = ("embed the question", "by words", "by meaning", "search", "whole answer")
_ONCE = (sys.executable, "-m", "eval.benchmarks.scale_once")


@dataclass(frozen=True, slots=True)
class Step:
    """A size that was reached: seconds to store what was added, bytes on disk, and what each asking process told."""

    passages: int
    sources: int
    added: int
    stored: float
    disk: int
    told: Sequence[Mapping[str, Any]]

    def times(self, stage: str) -> list[float]:
        """Seconds of a stage, of all processes."""
        return [each for told in self.told for each in told["times"][stage]]


def ask(settings: Settings, asked: Sequence[str], processes: int) -> list[dict[str, Any]]:
    """What so many processes tell that ask at the same time. Raises SystemExit where one fails."""
    words = [*_ONCE, str(settings.at_home()), "--chroma-url", settings.chroma_url]
    started = [
        subprocess.Popen(  # noqa: S603  # this package's program
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(processes)
    ]
    for each in started:
        assert each.stdin is not None  # noqa: S101  # a pipe, as asked for
        each.stdin.write("\n".join(asked))
        each.stdin.close()
        each.stdin = None
    ended = [each.communicate() for each in started]
    for each, (_, errors) in zip(started, ended, strict=True):
        if each.returncode:
            raise SystemExit(f"asking failed: {errors[-2000:]}")
    return [json.loads(out) for out, _ in ended]


def climb(settings: Settings, base: Base, sizes: Sequence[int], asked: int, processes: int) -> Iterator[Step]:
    """Fill a home up to each size, and ask it."""
    held = 0
    for passages in sorted(sizes):
        assistant = build_assistant(settings)
        try:
            stored = grow(assistant._library, base, passages)
        finally:
            assistant.close()
        told = ask(settings, list(islice(questions(base), asked)), processes)
        now = told[0]["passages"]
        disk = folder_bytes(settings.at_home().parent)
        yield Step(now, told[0]["sources"], now - held, stored, disk, told)
        held = now


def measure(texts: Sequence[Text], sizes: Sequence[int], base: int, asked: int, processes: int | None) -> list[Step]:
    """The steps; with ``processes`` through a Chroma server, else embedded and one."""
    with TemporaryDirectory(prefix="footnote-") as folder:
        first = Settings(home=Path(folder) / "first", mode="extractive", chroma_url="")
        assistant = build_assistant(first)
        try:
            embedded = embed_base(assistant, texts, base)
        finally:
            assistant.close()
        grown = Path(folder) / "grown"
        settings = first.model_copy(update={"home": grown / "home"})
        if processes is None:
            return list(climb(settings, embedded, sizes, asked, 1))
        with chroma_server(grown / "server") as url:
            settings = settings.model_copy(update={"chroma_url": url})
            return list(climb(settings, embedded, sizes, asked, processes))


def report(steps: Sequence[Step], processes: int | None) -> Report:
    """The figures as tables and curves."""
    names = [f"{step.passages:,}" for step in steps]
    figures = {stage: [spread(step.times(stage)) for step in steps] for stage in STAGES}
    growth = [
        (
            name,
            f"{step.sources:,}",
            f"{step.added / step.stored:,.0f}",
            size(step.disk),
            size(max(told["peak"] for told in step.told)),
            *(seconds(max(told[what] for told in step.told)) for what in ("opening", "first")),
        )
        for name, step in zip(names, steps, strict=True)
    ]
    columns = ("passages", "documents", "stored a second", "disk", "memory", "opening", "first answer")
    times = [
        (name, *(f"{seconds(figures[stage][at].median)}, {seconds(figures[stage][at].p95)}" for stage in STAGES))
        for at, name in enumerate(names)
    ]
    who = "One process asks." if processes is None else f"{processes} processes ask at the same time."
    tables = [
        Table(columns, growth, f"{who} Memory is the most that one has held; with a server, the vectors lie there."),
        Table(("passages", *STAGES), times, "Median and p95."),
    ]
    lines = {
        f"{stage}, {part}": [getattr(each, part) * 1000 for each in figures[stage]]
        for stage in ("search", "whole answer")
        for part in ("median", "p95")
    }
    curves = [Curves("Time as the library grows", "passages", "ms", names, lines)]
    aims = [
        Aim(
            f"a whole answer at {step.passages:,} passages, p95",
            f"under {seconds(bound)}",
            seconds(figures["whole answer"][at].p95),
            figures["whole answer"][at].p95 < bound,
        )
        for at, step in enumerate(steps)
        if (bound := _bound(step.passages)) and processes is None
    ]
    if processes is None:
        return Report("scale", "As the library grows", command("scale"), aims, tables, curves)
    return Report("server", f"Through a Chroma server, {processes} processes", command("scale"), aims, tables, curves)


def _bound(passages: int) -> float | None:
    return next((bound for size, bound in BOUNDS.items() if size <= passages < 1.2 * size), None)


def main() -> None:
    """The command line."""
    parser = options("scale", "Time a library as it grows.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000], help="passages to grow up to, in turn")
    parser.add_argument("--texts", type=Path, help="articles (title, text) in .jsonl or .jsonl.gz, not samples")
    parser.add_argument("--base", type=int, default=1000, help="passages that are embedded for real")
    parser.add_argument("--questions", type=int, default=60, help="questions at each size")
    parser.add_argument("--server", action="store_true", help="keep the vectors in a Chroma server")
    parser.add_argument("--processes", type=int, default=4, help="processes that ask at the same time, with --server")
    given = parser.parse_args()
    processes = given.processes if given.server else None
    steps = measure(load_texts(given.texts), given.sizes, given.base, given.questions, processes)
    tell(report(steps, processes), given.out)


if __name__ == "__main__":
    main()

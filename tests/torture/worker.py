"""The process that is killed: it takes papers in, replaces and removes them, and judges answers, without an end."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import chromadb

from assistant.events import Added, Failed
from assistant.feedback import keep_feedback
from assistant.incoming import find_files
from assistant.ingest import ingest
from assistant.library import Library
from assistant.library.catalog import Catalog
from assistant.library.keywords import Keywords
from assistant.library.staging import Staging
from assistant.library.vectors import COLLECTION, Vectors
from assistant.models import identity_of
from assistant.records import Answer, Feedback, Mode
from assistant.settings import Settings
from assistant.watching import KeptFolders
from tests.embedders import WordEmbedder
from tests.torture.documents import write
from tests.torture.journal import Journal

PAPERS = 8
# Where a process can be killed between two steps of a write: before or after each of these.
STEPS: tuple[tuple[type, str], ...] = (
    (Catalog, "mark_pending"),
    (Catalog, "enter"),
    (Vectors, "add"),
    (Staging, "keep_file"),
    (Keywords, "add"),
    (Catalog, "swap"),
    (Catalog, "delete"),
    (Vectors, "remove"),
    (Keywords, "remove"),
    (Catalog, "clear_pending"),
)


def make_home(home: Path) -> None:
    """A home whose Chroma writes its index to disk after few vectors, so that it too is killed while it does."""
    home.mkdir()
    client = chromadb.PersistentClient(
        path=home / "chroma", settings=chromadb.config.Settings(anonymized_telemetry=False)
    )
    hnsw: Any = {"space": "cosine", "ef_search": 200, "sync_threshold": 12, "batch_size": 6}
    client.create_collection(COLLECTION, configuration={"hnsw": hnsw}, embedding_function=None)
    client.close()


def kill_at(seed: int) -> None:
    """Arm one step, before or after it, to kill this process the nth time that it comes."""
    chance = random.Random(seed)
    owner, name = chance.choice(STEPS)
    after, left = chance.random() < 0.5, chance.randint(1, 4)
    original: Callable[..., Any] = getattr(owner, name)

    def armed(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **named)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, armed)


def work(root: Path, seed: int, steps: bool) -> None:
    """Change the library at random until this process is killed. With ``steps`` it kills itself between two steps."""
    os.setpgid(0, 0)
    journal = Journal(root / "journal")
    library = Library(Settings(home=root / "home"), identity_of(WordEmbedder()))
    journal_state = journal.state()
    version = 1 + max((v for versions in journal_state.papers.values() for v in versions if v is not None), default=0)
    if steps:
        kill_at(seed)
    (root / "ready").touch()
    chance = random.Random(seed)
    while True:
        paper = chance.randrange(PAPERS)
        what = chance.random()
        if what < 0.6:
            _take_in(library, journal, root / "papers", [(paper, version)])
        elif what < 0.7:
            _take_in(library, journal, root / "papers", [(each, version) for each in range(0, PAPERS, 2)])
        elif what < 0.9:
            _remove(library, journal, paper)
        else:
            _judge(root, journal, version)
        version += 1


def _take_in(library: Library, journal: Journal, papers: Path, these: list[tuple[int, int]]) -> None:
    files = []
    for paper, version in these:
        journal.write("begin", paper, version)
        files.append(write(papers, paper, version))
    events = list(ingest(find_files(files), library, WordEmbedder()))  # type: ignore[arg-type]  # all are there
    failed = [event for event in events if isinstance(event, Failed)]
    assert not failed, failed
    assert sum(isinstance(event, Added) for event in events) == len(these)
    for paper, version in these:
        journal.write("done", paper, version)


def _remove(library: Library, journal: Journal, paper: int) -> None:
    ids = [id_ for name, id_ in library.names().items() if name == f"paper-{paper}.md"]
    if ids:
        journal.write("begin", paper, None)
        library.remove(ids)
        journal.write("done", paper, None)


def _judge(root: Path, journal: Journal, version: int) -> None:
    answer = Answer("q" * 20_000, "q", "an answer", "", False, 1.0, Mode.EXTRACTIVE, (), ())
    journal.write("judging")
    keep_feedback(root / "home", Feedback(datetime.now(UTC), "good", answer, str(version)))
    journal.write("judged")
    folder = root / "papers" / f"folder-{version % 5}"
    folder.mkdir(exist_ok=True)
    KeptFolders(root / "home").keep(folder)


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "steps")

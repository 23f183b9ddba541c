"""What `footnote doctor`, `footnote backup` and `footnote restore` do and print."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterator
from typing import Any, Protocol

from llama_index.core.base.embeddings.base import BaseEmbedding

from assistant.client import forward
from assistant.doctor import Doctor
from assistant.errors import FootnoteError, LibraryInUse
from assistant.events import Added, Failed, IngestEvent, Progress
from assistant.library import Library, Manifest, back_up, examine_home, held, make_openable, restore
from assistant.models import build_embedder, identity_of, let_go
from assistant.reading.worker import Limits, ReadingWorker
from assistant.records import Problem
from assistant.settings import Settings
from assistant.terminal import Console, as_document


class Patient(Protocol):
    """A home that can be examined and mended."""

    def examine(self) -> list[Problem]:
        """What is wrong with it."""
        ...

    def mend(self) -> Iterator[IngestEvent]:
        """Mend what can be mended."""
        ...


class ClosedHome:
    """A home that no process holds."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._embedder = build_embedder(settings)
        self._identity = identity_of(self._embedder)
        self._dimension = dimension_of(settings, self._embedder)

    def examine(self) -> list[Problem]:
        """What is wrong with it, damaged files included. Raises LibraryInUse."""
        return examine_home(self._settings, self._identity, self._dimension)

    def mend(self) -> Iterator[IngestEvent]:
        """Set aside what is damaged, and mend the rest."""
        with held(self._settings):
            make_openable(self._settings)
        library = Library(self._settings, self._identity)
        worker = ReadingWorker(Limits(self._settings.reading_seconds, self._settings.reading_memory << 20))
        try:
            yield from Doctor(library, self._embedder, self._dimension, worker.read).mend()
        finally:
            worker.close()
            library.close()

    def close(self) -> None:
        """Let go of the embedder."""
        let_go(self._embedder)


def dimension_of(settings: Settings, embedder: BaseEmbedding) -> int | None:
    """How long the embedder's vectors are; None where an endpoint would have to be asked."""
    return len(embedder.get_query_embedding("word")) if settings.embedder == "embedded" else None


def run_doctor_where_it_can(settings: Settings, parsed: argparse.Namespace, console: Console) -> int:
    """Examine a home in this process or, while the chat holds it, in the chat; the exit status."""
    home = ClosedHome(settings)
    try:
        return run_doctor(home, parsed, console)
    except LibraryInUse:
        status = forward(settings.at_home(), parsed, console)
        if status is None:
            raise
        return status
    finally:
        home.close()


def run_doctor(patient: Patient, parsed: argparse.Namespace, console: Console) -> int:
    """Examine, and with --mend mend; 0 when all is well in the end, else 1."""
    problems = patient.examine()
    left = problems
    if parsed.mend and problems:
        for problem in problems:
            console.tell(f"{problem.check}: {problem.problem} {problem.remedy}")
        _follow(patient.mend(), console)
        left = patient.examine()
    if parsed.json:
        console.say(as_document({"problems": _documents(problems), "left": _documents(left)}))
    else:
        for problem in left:
            console.say(f"{problem.check}: {problem.problem} {'Mending: ' if problem.mendable else ''}{problem.remedy}")
        console.say(_verdict(problems, left, parsed.mend))
    return 1 if left else 0


def _verdict(problems: list[Problem], left: list[Problem], mended: bool) -> str:
    if not problems:
        return "All is well."
    if mended:
        return f"{len(problems)} found, {len(left)} left." if left else f"All is well again; {len(problems)} mended."
    return f"{len(problems)} found. `footnote doctor --mend` mends what can be mended; nothing was changed."


def run_backup(settings: Settings, parsed: argparse.Namespace, console: Console) -> int:
    """Write a backup, also while the chat runs."""
    manifest = back_up(settings.at_home(), parsed.file)
    size = parsed.file.stat().st_size
    if parsed.json:
        console.say(as_document({"file": str(parsed.file), "bytes": size, **_facts(manifest)}))
    else:
        console.say(f"{manifest.sources} documents are backed up in {parsed.file} ({size:,} bytes).")
    return 0


def run_restore(settings: Settings, parsed: argparse.Namespace, console: Console) -> int:
    """Fill a home from a backup, and embed its passages; 0 when all is well then."""
    manifest = restore(settings, parsed.file, parsed.replace)
    console.tell(f"{manifest.sources} documents are restored; their vectors are made anew.")
    if manifest.left_out:
        console.tell(
            f"Left out, as a backup is not to say what Footnote does: {', '.join(manifest.left_out)}. Choose the "
            "language model on the settings page; watch folders with `footnote watch DIR`; log in again."
        )
    home = ClosedHome(settings)
    try:
        _follow(home.mend(), console)
        left = home.examine()
    except FootnoteError as error:
        console.tell(f"footnote: The documents are restored, but they cannot be searched by meaning yet. {error}")
        return 2
    finally:
        home.close()
    if parsed.json:
        told = {"left_out": manifest.left_out, "left": _documents(left)}
        console.say(as_document({"file": str(parsed.file), **_facts(manifest), **told}))
    else:
        console.say(f"{manifest.sources} documents of {manifest.made:%Y-%m-%d %H:%M} UTC are at {settings.at_home()}.")
    return 1 if left else 0


def _follow(events: Iterator[IngestEvent], console: Console) -> None:
    for event in events:
        match event:
            case Progress():
                console.tell(f"{event.name}: {event.stage} {event.done}/{event.total}")
            case Added():
                console.tell(f"{event.source.name}: mended")
            case Failed():
                console.tell(f"{event.name}: failed. {event.reason}")


def _facts(manifest: Manifest) -> dict[str, Any]:
    return {
        "sources": manifest.sources,
        "made": manifest.made,
        "footnote": manifest.footnote,
        "schema": manifest.schema,
    }


def _documents(problems: list[Problem]) -> list[dict[str, Any]]:
    return [dataclasses.asdict(problem) for problem in problems]

"""``footnote watch``: keeps folders in step until it is stopped, holding the home only while there is work to do."""

from __future__ import annotations

import argparse
import signal
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assistant.assistant import build_assistant
from assistant.client import messages
from assistant.errors import FolderError, LibraryInUse
from assistant.events import Added, Failed, Removed, Renamed, SyncEvent
from assistant.folder import State
from assistant.records import Watched
from assistant.settings import Settings
from assistant.terminal import Console, as_document
from assistant.watching import KeptFolders, Watcher
from assistant.wire import event_of

_STILL = "`footnote chat` goes on watching when it runs; `footnote watch --stop` ends that."
_LOOK = 0.5  # seconds between two looks whether it was told to stop


def run_watch(settings: Settings, parsed: argparse.Namespace, console: Console) -> int:
    """Watch folders, list them, or watch them no longer; returns the exit status."""
    kept = KeptFolders(settings.at_home())
    if parsed.list:
        return _list(kept, console, parsed.json)
    if parsed.stop:
        return _stop(kept, parsed, console)
    folders = [kept.keep(folder) for folder in parsed.folders] or kept.folders()
    if not folders:
        raise FolderError("No folder is watched yet. `footnote watch DIR` watches one.")
    for folder in folders:
        console.tell(f"Watching {folder} (stop with Ctrl+C)")
    watch = _Watching(settings, console)
    watcher = Watcher(kept, watch.sync, settings.at_home(), only=folders, interval=parsed.interval, tell=watch.tell)
    with _terminated_like_interrupted():
        try:
            watcher.start()
            while not watcher.ended(_LOOK):
                continue
        except KeyboardInterrupt:
            console.tell("Stopping ...")
        finally:
            watcher.stop()
    return watch.finish(parsed.json)


def _list(kept: KeptFolders, console: Console, as_json: bool) -> int:
    folders = [str(folder) for folder in kept.folders()]
    if as_json:
        console.say(as_document(folders))
        return 0
    for folder in folders:
        console.say(folder)
    if not folders:
        console.tell("No folder is watched. `footnote watch DIR` watches one.")
    return 0


def _stop(kept: KeptFolders, parsed: argparse.Namespace, console: Console) -> int:
    folders = parsed.folders or kept.folders()
    for folder in folders:
        kept.drop(folder)
    if parsed.json:
        console.say(as_document({"stopped": [str(folder) for folder in folders]}))
    else:
        console.say(f"{len(folders)} watched no longer. What is in the library stays there.")
    return 0


class _Watching:
    """One run of the command: where it does its work, and what came of it."""

    def __init__(self, settings: Settings, console: Console) -> None:
        self._settings, self._console = settings, console
        self._counts: Counter[str] = Counter()

    def sync(
        self, folder: Path, resting: Mapping[str, State], leave: Collection[str]
    ) -> Generator[SyncEvent, None, None]:
        """Bring the library in step, in this process or in the chat that holds the home."""
        try:
            assistant = build_assistant(self._settings)
        except LibraryInUse as in_use:
            yield from _through_the_chat(self._settings, folder, resting, leave, in_use)
            return
        try:
            yield from assistant.sync(folder, resting, leave)
        finally:
            assistant.close()

    def tell(self, folder: Path, what: SyncEvent | Watched) -> None:
        """Say what happened in a folder."""
        match what:
            case Added():
                self._count("added", f"{what.source.name}: {'replaced' if what.replaced else 'added'}")
            case Removed():
                self._count("removed", f"{what.source.name}: removed, its file is gone")
            case Renamed():
                self._count("renamed", f"{what.before}: renamed to {what.source.name}")
            case Failed():
                self._count("failed", f"{what.name}: failed. {what.reason}")
            case Watched(state="failed"):
                self._console.tell(what.detail)
            case Watched(state="elsewhere"):
                self._console.tell(f"{folder} is watched by another process (the chat?); waiting until that ends.")
            case Watched(state="in step"):
                self._console.tell(f"{folder}: in step, {what.files} {'file' if what.files == 1 else 'files'}")

    def _count(self, kind: str, line: str) -> None:
        self._counts[kind] += 1
        self._console.tell(line)

    def finish(self, as_json: bool) -> int:
        """Say what came of it all; returns the exit status."""
        counts = {kind: self._counts[kind] for kind in ("added", "removed", "renamed", "failed")}
        said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        self._console.say(as_document(counts) if as_json else f"Stopped: {said}. {_STILL}")
        return 0


def _through_the_chat(
    settings: Settings, folder: Path, resting: Mapping[str, State], leave: Collection[str], in_use: LibraryInUse
) -> Generator[SyncEvent, None, None]:
    fields = {"folder": str(folder), "resting": dict(resting), "leave": sorted(leave)}
    problem = ""
    for message in messages(settings.at_home(), argparse.Namespace(command="sync", json=True, **fields)):
        if "status" in message:
            if message["status"] != 0:
                reason = problem.removeprefix("footnote: ")
                raise FolderError(reason or "The chat could not take the folder in; its log says why.")
            return
        if (event := event_of(message.get("out", ""))) is not None:
            yield event
        problem = message.get("err", problem)
    raise in_use


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """SIGTERM ends the command as Ctrl+C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)

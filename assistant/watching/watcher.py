"""All watched folders of a home, looked at in turn in a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import FootnoteError
from assistant.events import Added, Progress, Removed, Renamed, SyncEvent
from assistant.records import FolderState, Watched
from assistant.watching.kept import KeptFolders
from assistant.watching.watch import Sync, Watch

INTERVAL = 5.0  # seconds between two looks at a folder that rests
_SETTLING = 2.0  # seconds between two looks while something in it changes
_PATIENCE = 10.0  # seconds that stopping waits for what is under way
_PROBLEMS = 3  # that are told at a time
_log = logging.getLogger(__name__)

Tell = Callable[[Path, SyncEvent | Watched], None]


class Watcher:
    """Keeps ``kept`` folders in step, or only those in ``only``, until it is stopped. Safe to use from threads.

    One process watches a folder at a time; another waits, and goes on when that one ends. ``tell`` hears what happens:
    each event, and each change of a folder's state.
    """

    def __init__(
        self,
        kept: KeptFolders,
        sync: Sync,
        home: Path,
        *,
        only: Sequence[Path] = (),
        interval: float = INTERVAL,
        tell: Tell = lambda folder, what: None,
    ) -> None:
        self._kept, self._sync, self._home, self._only = kept, sync, home, set(only)
        self._interval, self._tell = interval, tell
        self._watches: dict[Path, tuple[Watch, FileLock]] = {}
        self._states: dict[Path, Watched] = {}
        self._changes: Counter[Path] = Counter()
        self._wake, self._stop = threading.Event(), threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, or look at once if it runs already."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
                self._thread.start()
        self.look_now()

    def look_now(self) -> None:
        """Look again at once, if it runs."""
        self._wake.set()

    def ended(self, timeout: float) -> bool:
        """Wait for the end, at most ``timeout`` seconds: it ends by itself when none of its folders is watched."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self._thread is None or not self._thread.is_alive()

    def stop(self) -> None:
        """End after the step that is under way. Calling it again does nothing."""
        self._stop.set()
        self._wake.set()
        self.ended(_PATIENCE)

    def watched(self) -> list[Watched]:
        """The watched folders and how it stands with them."""
        return [self._states.get(folder, Watched(str(folder))) for folder in self._kept.folders()]

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._wake.clear()
                folders = [folder for folder in self._kept.folders() if not self._only or folder in self._only]
                if self._only and not folders:
                    return
                for folder in self._watches.keys() - set(folders):
                    self._let_go(folder)
                for folder in folders:
                    self._turn(folder)
                self._wake.wait(self._pause())
        finally:
            for folder in list(self._watches):
                self._let_go(folder)

    def _pause(self) -> float:
        restless = any(watch.restless for watch, lock in self._watches.values() if lock.is_locked)
        return min(self._interval, _SETTLING) if restless else self._interval

    def _let_go(self, folder: Path) -> None:
        _, lock = self._watches.pop(folder)
        lock.release()
        self._states.pop(folder, None)

    def _turn(self, folder: Path) -> None:
        if folder not in self._watches:
            new = Watch(folder, self._sync, self._home, time.monotonic)
            self._watches[folder] = new, self._kept.lock(folder)
        watch, lock = self._watches[folder]
        try:
            if not lock.is_locked:
                lock.acquire(timeout=0)
            self._look(watch)
        except Timeout:
            self._say(folder, "elsewhere")
        except FootnoteError as error:
            self._say(folder, "failed", watch, str(error))
        except Exception:
            _log.exception("watching %s failed", folder)
            self._say(folder, "failed", watch, "Something went wrong that was not foreseen; the log has it.")

    def _look(self, watch: Watch) -> None:
        with closing(watch.turn()) as events:
            for event in events:
                if self._stop.is_set() or not self._kept.keeps(watch.folder):
                    return
                self._tell(watch.folder, event)
                self._changes[watch.folder] += isinstance(event, Added | Removed | Renamed)
                if isinstance(event, Progress):
                    self._say(watch.folder, "working", watch, event.name)
        if watch.in_step:
            self._say(watch.folder, "in step", watch, " ".join(watch.problems[:_PROBLEMS]))
        elif self._state_of(watch.folder) != "failed":  # it waits a while before it tries again
            self._say(watch.folder, "looking", watch)

    def _state_of(self, folder: Path) -> FolderState:
        return self._states.get(folder, Watched(str(folder))).state

    def _say(self, folder: Path, state: FolderState, watch: Watch | None = None, detail: str = "") -> None:
        files = len(watch.seen or ()) if watch else 0
        now = Watched(str(folder), state, files, detail, self._changes[folder])
        if self._states.get(folder) != now:
            self._states[folder] = now
            self._tell(folder, now)

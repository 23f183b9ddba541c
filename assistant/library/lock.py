"""One process a home, for embedded Chroma must not be opened twice; and one writer at a time, always."""

from __future__ import annotations

import json
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import LibraryInUse, LibraryUnreadable

_ROOM = 1 << 20  # bytes
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a home. ``address`` and ``token`` are set when it answers for others (the chat does)."""

    pid: int
    address: str = ""
    token: str = ""


class HomeLock:
    """A lock on one home, freed by the system when the process ends, however it ends."""

    def __init__(self, home: Path) -> None:
        self._note = home / "holder.json"
        self._lock = FileLock(home / "lock", thread_local=False)

    def take(self) -> None:
        """Take the lock or raise LibraryInUse at once."""
        home = self._note.parent
        with writable(home):
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                raise LibraryInUse(_in_use(home, holder_of(home))) from None
        self.announce(Holder(os.getpid()))

    def announce(self, holder: Holder) -> None:
        """Write down who holds the home, readable by this user only; where that cannot be, reading goes on without."""
        draft = self._note.with_suffix(".new")
        try:
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(asdict(holder)), encoding="utf-8")
            draft.replace(self._note)
        except OSError as error:
            _log.warning("%s cannot be written (%s): other commands do not find this one.", self._note, error.strerror)

    def free(self) -> None:
        """Let go. Calling it again does nothing."""
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()


class WriteLock:
    """Held while the library is written: by one thread of one process, though several processes share a home."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._threads = threading.RLock()
        self._processes = FileLock(home / "writing", thread_local=False)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it; a thread that holds it may take it again."""
        with self._threads:
            with writable(self._home):
                self._processes.acquire()
            try:
                yield
            finally:
                self._processes.release()

    @contextmanager
    def held_if_free(self) -> Iterator[bool]:
        """Hold the lock if nobody else does, and say whether it is held."""
        with self._threads:
            try:
                with writable(self._home):
                    self._processes.acquire(timeout=0)
            except Timeout:
                yield False
                return
            try:
                yield True
            finally:
                self._processes.release()


def make_folder(folder: Path) -> None:
    """Make the home, or a folder of it, for this user alone. Raises LibraryUnreadable where that cannot be."""
    with writable(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def has_room(folder: Path) -> bool:
    """Whether the disk of a folder takes a little more. Where it does not, a library is read only."""
    return shutil.disk_usage(folder).free >= _ROOM


@contextmanager
def writable(home: Path) -> Iterator[None]:
    """Raises LibraryUnreadable where the system does not let the home be written."""
    try:
        yield
    except Timeout:  # an OSError, too
        raise
    except OSError as error:
        raise LibraryUnreadable(
            f"The home {home} cannot be made or written ({error.strerror}). Make room or give the folder back its "
            "rights, or choose another with --home or FOOTNOTE_HOME."
        ) from error


def holder_of(home: Path) -> Holder | None:
    """Who says to hold this home; None when nobody does or the note cannot be read. The note may be stale."""
    try:
        return Holder(**json.loads((home / "holder.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _in_use(home: Path, holder: Holder | None) -> str:
    who = f"process {holder.pid}" if holder else "another process"
    where = f" (its chat is at {holder.address})" if holder and holder.address else ""
    return (
        f"The library at {home} is in use by {who}{where}. Wait until it is done or stop it; or use a Chroma server "
        "(FOOTNOTE_CHROMA_URL) so that several processes can share one library; or choose another --home."
    )

"""A process of its own in which files are read, so that no file can stop, fill or crash the app.

It is started when it is first needed and kept, and reads one file at a time. It has no key of the app's in its
environment, and limits on time, memory and text; see ``confine`` and ``seal`` for what the system
refuses it.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, cast

from assistant import errors
from assistant.errors import DamagedFile, ReadingError, TooLarge
from assistant.reading.parcel import PATIENCE, Header, receive, send, unpacked
from assistant.records import Document

Read = Callable[[bytes, str, str], Document]
# How the process ends when it is out of time; Windows has no such alarms.
_ALARMS = () if sys.platform == "win32" else (-signal.SIGPROF, -signal.SIGALRM)
_MOST_REQUESTS = 500  # then a fresh process takes over: what libraries leak does not add up
# What a process needs to run; keys and tokens of the app are not among it.
_KEPT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_START = (
    "import sys; memory, seconds, characters, *sys.path = sys.argv[1:]; from assistant.reading.child import serve; "
    "serve(int(memory), float(seconds), int(characters))"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take."""

    seconds: float = 600.0  # of processor time; a scan of some hundred pages takes that
    memory: int = 2 << 30  # bytes of address space, the program's own included
    characters: int = 50_000_000  # of canonical text


class ReadingWorker:
    """Reads files and draws pages in a process of its own. Safe to call from threads, which wait for each other."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._requests = 0

    def read(self, data: bytes, name: str, suffix: str = "") -> Document:
        """As ``reading.read``. Raises also TooLarge, and DamagedFile for a file that breaks the process."""
        header, body = self._ask({"do": "read", "name": name, "suffix": suffix}, data, f"{name}: ")
        try:
            return unpacked(header, body)
        except (ValueError, TypeError, KeyError, IndexError) as error:
            self.close()
            raise _broke_down(f"{name}: ") from error

    def page_png(self, data: bytes, number: int, scale: float = 2.0) -> bytes:
        """As ``reading.render.page_png``. Raises also TooLarge, and DamagedFile for a page that breaks the process."""
        return self._ask({"do": "draw", "number": number, "scale": scale}, data, "")[1]

    def close(self) -> None:
        """End the process; the next call starts another."""
        with self._lock:
            self._end()

    def _ask(self, header: Header, data: bytes, about: str) -> tuple[Header, bytes]:
        with self._lock:
            reply, body = self._exchanged(header, data, about)
            self._requests += 1
            if self._requests >= _MOST_REQUESTS or reply.get("failed") == "MemoryError":
                self._end()
        if "failed" not in reply:
            return reply, body
        if reply["failed"] == "MemoryError":
            raise TooLarge(
                f"{about}Reading it takes more than {self._limits.memory / (1 << 30):.1f} GB of memory, and was given "
                "up. Split it into smaller files and add those, or set FOOTNOTE_READING_MEMORY higher."
            )
        raise _error(reply)

    def _exchanged(self, header: Header, data: bytes, about: str) -> tuple[Header, bytes]:
        """A request and its reply. The process is ended when it takes too long or sends what is no reply."""
        process = self._running()
        too_long = threading.Event()

        def give_up() -> None:
            too_long.set()
            process.kill()

        timer = threading.Timer(self._limits.seconds * PATIENCE, give_up)
        timer.daemon = True
        timer.start()
        try:
            send(cast(BinaryIO, process.stdin), header, data)
            return receive(cast(BinaryIO, process.stdout))
        except (OSError, EOFError, ValueError, RecursionError) as error:
            self._end()
            if too_long.is_set() or process.returncode in _ALARMS:
                raise TooLarge(
                    f"{about}It was given up after {self._limits.seconds:.0f} seconds of work. Split it into smaller "
                    "files and add those, or set FOOTNOTE_READING_SECONDS higher."
                ) from None
            raise _broke_down(about) from error
        except BaseException:  # stopped half way through a frame: the next one would be misread
            self._end()
            raise
        finally:
            timer.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        limits = self._limits
        told = [str(limits.memory), str(limits.seconds), str(limits.characters)]
        # Isolated: neither the folder that the app was started in nor PYTHON* variables choose what is imported.
        command = [sys.executable, "-I", "-B", "-c", _START, *told, *filter(None, sys.path)]
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own program
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT if name in os.environ} | {"OPENBLAS_NUM_THREADS": "1"},
            )
        except OSError as error:
            raise ReadingError(
                f"The process that reads files could not be started ({error.strerror}). Close other programs and try "
                "again."
            ) from error
        self._requests = 0
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            try:
                cast(BinaryIO, pipe).close()
            except OSError:
                continue  # what was still to be sent goes nowhere
        process.wait()


class ReadingPool:
    """A few reading processes, so that a slow file keeps only its own sender waiting. Safe to call from threads."""

    def __init__(self, limits: Limits = Limits(), size: int = 4) -> None:
        self._workers = [ReadingWorker(limits) for _ in range(size)]
        self._free: queue.LifoQueue[ReadingWorker] = queue.LifoQueue()  # one that runs already before one that does not
        for worker in self._workers:
            self._free.put(worker)

    def read(self, data: bytes, name: str, suffix: str = "") -> Document:
        """As ``ReadingWorker.read``, in a process that is free."""
        worker = self._free.get()
        try:
            return worker.read(data, name, suffix)
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End the processes; the next call starts another."""
        for worker in self._workers:
            worker.close()


def _broke_down(about: str) -> DamagedFile:
    return DamagedFile(
        f"{about}The program that reads it broke down over it, so it is probably damaged. Open it in the program that "
        "it comes from, save it anew, and add it again."
    )


def _error(reply: Header) -> ReadingError:
    kind = getattr(errors, str(reply["failed"]), ReadingError)
    known = isinstance(kind, type) and issubclass(kind, ReadingError)
    return (kind if known else ReadingError)(str(reply.get("message", "")))

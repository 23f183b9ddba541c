"""Figures of repeated measurements: least, median, 95th percentile and most; memory, disk, and the machine."""

from __future__ import annotations

import math
import os
import platform
import resource
import statistics
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from assistant.models.encoder import cores

_MADE_WITH = ("llama-index-core", "chromadb", "onnxruntime", "tokenizers", "tantivy", "numpy")


@dataclass(frozen=True, slots=True)
class Spread:
    """How repeated measurements of one thing lie, in its unit."""

    count: int
    least: float
    median: float
    p95: float
    most: float


def spread(values: Sequence[float]) -> Spread:
    """The spread of one or more values; the 95th percentile is the smallest value that 95% do not exceed."""
    ordered = sorted(values)
    p95 = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return Spread(len(ordered), ordered[0], statistics.median(ordered), p95, ordered[-1])


def peak_memory(process: int | None = None) -> int:
    """The most bytes of memory that a process (None: this one) has held; of another it is known on Linux only, else 0.

    Linux tells it in /proc: what getrusage says there counts what the parent held when it started the process, too.
    """
    try:
        lines = Path(f"/proc/{process or 'self'}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if process is None else 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


@contextmanager
def own_memory() -> Iterator[Callable[[], int]]:
    """Gives what tells the most bytes that this process has held of its own meanwhile, looked at 50 times a second.

    Files that are mapped, which the system takes back when it wants, are not among them. On Linux only, else 0.
    """
    most, over = [_anonymous()], threading.Event()

    def look() -> None:
        while not over.wait(0.02):
            most[0] = max(most[0], _anonymous())

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield lambda: most[0]
    finally:
        over.set()
        looking.join()


def _anonymous() -> int:
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:")), 0)


def folder_bytes(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def machine() -> dict[str, str]:
    """What the figures were measured on, in words by heading."""
    return {
        "processor": f"{_processor()}, {cores()} cores used",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "libraries": ", ".join(f"{name} {version(name)}" for name in _MADE_WITH),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def seconds(value: float) -> str:
    """A time in words: milliseconds below a second."""
    return f"{1000 * value:.0f} ms" if value < 1 else f"{value:.2f} s"


def size(count: float) -> str:
    """Bytes in words."""
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"

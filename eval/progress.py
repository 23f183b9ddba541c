"""How far a run has come: a bar on a terminal, and a line now and then where there is none. Both tell the time."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

Item = TypeVar("Item")
_LINES = 10  # at least, for a whole run
_QUIET = 60.0  # seconds; at most, between two lines


def shown(
    items: Iterable[Item],
    total: int,
    verb: str,
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Item]:
    """The items as they come, ``total`` of them, and on ``stream`` (stderr) how many were ``verb``: "asked"."""
    stream = stream or sys.stderr
    if stream.isatty():
        columns, lines = shutil.get_terminal_size()  # never 0, as tqdm's own may be, which then shows nothing
        with logging_redirect_tqdm():
            yield from tqdm(items, total=total, desc=verb, unit="case", file=stream, ncols=columns, nrows=lines)
    else:
        yield from _in_lines(items, total, verb, stream, clock)


def _in_lines(
    items: Iterable[Item], total: int, verb: str, stream: TextIO, clock: Callable[[], float]
) -> Iterator[Item]:
    begun = last = clock()
    for number, item in enumerate(items, 1):
        yield item
        now = clock()
        if number == total or number % max(1, total // _LINES) == 0 or now - last >= _QUIET:
            last = now
            stream.write(f"{verb} {number} of {total} ({_times(now - begun, number, total)})\n")
            stream.flush()


def _times(seconds: float, done: int, total: int) -> str:
    """Minutes and seconds so far, and as long as the rest will take at this pace."""
    so_far = f"{tqdm.format_interval(seconds)} so far"
    left = seconds / done * (total - done)
    return f"{so_far}, about {tqdm.format_interval(left)} to go" if done < total else so_far

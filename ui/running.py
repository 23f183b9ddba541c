"""Work that can be given up at once, even while it is silent."""

from __future__ import annotations

import asyncio
import math
import queue
import threading
import time
from collections.abc import AsyncGenerator, Iterator
from typing import TypeVar

from assistant.stopping import Stop, under

Item = TypeVar("Item")

_PATIENCE = 0.05  # seconds between looks at the stop flag, and the shortest time between two redraws


def latest(items: Iterator[Item], stop: threading.Event, pause: float = math.inf) -> Iterator[Item | None]:
    """The items of ``items``, which runs in a thread of its own; whatever has piled up gives way to its newest.

    Ends when ``items`` ends or ``stop`` is set; ``items`` is then given up. What it raises is raised here. None comes
    after every ``pause`` seconds of silence: the sender may then find that nobody is there any more,
    and close this, which gives up ``items`` too.
    """
    waiting: queue.Queue[Item | _End] = queue.Queue()
    given_up = Stop()
    threading.Thread(target=_pump, args=(items, given_up, waiting), daemon=True).start()
    try:
        heard = time.monotonic()
        while not stop.is_set():
            newest, end = _newest(waiting)
            yield from newest
            if newest:
                heard = time.monotonic()
            elif time.monotonic() - heard >= pause:
                heard = time.monotonic()
                yield None
            if end is not None:
                if end.error is not None:
                    raise end.error
                return
    finally:
        stop.set()
        given_up.set()


async def eventually(items: Iterator[Item], pause: float) -> AsyncGenerator[Item | None, None]:
    """The items of ``items``, which runs in a thread of its own; None after every ``pause`` seconds of silence.

    Closing it gives up ``items``. What ``items`` raises is raised here.
    """
    waiting: queue.Queue[Item | _End] = queue.Queue()
    given_up = Stop()
    threading.Thread(target=_pump, args=(items, given_up, waiting), daemon=True).start()
    silent = 0.0
    try:
        while True:
            try:
                item = waiting.get_nowait()
            except queue.Empty:
                await asyncio.sleep(_PATIENCE)
                silent += _PATIENCE
                if silent >= pause:
                    silent = 0.0
                    yield None
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            silent = 0.0
            yield item
    finally:
        given_up.set()


class _End:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


def _pump(items: Iterator[Item], stop: Stop, waiting: queue.Queue[Item | _End]) -> None:
    """Take the items until ``stop`` is set; they are then closed, at once where they wait for somebody else."""
    try:
        with under(stop):
            for item in items:
                if stop.is_set():
                    break
                waiting.put(item)
    except Exception as error:  # carried over to the thread that waits
        waiting.put(_End(error))
    else:
        waiting.put(_End())
    finally:
        close = getattr(items, "close", None)
        if close is not None:
            close()


def _newest(waiting: queue.Queue[Item | _End]) -> tuple[list[Item], _End | None]:
    """What has come by now: its newest item, if any, and the end, if it is reached."""
    newest: list[Item] = []
    try:
        item = waiting.get(timeout=_PATIENCE)
        while not isinstance(item, _End):
            newest = [item]
            item = waiting.get_nowait()
    except queue.Empty:
        return newest, None
    return newest, item

"""Work that can be given up at once, even while it is silent."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncGenerator, Iterator
from typing import TypeVar

Item = TypeVar("Item")

_PATIENCE = 0.05  # seconds between looks at the stop flag, and the shortest time between two redraws


def latest(items: Iterator[Item], stop: threading.Event, to_the_end: bool = False) -> Iterator[Item]:
    """The items of ``items``, which runs in a thread of its own; whatever has piled up gives way to its newest.

    Ends when ``items`` ends or ``stop`` is set; ``items`` is then closed as soon as it next yields, or runs on unseen
    ``to_the_end``. What it raises is raised here.
    """
    waiting: queue.Queue[Item | _End] = queue.Queue()
    given_up = threading.Event() if to_the_end else stop
    threading.Thread(target=_pump, args=(items, given_up, waiting), daemon=True).start()
    try:
        while not stop.is_set():
            newest, end = _newest(waiting)
            yield from newest
            if end is not None:
                if end.error is not None:
                    raise end.error
                return
    finally:
        stop.set()


async def eventually(items: Iterator[Item], pause: float) -> AsyncGenerator[Item | None, None]:
    """The items of ``items``, which runs in a thread of its own; None after every ``pause`` seconds of silence.

    Closing it closes ``items`` as soon as that next yields. What ``items`` raises is raised here.
    """
    waiting: queue.Queue[Item | _End] = queue.Queue()
    given_up = threading.Event()
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


def _pump(items: Iterator[Item], stop: threading.Event, waiting: queue.Queue[Item | _End]) -> None:
    try:
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

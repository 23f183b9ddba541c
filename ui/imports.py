"""Imports take turns: a few people's at once, and of each person one, so that no file keeps others waiting.

An import that was accepted runs to its end, also when the page that sent it is closed meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from assistant.errors import NotAllowed
from ui import words

Item = TypeVar("Item")

AT_ONCE = 3  # people whose files are imported at the same time
_log = logging.getLogger(__name__)
_MOST_WAITING = 250  # imports of one person; the page sends 2,000 files as 125


class Imports:
    """The imports of one chat. Used from its event loop."""

    def __init__(self, at_once: int = AT_ONCE, most_waiting: int = _MOST_WAITING) -> None:
        self._at_once, self._most_waiting = at_once, most_waiting
        self._slots = asyncio.Semaphore(at_once)
        self._owners: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: Counter[str] = Counter()
        self._running: set[asyncio.Task[None]] = set()

    async def run(self, owner: str, items: Iterator[Item]) -> AsyncIterator[Item]:
        """The items of ``items``, the newest where several have come, once it is the owner's turn.

        What ``items`` raises is raised here. Raises NotAllowed where too many of the owner's imports wait.
        """
        if self._waiting[owner] >= self._most_waiting:
            raise NotAllowed(words.TOO_MANY_IMPORTS)
        made: asyncio.Queue[Item | None] = asyncio.Queue()
        task = asyncio.create_task(self._in_turn(owner, items, made))
        self._running.add(task)
        task.add_done_callback(self._ended)
        while (item := await made.get()) is not None:
            newest = item
            while not made.empty() and (item := made.get_nowait()) is not None:
                newest = item
            yield newest
            if item is None:
                break
        await task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):  # nobody may wait for it any more
            _log.debug("An import ended: %s", error)

    async def _in_turn(self, owner: str, items: Iterator[Item], made: asyncio.Queue[Item | None]) -> None:
        loop = asyncio.get_running_loop()

        def work() -> None:
            with closing(items):  # type: ignore[type-var]  # a generator
                for item in items:
                    loop.call_soon_threadsafe(made.put_nowait, item)

        self._waiting[owner] += 1
        try:
            async with self._owners[owner], self._slots:
                # Given up only when the server stops, which waits for no file.
                await to_thread.run_sync(work, limiter=CapacityLimiter(1), abandon_on_cancel=True)
        finally:
            self._waiting[owner] -= 1
            made.put_nowait(None)

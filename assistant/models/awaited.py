"""What comes asynchronously, taken one by one in a thread that can be told to stop waiting for it."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, suppress
from typing import TypeVar

from assistant.stopping import GivenUp, Stop

Item = TypeVar("Item")

_CLOSING = 1.0  # seconds at most that closing waits for a connection to be closed


def awaited(items: AsyncGenerator[Item, None], stop: Stop) -> Generator[Item, None, None]:
    """The items as they come; what ``items`` raises is raised here. Raises GivenUp when ``stop`` is set.

    They run in an event loop and a thread of their own. Stopping, and closing this, cancels them wherever they are:
    what they hold open, such as a connection, is closed at once.
    """
    waiting: queue.Queue[Item | _End] = queue.Queue()
    loop = asyncio.new_event_loop()
    task = loop.create_task(_passed_on(items, waiting))
    thread = threading.Thread(target=_run, args=(loop, task), daemon=True)
    thread.start()

    def cancel() -> None:
        with suppress(RuntimeError):  # the loop is closed: it has come to its end
            loop.call_soon_threadsafe(task.cancel)

    try:
        with stop.telling(cancel):
            while not isinstance(item := waiting.get(), _End):
                yield item
            if item.error is not None:
                raise item.error
    finally:
        cancel()
        thread.join(_CLOSING)


class _End:
    def __init__(self, error: Exception | None = None) -> None:
        self.error = error


async def _passed_on(items: AsyncGenerator[Item, None], waiting: queue.Queue[Item | _End]) -> None:
    try:
        async with aclosing(items):
            async for item in items:
                waiting.put(item)
    except asyncio.CancelledError:
        waiting.put(_End(GivenUp()))
    except Exception as error:  # carried over to the thread that waits
        waiting.put(_End(error))
    else:
        waiting.put(_End())


def _run(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    try:
        loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()

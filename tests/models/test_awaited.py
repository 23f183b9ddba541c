"""Taking what comes asynchronously, and ceasing to wait for it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator

import pytest

from assistant.models.awaited import awaited
from assistant.stopping import GivenUp, Stop

WITHIN = 5.0  # seconds; the waiting itself would take much longer


class Line:
    """Numbers, and then a long silence; tells when it was hung up."""

    def __init__(self, *numbers: int) -> None:
        self.numbers, self.hung_up = numbers, threading.Event()

    async def __call__(self) -> AsyncGenerator[int, None]:
        try:
            for number in self.numbers:
                yield number
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)  # as closing a connection does
            self.hung_up.set()


async def counting(last: int) -> AsyncGenerator[int, None]:
    for number in range(last):
        await asyncio.sleep(0)
        yield number


def test_all_come_in_order() -> None:
    assert list(awaited(counting(100), Stop())) == list(range(100))


def test_an_error_is_raised_where_it_is_waited_for() -> None:
    async def failing() -> AsyncGenerator[int, None]:
        yield 1
        raise ValueError("here")

    items = awaited(failing(), Stop())
    assert next(items) == 1
    with pytest.raises(ValueError, match="here"):
        next(items)


def test_closing_hangs_up() -> None:
    line = Line(1)
    items = awaited(line(), Stop())
    assert next(items) == 1
    items.close()
    assert line.hung_up.is_set()


@pytest.mark.parametrize("line", [Line(), Line(1, 2)], ids=["silent from the start", "silent after two"])
def test_a_stop_from_another_thread_ends_the_waiting(line: Line) -> None:
    stop, begun = Stop(), time.monotonic()
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(GivenUp):
        list(awaited(line(), stop))
    assert line.hung_up.wait(WITHIN)
    assert time.monotonic() - begun < WITHIN


def test_under_a_stop_that_is_set_nothing_is_waited_for() -> None:
    stop = Stop()
    stop.set()
    with pytest.raises(GivenUp):
        list(awaited(Line()(), stop))

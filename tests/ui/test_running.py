from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from assistant.stopping import current_stop
from ui.running import eventually, latest


def test_the_last_item_always_comes() -> None:
    assert list(latest(iter(range(1000)), threading.Event()))[-1] == 999


def test_an_error_is_raised_where_it_is_waited_for() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("here")

    seen: list[int] = []
    with pytest.raises(ValueError, match="here"):
        seen.extend(latest(items(), threading.Event()))


def test_what_waits_for_somebody_else_is_told_to_stop() -> None:
    """Nothing is yielded that it could be closed at."""
    told = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        with current_stop().telling(told.set):
            told.wait(30)

    running = latest(items(), threading.Event())
    assert next(running) == 1
    running.close()  # type: ignore[attr-defined]  # a generator
    assert told.wait(5)


def test_silence_is_told() -> None:
    held = Held()
    running = latest(iter(held), threading.Event(), pause=0.1)
    assert next(running) == 0
    assert [next(running), next(running)] == [None, None]
    held.go.set()
    assert list(filter(None, running))[-1] == 2


class Held:
    """Items that hang after the first until they are let go, and tell when they were closed."""

    def __init__(self) -> None:
        self.go, self.closed = threading.Event(), threading.Event()
        self.given: list[int] = []

    def __iter__(self) -> Iterator[int]:
        try:
            for item in range(3):
                self.given.append(item)
                yield item
                self.go.wait(30)
        finally:
            self.closed.set()


def test_stopping_does_not_wait_for_what_hangs() -> None:
    held, stop = Held(), threading.Event()
    running = latest(iter(held), stop)
    assert next(running) == 0
    stop.set()
    assert list(running) == []
    held.go.set()
    assert held.closed.wait(30)
    assert held.given == [0, 1]


def test_all_items_come_in_order_and_silence_is_told() -> None:
    held = Held()

    async def take() -> list[int | None]:
        taken: list[int | None] = []
        async for item in eventually(iter(held), pause=0.05):
            taken.append(item)
            if item is None:
                held.go.set()
        return taken

    taken = asyncio.run(take())
    assert taken[:2] == [0, None]
    assert [item for item in taken if item is not None] == [0, 1, 2]


def test_an_error_is_raised_where_it_is_awaited() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("here")

    async def take() -> list[int | None]:
        return [item async for item in eventually(items(), pause=60)]

    with pytest.raises(ValueError, match="here"):
        asyncio.run(take())


def test_what_is_no_longer_awaited_is_closed() -> None:
    held = Held()

    async def take_one() -> int | None:
        async with aclosing(eventually(iter(held), pause=60)) as items:
            async for item in items:
                return item
        return None

    assert asyncio.run(take_one()) == 0
    held.go.set()
    assert held.closed.wait(30)
    assert held.given == [0, 1]

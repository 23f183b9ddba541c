from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from ui.running import latest


def test_the_last_item_always_comes() -> None:
    assert list(latest(iter(range(1000)), threading.Event()))[-1] == 999


def test_an_error_is_raised_where_it_is_waited_for() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("here")

    seen: list[int] = []
    with pytest.raises(ValueError, match="here"):
        seen.extend(latest(items(), threading.Event()))


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


def test_what_must_go_to_its_end_goes_there_unseen() -> None:
    held = Held()
    running = latest(iter(held), threading.Event(), to_the_end=True)
    next(running)
    running.close()  # type: ignore[attr-defined]  # a generator
    held.go.set()
    assert held.closed.wait(30)
    assert held.given == [0, 1, 2]

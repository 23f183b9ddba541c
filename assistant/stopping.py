"""Giving up work from another thread, also while it waits for somebody who says nothing.

A thread does its work ``under`` a stop. Whatever waits in it for somebody else asks for ``current_stop`` and lets
itself be told, so that nothing in between has to know.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class GivenUp(Exception):
    """Raised in work that was stopped while it waited: no error, for somebody wanted it so."""


class Stop(threading.Event):
    """An event that also tells, in the thread that sets it, whoever waits for something else meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._told: list[Callable[[], None]] = []
        self._guard = threading.Lock()

    def set(self) -> None:
        """Stop the work, now and for good."""
        with self._guard:
            super().set()
            told, self._told = self._told, []
        for tell in told:
            tell()

    @contextmanager
    def telling(self, tell: Callable[[], None]) -> Iterator[None]:
        """Meanwhile ``tell`` is called when this is set, at once if it is; it must neither wait nor fail."""
        with self._guard:
            late = self.is_set()
            if not late:
                self._told.append(tell)
        if late:
            tell()
        try:
            yield
        finally:
            with self._guard:
                if tell in self._told:
                    self._told.remove(tell)


_current: ContextVar[Stop | None] = ContextVar("current_stop", default=None)


@contextmanager
def under(stop: Stop) -> Iterator[None]:
    """What this thread does meanwhile can be stopped by ``stop``."""
    token = _current.set(stop)
    try:
        yield
    finally:
        _current.reset(token)


def current_stop() -> Stop:
    """The stop that this thread works under; one that nobody sets, where it works under none."""
    return _current.get() or Stop()

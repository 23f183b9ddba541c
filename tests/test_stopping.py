"""Stopping work from another thread."""

from __future__ import annotations

import threading

from assistant.stopping import Stop, current_stop, under


def test_whoever_waits_is_told_once_and_only_meanwhile() -> None:
    stop, told = Stop(), list[str]()
    with stop.telling(lambda: told.append("past")):
        pass
    with stop.telling(lambda: told.append("waiting")):
        stop.set()
        stop.set()
    assert told == ["waiting"]
    assert stop.is_set()


def test_whoever_comes_late_is_told_at_once() -> None:
    stop, told = Stop(), list[str]()
    stop.set()
    with stop.telling(lambda: told.append("late")):
        assert told == ["late"]


def test_a_thread_works_under_its_own_stop() -> None:
    stop, seen = Stop(), list[Stop]()
    with under(stop):
        assert current_stop() is stop
        thread = threading.Thread(target=lambda: seen.append(current_stop()))
        thread.start()
        thread.join()
    assert current_stop() is not stop
    assert seen[0] is not stop
    assert not seen[0].is_set()

"""How far a run has come: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from tqdm import tqdm

from eval.progress import shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def ticking(*seconds: float) -> Iterator[float]:
    yield from seconds


def test_without_a_terminal_a_line_a_tenth_tells_the_time() -> None:
    stream, now = io.StringIO(), iter(range(100))
    assert list(shown(range(20), 20, "asked", stream, lambda: float(next(now)))) == list(range(20))
    lines = stream.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0] == "asked 2 of 20 (00:02 so far, about 00:18 to go)"
    assert lines[-1] == "asked 20 of 20 (00:20 so far)"
    assert "\r" not in stream.getvalue()


def test_a_slow_run_tells_every_minute_that_it_lives() -> None:
    stream, now = io.StringIO(), ticking(0, 50, 100, 150, 200, 250)
    asking = shown(range(100), 100, "judged", stream, lambda: next(now))
    for _ in range(5):
        next(asking)
    assert stream.getvalue().splitlines() == [
        "judged 2 of 100 (01:40 so far, about 1:21:40 to go)",
        "judged 4 of 100 (03:20 so far, about 1:20:00 to go)",
    ]


def test_nothing_to_do_is_nothing_to_tell() -> None:
    stream = io.StringIO()
    assert list(shown([], 0, "asked", stream)) == []
    assert stream.getvalue() == ""


def test_on_a_terminal_there_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tqdm, "monitor_interval", 0)  # no thread is left behind
    stream = Terminal()
    assert list(shown("abcd", 4, "asked", stream)) == list("abcd")
    last = stream.getvalue().rsplit("\r", 1)[-1]
    assert last.startswith("asked: 100%|")
    assert "4/4 [00:00<" in last

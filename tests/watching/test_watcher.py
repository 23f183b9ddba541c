"""The thread that looks at all folders. Every wait is for an event, never for a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.events import Failed, Progress, SyncEvent
from assistant.records import Watched
from assistant.watching import KeptFolders, Watcher, sync
from tests.watching.conftest import Desk

PATIENCE = 30  # seconds until a test that hangs fails
QUICK = 0.01


class Heard:
    """What was told, and a wait for what is to come."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self.all: list[SyncEvent | Watched] = []

    def __call__(self, folder: Path, what: SyncEvent | Watched) -> None:
        with self._news:
            self.all.append(what)
            self._news.notify_all()

    def until(self, test: Callable[[SyncEvent | Watched], bool]) -> None:
        with self._news:
            assert self._news.wait_for(lambda: any(map(test, self.all)), PATIENCE), self.all
            self.all.clear()


def in_state(state: str, files: int | None = None) -> Callable[[SyncEvent | Watched], bool]:
    return lambda what: isinstance(what, Watched) and what.state == state and files in (None, what.files)


@contextmanager
def running(watcher: Watcher) -> Iterator[Watcher]:
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stop()
        assert watcher.ended(0)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def watcher_of(desk: Desk, heard: Heard, only: Collection[Path] = ()) -> Watcher:
    def step(
        folder: Path, resting: Mapping[str, tuple[int, int]], leave: Collection[str]
    ) -> Generator[SyncEvent, None, None]:
        yield from sync(desk.home, folder, resting, leave)

    return Watcher(desk.home.kept, step, desk.home.path, only=list(only), interval=QUICK, tell=heard)


def test_the_library_follows_the_folder(desk: Desk, heard: Heard) -> None:
    with running(watcher_of(desk, heard)) as watcher:
        heard.until(in_state("in step", 0))
        path = desk.write("mars.txt", "Perseverance landed in Jezero crater.")
        heard.until(in_state("in step", 1))
        assert desk.names() == ["mars.txt"]
        path.rename(desk.folder / "planet.txt")
        heard.until(lambda what: isinstance(what, Watched) and what.changes == 2)
        assert desk.names() == ["planet.txt"]
        (desk.folder / "planet.txt").unlink()
        heard.until(in_state("in step", 0))
        assert desk.names() == []
        assert watcher.watched() == [Watched(str(desk.folder), "in step", 0, "", 3)]


def test_a_folder_that_is_kept_or_dropped_meanwhile(desk: Desk, heard: Heard, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "moon.txt").write_text("Apollo 17 was the last crewed landing.")
    with running(watcher_of(desk, heard)) as watcher:
        heard.until(in_state("in step", 0))
        desk.home.kept.keep(other)
        watcher.look_now()
        heard.until(in_state("in step", 1))
        desk.home.kept.drop(other)
        assert [each.folder for each in watcher.watched()] == [str(desk.folder)]
        assert desk.names() == ["moon.txt"]


def test_one_process_watches_a_folder_and_the_other_goes_on_when_it_ends(desk: Desk, heard: Heard) -> None:
    second = Heard()
    desk.write("mars.txt", "Perseverance landed in Jezero crater.")
    with running(watcher_of(desk, heard)):
        heard.until(in_state("in step", 1))
        late = watcher_of(desk, second)
        late.start()
        second.until(in_state("elsewhere"))
    try:
        second.until(in_state("in step", 1))
    finally:
        late.stop()


def test_it_ends_when_none_of_its_own_folders_is_watched(desk: Desk, heard: Heard) -> None:
    with running(watcher_of(desk, heard, only=[desk.folder])) as watcher:
        heard.until(in_state("in step"))
        desk.home.kept.drop(desk.folder)
        assert watcher.ended(PATIENCE)


def test_what_goes_wrong_is_told_once_and_it_looks_on(desk: Desk, heard: Heard) -> None:
    with running(watcher_of(desk, heard)):
        heard.until(in_state("in step", 0))
        away = desk.folder.rename(desk.folder.with_name("away"))
        heard.until(in_state("failed"))
        away.rename(desk.folder)
        heard.until(in_state("in step", 0))


def test_an_error_that_nobody_foresaw_does_not_end_it(tmp_path: Path, heard: Heard) -> None:
    kept = KeptFolders(tmp_path / "home")
    kept.keep(tmp_path)
    errors = [RuntimeError("secret detail")]

    def step(*_: object) -> Generator[SyncEvent, None, None]:
        if errors:
            raise errors.pop()
        yield from ()

    with running(Watcher(kept, step, tmp_path / "home", interval=QUICK, tell=heard)):
        heard.until(lambda what: isinstance(what, Watched) and what.state == "failed" and "secret" not in what.detail)
        heard.until(in_state("in step"))


def test_stopping_ends_a_long_step_at_its_next_event(tmp_path: Path, heard: Heard) -> None:
    kept = KeptFolders(tmp_path / "home")
    kept.keep(tmp_path)
    closed = threading.Event()

    def step(*_: object) -> Generator[SyncEvent, None, None]:
        try:
            while True:
                yield Progress("endless.txt", "embedding", 1, 2)
        finally:
            closed.set()

    with running(Watcher(kept, step, tmp_path / "home", interval=QUICK, tell=heard)):
        heard.until(in_state("working"))
    assert closed.is_set()


def test_a_file_that_fails_is_told_and_told_of_the_folder(desk: Desk, heard: Heard) -> None:
    desk.write("report.pdf", "%PDF-1.4 cut short")
    desk.write("mars.txt", "Perseverance landed in Jezero crater.")
    with running(watcher_of(desk, heard)) as watcher:
        heard.until(lambda what: isinstance(what, Failed) and what.name == "report.pdf")
        heard.until(in_state("in step", 2))
        [watched] = watcher.watched()
        assert watched.detail.startswith("report.pdf: ")
    assert desk.names() == ["mars.txt"]

"""What is due after a look, by the looks alone: the library is a list of what it was asked for."""

from __future__ import annotations

import os
from collections.abc import Collection, Generator, Mapping
from pathlib import Path

import pytest

from assistant.errors import FolderError, LibraryInUse
from assistant.events import Failed, SyncEvent
from assistant.watching.watch import Watch


class Library:
    """Keeps what it was asked to do, and fails as it is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[set[str], set[str]]] = []
        self.bad: set[str] = set()
        self.error: Exception | None = None
        self.now = 0.0

    def sync(
        self, folder: Path, resting: Mapping[str, tuple[int, int]], leave: Collection[str]
    ) -> Generator[SyncEvent, None, None]:
        self.asked.append((set(map(self._name, resting)), set(map(self._name, leave))))
        if self.error:
            raise self.error
        yield from (Failed(self._name(path), "bad") for path in resting if self._name(path) in self.bad)

    def _name(self, path: str) -> str:
        return os.path.relpath(path, self.folder)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "papers").mkdir()
    return Library(tmp_path / "papers")


@pytest.fixture
def watch(library: Library, tmp_path: Path) -> Watch:
    return Watch(library.folder, library.sync, tmp_path / "home", lambda: library.now)


def turn(watch: Watch, times: int = 1) -> None:
    for _ in range(times):
        list(watch.turn())


def test_the_first_step_comes_with_the_second_look_and_no_other_without_need(watch: Watch, library: Library) -> None:
    library.write("a.txt", "one")
    turn(watch)
    assert library.asked == []
    assert not watch.in_step
    turn(watch, 5)
    assert library.asked == [({"a.txt"}, set())]
    assert watch.in_step


def test_an_empty_folder_is_brought_in_step_too(watch: Watch, library: Library) -> None:
    turn(watch, 3)
    assert library.asked == [(set(), set())]


def test_a_file_is_taken_when_it_has_been_the_same_twice(watch: Watch, library: Library) -> None:
    turn(watch, 2)
    for length in range(1, 5):
        library.write("growing.txt", "x" * length)
        library.write("whole.txt", "done")
        os.utime(library.folder / "whole.txt", ns=(1, 1))
        turn(watch)
        assert watch.restless
    assert library.asked[1:] == [({"whole.txt"}, {"growing.txt"})]
    turn(watch)
    assert library.asked[2:] == [({"growing.txt"}, set())]
    assert not watch.restless


def test_a_file_that_is_gone_for_one_look_only_is_not_gone(watch: Watch, library: Library) -> None:
    library.write("a.txt", "one")
    turn(watch, 2)
    text = (library.folder / "a.txt").stat()
    (library.folder / "a.txt").unlink()
    turn(watch)
    library.write("a.txt", "one")
    os.utime(library.folder / "a.txt", ns=(text.st_atime_ns, text.st_mtime_ns))
    turn(watch, 3)
    assert len(library.asked) == 1
    (library.folder / "a.txt").unlink()
    turn(watch, 3)
    assert library.asked[1:] == [(set(), set())]


def test_a_file_that_failed_waits_until_it_changes_or_an_hour_is_over(watch: Watch, library: Library) -> None:
    library.bad = {"a.txt"}
    library.write("a.txt", "one")
    turn(watch, 4)
    assert library.asked == [({"a.txt"}, set())]
    library.write("b.txt", "two")
    turn(watch, 2)
    assert library.asked[1:] == [({"b.txt"}, {"a.txt"})]
    library.now += 3601
    turn(watch, 2)
    assert library.asked[2:] == [({"a.txt"}, set())]
    library.write("a.txt", "better")
    turn(watch, 2)
    assert library.asked[3:] == [({"a.txt"}, set())]


def test_a_library_that_cannot_be_used_is_tried_again_less_and_less_often(watch: Watch, library: Library) -> None:
    library.write("a.txt", "one")
    library.error = LibraryInUse("in use")
    tries = []
    turn(watch)
    for second in range(60):
        library.now = float(second)
        before = len(library.asked)
        try:
            turn(watch)
        except LibraryInUse:
            tries.append(second)
        assert (len(library.asked) > before) == (second in tries)
    assert tries == [0, 5, 15, 35]
    library.error = None
    library.now = 1000.0
    turn(watch)
    assert watch.in_step


def test_a_folder_that_is_away_changes_nothing(watch: Watch, library: Library) -> None:
    library.write("a.txt", "one")
    turn(watch, 2)
    library.folder.rename(library.folder.with_name("away"))
    for _ in range(3):
        with pytest.raises(FolderError):
            turn(watch)
    library.folder.with_name("away").rename(library.folder)
    turn(watch, 3)
    assert len(library.asked) == 1


def test_a_folder_that_cannot_be_looked_into_is_taken_to_be_as_it_was(
    watch: Watch, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.write("shut/a.txt", "one")
    turn(watch, 2)
    scan = os.scandir

    def refuse(path: str):  # type: ignore[no-untyped-def]
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    turn(watch, 3)
    monkeypatch.undo()
    turn(watch, 3)
    assert len(library.asked) == 1


def test_a_step_that_was_stopped_is_taken_again(watch: Watch, library: Library) -> None:
    library.bad = {"a.txt", "b.txt"}
    library.write("a.txt", "one")
    library.write("b.txt", "two")
    turn(watch)
    events = watch.turn()
    next(events)
    events.close()
    assert not watch.in_step
    turn(watch)
    assert library.asked == [({"a.txt", "b.txt"}, set())] * 2

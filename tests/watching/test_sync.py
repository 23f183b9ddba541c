"""One step: what is new comes in, what is gone goes, and nothing that came from elsewhere is touched."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.errors import FolderError
from assistant.events import Added, Failed, Removed, Renamed, SyncEvent, Unchanged
from assistant.incoming import Incoming, find_files
from assistant.ingest import ingest
from assistant.watching import sync
from tests.watching.conftest import Desk

MARS = "Perseverance landed in Jezero crater in February 2021."
MOON = "Apollo 17 was the last crewed landing on the Moon."


def kinds(events: Sequence[SyncEvent]) -> list[type]:
    return [type(event) for event in events]


def take_in(desk: Desk, *paths: Path, names: list[str] | None = None) -> None:
    files = (file for file in find_files(paths, names) if isinstance(file, Incoming))
    list(ingest(files, desk.library, desk.home.embedder))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf8_does_not_keep_the_others_out(desk: Desk) -> None:
    desk.write("moon.txt", MOON)
    odd = Path(os.fsdecode(os.fsencode(desk.folder) + b"/caf\xe9.txt"))
    odd.write_text(MARS)
    assert kinds(desk.sync()) == [Added, Added]
    assert desk.names() == ["caf\\udce9.txt", "moon.txt"]
    assert desk.sync() == []
    odd.unlink()
    assert kinds(desk.sync()) == [Removed]


def test_new_changed_and_deleted(desk: Desk) -> None:
    desk.write("mars.txt", MARS)
    desk.write("deep/moon.txt", MOON)
    assert kinds(desk.sync()) == [Added, Added]
    assert desk.names() == ["deep/moon.txt", "mars.txt"]
    assert desk.sync() == []
    desk.write("mars.txt", MARS + " Its sky crane lowered it.")
    (desk.folder / "deep/moon.txt").unlink()
    added, removed = desk.sync()
    assert isinstance(added, Added)
    assert added.replaced
    assert isinstance(removed, Removed)
    assert removed.source.name == "deep/moon.txt"
    assert desk.names() == ["mars.txt"]
    assert desk.library.search_words("Apollo", 3) == []
    assert desk.library.search_words("sky crane", 3)


def test_what_moved_is_renamed_and_not_embedded_again(desk: Desk) -> None:
    path = desk.write("mars.txt", MARS)
    desk.sync()
    batches = desk.home.embedder.batches
    (desk.folder / "planets").mkdir()
    path.rename(desk.folder / "planets" / "red.txt")
    unchanged, renamed = desk.sync()
    assert isinstance(unchanged, Unchanged)
    assert isinstance(renamed, Renamed)
    assert (renamed.before, renamed.source.name) == ("mars.txt", "planets/red.txt")
    assert desk.names() == ["planets/red.txt"]
    assert desk.home.embedder.batches == batches
    shutil.rmtree(desk.folder / "planets")
    assert kinds(desk.sync()) == [Removed]


def test_a_twin_keeps_the_document_under_its_own_name(desk: Desk) -> None:
    first = desk.write("a.txt", MARS)
    desk.write("b.txt", MARS)
    desk.sync()
    first.unlink()
    assert kinds(desk.sync()) == [Renamed]
    assert desk.names() == ["b.txt"]


def test_what_came_from_elsewhere_stays(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "moon.txt"
    elsewhere.write_text(MOON)
    take_in(desk, elsewhere)
    take_in(desk, desk.write("upload", MARS), names=["mars.txt"])
    own = desk.write("copy-of-mars.txt", MARS)
    desk.sync()
    own.unlink()
    elsewhere.unlink()
    assert desk.sync() == []
    assert desk.names() == ["mars.txt", "moon.txt"]


def test_what_was_taken_in_by_hand_from_the_folder_is_in_step_too(desk: Desk) -> None:
    path, hidden = desk.write("mars.txt", MARS), desk.write(".moon.txt", MOON)
    take_in(desk, path, hidden)
    assert desk.sync() == []
    path.unlink()
    assert kinds(desk.sync()) == [Removed]
    assert desk.names() == [".moon.txt"]


def test_only_what_still_rests_is_taken_in_and_what_is_left_is_left(desk: Desk) -> None:
    mars, moon, gone = desk.write("mars.txt", MARS), desk.write("moon.txt", MOON), desk.write("gone.txt", "Ebb at six.")
    desk.sync({str(gone): state(gone)})
    gone.unlink()
    resting = {str(mars): state(mars), str(moon): (1, 1)}
    assert kinds(desk.sync(resting, [str(gone)])) == [Added]
    assert desk.names() == ["gone.txt", "mars.txt"]
    assert kinds(desk.sync({str(moon): state(moon)}, [str(moon)])) == [Removed]
    assert desk.names() == ["mars.txt"]


def state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def test_a_file_that_cannot_be_read_leaves_the_old_version(desk: Desk) -> None:
    path = desk.write("report.pdf", "%PDF-1.4 cut short")
    desk.write("mars.txt", MARS)
    events = desk.sync()
    assert sorted(kinds(events), key=str) == [Added, Failed]
    [failed] = [event for event in events if isinstance(event, Failed)]
    assert failed.name == "report.pdf"
    path.unlink()
    assert desk.sync() == []


def test_what_a_person_removed_stays_away_until_its_file_changes(desk: Desk) -> None:
    path = desk.write("mars.txt", MARS)
    desk.sync()
    desk.home.kept.leave_out({str(path): state(path)})
    desk.library.remove([desk.library.source("mars.txt").id])
    desk.write("moon.txt", MOON)
    assert kinds(desk.sync()) == [Added]
    assert desk.names() == ["moon.txt"]
    path.write_text(MARS + " And so on.")
    assert kinds(desk.sync()) == [Added]
    assert desk.home.kept.note(desk.folder).left_out == {}


def test_the_last_file_goes_too(desk: Desk) -> None:
    path = desk.write("mars.txt", MARS)
    desk.sync()
    path.unlink()
    assert kinds(desk.sync()) == [Removed]


def test_a_disk_that_is_taken_away_takes_nothing_with_it(desk: Desk) -> None:
    desk.write("mars.txt", MARS)
    desk.sync()
    desk.folder.rename(desk.folder.with_name("disk"))
    with pytest.raises(FolderError, match="cannot be read"):
        desk.sync()
    desk.folder.mkdir()  # where a disk was, an empty folder of another one stays
    with pytest.raises(FolderError, match="disk may not be there"):
        desk.sync()
    assert desk.names() == ["mars.txt"]
    desk.folder.rmdir()
    desk.folder.with_name("disk").rename(desk.folder)
    assert desk.sync() == []


def test_a_folder_that_cannot_be_looked_into_keeps_its_documents(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("shut/mars.txt", MARS)
    desk.write("moon.txt", MOON)
    desk.sync()
    scan = os.scandir

    def refuse(path: str):  # type: ignore[no-untyped-def]
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert desk.sync() == []
    assert desk.names() == ["moon.txt", "shut/mars.txt"]


def test_stopping_in_the_middle_keeps_what_was_finished(desk: Desk) -> None:
    desk.write("mars.txt", MARS)
    desk.write("moon.txt", MOON)
    events = sync(desk.home, desk.folder, None, ())
    next(events)
    events.close()
    assert desk.names() == []
    assert kinds(desk.sync()) == [Added, Added]


def test_documents_of_the_home_are_not_taken_in_again(desk: Desk) -> None:
    home = desk.home.path
    desk.home.kept.drop(desk.folder)
    desk.home.kept.keep(home.parent)
    desk.write("mars.txt", MARS)
    around = Desk(home.parent, desk.home)
    around.sync()
    assert around.sync() == []
    assert [place for place in desk.library.locations() if place.startswith(str(home) + os.sep)] == []

"""A backup: one moment of a home in one file, and a home made of it; what is not whole changes nothing."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import ArchiveError, LibraryInUse, LibraryUnreadable
from assistant.library import back_up, restore
from assistant.settings import Settings
from tests.library.homes import TEXTS, fill, holds, mended, opened, take_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    fill(settings, tmp_path / "papers")
    return settings


@pytest.fixture
def backup(settings: Settings, tmp_path: Path) -> Path:
    (settings.home / "feedback.jsonl").write_text('{"rating": "good"}\n')
    back_up(settings.home, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def changed(backup: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A backup with other members."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    other = backup.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return other


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_what_was_backed_up_is_restored_whole(backup: Path, tmp_path: Path) -> None:
    other = Settings(home=tmp_path / "other")
    manifest = restore(other, backup, replace=False)
    assert (manifest.sources, manifest.schema) == (3, 1)
    assert mended(other) == []
    holds(other, *TEXTS)
    assert (other.home / "feedback.jsonl").read_text() == '{"rating": "good"}\n'


def test_a_backup_holds_no_more_than_the_home_needs_and_is_private(backup: Path) -> None:
    names = set(zipfile.ZipFile(backup).namelist())
    assert {name.split("/")[0] for name in names} == {"catalog.sqlite", "files", "feedback.jsonl", "manifest.json"}
    assert backup.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in backup.parent.iterdir()) == ["backup.zip", "home", "papers"]


def test_a_backup_while_the_home_is_in_use_holds_one_moment(settings: Settings, tmp_path: Path) -> None:
    with opened(settings) as library, closing(sqlite3.connect(settings.home / "catalog.sqlite")) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM sources").fetchone()  # so that what is written stays in SQLite's log
        (tmp_path / "late.txt").write_text("The tide turned late.")
        take_in(library, tmp_path / "late.txt")
        assert back_up(settings.home, tmp_path / "backup.zip").sources == 4
        library.remove([library.source("late.txt").id])
    other = Settings(home=tmp_path / "other")
    restore(other, tmp_path / "backup.zip", replace=False)
    with opened(other) as library:
        assert [source.name for source in library.sources()] == ["late.txt", "mars.txt", "moon.txt", "sea.txt"]
        assert library.original("late.txt").read_text() == "The tide turned late."


def test_a_home_that_holds_something_is_refused_or_set_aside(settings: Settings, backup: Path) -> None:
    (settings.home / "feedback.jsonl").write_text("newer\n")
    with opened(settings) as library:
        library.remove([library.source("mars.txt").id])
    before = tree(settings.home / "files")
    with pytest.raises(ArchiveError, match="--replace"):
        restore(settings, backup, replace=False)
    assert tree(settings.home / "files") == before
    assert not (settings.home / "restoring").exists()
    restore(settings, backup, replace=True)
    assert mended(settings) == []
    holds(settings, *TEXTS)
    [aside] = (settings.home / "aside").iterdir()
    assert (aside / "feedback.jsonl").read_text() == "newer\n"
    assert tree(aside / "files") == before


def test_a_home_in_use_is_not_restored_to(settings: Settings, backup: Path) -> None:
    with opened(settings), pytest.raises(LibraryInUse):
        restore(settings, backup, replace=True)


def cut(members: dict[str, bytes]) -> None:
    del members["feedback.jsonl"]


def add(members: dict[str, bytes]) -> None:
    members["more.txt"] = b"more"


def alter(members: dict[str, bytes]) -> None:
    members["feedback.jsonl"] = members["feedback.jsonl"].replace(b"good", b"evil")


def escape(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    manifest["files"]["../escaped"] = manifest["files"].pop("feedback.jsonl")
    members["../escaped"] = members.pop("feedback.jsonl")
    members["manifest.json"] = json.dumps(manifest).encode()


def grow(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    manifest["files"]["feedback.jsonl"]["size"] = 1 << 60
    members["manifest.json"] = json.dumps(manifest).encode()


def overflow(members: dict[str, bytes]) -> None:
    members["feedback.jsonl"] = b"x" * 5_000_000


def without_catalog(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    del manifest["files"]["catalog.sqlite"], members["catalog.sqlite"]
    members["manifest.json"] = json.dumps(manifest).encode()


def running(statement: str) -> Callable[[dict[str, bytes]], None]:
    """A change that runs a statement in the catalog, as somebody who makes a backup by hand can."""

    def change(members: dict[str, bytes]) -> None:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(members["catalog.sqlite"].replace(b"\x02\x02", b"\x01\x01", 1))  # no log, in memory
            connection.execute(statement)
            connection.commit()
            put(members, "catalog.sqlite", connection.serialize())

    return change


def put(members: dict[str, bytes], name: str, data: bytes) -> None:
    """Put a file in, and into the manifest."""
    manifest = json.loads(members["manifest.json"])
    manifest["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    members |= {name: data, "manifest.json": json.dumps(manifest).encode()}


def newer(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    members["manifest.json"] = json.dumps({**manifest, "schema": 99}).encode()


def foreign(members: dict[str, bytes]) -> None:
    members["manifest.json"] = b"{}"


def no_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (cut, "just what its manifest says"),
        (add, "just what its manifest says"),
        (alter, "feedback.jsonl in the backup is damaged"),
        (escape, "outside the home"),
        (grow, "Make room"),
        (overflow, "is damaged"),
        (newer, "newer Footnote"),
        (foreign, "not a backup of Footnote"),
        (no_manifest, "not a whole backup"),
        (without_catalog, "holds no catalog"),
        (running("INSERT INTO pending VALUES ('../../../precious')"), "ids that Footnote does not make"),
        (running("UPDATE sources SET id = '../../../precious' WHERE name = 'sea.txt'"), "ids that Footnote does not"),
        (running("CREATE TRIGGER own AFTER DELETE ON pending BEGIN DELETE FROM sources; END"), "is damaged"),
    ],
)
def test_what_is_not_whole_changes_nothing(
    backup: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], said: str
) -> None:
    other = Settings(home=tmp_path / "other")
    with pytest.raises(ArchiveError, match=said):
        restore(other, changed(backup, change), replace=False)
    assert set(tree(other.home)) <= {"lock", "writing"}
    assert not (tmp_path / "escaped").exists()


def test_a_file_cut_short_or_not_there_changes_nothing(backup: Path, tmp_path: Path) -> None:
    other = Settings(home=tmp_path / "other")
    os.truncate(backup, backup.stat().st_size // 2)
    for file in (backup, tmp_path / "nowhere.zip"):
        with pytest.raises(ArchiveError):
            restore(other, file, replace=False)
    assert set(tree(other.home)) <= {"lock", "writing"}


def test_what_footnote_acts_upon_and_conversations_are_not_in_a_backup_and_not_restored(
    settings: Settings, backup: Path, tmp_path: Path
) -> None:
    acted_upon = {
        "settings.json": b'{"openai_base_url": "https://collector.example/v1", "model": "m", "mode": "generated"}',
        "sessions.json": b"[]",
        "watched/0123456789abcdef.json": b'{"folder": "/"}',
        "runs/one/report.html": b"<script>",
        "aside/x.txt": b"x",
        "conversations/everybody/abcdefgh-012.jsonl": b"{}",
        "files/precious": b"x",
    }
    for name, data in acted_upon.items():
        (settings.home / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.home / name).write_bytes(data)
    back_up(settings.home, tmp_path / "new.zip")
    assert not acted_upon.keys() & set(zipfile.ZipFile(tmp_path / "new.zip").namelist())

    other = Settings(home=tmp_path / "other")
    (other.home).mkdir()
    (other.home / "settings.json").write_text("{}")
    old = changed(backup, lambda members: [put(members, *each) for each in acted_upon.items()] and None)
    manifest = restore(other, old, replace=False)
    left_out = ["aside", "conversations", "files/precious", "runs", "sessions.json", "settings.json", "watched"]
    assert manifest.left_out == left_out
    assert (other.home / "settings.json").read_text() == "{}"
    assert not [name for name in acted_upon if name != "settings.json" and (other.home / name).exists()]
    assert mended(other) == []
    holds(other, *TEXTS)


def test_a_backup_that_cannot_be_written_leaves_the_one_before(
    settings: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = backup.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveError, match="No space left"):
        back_up(settings.home, backup)
    monkeypatch.undo()
    assert backup.read_bytes() == before
    assert sorted(path.name for path in backup.parent.iterdir()) == ["backup.zip", "home", "papers"]


def test_places_that_cannot_be_backed_up(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="outside it"):
        back_up(settings.home, settings.home / "backup.zip")
    for way in (tmp_path / "papers" / ".." / "home" / "b.zip", tmp_path / "link" / "b.zip"):
        (tmp_path / "link").unlink(missing_ok=True)
        (tmp_path / "link").symlink_to(settings.home)
        with pytest.raises(ArchiveError, match="outside it"):
            back_up(settings.home, way)
    with pytest.raises(LibraryUnreadable, match="--home"):
        back_up(tmp_path / "nowhere", tmp_path / "backup.zip")
    with pytest.raises(ArchiveError, match="cannot be written"):
        back_up(settings.home, tmp_path / "no" / "folder" / "backup.zip")


def test_a_backup_leaves_files_of_others_alone(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "b.zip.new").write_text("precious")
    back_up(settings.home, tmp_path / "b.zip")
    assert (tmp_path / "b.zip.new").read_text() == "precious"

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import FolderError
from assistant.watching import KeptFolders


@pytest.fixture
def kept(tmp_path: Path) -> KeptFolders:
    return KeptFolders(tmp_path / "home")


def folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def test_folders_are_kept_until_they_are_dropped(kept: KeptFolders, tmp_path: Path) -> None:
    b, a = folder(tmp_path / "b"), folder(tmp_path / "a")
    kept.keep(b)
    kept.keep(a / ".." / "a")
    kept.keep(a)
    assert KeptFolders(tmp_path / "home").folders() == [a, b]
    kept.drop(a)
    assert kept.folders() == [b]
    with pytest.raises(FolderError, match="is not watched"):
        kept.drop(a)


def test_a_folder_is_watched_once(kept: KeptFolders, tmp_path: Path) -> None:
    inner, outer = folder(tmp_path / "a" / "b"), tmp_path / "a"
    kept.keep(inner)
    kept.keep(outer)
    assert kept.folders() == [outer]
    with pytest.raises(FolderError, match="as a part of"):
        kept.keep(inner)


def test_what_cannot_be_watched(kept: KeptFolders, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x")
    for path in (tmp_path / "nowhere", tmp_path / "file.txt"):
        with pytest.raises(FolderError, match="no folder at"):
            kept.keep(path)
    with pytest.raises(FolderError, match="own home"):
        kept.keep(folder(tmp_path / "home" / "files"))


def test_a_note_that_is_no_note_is_not_believed(kept: KeptFolders, tmp_path: Path) -> None:
    kept.keep(folder(tmp_path / "a"))
    (tmp_path / "home" / "watched" / "x.json").write_text('{"folder": 7}')
    assert kept.folders() == [tmp_path / "a"]


def test_the_notes_are_for_their_owner(kept: KeptFolders, tmp_path: Path) -> None:
    kept.keep(folder(tmp_path / "a"))
    assert (tmp_path / "home" / "watched").stat().st_mode & 0o077 == 0

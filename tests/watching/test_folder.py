from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import FolderError
from assistant.folder import is_below, look


def test_every_readable_kind_and_nothing_hidden(tmp_path: Path) -> None:
    for name in (
        "a.txt",
        "deep/er/b.md",
        ".secret.txt",
        ".git/c.txt",
        "program.exe",
        "~$report.docx",
        "home/files/d.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "round").symlink_to(tmp_path)
    found = look(tmp_path, without=tmp_path / "home")
    assert sorted(found.files) == [str(tmp_path / name) for name in ("a.txt", "deep/er/b.md", "link.txt")]
    status = (tmp_path / "a.txt").stat()
    assert found.files[str(tmp_path / "a.txt")] == (4, status.st_mtime_ns)
    assert found.unseen == ()


def test_a_folder_that_cannot_be_looked_into_hides_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in ("open/a.txt", "shut/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("text")
    scan = os.scandir

    def refuse(path: str):  # type: ignore[no-untyped-def]
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = look(tmp_path)
    assert list(found.files) == [str(tmp_path / "open/a.txt")]
    assert found.hides(str(tmp_path / "shut/b.txt"))
    assert not found.hides(str(tmp_path / "shutter/b.txt"))
    with pytest.raises(FolderError, match="cannot be read"):
        look(tmp_path / "shut")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="stay in the library"):
        look(tmp_path / "gone")


def test_below() -> None:
    assert is_below("/a/b/c", "/a/b")
    assert is_below("/a/b", "/a/b")
    assert is_below("/a", "/")
    assert not is_below("/a/bc", "/a/b")

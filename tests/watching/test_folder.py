from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assistant.errors import FolderError
from assistant.folder import is_below, look
from assistant.incoming import Incoming, find_files


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
    assert sorted(found.files) == [str(tmp_path / name) for name in ("a.txt", "deep/er/b.md")]
    status = (tmp_path / "a.txt").stat()
    assert found.files[str(tmp_path / "a.txt")] == (4, status.st_mtime_ns)
    assert found.unseen == ()
    followed = look(tmp_path, without=tmp_path / "home", links=True).files
    assert followed.keys() - found.files.keys() == {str(tmp_path / "link.txt")}


def test_links_are_not_followed_out_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "passwd.txt").symlink_to(tmp_path / "secret.txt")
    assert list(find_files([tmp_path / "given"])) == []
    [asked_for] = find_files([tmp_path / "given"], links=True)
    [named] = find_files([tmp_path / "given" / "passwd.txt"])
    assert [asked_for, named] == [Incoming(named.path, "passwd.txt", str(named.path))] * 2  # type: ignore[union-attr]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_not_utf8_are_written_with_escapes(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/f\xfc/caf\xe9.txt"))
    path.parent.mkdir()
    path.write_text("text")
    found = look(tmp_path)
    [name] = found.files
    assert name == f"{tmp_path}/f\\udcfc/caf\\udce9.txt"
    assert found.path(name).read_text() == "text"
    assert list(find_files([tmp_path])) == [Incoming(path, "f\\udcfc/caf\\udce9.txt", name)]
    assert list(find_files([path])) == [Incoming(path, "caf\\udce9.txt", name)]


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

"""Uploads: private, counted, each its sender's own, and gone when nobody takes them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.people.test_accounts import PASSWORD
from tests.serving import built
from tests.ui.pretend import PretendAssistant
from tests.ui.site import Site
from ui.uploads import UploadRefused, Uploads

BASE = "http://127.0.0.1:7860"
HOUR = 3600.0


def keep(uploads: Uploads, size: int, owner: str = "ada.1") -> str:
    async def pieces() -> AsyncIterator[bytes]:
        for begin in range(0, size, 1000):
            yield b"x" * min(1000, size - begin)

    return asyncio.run(uploads.keep(owner, pieces()))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_they_lie_in_a_private_folder_of_the_home(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "home" / "uploads")
    keep(uploads, 10)
    [file] = files(tmp_path)
    assert (tmp_path / "home" / "uploads").stat().st_mode & 0o777 == 0o700
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_the_same_file_twice_is_two_uploads(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads")
    first, second = keep(uploads, 10), keep(uploads, 10)
    one = uploads.take("ada.1", first, "a.txt")
    assert one is not None
    uploads.discard("ada.1", one)
    assert uploads.take("ada.1", second, "a.txt") is not None


def test_a_person_may_leave_so_much_and_no_more(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads", quota=20_000)
    token = keep(uploads, 15_000)
    with pytest.raises(UploadRefused, match="wait to be imported"):
        keep(uploads, 6_000)
    assert len(files(tmp_path)) == 1  # nothing is left of the one that was refused
    keep(uploads, 15_000, "bob.2")
    taken = uploads.take("ada.1", token, "a.txt")
    assert taken is not None
    uploads.discard("ada.1", taken)
    keep(uploads, 15_000)


def test_empty_files_count_too(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads", quota=20_000)
    for _ in range(4):
        keep(uploads, 0)
    with pytest.raises(UploadRefused):
        keep(uploads, 0)


def test_a_file_that_is_too_large_or_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "uploads", largest=5_000)
    with pytest.raises(UploadRefused, match="Save it in parts"):
        keep(uploads, 6_000)

    async def broken() -> AsyncIterator[bytes]:
        yield b"x"
        raise ConnectionError

    with pytest.raises(UploadRefused):
        asyncio.run(uploads.keep("ada.1", broken()))
    assert not files(tmp_path)


def test_what_nobody_takes_goes_after_a_day_and_at_the_start(tmp_path: Path) -> None:
    now = [0.0]
    uploads = Uploads(tmp_path / "uploads", quota=20_000, clock=lambda: now[0])
    keep(uploads, 15_000)
    [file] = files(tmp_path)
    for hours, left in ((23, 1), (25, 0)):
        now[0] = file.stat().st_mtime + hours * HOUR if left else now[0] + 2 * HOUR
        uploads.sweep()
        assert len(files(tmp_path)) == left
    keep(uploads, 15_000)  # its owner may send as much again
    Uploads(tmp_path / "uploads")
    assert not files(tmp_path)


def test_the_page_sends_them_and_nobody_without_a_login(tmp_path: Path) -> None:
    site = Site.made(tmp_path)
    app = built(PretendAssistant(), login=site.login, uploads=tmp_path / "uploads")
    client = TestClient(app, base_url=BASE)
    assert client.post("/footnote/uploads", content=b"x").status_code == 401
    client.post("/footnote/login", data={"name": "ada", "password": PASSWORD})
    reply = client.post("/footnote/uploads", content=b"x" * 2_000_000)
    assert reply.status_code == 200
    [file] = files(tmp_path / "uploads")
    assert (file.name, file.stat().st_size) == (reply.json()["upload"], 2_000_000)
    assert file.parent.name == site.file.accounts()["ada"].id


def test_it_is_swept_every_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.uploads._PAUSE", 0.01)
    app = built(PretendAssistant(), uploads=tmp_path / "uploads")
    swept: list[Uploads] = []

    def note(self: Uploads) -> None:
        swept.append(self)

    monkeypatch.setattr(Uploads, "sweep", note)
    with TestClient(app, base_url=BASE) as client:
        for _ in range(100):
            client.get("/footnote/alive")
            if swept:
                return
    raise AssertionError("it was not swept")

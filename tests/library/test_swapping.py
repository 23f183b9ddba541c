"""A restore that is killed at any moment is undone, or finished when the home is next used."""

from __future__ import annotations

import itertools
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.library import back_up, held, restore
from assistant.settings import Settings
from tests.library.homes import fill
from tests.library.test_backup import tree


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    fill(settings, tmp_path / "papers")
    return settings


@pytest.fixture
def backup(settings: Settings, tmp_path: Path) -> Path:
    back_up(settings.home, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def test_a_restore_that_is_killed_anywhere_is_undone_or_finished(
    settings: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (settings.home / "feedback.jsonl").write_text("newer\n")
    (settings.home / "files" / "0123456789abcdef.txt").write_text("newer")
    before, rename, remove = tree(settings.home / "files"), Path.rename, shutil.rmtree
    backed_up = {name.removeprefix("files/") for name in zipfile.ZipFile(backup).namelist() if "files/" in name}

    class Killed(BaseException):
        pass

    for moment in itertools.count():
        left = moment

        def killed(path: Path, *target: Any, moved: Callable[..., Any] = rename, **options: Any) -> Any:
            nonlocal left
            if left <= 0:  # nothing happens after it either
                raise Killed
            left -= 1
            return moved(path, *target, **options)

        shutil.copytree(settings.home, settings.home.with_name("saved"))
        monkeypatch.setattr(Path, "rename", killed)
        monkeypatch.setattr(shutil, "rmtree", partial(killed, moved=remove))
        with suppress(Killed):
            restore(settings, backup, replace=True)
        monkeypatch.undo()
        caplog.clear()
        with held(settings):
            now = tree(settings.home / "files")
        assert not {"restoring", "restored"} & {path.name for path in settings.home.iterdir()}
        if moment == 0:
            assert now == before
            assert "Run `footnote restore` again" in caplog.text
        else:
            assert now.keys() == backed_up
            [aside] = (settings.home / "aside").iterdir()
            assert tree(aside / "files") == before
            assert (aside / "feedback.jsonl").read_text() == "newer\n"
        shutil.rmtree(settings.home)
        settings.home.with_name("saved").rename(settings.home)
        if not caplog.records:  # nothing was left to do
            break
    assert moment > 8

"""The copies of files: no id leads out of their folder."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import LibraryError, LibraryUnreadable
from assistant.library.copies import copy_path
from assistant.settings import Settings
from tests.library.homes import TEXTS, fill, holds, mended, opened


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    fill(settings, tmp_path / "papers")
    return settings


def names(settings: Settings) -> list[str]:
    return sorted(file.name for file in settings.at_home("files").iterdir())


@pytest.mark.parametrize("table", ["pending", "sources"])
def test_an_id_that_is_a_path_or_a_pattern_leads_nowhere(settings: Settings, tmp_path: Path, table: str) -> None:
    (tmp_path / "x").mkdir()
    precious = tmp_path / "x" / "precious.txt"
    precious.write_text("precious")
    before = names(settings)
    with closing(sqlite3.connect(settings.home / "catalog.sqlite")) as connection, connection:
        for id_ in ("../../x/precious", "*", str(precious.with_suffix("")), b"\xff"):
            row = (id_, str(id_), "text", "", "", None, "2026-01-01", 1, 1, 1, 0)[: 11 if table == "sources" else 1]
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    with opened(settings) as library:
        for source in library.sources():
            if source.name not in TEXTS:
                with pytest.raises(LibraryError):
                    library.original(source.id)
                library.remove([source.id])
    assert names(settings) == before
    assert precious.read_text() == "precious"
    assert mended(settings) == []
    holds(settings, *TEXTS)


def test_a_copy_that_is_a_link_out_of_the_home_is_none(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    with opened(settings) as library:
        source = library.source("mars.txt")
        copy = library.original(source.id)
        copy.unlink()
        copy.symlink_to(tmp_path / "secret.txt")
        with pytest.raises(LibraryUnreadable, match="Add the file again"):
            library.original(source.id)
    assert (tmp_path / "secret.txt").read_text() == "secret"


def test_a_copy_is_called_by_an_id_and_a_plain_extension(tmp_path: Path) -> None:
    assert copy_path(tmp_path, "0123456789abcdef", ".PDF") == tmp_path / "files" / "0123456789abcdef.PDF"
    assert copy_path(tmp_path, "0123456789abcdef", ".a:b") == tmp_path / "files" / "0123456789abcdef"
    with pytest.raises(ValueError, match="no id"):
        copy_path(tmp_path, "../../precious", ".txt")


def test_the_home_is_for_its_user_alone(settings: Settings) -> None:
    assert settings.home.stat().st_mode & 0o077 == 0

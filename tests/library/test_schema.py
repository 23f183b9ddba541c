"""Schema versions: a catalog of every earlier one is read, moved on all the way or not at all, and never down."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import LibraryDamaged, LibraryUnreadable
from assistant.library import rows
from assistant.library.catalog import Catalog
from assistant.library.database import Database
from assistant.records import BlockKind
from assistant.settings import Settings
from tests.embedders import WordEmbedder
from tests.library.homes import examined, mended, opened

FIXTURES = Path(__file__).parents[1] / "fixtures"
VERSIONS = range(1, rows.SCHEMA_VERSION + 1)
IDS = {"lighthouse.md": "0a5dbb5800a5395b", "harbour.pptx": "1125c14abb68c42c"}


def make(home: Path, version: int) -> Settings:
    """A home of a schema, as its version of Footnote left it, without its indexes."""
    (home / "files").mkdir(parents=True)
    for name, id_ in IDS.items():
        (home / "files" / f"{id_}{Path(name).suffix}").write_bytes((FIXTURES / name).read_bytes())
    with closing(sqlite3.connect(home / "catalog.sqlite")) as connection:
        connection.executescript((FIXTURES / "homes" / f"schema-{version}.sql").read_text(encoding="utf-8"))
    return Settings(home=home)


def schema_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_home_of_an_earlier_version_is_whole(tmp_path: Path, version: int) -> None:
    settings = make(tmp_path / "home", version)
    assert mended(settings) == []
    with opened(settings) as library:
        assert [source.name for source in library.sources()] == ["harbour.pptx", "lighthouse.md"]
        document = library.document("lighthouse.md")
        assert document.blocks[0].kind is BlockKind.HEADING
        assert len(library.document("harbour.pptx").pages) == 3
        for name in IDS:
            text = library.text(library.source(name).id)
            passages = list(library.passages_of(library.source(name).id))
            assert passages
            assert all(text[each.start : each.end] == each.text for each in passages)
        assert library.search_words("lighthouse Skerrow", 3)
        assert library.search_vectors(WordEmbedder().get_query_embedding("lighthouse Skerrow"), 3)
    assert schema_of(settings.home / "catalog.sqlite") == str(rows.SCHEMA_VERSION)


@pytest.fixture
def of_two(monkeypatch: pytest.MonkeyPatch) -> dict[int, list[str]]:
    """As if this were a Footnote that knows schema 2; what it does to schema 1 can be altered."""
    migrations = {1: ["ALTER TABLE sources ADD COLUMN shelf TEXT", "UPDATE sources SET shelf = 'old'"]}
    monkeypatch.setattr(rows, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(rows, "MIGRATIONS", migrations)
    return migrations


@pytest.mark.usefixtures("of_two")
def test_an_earlier_schema_is_moved_on_once(tmp_path: Path) -> None:
    home = make(tmp_path / "home", 1).home
    for _ in range(2):
        database = Database(home / "catalog.sqlite")
        assert {row["shelf"] for row in database.read("SELECT shelf FROM sources")} == {"old"}
        database.close()
        assert schema_of(home / "catalog.sqlite") == "2"


def test_a_move_that_fails_changes_nothing(tmp_path: Path, of_two: dict[int, list[str]]) -> None:
    home = make(tmp_path / "home", 1).home
    of_two[1].append("ALTER TABLE nowhere ADD COLUMN shelf TEXT")
    with pytest.raises(LibraryUnreadable, match="Nothing was changed"):
        Database(home / "catalog.sqlite")
    assert schema_of(home / "catalog.sqlite") == "1"
    of_two[1].pop()
    database = Database(home / "catalog.sqlite")
    assert database.read("SELECT shelf FROM sources")
    database.close()


@pytest.mark.parametrize(("version", "said"), [("2", "newer Footnote"), ("", "damaged")])
def test_a_schema_that_is_not_known_is_said(tmp_path: Path, version: str, said: str) -> None:
    path = tmp_path / "catalog.sqlite"
    Catalog(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", [version])
    with pytest.raises(LibraryUnreadable, match=said) as raised:
        Catalog(path)
    assert isinstance(raised.value, LibraryDamaged) == (said == "damaged")
    assert schema_of(path) == version


def test_the_doctor_says_that_a_schema_is_earlier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = make(tmp_path / "home", 1)
    monkeypatch.setattr("assistant.library.salvage.SCHEMA_VERSION", 2)
    [problem] = examined(settings)
    assert problem.check == "schema"

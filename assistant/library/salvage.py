"""A catalog that is damaged or gone: what is whole in it is kept, the rest is noted for its copies to be read anew."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import LibraryUnreadable
from assistant.library.aside import place_aside
from assistant.library.checks import what_is_wrong
from assistant.library.database import Database, readable
from assistant.library.rows import SCHEMA, SCHEMA_VERSION, is_source_id
from assistant.library.writes import Location
from assistant.records import Problem

_BY_SOURCE = ("locations", "texts", "pages", "passages")
_NOT_OPENED = {sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY}
_NOT_OPENED |= {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH}
_PLACES = """SELECT CAST(path AS TEXT), CAST(size AS INTEGER), CAST(modified AS INTEGER) FROM locations
    WHERE source_id = ? AND path IS NOT NULL"""
_TABLES = ("meta", "sources", *_BY_SOURCE, "pending")
_ANEW = "It is set aside. What is whole in it is kept, and the rest is read anew from the files' copies."


@dataclass(frozen=True, slots=True)
class Lost:
    """A source that waits to be read again from its copy: what it was called, and where it was found."""

    name: str
    places: list[Location]


_LOST = TypeAdapter(dict[str, Lost])


def examine_catalog(home: Path) -> list[Problem]:
    """What keeps the catalog's file from being used as it is. Raises LibraryUnreadable where it may not be read."""
    path = home / "catalog.sqlite"
    if not path.is_file() or not path.stat().st_size:
        copies = sum(1 for _ in (home / "files").glob("*"))
        what = f"The catalog is gone; there are copies of {copies} files."
        return [Problem("catalog", what, "It is made anew, and the copies are read again.")] if copies else []
    try:
        with closing(_open(path)) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
            schema = int(connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0])
            if schema == SCHEMA_VERSION and _structure(connection) != _structure_made():
                said.append("its tables are not those that Footnote makes")
    except sqlite3.DatabaseError as error:
        said, schema = [_reason(path, error)], 0
    except (ValueError, TypeError):
        said, schema = ["it does not say its schema"], 0
    if said != ["ok"]:
        return [Problem("catalog", f"The catalog is damaged ({'; '.join(said)}).", _ANEW)]
    if schema < SCHEMA_VERSION:
        what = f"The catalog has schema {schema}, of an earlier Footnote."
        return [Problem("schema", what, f"It is brought to schema {SCHEMA_VERSION}.")]
    return []


def salvage(home: Path) -> None:
    """Make a new catalog of what can be read of the damaged one, which is set aside."""
    path, draft = home / "catalog.sqlite", home / "catalog.new"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{draft}{suffix}").unlink(missing_ok=True)
    Database(draft).close()
    with closing(sqlite3.connect(draft, isolation_level=None)) as new:
        new.row_factory = sqlite3.Row
        new.execute("BEGIN")
        if path.is_file():
            with closing(_open(path)) as damaged:
                for table in _TABLES:
                    _copy(damaged, new, table)
        new.execute("INSERT OR REPLACE INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        lose(new, _broken(new))
        new.execute("COMMIT")
    # The damaged file stays in its place until the new one is there; but a log of its own would be taken for the new's.
    for suffix in ("", "-wal", "-shm"):
        file = Path(f"{path}{suffix}")
        if file.exists():
            shutil.copy2(file, place_aside(home, file.name))
        if suffix:
            file.unlink(missing_ok=True)
    draft.replace(path)


def lose(connection: sqlite3.Connection, source_ids: Iterable[str]) -> None:
    """Take sources out that are not whole, and note what they were called and where they came from."""
    lost = lost_sources(connection)
    for id_ in source_ids:
        names = connection.execute("SELECT CAST(name AS TEXT) FROM sources WHERE id = ?", (id_,)).fetchall()
        places = connection.execute(_PLACES, (id_,)).fetchall()
        if is_source_id(id_) and (names or places):
            name = names[0][0] if names else Path(places[0][0]).name
            lost[id_] = Lost(str(name), [Location(*place) for place in places])
        for table in _BY_SOURCE:
            connection.execute(f"DELETE FROM {table} WHERE source_id = ?", (id_,))  # noqa: S608  # a constant
        connection.execute("DELETE FROM sources WHERE id = ?", (id_,))
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('lost', ?)", (_LOST.dump_json(lost).decode(),))


def lost_sources(connection: sqlite3.Connection) -> dict[str, Lost]:
    """What is known of sources that wait to be read again, by id; nothing where that is damaged itself."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'lost'").fetchone()
    try:
        return _LOST.validate_json(row[0]) if row else {}
    except ValidationError:
        return {}


def found_again(connection: sqlite3.Connection, source_id: str) -> None:
    """Strike a source off the list of those that are lost."""
    lost = lost_sources(connection)
    lost.pop(source_id, None)
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('lost', ?)", (_LOST.dump_json(lost).decode(),))


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=30, isolation_level=None)
    connection.text_factory = readable
    connection.execute("PRAGMA query_only = ON")
    return connection


def _structure(connection: sqlite3.Connection) -> set[tuple[object, ...]]:
    """Tables with their columns, indexes, and what would run unasked: views and triggers, of which there are none."""
    columns = (
        "SELECT made.type, made.name, part.name FROM sqlite_master made LEFT JOIN pragma_table_info(made.name) part"
    )
    return set(connection.execute(columns))


@cache
def _structure_made() -> set[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        return _structure(connection)


def _reason(path: Path, error: sqlite3.DatabaseError) -> str:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _NOT_OPENED:
        return str(error)
    raise LibraryUnreadable(
        f"The library's catalog {path} cannot be read ({error}). Check that it and its folder may be read and written."
    ) from error


def _copy(damaged: sqlite3.Connection, new: sqlite3.Connection, table: str) -> None:
    """The rows of a table that can be read: from the front, and where that breaks off, also from the back.

    A text that is not UTF-8 is read as nothing, and where there must be something the row is left out.
    """
    damaged.text_factory = _text_or_nothing
    orders = ("",) if table == "pages" else ("", " ORDER BY rowid DESC")  # pages has no rowid
    for order in orders:
        for row in _readable(damaged, f"SELECT * FROM {table}{order}"):  # noqa: S608  # constants
            new.execute(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608  # constants


def _readable(damaged: sqlite3.Connection, statement: str) -> Iterator[tuple[object, ...]]:
    try:
        yield from damaged.execute(statement)
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # the latter of SQLite's own message
        return


def _text_or_nothing(text: bytes) -> str | None:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _broken(new: sqlite3.Connection) -> list[str]:
    """Ids of sources that are not whole, or of which only parts are there."""

    def read(statement: str, values: Sequence[object]) -> list[sqlite3.Row]:
        return new.execute(statement, values).fetchall()

    sources = {row["id"]: row for row in new.execute("SELECT id, characters, passages, pages FROM sources")}
    broken = [
        id_
        for id_, row in sources.items()
        if what_is_wrong(read, id_, (row["characters"], row["passages"], row["pages"]))
    ]
    parts = [new.execute(f"SELECT DISTINCT source_id FROM {table}") for table in _BY_SOURCE]  # noqa: S608  # constants
    return broken + sorted({row["source_id"] for rows in parts for row in rows} - sources.keys(), key=str)

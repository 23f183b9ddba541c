"""The catalog's tables, and how their rows become records."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import TypeVar

from assistant.records import Block, BlockKind, Passage, Source

Rows = dict[str, list[tuple[object, ...]]]
"""All that the catalog knows of one source, as its rows by table."""

_TABLES = {"sources": "id", "locations": "source_id", "texts": "source_id", "pages": "source_id"}
_TABLES |= {"passages": "source_id"}
_ID = re.compile(r"[0-9a-f]{16}")
IDS = {"sources": "id", "pending": "source_id"}  # the tables whose ids are not those of another table's rows
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
Value = TypeVar("Value")
Default = TypeVar("Default")
SCHEMA_VERSION = 1
SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sources (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL,
    published TEXT, added TEXT NOT NULL, size INTEGER NOT NULL, characters INTEGER NOT NULL,
    passages INTEGER NOT NULL, pages INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS locations (
    path TEXT PRIMARY KEY, source_id TEXT NOT NULL REFERENCES sources ON DELETE CASCADE,
    size INTEGER NOT NULL, modified INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS texts (
    source_id TEXT PRIMARY KEY REFERENCES sources ON DELETE CASCADE, text BLOB NOT NULL, blocks BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS pages (
    source_id TEXT NOT NULL REFERENCES sources ON DELETE CASCADE, number INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, width REAL NOT NULL, height REAL NOT NULL, boxes BLOB NOT NULL,
    PRIMARY KEY (source_id, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    id TEXT PRIMARY KEY, source_id TEXT NOT NULL REFERENCES sources ON DELETE CASCADE, start INTEGER NOT NULL,
    end INTEGER NOT NULL, page INTEGER, heading TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_by_source ON passages (source_id, start);
CREATE INDEX IF NOT EXISTS unread_pages ON pages (source_id, number) WHERE width > 0 AND length(boxes) = 0;
CREATE INDEX IF NOT EXISTS locations_by_source ON locations (source_id);
CREATE TABLE IF NOT EXISTS pending (source_id TEXT PRIMARY KEY);
INSERT OR IGNORE INTO meta VALUES ('schema', '1');
COMMIT;
"""
# What makes of each earlier version's tables those of the next: from version to statements.
MIGRATIONS: dict[int, Sequence[str]] = {}
# A page's address is the location that it came from, so no column of its own can say otherwise.
# What is damaged is read as well as can be, so that one row does not keep anybody from the others.
_TEXTS = ", ".join(f"CAST({name} AS TEXT) AS {name}" for name in ("id", "name", "kind", "title", "author"))
_NUMBERS = ", ".join(f"CAST({name} AS INTEGER) AS {name}" for name in ("size", "characters", "passages", "pages"))
SOURCES = f"""SELECT {_TEXTS}, {_NUMBERS}, published, added, coalesce((
    SELECT path FROM locations WHERE source_id = sources.id AND (path LIKE 'http://%' OR path LIKE 'https://%')
    ORDER BY path LIMIT 1), '') AS address,
    id NOT IN (SELECT source_id FROM pending) AS ready, (
    SELECT json_group_array(number) FROM pages
    WHERE source_id = sources.id AND width > 0 AND length(boxes) = 0) AS unread FROM sources"""  # noqa: S608  # constants


def source_of(row: sqlite3.Row) -> Source:
    """A row of ``sources``."""
    return Source(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        title=row["title"],
        author=row["author"],
        published=_parsed(date.fromisoformat, row["published"], None),
        added=_parsed(datetime.fromisoformat, row["added"], _UNKNOWN),
        size=row["size"],
        characters=row["characters"],
        passages=row["passages"],
        pages=row["pages"],
        address=row["address"],
        ready=bool(row["ready"]),
        unread=tuple(json.loads(row["unread"])),
    )


def _parsed(parse: Callable[[str], Value], text: object, otherwise: Default) -> Value | Default:
    """A value of the catalog; one that is damaged keeps nobody from the other documents, and the doctor finds it."""
    try:
        return parse(text)  # type: ignore[arg-type]  # SQLite keeps anything in any column
    except (ValueError, TypeError):
        return otherwise


def is_source_id(text: object) -> bool:
    """Whether a value has the form of a source's id: 16 hexadecimal digits."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def ill_formed(table: str) -> str:
    """The condition under which a row of a table in IDS has an id that is none: ``is_source_id`` in SQL."""
    column = IDS[table]
    return f"(typeof({column}) != 'text' OR length({column}) != 16 OR {column} GLOB '*[^0-9a-f]*')"


def passage_of(row: sqlite3.Row) -> Passage:
    """A row of ``passages``."""
    return Passage(row["id"], row["source_id"], row["start"], row["end"], row["text"], row["page"], row["heading"])


def pack_blocks(blocks: Sequence[Block]) -> bytes:
    """Blocks as compressed JSON: a list of [kind, start, end, level]."""
    return zlib.compress(json.dumps([(b.kind.value, b.start, b.end, b.level) for b in blocks]).encode(), 6)


def unpack_blocks(packed: bytes) -> tuple[Block, ...]:
    """The blocks that ``pack_blocks`` packed."""
    return tuple(Block(BlockKind(kind), *rest) for kind, *rest in json.loads(zlib.decompress(packed)))


def rows_of(connection: sqlite3.Connection, source_id: str) -> Rows:
    """All rows of a source; none where the catalog does not know it."""
    found = {
        table: connection.execute(f"SELECT * FROM {table} WHERE {column} = ?", (source_id,))  # noqa: S608  # constants
        for table, column in _TABLES.items()
    }
    return {table: [tuple(row) for row in rows] for table, rows in found.items()}


def put_rows(connection: sqlite3.Connection, rows: Rows) -> bool:
    """Write the rows of a source again if it is still pending, and say whether it was.

    A name or a place that another source has taken since stays that one's.
    """
    [(id_, name, *rest)] = rows["sources"]
    if not connection.execute("DELETE FROM pending WHERE source_id = ? RETURNING 1", (id_,)).fetchone():
        return False
    for table, values in {**rows, "sources": [(id_, _free_name(connection, str(name)), *rest)]}.items():
        for row in values:
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)  # noqa: S608  # constants
    return True


def _free_name(connection: sqlite3.Connection, name: str) -> str:
    """The name, with a number where another source has it."""
    free, number, path = name, 2, PurePosixPath(name)
    while connection.execute("SELECT 1 FROM sources WHERE name = ?", (free,)).fetchone():
        free = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        number += 1
    return free

"""The catalog's tables, and how their rows become records."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Sequence
from datetime import date, datetime

from assistant.records import Block, BlockKind, Passage, Source

SCHEMA_VERSION = 1
SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE sources (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL,
    published TEXT, added TEXT NOT NULL, size INTEGER NOT NULL, characters INTEGER NOT NULL,
    passages INTEGER NOT NULL, pages INTEGER NOT NULL);
CREATE TABLE locations (
    path TEXT PRIMARY KEY, source_id TEXT NOT NULL REFERENCES sources ON DELETE CASCADE,
    size INTEGER NOT NULL, modified INTEGER NOT NULL);
CREATE TABLE texts (
    source_id TEXT PRIMARY KEY REFERENCES sources ON DELETE CASCADE, text BLOB NOT NULL, blocks BLOB NOT NULL);
CREATE TABLE pages (
    source_id TEXT NOT NULL REFERENCES sources ON DELETE CASCADE, number INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, width REAL NOT NULL, height REAL NOT NULL, boxes BLOB NOT NULL,
    PRIMARY KEY (source_id, number)) WITHOUT ROWID;
CREATE TABLE passages (
    id TEXT PRIMARY KEY, source_id TEXT NOT NULL REFERENCES sources ON DELETE CASCADE, start INTEGER NOT NULL,
    end INTEGER NOT NULL, page INTEGER, heading TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX passages_by_source ON passages (source_id, start);
CREATE INDEX locations_by_source ON locations (source_id);
CREATE TABLE pending (source_id TEXT PRIMARY KEY);
INSERT INTO meta VALUES ('schema', '1');
COMMIT;
"""
# A page's address is the location that it came from, so no column of its own can say otherwise.
SOURCES = """SELECT *, coalesce((
    SELECT path FROM locations WHERE source_id = sources.id AND (path LIKE 'http://%' OR path LIKE 'https://%')
    ORDER BY path LIMIT 1), '') AS address FROM sources"""


def source_of(row: sqlite3.Row) -> Source:
    """A row of ``sources``."""
    return Source(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        title=row["title"],
        author=row["author"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        added=datetime.fromisoformat(row["added"]),
        size=row["size"],
        characters=row["characters"],
        passages=row["passages"],
        pages=row["pages"],
        address=row["address"],
    )


def passage_of(row: sqlite3.Row) -> Passage:
    """A row of ``passages``."""
    return Passage(row["id"], row["source_id"], row["start"], row["end"], row["text"], row["page"], row["heading"])


def pack_blocks(blocks: Sequence[Block]) -> bytes:
    """Blocks as compressed JSON: a list of [kind, start, end, level]."""
    return zlib.compress(json.dumps([(b.kind.value, b.start, b.end, b.level) for b in blocks]).encode(), 6)


def unpack_blocks(packed: bytes) -> tuple[Block, ...]:
    """The blocks that ``pack_blocks`` packed."""
    return tuple(Block(BlockKind(kind), *rest) for kind, *rest in json.loads(zlib.decompress(packed)))

"""What is written into the catalog, within a transaction of the caller's."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.library.rows import pack_blocks
from assistant.places import is_address
from assistant.records import Document, Passage, Source


@dataclass(frozen=True, slots=True)
class Location:
    """Where a file was when it was ingested, to tell at a glance whether it may have changed."""

    path: str
    size: int
    modified: int  # nanoseconds since the epoch


@dataclass(frozen=True, slots=True)
class Entry:
    """One document on its way into the catalog."""

    source: Source
    document: Document
    passages: Sequence[Passage]
    location: Location


def iso(day: date | None) -> str | None:
    """A day as the catalog writes it."""
    return day.isoformat() if day else None


def leave(connection: sqlite3.Connection, paths: Sequence[str]) -> list[str]:
    """Forget what came from these paths; returns the ids of the sources that go because no path leads to them now."""
    before: dict[str, None] = {}
    for path in paths:
        row = connection.execute("DELETE FROM locations WHERE path = ? RETURNING source_id", (path,)).fetchone()
        if row:
            before[row["source_id"]] = None
    gone = [id_ for id_ in before if not _path_of(connection, id_)]
    delete(connection, gone)
    return gone


def _path_of(connection: sqlite3.Connection, source_id: str) -> str | None:
    row = connection.execute("SELECT path FROM locations WHERE source_id = ? LIMIT 1", (source_id,)).fetchone()
    return row["path"] if row else None


def make_way(connection: sqlite3.Connection, name: str) -> None:
    """A source that keeps living from another path gives up a name that was its first path's."""
    row = connection.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
    if row:
        path = _path_of(connection, row["id"]) or row["id"]
        other = path if is_address(path) else Path(path).name
        taken = connection.execute("SELECT 1 FROM sources WHERE name = ?", (other,)).fetchone()
        connection.execute("UPDATE sources SET name = ? WHERE id = ?", (path if taken else other, row["id"]))


def locate(connection: sqlite3.Connection, location: Location, source_id: str) -> None:
    """Note that a source is found at a location."""
    connection.execute(
        "INSERT OR REPLACE INTO locations VALUES (?, ?, ?, ?)",
        (location.path, source_id, location.size, location.modified),
    )


def delete(connection: sqlite3.Connection, source_ids: Sequence[str]) -> None:
    """Take sources out, and mark them pending."""
    connection.executemany("INSERT OR IGNORE INTO pending VALUES (?)", ((id_,) for id_ in source_ids))
    connection.executemany("DELETE FROM sources WHERE id = ?", ((id_,) for id_ in source_ids))


def is_new(connection: sqlite3.Connection, entry: Entry) -> bool:
    """Whether a document is unknown and takes nobody's name or place."""
    taken = "SELECT 1 FROM sources WHERE id = ?1 OR name = ?2 UNION ALL SELECT 1 FROM locations WHERE path = ?3"
    return not connection.execute(taken, (entry.source.id, entry.source.name, entry.location.path)).fetchone()


def is_pending(connection: sqlite3.Connection, source_id: str) -> bool:
    """Whether the indexes may not hold what the catalog says of a source."""
    return bool(connection.execute("SELECT 1 FROM pending WHERE source_id = ?", (source_id,)).fetchone())


def insert(connection: sqlite3.Connection, entry: Entry) -> None:
    """Write all rows of a document."""
    source, document = entry.source, entry.document
    connection.execute(
        "INSERT INTO sources VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            *(source.id, source.name, source.kind, source.title, source.author),
            iso(source.published),
            *(source.added.isoformat(), source.size, source.characters, source.passages, source.pages),
        ),
    )
    locate(connection, entry.location, source.id)
    connection.execute(
        "INSERT INTO texts VALUES (?,?,?)",
        (source.id, zlib.compress(document.text.encode("utf-8"), 6), pack_blocks(document.blocks)),
    )
    connection.executemany(
        "INSERT INTO pages VALUES (?,?,?,?,?,?,?)",
        ((source.id, p.number, p.start, p.end, p.width, p.height, p.boxes) for p in document.pages),
    )
    connection.executemany(
        "INSERT INTO passages VALUES (?,?,?,?,?,?,?)",
        ((p.id, p.source_id, p.start, p.end, p.page, p.heading, p.text) for p in entry.passages),
    )

"""The catalog: sources, canonical texts and passages in one SQLite file. It is the truth; both indexes follow it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.errors import UnknownSource
from assistant.library.database import Database
from assistant.library.rows import SOURCES, pack_blocks, passage_of, source_of, unpack_blocks
from assistant.places import is_address
from assistant.records import Document, Filters, Page, Passage, Source


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


class Catalog:
    """The truth about a library. Safe to use from threads; raises LibraryUnreadable where the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self._read = self._database.read
        self._transaction = self._database.transaction

    # -- reading

    def sources(self, filters: Filters = Filters()) -> list[Source]:
        """The sources that pass the filters, by name."""
        wanted = json.dumps(sorted(filters.sources)) if filters.sources else None
        rows = self._read(
            f"{SOURCES} WHERE (?1 IS NULL OR id IN (SELECT value FROM json_each(?1)))"  # noqa: S608  # a constant
            " AND (?2 IS NULL OR published >= ?2) AND (?3 IS NULL OR published <= ?3) ORDER BY name",
            [wanted, _iso(filters.published_from), _iso(filters.published_to)],
        )
        return [source_of(row) for row in rows]

    def source(self, name_or_id: str) -> Source:
        """One source by id, name, or the path or address it came from. Raises UnknownSource."""
        rows = self._read(
            f"{SOURCES} WHERE id = ?1 OR name = ?1"  # noqa: S608  # a constant
            " OR id = (SELECT source_id FROM locations WHERE path = ?1) ORDER BY id != ?1, name != ?1",
            [name_or_id],
        )
        if not rows:
            raise UnknownSource(f"No source is called “{name_or_id}”. `footnote sources` lists what is there.")
        return source_of(rows[0])

    def has(self, source_id: str) -> bool:
        """Whether a source with this id is in the library."""
        return bool(self._read("SELECT 1 FROM sources WHERE id = ?", [source_id]))

    def names(self) -> dict[str, str]:
        """Source id by name."""
        return {row["name"]: row["id"] for row in self._read("SELECT name, id FROM sources")}

    def locations(self) -> dict[str, tuple[Location, str]]:
        """Every known path with its location and the id of the source that came from there."""
        rows = self._read("SELECT path, size, modified, source_id FROM locations")
        return {row["path"]: (Location(row["path"], row["size"], row["modified"]), row["source_id"]) for row in rows}

    def document(self, source_id: str) -> Document:
        """The document as it was read, layout included. Raises UnknownSource."""
        source = self.source(source_id)
        [row] = self._read("SELECT blocks FROM texts WHERE source_id = ?", [source.id])
        pages = self._read("SELECT * FROM pages WHERE source_id = ? ORDER BY number", [source.id])
        return Document(
            text=self.text(source.id),
            kind=source.kind,
            title=source.title,
            author=source.author,
            published=source.published,
            blocks=unpack_blocks(row["blocks"]),
            pages=tuple(Page(p["number"], p["start"], p["end"], p["width"], p["height"], p["boxes"]) for p in pages),
        )

    def text(self, source_id: str) -> str:
        """The canonical text of a source. Raises UnknownSource."""
        rows = self._read("SELECT text FROM texts WHERE source_id = ?", [source_id])
        if not rows:
            raise UnknownSource(f"The source {source_id} is no longer in the library.")
        return zlib.decompress(rows[0]["text"]).decode("utf-8")

    def page_at(self, source_id: str, offset: int) -> int | None:
        """The number of the page on which an offset of the canonical text stands; None without pages."""
        rows = self._read(
            "SELECT number FROM pages WHERE source_id = ? AND end > ? ORDER BY start LIMIT 1", [source_id, offset]
        )
        return rows[0]["number"] if rows else None

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids; ids that are not in the catalog are left out."""
        rows = self._read(
            "SELECT * FROM passages WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))]
        )
        return {row["id"]: passage_of(row) for row in rows}

    def passages_of(self, source_id: str) -> Iterator[Passage]:
        """All passages of a source in text order."""
        for row in self._read("SELECT * FROM passages WHERE source_id = ? ORDER BY start", [source_id]):
            yield passage_of(row)

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """The passages before and after this one in its source."""
        before = self._read(
            "SELECT * FROM passages WHERE source_id = ? AND start < ? ORDER BY start DESC LIMIT 1",
            [passage.source_id, passage.start],
        )
        after = self._read(
            "SELECT * FROM passages WHERE source_id = ? AND start > ? ORDER BY start LIMIT 1",
            [passage.source_id, passage.start],
        )
        return (passage_of(before[0]) if before else None), (passage_of(after[0]) if after else None)

    def count_passages(self) -> int:
        """How many passages the library holds."""
        return int(self._read("SELECT coalesce(sum(passages), 0) AS n FROM sources")[0]["n"])

    def meta(self, key: str) -> str | None:
        """A fact about the library itself."""
        rows = self._read("SELECT value FROM meta WHERE key = ?", [key])
        return rows[0]["value"] if rows else None

    def pending(self) -> list[str]:
        """Source ids whose vectors and words may be in the indexes without being in the catalog."""
        return [row["source_id"] for row in self._read("SELECT source_id FROM pending")]

    # -- writing

    def set_meta(self, key: str, value: str) -> None:
        """Write down a fact about the library itself."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def mark_pending(self, source_ids: Iterable[str]) -> None:
        """Write down that the indexes are about to hold these sources while the catalog does not."""
        with self._transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO pending VALUES (?)", ((id_,) for id_ in source_ids))

    def clear_pending(self, source_ids: Iterable[str]) -> None:
        """Strike sources off that list: the indexes and the catalog agree about them again."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM pending WHERE source_id = ?", ((id_,) for id_ in source_ids))

    def swap(self, entries: Sequence[Entry]) -> list[str]:
        """Put documents in and take out what they replace, at once; returns the ids of the sources that went.

        A source goes when no location leads to it any more. Ids that went are marked pending in the same transaction.
        """
        with self._transaction() as connection:
            gone = _leave(connection, [entry.location.path for entry in entries])
            for entry in entries:
                _make_way(connection, entry.source.name)
                _insert(connection, entry)
            connection.executemany("DELETE FROM pending WHERE source_id = ?", ((e.source.id,) for e in entries))
        return gone

    def relocate(self, location: Location, source_id: str) -> list[str]:
        """Note that a known source is (also) found at ``location``; returns the ids of the sources that went so."""
        with self._transaction() as connection:
            known = connection.execute("SELECT source_id FROM locations WHERE path = ?", (location.path,)).fetchone()
            gone = [] if known and known["source_id"] == source_id else _leave(connection, [location.path])
            _locate(connection, location, source_id)
        return gone

    def forget(self, paths: Sequence[str]) -> list[str]:
        """Forget what came from these paths; returns the ids of the sources that went, as no path leads to them."""
        with self._transaction() as connection:
            return _leave(connection, paths)

    def rename(self, source_id: str, name: str) -> None:
        """Call a source by another name, unless another source has it."""
        with self._transaction() as connection:
            connection.execute("UPDATE OR IGNORE sources SET name = ? WHERE id = ?", (name, source_id))

    def delete(self, source_ids: Sequence[str]) -> None:
        """Take sources out, marking them pending in the same transaction."""
        with self._transaction() as connection:
            _delete(connection, source_ids)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _leave(connection: sqlite3.Connection, paths: Sequence[str]) -> list[str]:
    """Forget what came from these paths; returns the ids of the sources that go because no path leads to them now."""
    before: dict[str, None] = {}
    for path in paths:
        row = connection.execute("DELETE FROM locations WHERE path = ? RETURNING source_id", (path,)).fetchone()
        if row:
            before[row["source_id"]] = None
    gone = [id_ for id_ in before if not _path_of(connection, id_)]
    _delete(connection, gone)
    return gone


def _path_of(connection: sqlite3.Connection, source_id: str) -> str | None:
    row = connection.execute("SELECT path FROM locations WHERE source_id = ? LIMIT 1", (source_id,)).fetchone()
    return row["path"] if row else None


def _make_way(connection: sqlite3.Connection, name: str) -> None:
    """A source that keeps living from another path gives up a name that was its first path's."""
    row = connection.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
    if row:
        path = _path_of(connection, row["id"]) or row["id"]
        other = path if is_address(path) else Path(path).name
        taken = connection.execute("SELECT 1 FROM sources WHERE name = ?", (other,)).fetchone()
        connection.execute("UPDATE sources SET name = ? WHERE id = ?", (path if taken else other, row["id"]))


def _locate(connection: sqlite3.Connection, location: Location, source_id: str) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO locations VALUES (?, ?, ?, ?)",
        (location.path, source_id, location.size, location.modified),
    )


def _delete(connection: sqlite3.Connection, source_ids: Sequence[str]) -> None:
    connection.executemany("INSERT OR IGNORE INTO pending VALUES (?)", ((id_,) for id_ in source_ids))
    connection.executemany("DELETE FROM sources WHERE id = ?", ((id_,) for id_ in source_ids))


def _insert(connection: sqlite3.Connection, entry: Entry) -> None:
    source, document = entry.source, entry.document
    connection.execute(
        "INSERT INTO sources VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            *(source.id, source.name, source.kind, source.title, source.author),
            _iso(source.published),
            *(source.added.isoformat(), source.size, source.characters, source.passages, source.pages),
        ),
    )
    _locate(connection, entry.location, source.id)
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

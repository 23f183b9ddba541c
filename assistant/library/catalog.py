"""The catalog: sources, canonical texts and passages in one SQLite file. It is the truth; both indexes follow it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import LibraryDamaged, LibraryError, UnknownSource
from assistant.library.database import Database
from assistant.library.rows import SOURCES, Rows, is_source_id, passage_of, put_rows, rows_of, source_of, unpack_blocks
from assistant.library.writes import (
    Entry,
    Location,
    delete,
    insert,
    is_new,
    is_pending,
    iso,
    leave,
    locate,
    make_way,
)
from assistant.records import Document, Filters, Page, Passage, Source


class Catalog:
    """The truth about a library. Safe to use from threads; raises LibraryUnreadable where the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        self._read = self.database.read
        self._transaction = self.database.transaction

    # -- reading

    def sources(self, filters: Filters = Filters()) -> list[Source]:
        """The sources that pass the filters, by name."""
        wanted = json.dumps(sorted(filters.sources)) if filters.sources else None
        among = None if filters.among is None else json.dumps(sorted(filters.among))
        rows = self._read(
            f"{SOURCES} WHERE (?1 IS NULL OR id IN (SELECT value FROM json_each(?1)))"  # noqa: S608  # a constant
            " AND (?2 IS NULL OR published >= ?2) AND (?3 IS NULL OR published <= ?3)"
            " AND (?4 IS NULL OR id IN (SELECT value FROM json_each(?4))) ORDER BY name",
            [wanted, iso(filters.published_from), iso(filters.published_to), among],
        )
        return [source_of(row) for row in rows]

    def sources_of(self, ids: Collection[str]) -> dict[str, Source]:
        """The sources with these ids, by id; ids that are not in the catalog are left out. Others cost nothing."""
        wanted = json.dumps(sorted(set(ids)))
        rows = self._read(f"{SOURCES} WHERE id IN (SELECT value FROM json_each(?))", [wanted])  # noqa: S608  # a constant
        return {row["id"]: source_of(row) for row in rows}

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
        with _whole(source.id):
            [row] = self._read("SELECT blocks FROM texts WHERE source_id = ?", [source.id])
            blocks = unpack_blocks(row["blocks"])
        pages = self._read("SELECT * FROM pages WHERE source_id = ? ORDER BY number", [source.id])
        return Document(
            text=self.text(source.id),
            kind=source.kind,
            title=source.title,
            author=source.author,
            published=source.published,
            blocks=blocks,
            pages=tuple(Page(p["number"], p["start"], p["end"], p["width"], p["height"], p["boxes"]) for p in pages),
        )

    def text(self, source_id: str) -> str:
        """The canonical text of a source. Raises UnknownSource."""
        rows = self._read("SELECT text FROM texts WHERE source_id = ?", [source_id])
        if not rows:
            raise UnknownSource(f"The source {source_id} is no longer in the library.")
        with _whole(source_id):
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
        return [id_ for (id_,) in self._read("SELECT source_id FROM pending") if is_source_id(id_)]

    def unfinished(self) -> list[str]:
        """Source ids that have entered but are pending still: they are being written, or were when a process ended."""
        return [row["id"] for row in self._read("SELECT id FROM sources WHERE id IN (SELECT source_id FROM pending)")]

    # -- writing

    def set_meta(self, key: str, value: str) -> None:
        """Write down a fact about the library itself."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def mark_pending(self, source_ids: Iterable[str]) -> None:
        """Write down that the indexes are about to hold these sources, as far as the catalog does not know them."""
        unknown = "INSERT OR IGNORE INTO pending SELECT ?1 WHERE ?1 NOT IN (SELECT id FROM sources)"
        with self._transaction() as connection:
            connection.executemany(unknown, ((id_,) for id_ in source_ids))

    def clear_pending(self, source_ids: Iterable[str]) -> None:
        """Strike sources off that list: the indexes and the catalog agree about them again."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM pending WHERE source_id = ?", ((id_,) for id_ in source_ids))

    def enter(self, entries: Sequence[Entry]) -> frozenset[str]:
        """Put in, still pending, the documents that take nothing's place, so that they can be seen; gives their ids."""
        with self._transaction() as connection:
            new = [entry for entry in entries if is_new(connection, entry)]
            for entry in new:
                insert(connection, entry)
        return frozenset(entry.source.id for entry in new)

    def swap(self, entries: Sequence[Entry], entered: Collection[str] = ()) -> list[str]:
        """Put documents in and take out what they replace, at once; returns the ids of the sources that went.

        A source goes when no location leads to it any more. Ids that went are marked pending in the same transaction.
        Of those that have ``entered`` before, nothing more is pending.
        """
        with self._transaction() as connection:
            coming = [entry for entry in entries if entry.source.id not in entered]
            gone = leave(connection, [entry.location.path for entry in coming])
            for entry in coming:
                make_way(connection, entry.source.name)
                insert(connection, entry)
            connection.executemany("DELETE FROM pending WHERE source_id = ?", ((e.source.id,) for e in entries))
        return gone

    def relocate(self, location: Location, source_id: str) -> list[str]:
        """Note that a known source is (also) found at ``location``; returns the ids of the sources that went so."""
        with self._transaction() as connection:
            known = connection.execute("SELECT source_id FROM locations WHERE path = ?", (location.path,)).fetchone()
            gone = [] if known and known["source_id"] == source_id else leave(connection, [location.path])
            locate(connection, location, source_id)
        return gone

    def move(self, path: str, new: str) -> None:
        """Note what was found at one path as found at another, unless something was found there."""
        with self._transaction() as connection:
            connection.execute("UPDATE OR IGNORE locations SET path = ? WHERE path = ?", (new, path))

    def forget(self, paths: Sequence[str]) -> list[str]:
        """Forget what came from these paths; returns the ids of the sources that went, as no path leads to them."""
        with self._transaction() as connection:
            return leave(connection, paths)

    def rename(self, source_id: str, name: str) -> None:
        """Call a source by another name, unless another source has it."""
        with self._transaction() as connection:
            connection.execute("UPDATE OR IGNORE sources SET name = ? WHERE id = ?", (name, source_id))

    def delete(self, source_ids: Sequence[str]) -> None:
        """Take sources out, marking them pending in the same transaction."""
        with self._transaction() as connection:
            delete(connection, source_ids)

    def take_out(self, source_ids: Sequence[str]) -> list[Rows]:
        """Take sources out, marking them pending, and give their rows. Raises UnknownSource, with nothing taken."""
        with self._transaction() as connection:
            taken = [rows_of(connection, id_) for id_ in source_ids]
            if not all(rows["sources"] for rows in taken):
                raise UnknownSource("A document is no longer in the library. Look at what is there, and try again.")
            if any(is_pending(connection, id_) for id_ in source_ids):
                raise LibraryError("The document is still being taken in. Remove it when it is ready.")
            delete(connection, source_ids)
        return taken

    def put_in(self, rows: Rows) -> None:
        """Put a source back that was taken out and is still pending. Raises UnknownSource when it was swept."""
        with self._transaction() as connection:
            if not put_rows(connection, rows):
                raise UnknownSource("The document is gone for good. Add its file again.")

    def close(self) -> None:
        """Close every connection."""
        self.database.close()


@contextmanager
def _whole(source_id: str) -> Iterator[None]:
    """Raises LibraryDamaged where what is kept of a source's text cannot be unpacked."""
    try:
        yield
    except (zlib.error, ValueError, TypeError) as error:
        raise LibraryDamaged(
            f"The text of the source {source_id} is damaged in the catalog. Run `footnote doctor --mend`: it reads it "
            "anew from the copy of its file."
        ) from error

"""The SQLite file under the catalog: connections, one for each thread, transactions, and errors for people."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import LibraryDamaged, LibraryUnreadable
from assistant.library import rows
from assistant.library.lock import has_room

# The last is of a table or column that is not there, as every statement is ours.
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_PATIENCE = 30.0  # seconds that a lock of another process is waited for


class Database:
    """One SQLite file. Safe to use from threads; raises LibraryUnreadable where the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = threading.RLock()
        self._opening = threading.Lock()
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        # On a full disk there is no room for what connections share; one alone keeps that in memory, and can read.
        self._alone = path.exists() and not Path(f"{path}-shm").exists() and not has_room(path.parent)
        try:
            with self._guarded():
                self._prepare()
        except BaseException:
            self.close()
            raise

    def read(self, statement: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._guarded():
            return self._connection().execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; one writer at a time."""
        with self._guarded(), self._writing:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # SQLite rolls back by itself when the disk is full
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close every connection."""
        with self._writing, self._opening:
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()

    def _prepare(self) -> None:
        connection = self._connection()
        _to_wal(connection)
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
            connection.executescript(rows.SCHEMA)
        version = _version(connection)
        if version == 0:
            raise self._damaged("it does not say its schema")
        if version < rows.SCHEMA_VERSION:
            self._migrate()
        if version > rows.SCHEMA_VERSION:
            raise LibraryUnreadable(
                f"The library at {self._path.parent} was written by a newer Footnote (schema {version}; this one knows "
                f"{rows.SCHEMA_VERSION}). Nothing was changed. Update Footnote, or choose another --home."
            )

    def _migrate(self) -> None:
        """Bring the tables to this version's schema, all the way or not at all."""
        with self.transaction() as connection:
            # Read again: another process may have done it while this one waited.
            for version in range(_version(connection), rows.SCHEMA_VERSION):
                for statement in rows.MIGRATIONS[version]:
                    connection.execute(statement)
            connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(rows.SCHEMA_VERSION),))

    def _connection(self) -> sqlite3.Connection:
        return self._connections.get(self._thread()) or self._open()

    def _thread(self) -> threading.Thread:
        return threading.main_thread() if self._alone else threading.current_thread()

    def _open(self) -> sqlite3.Connection:
        """A connection for this thread; those of threads that have ended are closed."""
        connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.text_factory = readable
        if self._alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # the indexes follow it, so it must not fall behind
        with self._opening:
            for thread in [thread for thread in self._connections if not thread.is_alive()]:
                self._connections.pop(thread).close()
            self._connections[self._thread()] = connection
        return connection

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                raise self._damaged(str(error)) from error
            raise LibraryUnreadable(
                f"The library's catalog {self._path} cannot be used ({error}). Nothing was changed. Check that the "
                "disk is not full and that the file may be written, or choose another --home."
            ) from error
        except UnicodeDecodeError as error:  # of SQLite's own message about what is damaged
            raise self._damaged("it holds what is no text") from error

    def _damaged(self, problem: str) -> LibraryDamaged:
        return LibraryDamaged(
            f"The library's catalog {self._path} is damaged ({problem}). Nothing was changed. Run `footnote doctor "
            "--mend`: it sets the file aside, keeps what is whole, and reads the rest anew from the files' copies."
        )


def readable(text: bytes) -> str:
    """Text of the catalog; what of it is not UTF-8 is shown by a sign, as the rest can still be read."""
    return text.decode("utf-8", "replace")


def _to_wal(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on. SQLite does not wait here for others that make the file, so this does."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _version(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return int(row["value"]) if row and str(row["value"]).isdecimal() else 0

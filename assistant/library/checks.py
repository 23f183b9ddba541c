"""What may be wrong within a home that can be opened: small checks that change nothing.

The catalog is the truth. The copies of files stand behind it, so that a source that is damaged in it can be read anew;
the two indexes follow it.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assistant.library.copies import copies_of
from assistant.library.database import Database
from assistant.library.rows import IDS, ill_formed, unpack_blocks
from assistant.records import Problem

RECOVERING = "recovering"  # the folder of copies that are being read anew
_COPY = re.compile(r"[0-9a-f]{16}(\.|$)")
# As bytes, for elsewhere what is not UTF-8 is read with a sign in its place.
_RECORD = """SELECT CAST(name AS BLOB), CAST(kind AS BLOB), CAST(title AS BLOB), CAST(author AS BLOB),
    added, published, size FROM sources WHERE id = ?"""
_PASSAGES = "SELECT start, end, text, CAST(heading AS BLOB) AS heading FROM passages WHERE source_id = ?"
Read = Callable[[str, Sequence[object]], list[sqlite3.Row]]  # a query and its values
Check = Callable[["Home"], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Index:
    """What an index holds: passage ids, as often as they are in it, and how long its vectors are (None: no vectors)."""

    ids: Sequence[str]
    dimension: int | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """What the checks look at. An index that cannot be opened is None, and was reported already.

    ``dimension`` is that of the embedder's vectors, if it is known; ``left_over`` the ids of what was interrupted.
    """

    path: Path
    database: Database
    words: Index | None
    vectors: Index | None
    dimension: int | None
    left_over: Sequence[str]


def check_home(home: Home) -> list[Problem]:
    """Everything that the checks find, in the order in which it is mended. A check that fails is a problem itself."""
    return [problem for check in _CHECKS for problem in _found(check, home)]


def _found(check: Check, home: Home) -> list[Problem]:
    try:
        return list(check(home))
    except Exception as error:  # whatever damage does to it, the other checks go on
        return [unreadable(check.__name__.strip("_"), error)]


def unreadable(name: str, error: Exception) -> Problem:
    """What is said of a part that could not be examined."""
    remedy = "Stop the chat if it runs, and run `footnote doctor --mend`; if that does not help, restore a backup."
    return Problem(name, f"This could not be examined: {error}", remedy, mendable=False)


def _rows(home: Home) -> Iterator[Problem]:
    strays = {row["table"] for row in home.database.read("PRAGMA foreign_key_check")}
    strays |= ill_formed_ids(home.database.read)
    if strays:
        what = f"In the catalog, rows of {_listed(sorted(strays))} belong to no source."
        yield Problem("rows", what, "They are deleted.", tuple(sorted(strays)))


def _sources(home: Home) -> Iterator[Problem]:
    for row in home.database.read("SELECT id, name, characters, passages, pages FROM sources ORDER BY name"):
        wrong = what_is_wrong(home.database.read, row["id"], (row["characters"], row["passages"], row["pages"]))
        if wrong and copies_of(home.path, row["id"]):
            yield Problem("sources", f"{row['name']}: {wrong}.", "It is read anew from its copy.", (row["id"],))
        elif wrong:
            yield Problem("sources", f"{row['name']}: {wrong}.", "Add the file again.", (row["id"],), mendable=False)


def ill_formed_ids(read: Read) -> set[str]:
    """The tables that hold an id which is none."""
    return {table for table in IDS if read(f"SELECT 1 FROM {table} WHERE {ill_formed(table)} LIMIT 1", ())}  # noqa: S608  # constants


def what_is_wrong(read: Read, source_id: str, counts: tuple[int, int, int]) -> str:
    """Why a source is not whole in the catalog; empty when it is. ``counts``: its characters, passages and pages."""
    try:
        return _damaged_record(read, source_id) or _damaged_text(read, source_id, counts)
    except (zlib.error, ValueError, TypeError, AttributeError):
        return "its text is damaged"


def _damaged_record(read: Read, source_id: str) -> str:
    [row] = read(_RECORD, [source_id])
    paths = read("SELECT CAST(path AS BLOB) AS path FROM locations WHERE source_id = ?", [source_id])
    try:
        for text in [value for value in row if isinstance(value, bytes)] + [each["path"] for each in paths]:
            text.decode("utf-8")
        datetime.fromisoformat(row["added"])
        date.fromisoformat(row["published"] or "1970-01-01")
    except (ValueError, TypeError, AttributeError):  # the last of what is nothing at all
        return "its name, title, date or place is damaged"
    return "" if isinstance(row["size"], int) else "its size is damaged"


def _damaged_text(read: Read, source_id: str, counts: tuple[int, int, int]) -> str:
    found = read("SELECT text, blocks FROM texts WHERE source_id = ?", [source_id])
    if not found:
        return "its text is gone"
    text = zlib.decompress(found[0]["text"]).decode("utf-8")
    unpack_blocks(found[0]["blocks"])
    passages = read(_PASSAGES, [source_id])
    for row in passages:
        row["heading"].decode("utf-8")
    if any(text[row["start"] : row["end"]] != row["text"] for row in passages):
        return "its passages are not those of its text"
    [pages] = read("SELECT count(*) AS n FROM pages WHERE source_id = ?", [source_id])
    if (len(text), len(passages), pages["n"]) != counts:
        return "it is not complete"
    return ""


def _pending(home: Home) -> Iterator[Problem]:
    if home.left_over:
        what = f"{len(home.left_over)} interrupted writes or removals wait to be swept from the indexes."
        yield Problem("pending", what, "They are swept.", tuple(home.left_over))


def _missing_copies(home: Home) -> Iterator[Problem]:
    for row in home.database.read("SELECT id, name FROM sources ORDER BY name"):
        copies = copies_of(home.path, row["id"])
        if copies and _id_of(copies[0]) == row["id"]:
            continue
        what = f"{row['name']}: the copy of its file is {'damaged' if copies else 'gone'}; its text is whole."
        if original_of(home.database, row["id"]):
            yield Problem("copies", what, "It is copied again from where it was added.", (row["id"],))
        else:
            yield Problem("copies", what, "Remove the source and add the file again.", (row["id"],), mendable=False)


def _stray_copies(home: Home) -> Iterator[Problem]:
    known = {row["id"] for row in home.database.read("SELECT id FROM sources")} | _swept_later(home.database)
    files = sorted((home.path / "files").glob("*")), sorted((home.path / RECOVERING).glob("*"))
    strays = [file for file in files[0] if _COPY.match(file.name) and file.name[:16] not in known] + files[1]
    if strays:
        what = f"{len(strays)} copies of files belong to no source: {_listed([file.name for file in strays])}."
        paths = tuple(file.relative_to(home.path).as_posix() for file in strays)
        yield Problem("strays", what, "They are read into the library anew.", paths)


def _words(home: Home) -> Iterator[Problem]:
    drift = _drift(home, home.words)
    if drift:
        yield Problem("words", f"The keyword index differs from the catalog: {drift}.", "It is built anew.")


def _vectors(home: Home) -> Iterator[Problem]:
    if home.vectors and home.dimension and home.vectors.dimension not in (None, home.dimension):
        what = f"The vectors have {home.vectors.dimension} numbers; those of the model have {home.dimension}."
        yield Problem("dimension", what, "Every passage is embedded anew.")
        return
    drift = _drift(home, home.vectors)
    if drift:
        what = f"The vectors differ from the catalog: {drift}."
        yield Problem("vectors", what, "What is missing is embedded, what is too many is deleted.")


def _drift(home: Home, index: Index | None) -> str:
    if index is None:
        return ""
    wanted = {row["id"] for row in home.database.read("SELECT id FROM passages")}
    pending = _swept_later(home.database)
    held = Counter(id_ for id_ in index.ids if id_.split(":")[0] not in pending)
    counts = {
        "missing": len(wanted - held.keys()),
        "too many": len(held.keys() - wanted),
        "held twice": sum(number > 1 for number in held.values()),
    }
    return ", ".join(f"{count} passages {what}" for what, count in counts.items() if count)


def original_of(database: Database, source_id: str) -> Path | None:
    """A file from which the source was added and which still has just its content."""
    for row in database.read("SELECT path FROM locations WHERE source_id = ?", [source_id]):
        path = Path(row["path"])
        if path.is_file() and _id_of(path) == source_id:
            return path
    return None


def _swept_later(database: Database) -> set[str]:
    return {row["source_id"] for row in database.read("SELECT source_id FROM pending")}


def _id_of(file: Path) -> str:
    try:
        with file.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()[:16]
    except OSError:
        return ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


_CHECKS: tuple[Check, ...] = (*(_rows, _sources, _pending, _missing_copies, _stray_copies, _words, _vectors),)

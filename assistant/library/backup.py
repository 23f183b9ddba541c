"""A backup of a home in one file. It may be made while the home is in use: it holds one moment of the library."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant import __version__
from assistant.errors import ArchiveError, LibraryUnreadable
from assistant.library.archive import FORMAT, MANIFEST, MANIFESTS, Manifest, Packed, kept_files
from assistant.library.catalog import Catalog
from assistant.library.lock import WriteLock, writable
from assistant.library.rows import SCHEMA_VERSION
from assistant.library.swapping import finish_restore

_SQLITE = b"SQLite format 3\0"
_CHUNK = 1 << 20
_DRAFT = "draft.zip"


def back_up(home: Path, file: Path) -> Manifest:
    """Write ``file``, whole or not at all; questions are answered meanwhile, and writes wait. Gives what is in it.

    Raises LibraryUnreadable where there is no library, and ArchiveError where the file cannot be written.
    """
    with writable(home):
        finish_restore(home)
        if not (home / "catalog.sqlite").is_file():
            raise LibraryUnreadable(f"There is no library at {home}. Check --home and FOOTNOTE_HOME.")
    if file.resolve().is_relative_to(home.resolve()):
        raise ArchiveError(f"{file} is in the home that is to be backed up. Choose a place outside it.")
    try:
        # What is in it is as private as the home, and so is the folder.
        with TemporaryDirectory(dir=file.parent, prefix=f".{file.name}-") as passing, WriteLock(home).held():
            manifest = _write(home, Path(passing))
            (Path(passing) / _DRAFT).replace(file)
    except OSError as error:
        raise ArchiveError(
            f"The backup {file} cannot be written ({error.strerror}). Nothing was changed. Make room, or choose "
            "another place."
        ) from error
    return manifest


def _write(home: Path, passing: Path) -> Manifest:
    catalog = Catalog(home / "catalog.sqlite")  # brings it to this version's schema, if need be
    try:
        sources = len(catalog.names())
    finally:
        catalog.close()
    packed: dict[str, Packed] = {}
    with os.fdopen(os.open(passing / _DRAFT, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in kept_files(home):
                name = path.relative_to(home).as_posix()
                packed[name] = _pack(archive, name, _still(path, passing))
            manifest = Manifest(FORMAT, __version__, SCHEMA_VERSION, datetime.now(UTC), sources, packed)
            archive.writestr(MANIFEST, MANIFESTS.dump_json(manifest, indent=1))
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _still(path: Path, passing: Path) -> Path:
    """The file, or of a database that may be in use a copy as of one moment."""
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            return path
    copy = passing / "copy.sqlite"
    copy.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, timeout=30)) as used, closing(sqlite3.connect(copy)) as still:
            used.backup(still)
    except sqlite3.Error as error:
        raise LibraryUnreadable(f"{path} cannot be backed up ({error}). Run `footnote doctor`, then again.") from error
    return copy


def _pack(archive: zipfile.ZipFile, name: str, path: Path) -> Packed:
    digest, size = hashlib.sha256(), 0
    # A date before 1980, which a clock may have set, has no place in a zip file.
    entry = zipfile.ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as file, archive.open(entry, "w", force_zip64=True) as out:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    return Packed(size, digest.hexdigest())

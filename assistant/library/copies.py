"""The library's own copies of imported files: the only place where the id of a source becomes a path.

An id may come from a catalog that somebody else made, so it is compared with the form that ids have before any path is
made of it, and a copy that leads out of its folder is none.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from assistant.errors import LibraryUnreadable
from assistant.library.lock import writable
from assistant.library.rows import is_source_id

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,16}")


def copies_of(home: Path, source_id: str) -> list[Path]:
    """The copies of a source's file: mostly one, none where the id is no id."""
    folder = home / "files"
    found = folder.glob(f"{source_id}*") if is_source_id(source_id) else ()
    return sorted(file for file in found if file.resolve().parent == folder.resolve())


def copy_of(home: Path, source_id: str) -> Path:
    """The copy of a source's file. Raises LibraryUnreadable where there is none."""
    copies = copies_of(home, source_id)
    if not copies:
        raise LibraryUnreadable(f"The copy of source {source_id} is gone from the home. Add the file again.")
    return copies[0]


def delete_copies(home: Path, source_id: str) -> None:
    """Delete the copies of a source's file."""
    for file in copies_of(home, source_id):
        file.unlink(missing_ok=True)


def keep_copy(home: Path, source_id: str, suffix: str, data: bytes) -> None:
    """Write a copy and wait until it is on the disk. Raises LibraryUnreadable where there is no room."""
    with writable(home), copy_path(home, source_id, suffix).open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def copy_path(home: Path, source_id: str, suffix: str) -> Path:
    """Where the copy of a source's file belongs; of its extension only plain letters and digits are kept."""
    if not is_source_id(source_id):
        raise ValueError(f"{source_id!r} is no id of a source")
    return home / "files" / f"{source_id}{suffix if _SUFFIX.fullmatch(suffix) else ''}"

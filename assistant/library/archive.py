"""What a backup is: one zip file, with a manifest that names every file in it, its size and its hash.

Both indexes are left out, for they are built anew from the catalog; so is what only the running process needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

FORMAT = 1
MANIFEST = "manifest.json"
_PASSING = {"chroma", "words", "aside", "restoring", "lock", "writing", "holder.json", "catalog.new"}


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in a backup: its size in bytes and the SHA-256 of its content, in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup. ``files`` has a path below the home for each file."""

    format: int
    footnote: str  # the version that made it
    schema: int
    made: datetime
    sources: int
    files: dict[str, Packed] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all files together, unpacked."""
        return sum(packed.size for packed in self.files.values())


MANIFESTS = TypeAdapter(Manifest)


def contents(home: Path) -> list[Path]:
    """What is in a home, file or folder by file or folder, without what only a running process needs."""
    return sorted(path for path in home.iterdir() if path.name not in {"lock", "writing", "holder.json", "restoring"})


def kept_files(home: Path) -> list[Path]:
    """The files of a home that a backup holds, in alphabetical order; links are not followed."""
    tops = [path for path in contents(home) if path.name not in _PASSING and not path.is_symlink()]
    found = [file for top in tops for file in ([top] if top.is_file() else top.rglob("*"))]
    return sorted(file for file in found if file.is_file() and not file.is_symlink() and not _passes(file))


def _passes(file: Path) -> bool:
    """A lock, a draft, or what SQLite keeps beside a file that is open."""
    return file.name.endswith((".lock", ".new", "-wal", "-shm", "-journal"))

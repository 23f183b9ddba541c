"""What a backup is: one zip file, with a manifest that names every file in it, its size and its hash.

A backup holds documents and judgements, and nothing that Footnote acts upon: no endpoint, key or other setting, no
sessions and no watched folders. So its author cannot tell another's Footnote what to do. Conversations are left out,
for they are their person's own, and both indexes, for they are rebuilt from the catalog.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

FORMAT = 1
MANIFEST = "manifest.json"
_HELD = re.compile(r"catalog\.sqlite|feedback\.jsonl|(files|recovering)/[0-9a-f]{16}(\.[^/\\:\0]*)?")
_LIBRARY = {"files", "recovering", "feedback.jsonl", "chroma", "words"}  # and what begins with "catalog."


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
    def held(self) -> dict[str, Packed]:
        """The files that a restore puts into a home."""
        return {name: packed for name, packed in self.files.items() if _HELD.fullmatch(name)}

    @property
    def left_out(self) -> list[str]:
        """What else is in it, which a restore leaves out: files, and folders as one."""
        tops = {name: name.split("/")[0] for name in self.files.keys() - self.held.keys()}
        return sorted({name if top in _LIBRARY else top for name, top in tops.items()})

    @property
    def size(self) -> int:
        """Bytes of the files that a restore puts into a home, unpacked."""
        return sum(packed.size for packed in self.held.values())


MANIFESTS = TypeAdapter(Manifest)


def library_of(home: Path) -> list[Path]:
    """What of a home is its library, file or folder by file or folder: what a restore replaces."""
    return sorted(path for path in home.iterdir() if path.name in _LIBRARY or path.name.startswith("catalog."))


def kept_files(home: Path) -> list[Path]:
    """The files of a home that a backup holds, in alphabetical order; links are not followed."""
    tops = [path for path in library_of(home) if not path.is_symlink()]
    found = (file for top in tops for file in ([top] if top.is_file() else top.iterdir()))
    held = (file for file in found if _HELD.fullmatch(file.relative_to(home).as_posix()))
    return sorted(file for file in held if file.is_file() and not file.is_symlink())

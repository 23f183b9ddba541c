"""What a library is made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.library.catalog import Catalog
from assistant.library.keywords import Keywords
from assistant.library.lock import WriteLock
from assistant.library.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Parts:
    """The home's folder, what is in it, and the lock under which it is written."""

    home: Path
    catalog: Catalog
    words: Keywords
    vectors: Vectors
    writing: WriteLock

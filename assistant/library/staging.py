"""A write in progress: sources on their way into the catalog and both indexes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from assistant.library.catalog import Catalog
from assistant.library.copies import keep_copy
from assistant.library.keywords import Keywords
from assistant.library.vectors import Vectors
from assistant.library.writes import Entry
from assistant.records import Passage


class Staging:
    """A write in progress: see Library.staging."""

    def __init__(self, catalog: Catalog, words: Keywords, vectors: Vectors, home: Path) -> None:
        self._catalog, self._words, self._vectors, self._home = catalog, words, vectors, home
        self.committed = False
        self.entered: frozenset[str] = frozenset()
        self.replaced: list[str] = []

    def is_here(self, source_id: str) -> bool:
        """Whether a source has come in by another way, before this write began."""
        return self._catalog.has(source_id)

    def add_vectors(self, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Store vectors, float32 (len(passages), dimension)."""
        self._vectors.add([p.id for p in passages], [p.source_id for p in passages], vectors)

    def keep_file(self, source_id: str, suffix: str, data: bytes) -> None:
        """Keep the library's own copy of a file."""
        keep_copy(self._home, source_id, suffix, data)

    def enter(self, entries: Sequence[Entry]) -> frozenset[str]:
        """Make those that replace nothing visible, and found by their words, before the commit; gives their ids.

        Their files are to be kept before. Without a commit they go again.
        """
        self.entered = self._catalog.enter(entries)
        self._add_words(entry for entry in entries if entry.source.id in self.entered)
        return self.entered

    def commit(self, entries: Sequence[Entry]) -> None:
        """Make the sources visible, and what they replace invisible, at one moment."""
        self._add_words(entry for entry in entries if entry.source.id not in self.entered)
        self.replaced = self._catalog.swap(entries, self.entered)
        self.committed = True

    def _add_words(self, entries: Iterable[Entry]) -> None:
        found = [(passage, entry.source.title) for entry in entries for passage in entry.passages]
        if found:
            self._words.add(found)

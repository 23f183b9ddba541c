"""A library on a folder, brought in step by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.events import Progress, SyncEvent
from assistant.library import Library
from assistant.reading import read
from assistant.settings import Settings
from assistant.watching import Home, KeptFolders, sync
from tests.embedders import WordEmbedder


@dataclass
class Desk:
    """``folder`` and what the library makes of it."""

    folder: Path
    home: Home

    @property
    def library(self) -> Library:
        return self.home.library

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def sync(
        self, resting: Mapping[str, tuple[int, int]] | None = None, leave: Collection[str] = ()
    ) -> list[SyncEvent]:
        """What happened, without the progress."""
        events = sync(self.home, self.folder, resting, leave)
        return [event for event in events if not isinstance(event, Progress)]

    def names(self) -> list[str]:
        return [source.name for source in self.library.sources()]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder, home = tmp_path / "papers", tmp_path / "home"
    folder.mkdir()
    library = Library(Settings(home=home), "words-1")
    kept = KeptFolders(home)
    kept.keep(folder)
    yield Desk(folder, Home(library, WordEmbedder(), kept, home, read))
    library.close()

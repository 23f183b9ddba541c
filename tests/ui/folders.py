"""Watched folders in memory, for the tests of the page."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import FolderError
from assistant.records import Watched


class PretendFolders:
    """The part of assistant.assistant.Assistant that watches folders."""

    def __init__(self) -> None:
        self.folders: dict[str, Watched] = {}

    def watch(self, folder: Path) -> None:
        if not folder.is_absolute():
            raise FolderError(f"There is no folder at {folder}. Check the path and try again.")
        self.folders[str(folder)] = Watched(str(folder), "in step", 12)

    def unwatch(self, folder: Path) -> None:
        del self.folders[str(folder)]

    def watched(self) -> list[Watched]:
        return [self.folders[folder] for folder in sorted(self.folders)]

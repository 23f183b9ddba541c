"""What is in a folder, at a glance: no file is opened."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import FolderError
from assistant.places import written
from assistant.reading import supported

State = tuple[int, int]  # size in bytes, time of change in nanoseconds since the epoch
_PASSING = "~$"  # how Office begins the name of a note that a document is open


@dataclass(frozen=True, slots=True)
class Look:
    """The readable files below a folder by their paths, and the paths below it that could not be looked at.

    Paths are as ``written``; of those that are not UTF-8 on the disk ``on_disk`` has what they are there.
    """

    files: dict[str, State]
    unseen: tuple[str, ...]
    on_disk: dict[str, str]

    def path(self, written: str) -> Path:
        """Where a file is."""
        return Path(self.on_disk.get(written, written))

    def hides(self, path: str) -> bool:
        """Whether a path may be there though it was not seen."""
        return any(is_below(path, unseen) for unseen in self.unseen)


def look(folder: Path, without: Path | None = None, links: bool = False) -> Look:
    """The files of every readable kind below ``folder``, hidden ones and the folder ``without`` left out.

    Links are not followed, as they may lead out of the folder; with ``links`` those to files are. Raises FolderError
    when the folder itself cannot be read.
    """
    files: dict[str, State] = {}
    unseen: list[str] = []
    waiting = [str(folder)]
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(below) as entries:
                seen = [entry for entry in entries if not _hidden(entry.name)]
                waiting += _sorted_out(seen, files, unseen, links)
        except OSError as error:
            if below == str(folder):
                raise _cannot(folder, error) from None
            if not isinstance(error, FileNotFoundError):
                unseen.append(below)
        if without is not None and str(without) in waiting:
            waiting.remove(str(without))
    on_disk = {written(path): path for path in files if written(path) != path}
    states = {written(path): state for path, state in files.items()}
    return Look(states, tuple(map(written, unseen)), on_disk)


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder or below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _sorted_out(entries: list[os.DirEntry[str]], files: dict[str, State], unseen: list[str], links: bool) -> list[str]:
    """Put the files where they belong and give the folders."""
    folders = []
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif supported(entry.name) and entry.is_file(follow_symlinks=links):
                status = entry.stat()
                files[entry.path] = status.st_size, status.st_mtime_ns
        except FileNotFoundError:
            continue
        except OSError:
            unseen.append(entry.path)
    return folders


def _hidden(name: str) -> bool:
    return name.startswith((".", _PASSING))


def _cannot(folder: Path, error: OSError) -> FolderError:
    return FolderError(
        f"The folder {written(str(folder))} cannot be read ({error.strerror}). Its documents stay in the library. "
        "Check that it is there and may be read."
    )

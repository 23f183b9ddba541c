"""Which folders are watched: a note a folder, kept in the home, so that they are watched again after a restart."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from assistant.errors import FolderError, LibraryUnreadable
from assistant.folder import State, is_below
from assistant.places import written


@dataclass(frozen=True, slots=True)
class Note:
    """What is kept of a watched folder.

    ``disk`` is the device and number of the folder when it last held files: where a disk is taken away, an empty folder
    with other ones stays. ``left_out`` are files whose documents a person removed, as they were then.
    """

    folder: str
    disk: tuple[int, int] | None = None
    left_out: dict[str, State] = field(default_factory=dict)


_NOTE = TypeAdapter(Note)


class KeptFolders:
    """The watched folders of one home. Several processes may use them."""

    def __init__(self, home: Path) -> None:
        self._home, self._notes = home, home / "watched"

    def folders(self) -> list[Path]:
        """The watched folders, in alphabetical order."""
        return sorted(Path(note.folder) for note in map(self._read, self._notes.glob("*.json")) if note)

    def keep(self, folder: Path) -> Path:
        """Watch a folder from now on; gives its whole path. Watched folders below it are watched as parts of it.

        Raises FolderError where it is no folder, lies in a watched one, or is in the home.
        """
        whole = whole_path(folder)
        if not whole.is_dir():
            raise FolderError(f"There is no folder at {whole}. Check the path and try again.")
        if written(str(whole)) != str(whole):
            raise FolderError(
                f"The name of the folder {written(str(whole))} is not UTF-8, so it cannot be watched. Rename it, or "
                "take its files in with `footnote ingest`."
            )
        if is_below(str(whole), str(self._home)):
            raise FolderError(f"{whole} is in Footnote's own home. Watch a folder of documents instead.")
        for other in self.folders():
            if is_below(str(whole), str(other)):
                if whole != other:
                    raise FolderError(f"{whole} is watched already, as a part of {other}.")
                return whole
            if is_below(str(other), str(whole)):
                self.drop(other)
        self.write(Note(str(whole)))
        return whole

    def drop(self, folder: Path) -> None:
        """Watch a folder no longer; what it brought stays in the library. Raises FolderError when it is not watched."""
        try:
            self._path(whole_path(folder)).unlink()
        except OSError:
            raise FolderError(
                f"{whole_path(folder)} is not watched. `footnote watch --list` lists the folders that are."
            ) from None

    def keeps(self, folder: Path) -> bool:
        """Whether a folder is watched."""
        return self._path(folder).exists()

    def note(self, folder: Path) -> Note:
        """What is kept of a folder; of one that is not watched, nothing but its path."""
        return self._read(self._path(folder)) or Note(str(folder))

    def update(self, note: Note) -> None:
        """Write a note anew, unless its folder is not watched any more."""
        if self.keeps(Path(note.folder)) and note != self.note(Path(note.folder)):
            self.write(note)

    def write(self, note: Note) -> None:
        """Write a note. Raises LibraryUnreadable when the home cannot be written."""
        path = self._path(Path(note.folder))
        try:
            self._notes.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = path.with_suffix(".new")
            draft.write_bytes(_NOTE.dump_json(note))
            draft.replace(path)
        except OSError as error:
            raise LibraryUnreadable(
                f"{path} cannot be written ({error.strerror}), so the folder is not watched. Make room or give the "
                "home back its rights."
            ) from error

    def leave_out(self, files: dict[str, State]) -> None:
        """Do not take these files in again while they stay as they are: a person removed their documents."""
        for folder in self.folders():
            below = {path: state for path, state in files.items() if is_below(path, str(folder))}
            if below:
                note = self.note(folder)
                self.update(replace(note, left_out=note.left_out | below))

    def lock(self, folder: Path) -> FileLock:
        """What the one process holds that watches a folder; freed by the system when that ends, however it ends."""
        self._notes.mkdir(parents=True, exist_ok=True, mode=0o700)
        return FileLock(self._path(folder).with_suffix(".lock"), thread_local=False)

    def _path(self, folder: Path) -> Path:
        return self._notes / f"{hashlib.sha256(written(str(folder)).encode()).hexdigest()[:16]}.json"

    def _read(self, path: Path) -> Note | None:
        try:
            return _NOTE.validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None


def whole_path(folder: Path) -> Path:
    """The path under which files of a folder are remembered: from the root, ``~`` and ``..`` resolved, links kept."""
    return Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100  # resolve() would follow links

"""The library brought in step with a folder, once: what is new comes in, what is gone goes, what moved is renamed."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from llama_index.core.base.embeddings.base import BaseEmbedding

from assistant.errors import FolderError
from assistant.events import Removed, Renamed, SyncEvent
from assistant.folder import Look, State, is_below, look
from assistant.incoming import Incoming
from assistant.ingest import ingest
from assistant.library import Library
from assistant.places import written
from assistant.reading.worker import Read
from assistant.records import Source
from assistant.watching.kept import KeptFolders, whole_path


@dataclass(frozen=True, slots=True)
class Home:
    """What a sync works on: the library of the home at ``path``, its embedder, its notes, and what reads files."""

    library: Library
    embedder: BaseEmbedding
    kept: KeptFolders
    path: Path
    reads: Read


def sync(
    home: Home, folder: Path, resting: Mapping[str, State] | None, leave: Collection[str]
) -> Generator[SyncEvent, None, None]:
    """Bring the library in step with a folder, an event at a time.

    Of the files in it only those in ``resting`` that are still as it says are taken in (all, where it is None), and
    nothing happens to paths in ``leave``. What came from elsewhere is not touched, and a document stays while any other
    file or upload leads to it. New files come in before old ones go, so that a file that moved is known by its content
    and not embedded again. Raises FolderError, with nothing removed, when the folder cannot be read, or is empty
    because its disk is not there.
    """
    folder, leave = whole_path(folder), frozenset(leave)
    found = look(folder, without=home.path)
    shown = Path(written(str(folder)))
    known = {path: place for path, place in home.library.locations().items() if is_below(path, str(shown))}
    note = home.kept.note(folder)
    disk = _disk(folder)
    if known and not found.files and note.disk != disk:
        raise FolderError(
            f"{folder} is empty, but it held documents before: its disk may not be there. Nothing was removed. Connect "
            "it again, or take the documents out with `footnote remove`."
        )
    still = found.files.items() & (found.files if resting is None else resting).items()
    states = {path: (location.size, location.modified) for path, (location, _) in known.items()}
    coming = [
        Incoming(found.path(path), PurePath(path).relative_to(shown).as_posix(), path)
        for path, state in still
        if path not in leave and states.get(path) != state and (path in known or note.left_out.get(path) != state)
    ]
    yield from ingest(sorted(coming, key=lambda file: file.path), home.library, home.embedder, home.reads)
    gone = [path for path in known if _is_gone(path, found) and path not in leave]
    yield from _let_go(shown, gone, home.library)
    note = home.kept.note(folder)
    left_out = {path: state for path, state in note.left_out.items() if found.files.get(path) == state}
    home.kept.update(replace(note, disk=disk if found.files else note.disk, left_out=left_out))


def _is_gone(path: str, found: Look) -> bool:
    """Not merely hidden, of another kind, or in a folder that could not be looked at."""
    return path not in found.files and not found.hides(path) and not Path(path).exists()


def _disk(folder: Path) -> tuple[int, int]:
    try:
        status = folder.stat()
    except OSError as error:
        raise FolderError(f"The folder {folder} cannot be read ({error.strerror}). Check that it is there.") from None
    return status.st_dev, status.st_ino


def _let_go(folder: Path, gone: Sequence[str], library: Library) -> Iterator[SyncEvent]:
    if not gone:
        return
    before = library.locations()
    owners = {path: before[path][1] for path in gone if path in before}
    for source in library.forget(list(owners)):
        yield Removed(source)
    left = {source.id: source for source in library.sources()}
    places = {id_: path for path, (_, id_) in library.locations().items() if is_below(path, str(folder))}
    for path, id_ in owners.items():
        if id_ in left and id_ in places:
            yield from _named_after(left[id_], path, places[id_], folder, library)


def _named_after(source: Source, old: str, new: str, folder: Path, library: Library) -> Iterator[Renamed]:
    """A source that went by a file that is gone goes by the one that has its content now."""
    if source.name not in (PurePath(old).relative_to(folder).as_posix(), PurePath(old).name):
        return
    renamed = library.rename(source.id, PurePath(new).relative_to(folder).as_posix())
    if renamed.name != source.name:
        yield Renamed(renamed, source.name)

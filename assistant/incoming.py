"""What is to be taken in: files, the files of folders, and pages of the web."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import FetchError, FolderError
from assistant.events import Failed, Progress
from assistant.fetching import Web, fetch, plain_address
from assistant.folder import look
from assistant.places import held, is_address, written

_UPLOAD = "upload:"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to take in: where it is, what to call it, and the path or address that it came from.

    ``mark`` tells whose it is; empty: nobody's.
    """

    path: Path
    name: str
    place: str
    mark: str = ""

    @property
    def remembered(self) -> str:
        """Under what the library remembers it."""
        return f"{self.mark}{self.place}"

    @property
    def listed(self) -> str:
        """The name under which the library lists it, so that people's names for their documents do not meet."""
        whose = held(self.remembered)
        return f"{whose.holder}/{self.name}" if whose else self.name

    @property
    def is_page(self) -> bool:
        """Whether it is a page of the web."""
        return is_address(self.place)

    @property
    def told_by_content(self) -> bool:
        """Whether its path and time say nothing, because it is a passing copy of an upload or a page."""
        return self.is_page or self.place.startswith(_UPLOAD)


def find_files(
    paths: Iterable[Path | str], names: Iterable[str] | None = None, links: bool = False
) -> Iterator[Incoming | Failed]:
    """The files that paths lead to: a file as it is; in a folder every readable kind, hidden ones left out.

    With ``links`` links to files in a folder are followed.
    """
    given = iter(names) if names is not None else None
    for path in map(Path, paths):
        name = written(next(given)) if given is not None else ""
        shown = written(str(path))
        if path.is_dir():
            yield from _files_of(path, links)
        elif path.is_file():
            # An upload lies in a passing place: what stays is its name.
            place = f"{_UPLOAD}{name}" if name else written(str(path.absolute()))
            yield Incoming(path, name or written(path.name), place)
        else:
            yield Failed(name or shown, f"There is no file or folder at {shown}. Check the path and try again.")


def _files_of(folder: Path, links: bool) -> Iterator[Incoming | Failed]:
    shown = written(str(folder))
    try:
        found = look(folder, links=links)
    except FolderError as error:
        yield Failed(shown, str(error))
        return
    for file in sorted(map(Path, found.files)):
        path = found.path(str(file))
        yield Incoming(path, file.relative_to(shown).as_posix(), written(str(path.absolute())))


def fetch_page(address: str, web: Web, folder: Path) -> Iterator[Incoming | Progress | Failed]:
    """A page of the web as a file in ``folder``; its name is the plain form of its address."""
    try:
        address = str(plain_address(address))
        yield Progress(address, "fetching", 0, 1)
        page = fetch(address, web)
    except FetchError as error:
        yield Failed(address, str(error))
        return
    path = folder / f"{len(list(folder.iterdir()))}{page.suffix}"
    path.write_bytes(page.data)
    yield Incoming(path, page.address, page.address)

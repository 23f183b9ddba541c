"""What mending does: small acts on the parts of a library, each for what one check finds."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import LibraryError
from assistant.library.aside import set_aside
from assistant.library.catalog import Catalog
from assistant.library.checks import RECOVERING, original_of
from assistant.library.copies import copy_path, delete_copies
from assistant.library.lock import HomeLock
from assistant.library.parts import Parts
from assistant.library.probe import Part, probe
from assistant.library.rows import IDS, ill_formed
from assistant.library.salvage import Lost, examine_catalog, found_again, lose, lost_sources, salvage
from assistant.library.swapping import finish_restore
from assistant.library.vectors import Vectors
from assistant.library.writes import Location
from assistant.settings import Settings


def make_openable(settings: Settings) -> None:
    """Salvage a damaged catalog, and set damaged indexes aside, to be built anew. Nobody may hold the home."""
    home = settings.at_home()
    if any(problem.check == "catalog" for problem in examine_catalog(home)):
        salvage(home)
    for part in embedded_parts(settings):
        try:
            probe(part, home)
        except LibraryError:
            set_aside(home, home / part)


def embedded_parts(settings: Settings) -> list[Part]:
    """The indexes that are folders of the home and are there."""
    parts: list[Part] = ["words"] if settings.chroma_url else ["words", "chroma"]
    return [part for part in parts if settings.at_home(part).exists()]


def drop_rows(parts: Parts, tables: Sequence[str]) -> None:
    """Delete rows that belong to no source, and sources and removals whose id is none."""
    with parts.writing.held(), parts.catalog.database.transaction() as connection:
        for table in tables:
            wrong = ill_formed(table) if table in IDS else "source_id NOT IN (SELECT id FROM sources)"
            connection.execute(f"DELETE FROM {table} WHERE {wrong}")  # noqa: S608  # from the schema


def lose_sources(parts: Parts, source_ids: Sequence[str]) -> None:
    """Take damaged sources out of the catalog; their copies stay, to be read anew."""
    with parts.writing.held(), parts.catalog.database.transaction() as connection:
        lose(connection, source_ids)


def set_to_recover(parts: Parts, files: Sequence[str]) -> dict[Path, tuple[str, list[Location]]]:
    """Move copies out of the way of what is read anew; gives where they are, and their names and places if known."""
    folder = parts.home / RECOVERING
    with parts.writing.held(), parts.catalog.database.transaction() as connection:
        folder.mkdir(exist_ok=True)
        lost = lost_sources(connection)
        found = {}
        for file in files:
            copy = (parts.home / file).rename(folder / Path(file).name)
            known = lost.get(source_id_of(copy)) or Lost("", [])
            found[copy] = known.name, known.places
    return found


def recovered(parts: Parts, copy: Path, places: Sequence[Location]) -> None:
    """A copy was read anew: note where else its source was found, and forget that it was lost."""
    source_id = source_id_of(copy)
    with parts.writing.held():
        known = parts.catalog.locations()
        for place in places:
            if place.path not in known or known[place.path][1] == source_id:
                parts.catalog.relocate(place, source_id)
        with parts.catalog.database.transaction() as connection:
            found_again(connection, source_id)
        copy.unlink()


def source_id_of(copy: Path) -> str:
    """The id of the source whose copy a file is, which it is called by."""
    return copy.name[:16]


def copy_again(parts: Parts, source_ids: Sequence[str]) -> None:
    """Copy files again from where they were added, where they are unchanged."""
    with parts.writing.held():
        for id_ in source_ids:
            original = original_of(parts.catalog.database, id_)
            if original:
                draft = parts.home / "files" / "draft"
                shutil.copyfile(original, draft)
                delete_copies(parts.home, id_)
                draft.replace(copy_path(parts.home, id_, original.suffix))


def discard_vectors(parts: Parts) -> None:
    """Delete the vectors of passages that the catalog does not know."""
    with parts.writing.held():
        stored = parts.vectors.ids()
        known = parts.catalog.passages(stored)
        parts.vectors.discard([id_ for id_ in stored if id_ not in known])


def without_vectors(parts: Parts) -> set[str]:
    """The ids of sources of which a passage has no vector."""
    stored = set(parts.vectors.ids())
    rows = parts.catalog.database.read("SELECT id, source_id FROM passages")
    return {row["source_id"] for row in rows if row["id"] not in stored}


def rebuild_vectors(settings: Settings, embedder: str) -> None:
    """Forget the vectors and take ``embedder`` as the library's model; the caller embeds every passage again."""
    home = settings.at_home()
    lock = HomeLock(home)
    if not settings.chroma_url:
        lock.take()
    try:
        finish_restore(home)
        if settings.chroma_url:
            vectors = Vectors(settings)
            vectors.clear()
            vectors.close()
        else:
            shutil.rmtree(home / "chroma", ignore_errors=True)
        catalog = Catalog(home / "catalog.sqlite")
        catalog.set_meta("embedder", embedder)
        catalog.close()
    finally:
        lock.free()

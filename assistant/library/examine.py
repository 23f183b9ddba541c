"""What is wrong with a home: one that nobody holds, or a library that is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from assistant.errors import LibraryDamaged, LibraryUnreadable
from assistant.library.catalog import Catalog
from assistant.library.checks import Home, Index, check_home, unreadable
from assistant.library.library import Library
from assistant.library.lock import HomeLock
from assistant.library.mending import embedded_parts
from assistant.library.probe import probe
from assistant.library.salvage import examine_catalog
from assistant.library.swapping import finish_restore
from assistant.library.vectors import Vectors
from assistant.records import Problem
from assistant.settings import Settings

Found = TypeVar("Found")
_DAMAGED = {
    "words": Problem("words", "The keyword index is damaged.", "It is set aside and built anew."),
    "chroma": Problem("chroma", "Chroma's files are damaged.", "They are set aside; every passage is embedded anew."),
}


def examine_library(library: Library, dimension: int | None) -> list[Problem]:
    """What the checks find in an open library. ``dimension`` is that of its embedder's vectors, if it is known."""
    parts, problems = library.parts, list[Problem]()
    with parts.writing.held():
        words = _tried("words", lambda: Index(parts.words.ids()), problems)
        vectors = _tried("vectors", lambda: Index(parts.vectors.ids(), parts.vectors.dimension()), problems)
        left_over = _tried("pending", library.left_over, problems) or []
        return problems + check_home(Home(parts.home, parts.catalog.database, words, vectors, dimension, left_over))


def examine_home(settings: Settings, embedder: str, dimension: int | None) -> list[Problem]:
    """What is wrong with a home that nobody holds; nothing is changed. ``embedder`` is the identity of the model.

    Raises LibraryInUse, LibraryUnreadable or ChromaUnavailable.
    """
    home = settings.at_home()
    if not (home / "catalog.sqlite").exists() and not (home / "files").exists():
        raise LibraryUnreadable(f"There is no library at {home}. Check --home and FOOTNOTE_HOME.")
    with held(settings):
        problems = examine_catalog(home)
        found: dict[str, Index | None] = {"words": Index(()), "chroma": Index(())}
        for part in embedded_parts(settings):
            try:
                found[part] = probe(part, home)
            except LibraryDamaged:
                found[part] = None
                problems.append(_DAMAGED[part])
        if any(problem.check in ("catalog", "schema") for problem in problems):
            return problems
        if settings.chroma_url:
            found["chroma"] = _on_server(settings)
        try:
            catalog = Catalog(home / "catalog.sqlite")
        except LibraryDamaged as error:
            return [*problems, unreadable("catalog", error)]
        try:
            other = _tried("model", lambda: _of_other_model(catalog, embedder), problems) or []
            vectors = None if other else found["chroma"]
            left_over = _tried("pending", catalog.pending, problems) or []
            looked_at = Home(home, catalog.database, found["words"], vectors, dimension, left_over)
            return problems + other + check_home(looked_at)
        finally:
            catalog.close()


def _tried(name: str, look: Callable[[], Found], problems: list[Problem]) -> Found | None:
    """What a look at a part gives; what keeps it from being looked at is a problem, and the rest goes on."""
    try:
        return look()
    except Exception as error:
        problems.append(unreadable(name, error))
        return None


@contextmanager
def held(settings: Settings) -> Iterator[None]:
    """The home, held by this process while nobody else holds it, with no restore half done. Raises LibraryInUse."""
    lock = HomeLock(settings.at_home())
    if not settings.chroma_url:
        lock.take()
    try:
        finish_restore(settings.at_home())
        yield
    finally:
        lock.free()


def _on_server(settings: Settings) -> Index:
    vectors = Vectors(settings)
    try:
        return Index(vectors.ids(), vectors.dimension())
    finally:
        vectors.close()


def _of_other_model(catalog: Catalog, embedder: str) -> list[Problem]:
    built_with = catalog.meta("embedder")
    if built_with in (None, embedder):
        return []
    what = f"The vectors were made with {built_with}, and now {embedder} is set."
    remedy = "Set FOOTNOTE_EMBEDDER back, or run `footnote rebuild`."
    return [Problem("model", what, remedy, mendable=False)]

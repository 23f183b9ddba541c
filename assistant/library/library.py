"""The library: catalog, vectors and words kept in agreement. A write that fails changes nothing that can be seen.

The order of a write: note the new sources as pending, add their vectors and words (the catalog does not know them, so
no search shows them), swap the catalog in one transaction, then delete what it replaced. Whatever is still pending when
a library is opened is swept from both indexes.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.errors import LibraryError, WrongEmbedder
from assistant.library.catalog import Catalog
from assistant.library.copies import copy_of, delete_copies
from assistant.library.keywords import Keywords
from assistant.library.lock import Holder, HomeLock, WriteLock, has_room, make_folder
from assistant.library.parts import Parts
from assistant.library.staging import Staging
from assistant.library.swapping import finish_restore
from assistant.library.vectors import open_vectors
from assistant.library.withdrawn import Withdrawn
from assistant.library.writes import Location
from assistant.records import Document, Filters, Passage, Source
from assistant.settings import Settings

Found = list[tuple[Passage, float]]

_log = logging.getLogger(__name__)


class Library:
    """One home. Safe to use from threads; the embedded kind is held by one process at a time."""

    def __init__(self, settings: Settings, embedder: str) -> None:
        """Open or make the home. ``embedder`` is the identity of the model whose vectors it holds.

        Raises LibraryInUse, LibraryUnreadable, ChromaUnavailable, or WrongEmbedder.
        """
        self._home = settings.at_home()
        self._shared = bool(settings.chroma_url)
        make_folder(self._home)
        self._lock = HomeLock(self._home)
        if not self._shared:
            self._lock.take()
        self._writing = WriteLock(self._home)
        try:
            finish_restore(self._home)
            make_folder(self._home / "files")
            self._catalog = Catalog(self._home / "catalog.sqlite")
            # A source id stands for its content, so a text never goes stale.
            self._texts = lru_cache(maxsize=32)(self._catalog.text)
            self._check_embedder(embedder)
            self._words = Keywords(self._home / "words")
            self._vectors = open_vectors(settings)
            self._withdrawn = Withdrawn(self._catalog, self._sweep_withdrawn)
            with self._writing.held_if_free() as alone:
                if alone and has_room(self._home):
                    self.sweep()
                    self._compare()
        except BaseException:
            self._let_go()
            raise

    # -- what is there

    def sources(self, filters: Filters = Filters()) -> list[Source]:
        """The sources that pass the filters, by name."""
        return self._catalog.sources(filters)

    def sources_of(self, passages: Iterable[Passage]) -> dict[str, Source]:
        """The sources of these passages that are there, by id."""
        return self._catalog.sources_of({passage.source_id for passage in passages})

    def source(self, name_or_id: str) -> Source:
        """One source by id, name or path. Raises UnknownSource."""
        return self._catalog.source(name_or_id)

    def document(self, source_id: str) -> Document:
        """The document as it was read. Raises UnknownSource."""
        return self._catalog.document(source_id)

    def text(self, source_id: str) -> str:
        """The canonical text alone. Raises UnknownSource."""
        return self._texts(source_id)

    def page_at(self, source_id: str, offset: int) -> int | None:
        """The number of the page on which an offset of the canonical text stands; None without pages."""
        return self._catalog.page_at(source_id, offset)

    def original(self, source_id: str) -> Path:
        """The library's own copy of the file. Raises UnknownSource."""
        return copy_of(self._home, self._catalog.source(source_id).id)

    def passages_of(self, source_id: str) -> Iterator[Passage]:
        """All passages of a source in text order."""
        return self._catalog.passages_of(source_id)

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """The passages before and after this one in its source."""
        return self._catalog.neighbours(passage)

    def locations(self) -> dict[str, tuple[Location, str]]:
        """Every known path with its location and source id."""
        return self._catalog.locations()

    def names(self) -> dict[str, str]:
        """Source id by name."""
        return self._catalog.names()

    # -- searching

    def search_words(self, question: str, depth: int, filters: Filters = Filters()) -> Found:
        """Passages that share words with the question, with BM25 scores, best first."""
        return self._known(self._words.search(question, depth, self._among(filters)))

    def search_vectors(self, vector: Sequence[float], depth: int, filters: Filters = Filters()) -> Found:
        """Passages whose vectors are nearest to ``vector``, with cosines, best first."""
        return self._known(self._vectors.search(vector, depth, self._among(filters)))

    def cosines(self, passages: Sequence[Passage], vector: Sequence[float]) -> dict[str, float]:
        """Passage id to cosine for given passages."""
        return self._vectors.cosines([passage.id for passage in passages], vector)

    # -- writing

    @contextmanager
    def staging(self, source_ids: Sequence[str]) -> Iterator[Staging]:
        """Put sources in: add their vectors, then commit. Leaving without a commit undoes everything."""
        with self._writing.held():
            self._sweep_withdrawn(source_ids)  # or their words would be in the index twice
            self._sweep([id_ for id_ in self._catalog.pending() if id_ in source_ids])  # of a sweep that failed
            self._catalog.mark_pending(source_ids)
            stage = Staging(self._catalog, self._words, self._vectors, self._home)
            try:
                yield stage
            finally:
                if not stage.committed:
                    self._sweep_or_later(source_ids, unfinished=stage.entered)
                self._sweep_or_later(stage.replaced)

    def add_vectors(self, passages: Sequence[Passage], vectors: np.ndarray) -> None:
        """Store vectors anew for passages that the catalog knows, float32 (len(passages), dimension)."""
        with self._writing.held():
            self._vectors.add([p.id for p in passages], [p.source_id for p in passages], vectors)

    def rebuild_words(self) -> None:
        """Index the words of every passage of the catalog anew."""
        with self._writing.held():
            sources = self._catalog.sources()
            self._words.rebuild((each, source.title) for source in sources for each in self.passages_of(source.id))

    def relocate(self, location: Location, source_id: str) -> None:
        """Note that a known source is found at ``location``; what was known from there before goes, if nowhere else."""
        with self._writing.held():
            self._sweep_or_later(self._catalog.relocate(location, source_id))

    def move(self, path: str, new: str) -> None:
        """Remember one path as another, at once and without waiting; nothing happens where the other is known."""
        self._catalog.move(path, new)

    def forget(self, paths: Sequence[str]) -> list[Source]:
        """Forget what came from these paths; gives the sources that went so, as nothing else leads to them."""
        with self._writing.held():
            known = {source.id: source for source in self._catalog.sources()}
            gone = self._catalog.forget(paths)
            self._sweep_or_later(gone)
            return [known[id_] for id_ in gone]

    def rename(self, source_id: str, name: str) -> Source:
        """Call a source by another name, unless another source has it; gives the source as it is called now."""
        with self._writing.held():
            self._catalog.rename(source_id, name)
            return self._catalog.source(source_id)

    def remove(self, source_ids: Sequence[str]) -> None:
        """Take sources out; nothing of them stays anywhere."""
        with self._writing.held():
            self._catalog.delete(source_ids)
            self._sweep_or_later(source_ids)

    def withdraw(self, source_ids: Sequence[str], seconds: float) -> None:
        """Take sources out, without waiting for another write; they are swept in ``seconds`` unless put back before."""
        self._withdrawn.take(source_ids, seconds)

    def put_back(self, source_ids: Sequence[str]) -> list[Source]:
        """Put withdrawn sources back whole. Raises UnknownSource for one that is gone for good."""
        # Another process that sweeps holds the lock.
        with self._writing.held() if self._shared else nullcontext():
            return self._withdrawn.put_back(source_ids)

    def _sweep_withdrawn(self, source_ids: Sequence[str] | None = None) -> None:
        with self._writing.held():
            self._sweep(self._withdrawn.let_go(source_ids))

    @property
    def parts(self) -> Parts:
        """What the library is made of, for those who mend it."""
        return Parts(self._home, self._catalog, self._words, self._vectors, self._writing)

    def left_over(self) -> list[str]:
        """Source ids of writes and removals that were broken off and not swept yet."""
        return [id_ for id_ in self._catalog.pending() if id_ not in self._withdrawn]

    def sweep(self) -> None:
        """Delete what is left over, everywhere."""
        with self._writing.held():
            self._catalog.delete(self._catalog.unfinished())
            self._sweep(self.left_over())

    def announce(self, holder: Holder) -> None:
        """Say in the lock how this process can be reached."""
        if not self._shared:
            self._lock.announce(holder)

    def close(self) -> None:
        """Let go of the home."""
        with self._writing.held():
            with suppress(LibraryError):  # what is not swept now is when the home is next opened
                self._sweep_withdrawn()
            self._let_go()

    def _let_go(self) -> None:
        for part in ("_catalog", "_vectors"):  # not all are there where opening failed
            if hasattr(self, part):
                getattr(self, part).close()
        self._lock.free()

    # -- keeping the three in agreement

    def _among(self, filters: Filters) -> list[str] | None:
        every = filters == Filters() and not self._withdrawn  # whose places in the indexes are others' to have
        return None if every else [source.id for source in self._catalog.sources(filters)]

    def _known(self, scored: Sequence[tuple[str, float]]) -> Found:
        passages = self._catalog.passages([id_ for id_, _ in scored])
        return [(passages[id_], score) for id_, score in scored if id_ in passages]

    def _sweep(self, source_ids: Sequence[str]) -> None:
        """Delete what the indexes and the files folder hold of sources that the catalog does not know."""
        if not source_ids:
            return
        gone = [id_ for id_ in source_ids if not self._catalog.has(id_)]
        self._vectors.remove(gone)
        self._words.remove(gone)
        for id_ in gone:
            delete_copies(self._home, id_)
        self._catalog.clear_pending(gone)

    def _sweep_or_later(self, source_ids: Sequence[str], unfinished: Collection[str] = ()) -> None:
        """Sweep, after taking out what was seen before it was whole and now never will be.

        Where that fails, what the catalog says stands; the rest stays pending until the next opening.
        """
        try:
            self._catalog.delete(list(unfinished))
            self._sweep(source_ids)
        except (LibraryError, OSError) as error:
            _log.warning("What is not in the library any more will be swept when it is next opened: %s", error)

    def _compare(self) -> None:
        """Build the keyword index anew when it does not hold what the catalog holds; warn when the vectors do not."""
        words, stored, passages = self._words.count(), self._vectors.count(), self._catalog.count_passages()
        if words != passages:
            self.rebuild_words()
        if stored != passages:
            _log.warning(
                "%s passages have %s vectors; a question may miss some. `footnote doctor --mend` makes them agree.",
                *(passages, stored),
            )

    def _check_embedder(self, embedder: str) -> None:
        built_with = self._catalog.meta("embedder")
        if built_with is None:
            self._catalog.set_meta("embedder", embedder)
        elif built_with != embedder:
            raise WrongEmbedder(
                f"The library at {self._home} was built with {built_with}, and now {embedder} is set. Set "
                "FOOTNOTE_EMBEDDER back, or run `footnote rebuild` to embed every passage anew."
            )

"""Vector search: one Chroma collection, in this process or on a Chroma server, queried through llama-index.

Chroma holds ids, vectors and the source id, nothing else: the text stays in the catalog. Writing goes to the collection
directly, because ChromaVectorStore.add stores every node's text and JSON a second time.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters, VectorStoreQuery
from llama_index.vector_stores.chroma import ChromaVectorStore

from assistant.errors import ChromaUnavailable, LibraryDamaged, LibraryUnreadable, SettingsError
from assistant.library.lock import has_room
from assistant.library.segments import what_is_cut_short
from assistant.settings import Settings

COLLECTION = "passages"
_log = logging.getLogger(__name__)
_BATCH = 5000  # fewer than the most that Chroma takes in one call


class Vectors:
    """The collection of one library. Vectors have unit length; similarity is the cosine."""

    def __init__(self, settings: Settings) -> None:
        self._where = settings.chroma_url or str(settings.at_home("chroma"))
        with self._guarded():
            short = "" if settings.chroma_url else what_is_cut_short(settings.at_home("chroma"))
            if short:
                raise ValueError(f"cut short: {short}")
            self._client = _connect(settings)
            try:
                self._open_collection()
            except BaseException:
                self.close()
                raise

    def add(self, ids: Sequence[str], source_ids: Sequence[str], vectors: np.ndarray) -> None:
        """Store ``len(ids)`` vectors, float32 (n, dimension). An id that is there already is overwritten."""
        for begin in range(0, len(ids), _BATCH):
            some = slice(begin, begin + _BATCH)
            with self._guarded():
                self._collection.upsert(
                    ids=list(ids[some]),
                    embeddings=vectors[some],
                    metadatas=[{"source_id": source_id} for source_id in source_ids[some]],
                )

    def remove(self, source_ids: Sequence[str]) -> None:
        """Delete every vector of these sources; ids that are not there do nothing."""
        for source_id in source_ids:
            with self._guarded():
                self._collection.delete(where={"source_id": source_id})

    def search(
        self, vector: Sequence[float], depth: int, source_ids: Iterable[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passage ids with their cosines to ``vector``, best first, at most ``depth``."""
        filters = None
        if source_ids is not None:
            wanted = sorted(source_ids)
            if not wanted:  # which Chroma takes for a mistake
                return []
            among = MetadataFilter(key="source_id", value=wanted, operator=FilterOperator.IN)
            filters = MetadataFilters(filters=[among])
        query = VectorStoreQuery(query_embedding=list(vector), similarity_top_k=depth, filters=filters)
        with self._guarded():
            found = self._store.query(query)
        # ChromaVectorStore gives exp(-distance), and the distance is 1 - cosine.
        similarities = found.similarities or []
        return [
            (id_, 1.0 + math.log(similarity)) for id_, similarity in zip(found.ids or [], similarities, strict=True)
        ]

    def cosines(self, ids: Sequence[str], vector: Sequence[float]) -> dict[str, float]:
        """The cosine of each of these passages to ``vector``; ids without a vector are left out."""
        found = self._get(ids)
        if not found:
            return {}
        products = np.stack(list(found.values())) @ np.asarray(vector, dtype=np.float32)
        return dict(zip(found, products.tolist(), strict=True))

    def _get(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        if not ids:  # which Chroma takes for all
            return {}
        with self._guarded():
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True))

    def count(self) -> int:
        """How many vectors are stored."""
        with self._guarded():
            return int(self._collection.count())

    def ids(self) -> list[str]:
        """The id of every passage that has a vector."""
        found: list[str] = []
        for offset in range(0, self.count(), _BATCH):
            with self._guarded():
                found += self._collection.get(limit=_BATCH, offset=offset, include=[])["ids"]
        return found

    def dimension(self) -> int | None:
        """How long the stored vectors are; None where there are none."""
        with self._guarded():
            some = self._collection.get(limit=1, include=["embeddings"])
        return np.asarray(some["embeddings"]).shape[1] if some["ids"] else None

    def discard(self, ids: Sequence[str]) -> None:
        """Delete the vectors of these passages."""
        for begin in range(0, len(ids), _BATCH):
            with self._guarded():
                self._collection.delete(ids=list(ids[begin : begin + _BATCH]))

    def clear(self) -> None:
        """Delete the collection and make it anew, empty: for another model's vectors."""
        with self._guarded():
            self._client.delete_collection(COLLECTION)
            self._open_collection()

    def close(self) -> None:
        """Let go of Chroma's files or connection."""
        self._client.close()
        # Chroma 1.5 leaves the connections of its HTTP clients (its own administrative one, too) open when it stops.
        for client in (self._client, getattr(self._client, "_admin_client", None)):
            session = getattr(getattr(client, "_server", None), "_session", None)
            if session is not None:
                session.close()

    def _open_collection(self) -> None:
        self._collection = self._client.get_or_create_collection(
            COLLECTION, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}, embedding_function=None
        )
        self._store = ChromaVectorStore(chroma_collection=self._collection)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (SettingsError, LibraryUnreadable):
            raise
        except (ChromaError, httpx.HTTPError, ValueError, OSError, RuntimeError) as error:
            if self._where.startswith("http"):
                raise ChromaUnavailable(
                    f"The Chroma server at {self._where} did not do its work ({error}). Nothing was changed. Check "
                    "that it runs (`chroma run`) and that FOOTNOTE_CHROMA_URL is right, then try again."
                ) from error
            raise LibraryDamaged(
                f"Chroma's files in {self._where} cannot be used ({error}). The documents are safe in the catalog. "
                "Check that the disk is not full and that the folder may be written; if so, `footnote doctor --mend` "
                "makes the vectors anew."
            ) from error


class NoVectors(Vectors):
    """What stands for the vectors while the disk is full, as Chroma cannot start then: none is found or stored."""

    def __init__(self, home: Path) -> None:
        self._home = home
        _log.warning("The disk of %s is full: questions are answered by words alone until there is room.", home)

    def add(self, ids: Sequence[str], source_ids: Sequence[str], vectors: np.ndarray) -> None:
        """Raises LibraryUnreadable, as everything does that would write."""
        raise LibraryUnreadable(f"The disk of {self._home} is full. Nothing was changed. Make room, and start again.")

    def remove(self, source_ids: Sequence[str]) -> None:
        """Nothing can be deleted."""
        self.add(source_ids, source_ids, np.empty(0))

    def discard(self, ids: Sequence[str]) -> None:
        """Nothing can be deleted."""
        self.remove(ids)

    def clear(self) -> None:
        """Nothing can be made."""
        self.remove(())

    def search(
        self, vector: Sequence[float], depth: int, source_ids: Iterable[str] | None = None
    ) -> list[tuple[str, float]]:
        """Nothing is found."""
        return []

    def count(self) -> int:
        """None are there."""
        return 0

    def dimension(self) -> int | None:
        """None are there."""
        return None

    def close(self) -> None:
        """Nothing was opened."""

    def _get(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        return {}


def open_vectors(settings: Settings) -> Vectors:
    """The vectors of a library, or what stands for them."""
    home = settings.at_home()
    return Vectors(settings) if settings.chroma_url or has_room(home) else NoVectors(home)


def _connect(settings: Settings) -> Any:
    quiet = ChromaSettings(anonymized_telemetry=False)
    if not settings.chroma_url:
        try:
            return chromadb.PersistentClient(path=settings.at_home("chroma"), settings=quiet)
        except BaseException:
            # Chroma 1.5 keeps what it could not start, and would give it to the next who asks for this folder.
            SharedSystemClient._identifier_to_system.pop(str(settings.at_home("chroma")), None)
            raise
    address = urlsplit(settings.chroma_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise SettingsError(
            f"FOOTNOTE_CHROMA_URL is “{settings.chroma_url}”; it must be an address like http://127.0.0.1:8000."
        )
    token = settings.chroma_token.get_secret_value() if settings.chroma_token else ""
    return chromadb.HttpClient(
        host=address.hostname,
        port=address.port or (443 if address.scheme == "https" else 8000),
        ssl=address.scheme == "https",
        headers={"x-chroma-token": token} if token else None,
        settings=quiet,
        tenant=settings.chroma_tenant or DEFAULT_TENANT,
        database=settings.chroma_database or DEFAULT_DATABASE,
    )

"""Libraries of any size without embedding all that is in them, for ``scale``.

The passages of some documents are embedded for real. Further documents are the same with other names, and the vectors
of their passages are the real ones turned a little, each another way, so that indexes grow as with real documents.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray
from pydantic import PrivateAttr

from assistant.ingest import embedding_text
from assistant.library import Entry, Library, Location
from assistant.local import LocalAssistant
from assistant.records import Document, Source
from assistant.split import split
from eval.benchmarks.documents import Text, renamed

Vectors = NDArray[np.float32]

TURNED = 0.6  # length of what is added to a unit vector: the cosine to the real one is 0.86 then
GROUP = 5000  # passages that are stored together
DIMENSION = 384
_HEAPS = 2000  # of made-up vectors


@dataclass(frozen=True, slots=True)
class Base:
    """Documents whose passages were embedded: ``vectors`` is (passages of the document, dimension) for each text."""

    texts: Sequence[Text]
    vectors: Sequence[Vectors]


def embed_base(assistant: LocalAssistant, texts: Sequence[Text], passages: int) -> Base:
    """The first of the texts, until they have so many passages, with their vectors."""
    kept, vectors, count = list[Text](), list[Vectors](), 0
    for title, text in texts:
        if count >= passages:
            break
        found = split(Document(text, "text", title=title), "base")
        if found:
            embedded = assistant._embedder.get_text_embedding_batch([embedding_text(each, title) for each in found])
            kept.append((title, text))
            vectors.append(np.asarray(embedded, dtype=np.float32))
            count += len(found)
    return Base(kept, vectors)


def turned(vectors: Vectors, count: int, random: np.random.Generator) -> Vectors:
    """``count`` unit vectors (count, dimension), each near one of ``vectors``, which are taken in turn."""
    near = vectors[np.arange(count) % len(vectors)]
    added = random.standard_normal(near.shape, dtype=np.float32)
    near = near + TURNED * added / np.linalg.norm(added, axis=1, keepdims=True)
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True), dtype=np.float32)


class MadeUp(BaseEmbedding):
    """Unit vectors that lie in heaps, as real ones do, but have nothing to do with the texts."""

    _heaps: Vectors = PrivateAttr(default_factory=lambda: _unit(np.random.default_rng(0), _HEAPS))
    _random: np.random.Generator = PrivateAttr(default_factory=lambda: np.random.default_rng(1))

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        chosen = self._heaps[self._random.integers(0, _HEAPS, len(texts))]
        found: list[list[float]] = turned(chosen, len(texts), self._random).tolist()
        return found

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def _unit(random: np.random.Generator, count: int) -> Vectors:
    drawn = random.standard_normal((count, DIMENSION), dtype=np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def grow(library: Library, base: Base, passages: int) -> float:
    """Put documents in until the library has at least so many passages; gives the seconds that storing took.

    The files' own copies are left out. A library may be grown further; what is there is not made again.
    """
    there = [source.passages for source in library.sources()]
    held, number, took = sum(there), len(there), 0.0
    random = np.random.default_rng(number)
    while held < passages:
        entries, vectors, count = list[Entry](), list[Vectors](), 0
        while count < GROUP and held + count < passages:
            copy, which = divmod(number, len(base.texts))
            entry = _entry(base.texts[which], copy, number)
            entries.append(entry)
            vectors.append(turned(base.vectors[which], len(entry.passages), random))
            count, number = count + len(entry.passages), number + 1
        begun = time.perf_counter()
        _store(library, entries, np.concatenate(vectors))
        took, held = took + time.perf_counter() - begun, held + count
    return took


def _store(library: Library, entries: Sequence[Entry], vectors: Vectors) -> None:
    with library.staging([entry.source.id for entry in entries]) as stage:
        stage.add_vectors([passage for entry in entries for passage in entry.passages], vectors)
        stage.commit(entries)


def _entry(text: Text, copy: int, number: int) -> Entry:
    title, body = (renamed(part, copy) for part in text)
    id_ = hashlib.sha256(f"{number}:{body}".encode()).hexdigest()[:16]
    document = Document(body, "text", title=title)
    passages = split(document, id_)
    name, size = f"{number:07}.txt", len(body.encode())
    source = Source(
        id=id_,
        name=name,
        kind="text",
        title=title,
        author="",
        published=None,
        added=datetime.now(UTC),
        size=size,
        characters=len(body),
        passages=len(passages),
        pages=0,
    )
    return Entry(source, document, passages, Location(f"/grown/{name}", size, 0))


def questions(base: Base) -> Iterator[str]:
    """Questions about the documents, one for each and then others."""
    for form in ("When did {} begin?", "Who is named with {}?", "How many people know {}?", "Where is {}?"):
        for title, _ in base.texts:
            yield form.format(title)

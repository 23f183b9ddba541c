"""Searching passages in memory, with every choice that a study varies open: BM25 by tantivy and exact cosines."""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tantivy
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray

from assistant.text import STOPWORDS, analyzer

Vectors = NDArray[np.float32]
_WORD = re.compile(r"[^\W_]+")
_GROUP = 2048  # texts embedded between two reports of progress


class WordIndex:
    """BM25 over passages with two fields, ``body`` and ``context`` (title and headings)."""

    def __init__(self, bodies: Sequence[str], contexts: Sequence[str]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("row", stored=True)
        builder.add_text_field("body", tokenizer_name="study", index_option="freq")
        builder.add_text_field("context", tokenizer_name="study", index_option="freq")
        self._index = tantivy.Index(builder.build())
        self._index.register_tokenizer("study", analyzer())
        writer = self._index.writer(64_000_000, 1)
        for row, (body, context) in enumerate(zip(bodies, contexts, strict=True)):
            writer.add_document(tantivy.Document(row=row, body=body, context=context))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(
        self, question: str, depth: int, context_boost: float = 0.5, stopwords: bool = False
    ) -> list[tuple[int, float]]:
        """Rows with BM25 scores for any of the question's words, best first; equal scores in order of row."""
        terms = [term.lower() for term in _WORD.findall(question)]
        if not stopwords:
            terms = [term for term in terms if term not in STOPWORDS] or terms
        fields = ["body", "context"] if context_boost else ["body"]
        query = self._index.parse_query(" ".join(terms), fields, field_boosts={"context": context_boost or 1.0})
        searcher = self._index.searcher()
        hits = searcher.search(query, depth, count=False).hits
        rows = [(int(searcher.doc(address)["row"][0]), float(score)) for score, address in hits]
        return sorted(rows, key=lambda hit: (-hit[1], hit[0]))


def load_embedder() -> BaseEmbedding:
    """The embedder that ships in the package."""
    from assistant.models import build_embedder
    from assistant.settings import Settings

    return build_embedder(Settings())


def embed(texts: Sequence[str], cache: Path, embedder: BaseEmbedding | None = None, queries: bool = False) -> Vectors:
    """Unit vectors, float32 (len(texts), dimension), kept in ``cache`` under a name made from the texts."""
    digest = hashlib.sha256("\0".join([str(queries), *texts]).encode()).hexdigest()[:24]
    kept = cache / f"{digest}.npy"
    if kept.exists():
        return np.asarray(np.load(kept), dtype=np.float32)
    embedder = embedder or load_embedder()
    parts = []
    for begin in range(0, len(texts), _GROUP):
        some = list(texts[begin : begin + _GROUP])
        vectors = (
            [embedder.get_query_embedding(t) for t in some] if queries else embedder.get_text_embedding_batch(some)
        )
        parts.append(np.asarray(vectors, dtype=np.float32))
        sys.stderr.write(f"\rembedded {begin + len(some)} of {len(texts)}")
    sys.stderr.write("\n")
    found: Vectors = np.concatenate(parts)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(kept, found)
    return found


def default_cache() -> Path:
    """Where vectors are kept between runs."""
    return Path(tempfile.gettempdir()) / "footnote-studies"

"""The embedding model that ships in the package: texts to unit vectors, on the CPU, without torch and without network.

A text's vector does not depend on its batch (see ``encoder_graph``), so texts are batched by length for speed alone.
Batches are small, because then everything fits the processor's cache, and each runs on one thread: more cores take
more batches at a time. Memory is bounded by ``threads`` and the constants below, never by how much is embedded.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray
from pydantic import Field, PrivateAttr

from assistant.models.encoder import Encoder, cores, read_facts

Vectors = NDArray[np.float32]

BATCH_TOKENS = 512  # padding included; larger batches leave the cache and are slower
WINDOW = 512  # texts that are sorted by length together


class EmbeddedEmbedder(BaseEmbedding):
    """all-MiniLM-L6-v2 as a llama-index embedding: 384 dimensions, unit length, texts cut after 256 tokens.

    Questions and passages are embedded alike. The model is loaded when it is first used; ModelError then says if its
    files are missing or damaged. Safe to call from threads.
    """

    model_name: str = "all-MiniLM-L6-v2"
    embed_batch_size: int = Field(default=WINDOW, gt=0, le=2048, description="Texts handed over at once.")
    threads: int = Field(default=0, ge=0, description="Batches computed at a time; 0 means one for each core.")
    folder: Path | None = Field(default=None, description="Where the model's files lie; the package's own by default.")

    _encoder: Encoder | None = PrivateAttr(default=None)
    _loading: Any = PrivateAttr(default_factory=Lock)

    @classmethod
    def class_name(cls) -> str:
        """The name under which llama-index knows the class."""
        return "EmbeddedEmbedder"

    @property
    def identity(self) -> str:
        """Which vectors these are: equal identities give comparable vectors. Raises ModelError."""
        facts = read_facts(self.folder)
        return f"{facts.name}:{facts.files[facts.model][:12]}"

    def embed_batches(self, texts: Iterable[str]) -> Iterator[Vectors]:
        """Vectors of ``texts`` in order, float32 (n, 384) for at most WINDOW texts at a time, as they are ready.

        ``texts`` is read only as far as needed, so it may be longer than memory.
        """
        remaining = iter(texts)
        while window := list(islice(remaining, WINDOW)):
            yield self._model().encode(window)

    def _model(self) -> Encoder:
        with self._loading:
            if self._encoder is None:
                self._encoder = Encoder.load(self.folder, self.threads or cores(), BATCH_TOKENS)
            return self._encoder

    def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [vector for vectors in self.embed_batches(texts) for vector in vectors.tolist()]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._embed([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._embed([query])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embed(texts)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._embed, texts)

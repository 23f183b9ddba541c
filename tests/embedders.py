"""An embedder for tests of everything but meaning: each word has a fixed random direction."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding

from assistant.text import content_stems

DIMENSION = 64


class WordEmbedder(BaseEmbedding):
    """Texts that share words are near; can be told to fail at its nth batch."""

    fail_at: int = -1
    batches: int = 0

    def get_text_embedding_batch(self, texts: list[str], **kwargs: Any) -> list[list[float]]:
        self.batches += 1
        if self.batches == self.fail_at:
            raise RuntimeError("the embedder broke")
        return [self._get_text_embedding(text) for text in texts]

    def _get_text_embedding(self, text: str) -> list[float]:
        total = np.full(DIMENSION, 1e-3)
        for stem in content_stems(text):
            seed = int.from_bytes(hashlib.sha256(stem.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).normal(size=DIMENSION)
        return (total / np.linalg.norm(total)).tolist()

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

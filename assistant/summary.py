"""A short extractive summary: the sentences nearest to what the whole text is about, and not to one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")
_LEAD = 0.15  # what standing first is worth, next to a cosine
_REPEAT = 0.5  # what likeness to a chosen sentence costs


def central_sentences(items: Sequence[Item], vectors: np.ndarray, count: int = 5) -> list[Item]:
    """At most ``count`` items in their given order, chosen by maximal marginal relevance to their centroid.

    ``vectors`` is float32 (len(items), dimension), unit rows. After Carbonell and Goldstein (1998); the bonus for the
    lead follows how reports and news are written.
    """
    centre = vectors.mean(axis=0)
    worth = vectors @ (centre / (np.linalg.norm(centre) or 1.0))
    worth = worth + _LEAD / (1 + np.arange(len(items)))
    likeness = vectors @ vectors.T
    chosen: list[int] = []
    while len(chosen) < min(count, len(items)):
        repeated = likeness[:, chosen].max(axis=1) if chosen else np.zeros(len(items))
        marginal = worth - _REPEAT * repeated
        marginal[chosen] = -np.inf
        chosen.append(int(marginal.argmax()))
    return [items[index] for index in sorted(chosen)]

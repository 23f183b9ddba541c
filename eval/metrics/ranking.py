"""Figures of one ranking with yes-or-no relevance, as trec_eval computes them. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log2


@dataclass(frozen=True, slots=True)
class Ranking:
    """``relevant`` says of what was found, best first, whether it is relevant; ``missed`` counts what was not found."""

    relevant: tuple[bool, ...]
    missed: int = 0

    @property
    def total(self) -> int:
        """How many relevant ones there are, found or not."""
        return sum(self.relevant) + self.missed


def hit(ranking: Ranking, k: int) -> float:
    """1.0 when one of the best ``k`` is relevant, else 0.0."""
    return float(any(ranking.relevant[:k]))


def reciprocal_rank(ranking: Ranking) -> float:
    """1 / rank of the first relevant one; 0.0 when none was found (Voorhees, 1999)."""
    return next((1 / rank for rank in _ranks(ranking)), 0.0)


def average_precision(ranking: Ranking) -> float:
    """The mean over all relevant ones of the precision at the rank of each; one that was not found counts 0."""
    found = sum(right / rank for right, rank in enumerate(_ranks(ranking), 1))
    return found / ranking.total if ranking.total else 0.0


def ndcg(ranking: Ranking, k: int) -> float:
    """The gain 1 / log2(rank + 1) of the relevant among the best ``k`` over that of the best possible ranking."""
    best = _gain(range(1, min(ranking.total, k) + 1))
    return _gain(rank for rank in _ranks(ranking) if rank <= k) / best if best else 0.0


def _ranks(ranking: Ranking) -> list[int]:
    return [rank for rank, relevant in enumerate(ranking.relevant, 1) if relevant]


def _gain(ranks: Iterable[int]) -> float:
    return sum(1 / log2(rank + 1) for rank in ranks)

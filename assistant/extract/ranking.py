"""Which sentence answers best, and whether any does. Scores are sums of weighted features."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.extract.candidate import Candidate
from assistant.extract.features import features_of
from assistant.extract.tables import with_cells
from assistant.question import Question

# Fitted by eval/studies/sentences.py; docs/decisions/0011-odds.md has the tables.
RANKING = {"near": 4.82, "cosine": 4.92, "fits": 0.44, "passage": 2.75, "bare": -2.77, "odds": 2.28}
CONFIDENCE = {
    **{"near": 1.34, "cosine": 2.19, "fused": 1.53, "told": 0.79, "odds": 1.13, "absent": -1.09, "bias": -3.62},
}


def rank(
    question: Question, found: Sequence[Candidate], cosines: Sequence[float], rarities: Mapping[str, float]
) -> list[Candidate]:
    """The candidates with their features and scores, best first. Scores compare within one question only."""
    ranked = []
    for candidate, cosine in zip(with_cells(question, found), cosines, strict=True):
        features = features_of(question, candidate, cosine, rarities)
        score = sum(weight * features[name] for name, weight in RANKING.items())
        ranked.append(replace(candidate, features=features, score=score))
    return sorted(ranked, key=lambda candidate: (-candidate.score, candidate.hit.passage.source_id, candidate.start))


def confidence(ranked: Sequence[Candidate], absent: Sequence[str]) -> float:
    """How probable it is, from 0 to 1, that the documents answer, given the ranked candidates and the absent names."""
    values = signs(ranked[0].features, bool(absent))
    total = sum(weight * values[name] for name, weight in CONFIDENCE.items())
    return 1 / (1 + math.exp(-total))


def signs(best: Mapping[str, float], absent: bool) -> dict[str, float]:
    """What tells whether there is an answer: the best candidate's features, and whether a name is nowhere."""
    return {**best, "absent": float(absent), "bias": 1.0}

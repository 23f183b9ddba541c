"""Which sentence answers best, and whether any does. Scores are sums of weighted features."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.extract.candidate import Candidate
from assistant.extract.features import features_of
from assistant.extract.tables import with_cells
from assistant.question import Question

# Fitted by eval/studies/sentences.py; docs/decisions/0009-confidence.md has the tables.
RANKING = {
    **{"own": -0.36, "near": 4.82, "cosine": 5.13, "fits": 0.6, "passage": 3.08, "bare": -2.69},
    **{"read": 3.05, "first": 0.62},
}
CONFIDENCE = {
    **{"own": 0.37, "near": 1.28, "cosine": 1.79, "fits": -0.24, "fused": 1.55, "told": 0.68},
    **{"read": 1.71, "top": 0.46, "absent": -1.0, "bias": -4.57},
}


def rank(
    question: Question, found: Sequence[Candidate], cosines: Sequence[float], rarities: Mapping[str, float]
) -> list[Candidate]:
    """The candidates with their features and scores, best first. Scores compare within one question only."""
    ranked = []
    found = with_cells(question, found)
    best = max((each.reading.score for each in found if each.reading), default=0.0)
    for candidate, cosine in zip(found, cosines, strict=True):
        features = features_of(question, candidate, cosine, rarities)
        features["first"] = float(candidate.reading is not None and candidate.reading.score == best)
        score = sum(weight * features[name] for name, weight in RANKING.items())
        ranked.append(replace(candidate, features=features, score=score))
    return sorted(ranked, key=lambda candidate: (-candidate.score, candidate.hit.passage.source_id, candidate.start))


def confidence(ranked: Sequence[Candidate], absent: Sequence[str]) -> float:
    """How probable it is, from 0 to 1, that the documents answer, given the ranked candidates and the absent names."""
    values = signs([candidate.features for candidate in ranked], bool(absent))
    total = sum(weight * values[name] for name, weight in CONFIDENCE.items())
    return 1 / (1 + math.exp(-total))


def signs(ranked: Sequence[Mapping[str, float]], absent: bool) -> dict[str, float]:
    """What tells whether there is an answer: the best candidate's features and those of the question as a whole."""
    return {
        **ranked[0],
        "top": max(features["read"] for features in ranked),
        "absent": float(absent),
        "bias": 1.0,
    }

"""Which sentence answers best, and whether any does. Scores are sums of weighted features."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.extract.candidate import Candidate
from assistant.extract.features import features_of
from assistant.question import Question

# Fitted by eval/studies/sentences.py. Ranking knows the reader (docs/decisions/0007-reader.md); declining does not yet
# (docs/decisions/0005-extraction.md): the reader is not good enough at telling a near miss from an answer.
RANKING = {
    **{"own": 0.3, "near": 5.78, "cosine": 4.81, "fits": 1.23, "passage": 2.82, "bare": -1.82},
    **{"read": 3.98, "first": 0.48},
}
CONFIDENCE = {
    **{"own": 0.86, "near": 2.51, "cosine": 5.42, "fits": 0.69, "fused": 3.26},
    **{"told": 1.37, "absent": -1.34, "bias": -7.75},
}


def rank(
    question: Question, found: Sequence[Candidate], cosines: Sequence[float], rarities: Mapping[str, float]
) -> list[Candidate]:
    """The candidates with their features and scores, best first. Scores compare within one question only."""
    ranked = []
    best = max((reading.score for each in found for reading in each.hit.readings), default=0.0)
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

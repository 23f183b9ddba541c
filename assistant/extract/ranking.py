"""Which sentence answers best, and whether any does. Scores are sums of weighted features."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.extract.candidate import Candidate
from assistant.extract.features import features_of
from assistant.extract.figures import with_the_figure
from assistant.extract.tables import with_cells
from assistant.question import Question, denies

# Fitted; docs/decisions/0014-a-word-less.md has the tables.
RANKING = {"near": 5.1, "cosine": 4.51, "fits": 0.44, "passage": 3.36, "bare": -2.74, "odds": 4.08}
CONFIDENCE = {
    **{"near": 1.83, "cosine": 1.65, "fused": 2.55, "told": 0.3, "odds": 1.06, "steady": 1.95},
    **{"denies": -0.78, "absent": -1.08, "bias": -5.51},
}


def rank(
    question: Question, found: Sequence[Candidate], cosines: Sequence[float], rarities: Mapping[str, float]
) -> list[Candidate]:
    """The candidates with their features and scores, best first. Scores compare within one question only."""
    ranked = []
    for read, cosine in zip(with_cells(question, found), cosines, strict=True):
        candidate = with_the_figure(question, read)
        features = features_of(question, candidate, cosine, rarities)
        score = sum(weight * features[name] for name, weight in RANKING.items())
        ranked.append(replace(candidate, features=features, score=score))
    return sorted(ranked, key=lambda candidate: (-candidate.score, candidate.hit.passage.source_id, candidate.start))


def confidence(question: Question, ranked: Sequence[Candidate], absent: Sequence[str], steady: float) -> float:
    """How probable it is, from 0 to 1, that the documents answer, given the ranked candidates and the absent names.

    ``steady``: the reader's odds that the best candidate's sentence answers by itself, as a mean over the question with
    a word less.
    """
    values = signs(question, ranked[0].features, bool(absent), steady)
    total = sum(weight * values[name] for name, weight in CONFIDENCE.items())
    return 1 / (1 + math.exp(-total))


def signs(question: Question, best: Mapping[str, float], absent: bool, steady: float) -> dict[str, float]:
    """What tells whether there is an answer: of the best candidate, of the question, and whether a name is nowhere."""
    return {**best, "steady": steady, "denies": float(denies(question.text)), "absent": float(absent), "bias": 1.0}

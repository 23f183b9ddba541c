"""Figures for a reader: exact match and F1 as SQuAD counts them, SQuAD 2.0's score, AUROC. Pure functions."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of one question: its best span's text, and two opinions on whether the passage answers.

    ``margin``: how far the span is above "no answer"; ``answerable``: the score of there being an answer. Both are in
    logits, and so is ``confidence``, their mean. ``references`` are the right answers; none: there is no answer.
    """

    text: str
    margin: float
    answerable: float
    references: tuple[str, ...]

    @property
    def confidence(self) -> float:
        """How sure the reader is that its span answers, above 0 for rather yes."""
        return (self.margin + self.answerable) / 2


@dataclass(frozen=True, slots=True)
class Figures:
    """All but ``threshold`` and the counts are percentages (AUROC too).

    ``exact`` and ``f1`` are for answerable questions when it must answer; ``official_exact`` and ``official_f1`` are
    SQuAD 2.0's over all questions, refusing below ``threshold``.
    """

    answerable: int
    unanswerable: int
    exact: float
    f1: float
    official_exact: float
    official_f1: float
    threshold: float
    auroc: float


def normalised(answer: str) -> str:
    """An answer as SQuAD's scorer compares it: lower case, no punctuation, no articles, single spaces."""
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_PUNCTUATION)).split())


def exact_match(answer: str, references: Sequence[str]) -> float:
    """1.0 where the answer equals a reference in normalised form."""
    return float(any(normalised(answer) == normalised(reference) for reference in references))


def f1(answer: str, references: Sequence[str]) -> float:
    """The best overlap of words with a reference, as the harmonic mean of precision and recall, 0 to 1."""
    return max(
        (_overlap(normalised(answer).split(), normalised(reference).split()) for reference in references), default=0
    )


def _overlap(given: list[str], wanted: list[str]) -> float:
    if not given or not wanted:
        return float(given == wanted)
    common = sum((Counter(given) & Counter(wanted)).values())
    return 2 * common / (len(given) + len(wanted))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive scores above a negative, ties counted half, 0 to 1; 0.5 where either is empty."""
    if not positive or not negative:
        return 0.5
    order = np.sort(np.asarray(negative, np.float64))
    values = np.asarray(positive, np.float64)
    below, up_to = np.searchsorted(order, values, "left"), np.searchsorted(order, values, "right")
    return float((below + up_to).mean() / 2 / len(order))


def best_threshold(readings: Sequence[Reading]) -> float:
    """The confidence below which to refuse that gives the highest official F1 over ``readings``."""
    ordered = sorted(readings, key=lambda reading: -reading.confidence)
    refusing_all = sum(not reading.references for reading in ordered)
    gains = [f1(reading.text, reading.references) if reading.references else -1.0 for reading in ordered]
    totals = np.concatenate([[0.0], np.cumsum(gains)]) + refusing_all
    answered = int(totals.argmax())
    if answered == 0:
        return ordered[0].confidence + 1e-6 if ordered else 0.0
    return ordered[answered - 1].confidence


def figures(readings: Sequence[Reading], threshold: float | None = None) -> Figures:
    """The figures of some readings. Without a ``threshold``, the best for these readings is fitted and used."""
    limit = best_threshold(readings) if threshold is None else threshold
    asked = [reading for reading in readings if reading.references]
    hopeless = [reading for reading in readings if not reading.references]
    exact = [exact_match(reading.text, reading.references) for reading in asked]
    overlap = [f1(reading.text, reading.references) for reading in asked]
    taken = [reading.confidence >= limit for reading in asked]
    refused = sum(reading.confidence < limit for reading in hopeless)
    everything = max(len(readings), 1)
    return Figures(
        answerable=len(asked),
        unanswerable=len(hopeless),
        exact=_percent(sum(exact), len(exact)),
        f1=_percent(sum(overlap), len(overlap)),
        official_exact=_percent(sum(e for e, t in zip(exact, taken, strict=True) if t) + refused, everything),
        official_f1=_percent(sum(o for o, t in zip(overlap, taken, strict=True) if t) + refused, everything),
        threshold=limit,
        auroc=100 * auroc([r.confidence for r in asked], [r.confidence for r in hopeless]),
    )


def intervals(
    readings: Sequence[Reading], threshold: float, resamples: int = 300, seed: int = 7
) -> dict[str, tuple[float, float]]:
    """The 95% percentile bootstrap interval of each percentage, over questions (Efron, 1979)."""
    drawn = np.random.default_rng(seed).integers(0, len(readings), size=(resamples, len(readings)))
    samples = [figures([readings[number] for number in row], threshold) for row in drawn]
    found = {}
    for name in ("exact", "f1", "official_exact", "official_f1", "auroc"):
        low, high = np.quantile([getattr(sample, name) for sample in samples], [0.025, 0.975])
        found[name] = (round(float(low), 1), round(float(high), 1))
    return found


def _percent(total: float, count: int) -> float:
    return 100 * total / max(count, 1)

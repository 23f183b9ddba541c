"""Reading questions with any reader: windows in, the best span of each question out. No torch here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.models.encoder import batches_by_length
from assistant.models.spans import best_span
from assistant.models.training.examples import windows_of
from assistant.models.training.questions import Question
from assistant.models.training.scoring import Reading, auroc, figures
from assistant.models.windows import Window, Windows, padded

# Token ids and mask, both (windows, tokens) int32 and padded on the right, to scores (windows, tokens, 3) float32: of
# starting an answer, of ending it, and at position 0 of there being one.
Scorer = Callable[[NDArray[np.int32], NDArray[np.int32]], NDArray[np.float32]]
BATCH_TOKENS = 6144


def read(questions: Sequence[Question], tokenizer: Tokenizer, scorer: Scorer, *, titled: bool = False) -> list[Reading]:
    """What the reader makes of each question, in order: the best span over all windows of its passage."""
    cutter = Windows(tokenizer)
    cut = [
        (number, window) for number, one in enumerate(questions) for window in windows_of(cutter, one, titled=titled)
    ]
    found: dict[int, list[tuple[float, float, str]]] = defaultdict(list)
    for batch in batches_by_length([len(window.ids) for _, window in cut], BATCH_TOKENS):
        windows = [cut[place][1] for place in batch]
        for place, scores in zip(batch, scorer(*padded([window.ids for window in windows])), strict=True):
            number, window = cut[place]
            found[number].append(_best(questions[number], window, scores))
    return [_reading(question, found[number]) for number, question in enumerate(questions)]


def _best(question: Question, window: Window, scores: NDArray[np.float32]) -> tuple[float, float, str]:
    start, end, margin = best_span(scores[:, 0], scores[:, 1], window.first, window.last)
    first, last = window.span(start, end)
    return margin, float(scores[0, 2]), question.passage[first:last]


def _reading(question: Question, found: list[tuple[float, float, str]]) -> Reading:
    margin, answerable, text = max(found, default=(-np.inf, -np.inf, ""))
    return Reading(text, margin, answerable, tuple(question.references))


def figures_of(readings: Sequence[Reading], threshold: float | None = None) -> dict[str, float]:
    """The figures of ``readings`` by name, and the AUROC of either opinion alone.

    Without a ``threshold`` it is fitted on these readings.
    """
    found = asdict(figures(readings, threshold))
    for opinion in ("margin", "answerable"):
        right = [getattr(reading, opinion) for reading in readings if reading.references]
        wrong = [getattr(reading, opinion) for reading in readings if not reading.references]
        found[f"auroc_{opinion}"] = 100 * auroc(right, wrong)
    return {name: round(value, 2) for name, value in found.items()}

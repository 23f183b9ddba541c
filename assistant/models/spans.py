"""The best spans of a window, from the scores of starting and of ending at each token. Pure functions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LONGEST_ANSWER = 30  # tokens


def best_span(starts: NDArray[np.float32], ends: NDArray[np.float32], first: int, last: int) -> tuple[int, int, float]:
    """The best span among the tokens ``first`` to ``last`` of one window, and its margin over "no answer".

    ``starts`` and ``ends`` are the scores of each position; position 0 stands for "no answer". The span has at most
    LONGEST_ANSWER tokens. The margin is in logits: above 0, the span is likelier than none.
    """
    return best_spans(starts, ends, first, last, 1)[0]


def best_spans(
    starts: NDArray[np.float32], ends: NDArray[np.float32], first: int, last: int, most: int
) -> list[tuple[int, int, float]]:
    """Up to ``most`` spans as ``best_span`` gives them, best first, none sharing a token with a better one."""
    scores = starts[first : last + 1, None] + ends[None, first : last + 1]
    square = np.ones_like(scores, dtype=bool)
    scores = np.where(np.triu(square) & ~np.triu(square, LONGEST_ANSWER), scores, -np.inf)
    none = starts[0] + ends[0]
    found: list[tuple[int, int, float]] = []
    while len(found) < most:
        start, end = (int(place) for place in np.unravel_index(int(scores.argmax()), scores.shape))
        if scores[start, end] == -np.inf:
            break
        found.append((first + start, first + end, float(scores[start, end] - none)))
        scores[: end + 1, start:] = -np.inf  # every span that begins before this one's end and ends after its start
    return found

"""Right-to-left writing: characters that stand on a line, brought into the order in which they are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

_SPACE = 0.15  # of the line's height between two words
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN", "NSM"))
_LEFT_TO_RIGHT = frozenset(("L", "EN"))


def is_right_to_left(text: str) -> bool:
    """Whether most letters of ``text`` belong to a script that is written from right to left."""
    if text.isascii() or max(text) < "\u0590":
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(unicodedata.bidirectional(letter) in ("R", "AL") for letter in letters) > len(letters)


def reading_order(letters: Sequence[str], boxes: np.ndarray, shown: np.ndarray) -> list[int]:
    """The indices of a line's characters as they are read, with -1 where a space belongs.

    PDF files keep such lines in either order, or in a mixture, so the places (``boxes``, shape (n, 4)) decide.
    Latin words and numbers inside the line keep their own direction.
    """
    placed = [index for index in range(len(letters)) if shown[index]]
    placed.sort(key=lambda index: -(boxes[index, 0] + boxes[index, 2]))
    height = float(np.max(boxes[placed, 3] - boxes[placed, 1]))  # low letters may have low boxes
    words: list[int] = []
    for before, index in zip([-1, *placed], placed, strict=False):
        if before >= 0 and boxes[before, 0] - boxes[index, 2] > _SPACE * height:
            words.append(-1)
        words.append(index)
    return _with_inner_runs_turned(words, letters)


def _with_inner_runs_turned(order: list[int], letters: Sequence[str]) -> list[int]:
    turned: list[int] = []
    run: list[int] = []
    for index in order:
        kind = unicodedata.bidirectional(letters[index]) if index >= 0 else "WS"
        if kind in _LEFT_TO_RIGHT or (run and kind not in _RIGHT_TO_LEFT):
            run.append(index)
            continue
        turned += [*_turned(run, letters), index]
        run = []
    return turned + _turned(run, letters)


def _turned(run: list[int], letters: Sequence[str]) -> list[int]:
    """A run read from left to right; what trails it belongs to the line's own direction."""
    end = len(run)
    while end and (run[end - 1] < 0 or unicodedata.bidirectional(letters[run[end - 1]]) not in _LEFT_TO_RIGHT):
        end -= 1
    return [*reversed(run[:end]), *run[end:]]

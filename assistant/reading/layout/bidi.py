"""Right-to-left writing: characters that stand on a line, brought into the order in which they are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

import numpy as np

_SPACE = 0.15  # of the line's height between two words
_RIGHT_TO_LEFT = frozenset(("R", "AL", "NSM"))
_NUMERIC = frozenset(("EN", "AN", "ET"))  # digits and the signs that stand with them
_LEFT_TO_RIGHT = _NUMERIC | {"L"}
_SEPARATORS = frozenset(("ES", "CS"))  # between the digits of one number
_ALEFS, _LAM = frozenset("\u0622\u0623\u0625\u0627"), "\u0644"
_MIRRORED = str.maketrans("()[]{}", ")(][}{")


def is_right_to_left(text: str) -> bool:
    """Whether most letters of ``text`` belong to a script that is written from right to left."""
    if text.isascii() or max(text) < "\u0590":
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(unicodedata.bidirectional(letter) in ("R", "AL") for letter in letters) > len(letters)


def has_right_to_left(text: str) -> bool:
    """Whether any letter of ``text`` belongs to such a script."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def in_reading_order(letters: Sequence[str], boxes: np.ndarray, shown: np.ndarray) -> tuple[list[str], list[int]]:
    """A line's characters as they are read, and their indices; -1 is a space that was put in.

    PDF files keep such lines in either order, or in a mixture, so the places (``boxes``, shape (n, 4)) decide.
    Latin words and numbers inside the line keep their own direction.
    """
    placed = [index for index in range(len(letters)) if shown[index]]
    placed.sort(key=lambda index: -(boxes[index, 0] + boxes[index, 2]))
    _turn_ligatures(placed, letters, boxes)
    height = float(np.max(boxes[placed, 3] - boxes[placed, 1]))  # low letters may have low boxes
    order: list[int] = []
    for before, index in zip([-1, *placed], placed, strict=False):
        if before >= 0 and boxes[before, 0] - boxes[index, 2] > _SPACE * height:
            order.append(-1)
        order.append(index)
    pieces = list(_pieces(order, letters))
    mirror = _MIRRORED if _is_mirrored("".join(letters[i] for i, inner in pieces if i >= 0 and not inner)) else {}
    read = [" " if i < 0 else letters[i] if inner else letters[i].translate(mirror) for i, inner in pieces]
    return read, [index for index, _ in pieces]


def _turn_ligatures(order: list[int], letters: Sequence[str], boxes: np.ndarray) -> None:
    """Lam and alef that are one glyph come from PDFium the wrong way round."""
    for at, (one, other) in enumerate(pairwise(order)):
        if letters[one] in _ALEFS and letters[other] == _LAM and (boxes[one] == boxes[other]).all():
            order[at : at + 2] = other, one


def _is_mirrored(text: str) -> bool:
    """Whether brackets fit together only when each is taken for its counterpart."""
    return _unmatched(text.translate(_MIRRORED)) < _unmatched(text)


def _unmatched(text: str) -> int:
    count = opened = 0
    for letter in text:
        if letter in "([{":
            opened += 1
        elif letter in ")]}":
            count, opened = (count, opened - 1) if opened else (count + 1, 0)
    return count + opened


def _pieces(order: Sequence[int], letters: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """The indices with runs of Latin words and numbers turned, and whether each is inside such a run."""
    kinds = {index: unicodedata.bidirectional(letters[index]) if index >= 0 else "WS" for index in order}
    run: list[int] = []
    for index in order:
        if kinds[index] in _LEFT_TO_RIGHT or (run and kinds[index] not in _RIGHT_TO_LEFT):
            run.append(index)
            continue
        yield from _turned(run, kinds)
        yield index, False
        run = []
    yield from _turned(run, kinds)


def _turned(run: Sequence[int], kinds: Mapping[int, str]) -> Iterator[tuple[int, bool]]:
    """A run read from left to right; in one without Latin letters each number is a run of its own."""
    is_latin = any(kinds[index] == "L" for index in run)
    for is_one, group in groupby(run, key=lambda each: is_latin or kinds[each] in _NUMERIC | _SEPARATORS):
        part = list(group)
        inner = [at for at, index in enumerate(part) if kinds[index] in _LEFT_TO_RIGHT]
        start, end = (inner[0], inner[-1] + 1) if is_one and inner else (0, 0)  # the rest is of the line's direction
        yield from ((index, False) for index in part[:start])
        yield from ((index, True) for index in reversed(part[start:end]))
        yield from ((index, False) for index in part[end:])

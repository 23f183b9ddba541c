"""Fragments: characters that stand side by side on one line, without a gap that could part columns or cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.reading.layout.bidi import in_reading_order, is_right_to_left
from assistant.reading.layout.cleaning import clean_with_rows
from assistant.text import trimmed

WIDE_GAP = 0.9  # of the line's height: more than a space in justified text, less than a gutter
NOWHERE = -1
_WORD_GAP = 0.11  # of the line's height, beyond the gap that its letters commonly have
_LAST_SPACED = 0x590  # letters from here on are of scripts that are set without spaces, or from right to left


@dataclass(frozen=True, slots=True)
class Fragment:
    """``rows`` has shape (len(text), 5): page index, then left, top, right, bottom on the sheet in tenths of a point.

    ``size`` is the type size in points; the sides are in the layout's frame.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    rows: np.ndarray = field(repr=False, compare=False)
    is_filled: bool = False  # it holds the value of a form's field

    @property
    def height(self) -> float:
        """From the top of the tallest letters to the foot of the deepest, as the font states them."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Sheet:
    """The upright text of a page in the order of its content stream, and text that runs another way.

    ``height`` is the page's in the layout's frame; ``width_points`` and ``height_points`` are as it is shown.
    """

    fragments: tuple[Fragment, ...]
    sideways: tuple[Fragment, ...]
    top: float
    height: float
    width_points: float
    height_points: float
    is_unread: bool = False  # it is a picture, and the words in it were not recognised

    def only_at_edges(self, edge: float) -> bool:
        """Whether all text stands within this share of the page's sides, as stamps and page numbers do."""
        size = np.array([self.width_points, self.height_points]) * 10
        boxes = [each.rows[each.rows[:, 1] >= 0, 1:] for each in (*self.fragments, *self.sideways)]
        places = [(box[:, :2] + box[:, 2:]).mean(axis=0) / 2 / size for box in boxes]
        return all(min(*place, *(1 - place)) < edge for place in places)


def runs(visible: np.ndarray, boxes: np.ndarray) -> list[tuple[int, int]]:
    """First and last index of each fragment's characters.

    ``visible`` holds the indices of the characters that have a shape, in content order; ``boxes`` all characters'
    left, top, right, bottom.
    """
    if not len(visible):
        return []
    left, top, right, bottom = boxes[visible].T
    height = bottom - top
    overlap = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    apart = np.maximum(left[1:] - right[:-1], left[:-1] - right[1:])
    tall = np.maximum(height[1:], height[:-1])
    breaks = (overlap < 0.5 * np.minimum(height[1:], height[:-1])) | (apart > WIDE_GAP * tall)
    starts = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    ends = np.concatenate([starts[1:] - 1, [len(visible) - 1]])
    return list(zip(visible[starts].tolist(), visible[ends].tolist(), strict=True))


def fragment_of(
    letters: Sequence[str], rows: np.ndarray, boxes: np.ndarray, shown: np.ndarray, *,
    size: float, bold: bool, upright: bool = False,
) -> Fragment | None:  # fmt: skip
    """The fragment of these characters, cleaned; None when nothing that a reader sees is left.

    ``rows`` and ``boxes`` have one row a character; ``shown`` tells those that have a shape. Gaps between ``upright``
    letters may part words.
    """
    if upright:
        letters, rows, boxes, shown = _parted(letters, rows, boxes, shown)
    if is_right_to_left("".join(letters)):
        letters, rows = _in_reading_order(letters, rows, boxes, shown)
    text, kept = clean_with_rows("".join(letters), rows)
    start, end = trimmed(text, 0, len(text))
    if start == end:
        return None
    left, top = boxes[shown, :2].min(axis=0).tolist()
    right, bottom = boxes[shown, 2:].max(axis=0).tolist()
    return Fragment(text[start:end], left, top, right, bottom, size, bold, kept[start:end])


def _parted(
    letters: Sequence[str], rows: np.ndarray, boxes: np.ndarray, shown: np.ndarray
) -> tuple[Sequence[str], np.ndarray, np.ndarray, np.ndarray]:
    """With a space wherever a gap alone parts two words, as some programs print them."""
    beside = shown[1:] & shown[:-1]
    if not beside.any():
        return letters, rows, boxes, shown
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    heights = boxes[1:, 3] - boxes[1:, 1]
    wide = beside & (gaps - np.median(gaps[beside]) > _WORD_GAP * heights)
    places = [at + 1 for at in np.flatnonzero(wide).tolist() if _may_part(letters[at], letters[at + 1])]
    if not places:
        return letters, rows, boxes, shown
    spaces = np.repeat(rows[:1], len(places), axis=0)
    spaces[:, 1:] = NOWHERE
    spaced = np.insert(np.array(letters, dtype=object), places, " ").tolist()
    where = np.insert(rows, places, spaces, axis=0), np.insert(boxes, places, 0.0, axis=0)
    return spaced, *where, np.insert(shown, places, False)


def _may_part(before: str, after: str) -> bool:
    """Whether a word may end and another begin here; groups of a number's digits stay together."""
    both = before + after
    return both.isalnum() and not both.isdigit() and all(ord(letter) < _LAST_SPACED for letter in both)


def _in_reading_order(
    letters: Sequence[str], rows: np.ndarray, boxes: np.ndarray, shown: np.ndarray
) -> tuple[list[str], np.ndarray]:
    read, order = in_reading_order(letters, boxes, shown)
    ordered = rows[order]
    ordered[np.array(order) < 0, 1:] = NOWHERE
    return read, ordered

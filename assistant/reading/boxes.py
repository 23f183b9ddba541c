"""Where each character of a page stands on its sheet: packed for storing, and drawn together into rectangles."""

from __future__ import annotations

import zlib
from itertools import pairwise

import numpy as np

from assistant.records import Page

UNITS = 10  # of a point
Rectangle = tuple[float, float, float, float]


def pack_boxes(boxes: np.ndarray) -> bytes:
    """Boxes of shape (n, 4), int16, tenths of a point: left, top, right, bottom from the page's top left, compressed.

    A row of -1 is a character without a place, such as a space put in between two lines.
    """
    return zlib.compress(np.ascontiguousarray(boxes, dtype="<i2").tobytes(), 6)


def unpack_boxes(packed: bytes) -> np.ndarray:
    """What ``pack_boxes`` packed, shape (n, 4), int16; n is 0 for empty bytes."""
    raw = zlib.decompress(packed) if packed else b""
    return np.frombuffer(raw, dtype="<i2").astype(np.int16).reshape(-1, 4)


def rectangles(page: Page, start: int, end: int) -> list[Rectangle]:
    """What to mark on ``page`` for the document's ``text[start:end]``: one rectangle a line, in points, in text order.

    The span may reach beyond the page; what lies elsewhere is left out. On a page that shows its text sideways, a
    line is a column of characters.
    """
    boxes = unpack_boxes(page.boxes)[max(start - page.start, 0) : max(end - page.start, 0)].astype(np.int32)
    boxes = boxes[boxes[:, 0] >= 0]
    sides = [1, 0, 3, 2] if _runs_down(boxes) else [0, 1, 2, 3]
    lines: list[np.ndarray] = []
    for box in boxes[:, sides]:
        if lines and _overlap(lines[-1], box, 1):
            lines[-1] = np.concatenate([np.minimum(lines[-1][:2], box[:2]), np.maximum(lines[-1][2:], box[2:])])
        else:
            lines.append(box)
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in (line[sides] / UNITS for line in lines)]


def on_page(page: Page, start: int, end: int) -> list[tuple[int, float, float, float, float]]:
    """The same with the page's number before each, and the sides in fractions of the page."""
    if not page.boxes or end <= page.start or page.end <= start:
        return []
    across, down = page.width, page.height
    return [(page.number, a / across, b / down, c / across, d / down) for a, b, c, d in rectangles(page, start, end)]


def _runs_down(boxes: np.ndarray) -> bool:
    """Whether neighbours stand above each other rather than side by side."""
    beside = sum(_overlap(box, other, 1) for box, other in pairwise(boxes))
    return sum(_overlap(box, other, 0) for box, other in pairwise(boxes)) > beside


def _overlap(box: np.ndarray, other: np.ndarray, axis: int) -> bool:
    """Whether two boxes overlap along an axis (0 across, 1 down) by more than half of the smaller."""
    overlap = min(box[axis + 2], other[axis + 2]) - max(box[axis], other[axis])
    return bool(overlap * 2 > min(box[axis + 2] - box[axis], other[axis + 2] - other[axis]))

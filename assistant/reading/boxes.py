"""Where each character of a page stands on its sheet: packed for storing, and drawn together into rectangles."""

from __future__ import annotations

import zlib

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

    The span may reach beyond the page; what lies elsewhere is left out.
    """
    boxes = unpack_boxes(page.boxes)[max(start - page.start, 0) : max(end - page.start, 0)]
    lines: list[np.ndarray] = []
    for box in boxes[boxes[:, 0] >= 0]:
        if lines and _same_line(lines[-1], box):
            lines[-1] = np.concatenate([np.minimum(lines[-1][:2], box[:2]), np.maximum(lines[-1][2:], box[2:])])
        else:
            lines.append(box)
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in (line / UNITS for line in lines)]


def _same_line(line: np.ndarray, box: np.ndarray) -> bool:
    """Whether ``box`` overlaps the line by more than half of the lower of the two."""
    overlap = min(int(line[3]), int(box[3])) - max(int(line[1]), int(box[1]))
    return overlap * 2 > min(int(line[3]) - int(line[1]), int(box[3]) - int(box[1]))

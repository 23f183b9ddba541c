"""Text recognition (OCR): the words in a picture, and where they stand. Comes with the extra ``footnote[ocr]``.

RapidOCR runs the models of PP-OCRv6 (PaddleOCR), which are in its wheel; nothing is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from assistant.reading.layout.fragment import NOWHERE, Fragment, Sheet, fragment_of

DOTS_PER_INCH = 200  # at which a page is drawn to be recognised
_MOST_THREADS = 4
_MOST_TENTHS = 32767
_LETTERS = 0.75  # of the height that a box of the detector has; the rest is air around the letters
_SAME_SIZE = 0.25  # by which lines of one type size differ, seen by a detector


def recognise(picture: np.ndarray, index: int, width: float, height: float) -> Sheet:
    """The words of a picture as a sheet of the page ``index``, which is ``width`` by ``height`` points.

    ``picture`` has shape (rows, columns, 3), uint8, in the order blue, green, red.
    """
    found = _engine()(np.ascontiguousarray(picture), return_word_box=True)
    if not len(found):
        return Sheet((), (), 0.0, height, width, height)
    scale = width / picture.shape[1]
    words = [[(text, np.array(box, dtype=float) * scale) for text, _, box in line] for line in found.word_results]
    sizes = _sizes([_height(np.array(box, dtype=float)) * scale * _LETTERS for box in found.boxes])
    made = (_fragment(text, line, index, size) for text, line, size in zip(found.txts, words, sizes, strict=True))
    return Sheet(tuple(each for each in made if each is not None), (), 0.0, height, width, height)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    threads = min(os.cpu_count() or 1, _MOST_THREADS)
    named = {"intra_op_num_threads": threads, "inter_op_num_threads": 1}
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            **{f"EngineConfig.onnxruntime.{name}": value for name, value in named.items()},
        }
    )


def _height(box: np.ndarray) -> float:
    """Of a box with corners (4, 2) that may stand at a slant."""
    return float(np.hypot(*(box[3] - box[0])))


def _sizes(heights: Sequence[float]) -> list[float]:
    """Type sizes in points; those near the middle one are all that, or each line would be of its own."""
    middle = float(np.median(heights))
    return [middle if abs(height - middle) <= _SAME_SIZE * middle else round(height) for height in heights]


def _fragment(text: str, words: Sequence[tuple[str, np.ndarray]], index: int, size: float) -> Fragment | None:
    """A line. The letters of a word share its box evenly."""
    boxes = np.full((len(text), 4), float(NOWHERE))
    shown = np.zeros(len(text), dtype=bool)
    at = 0
    for word, corners in words:
        start = text.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        air = (1 - _LETTERS) / 2 * (bottom - top)
        top, bottom = top + air, bottom - air
        sides = np.linspace(left, right, len(word) + 1)
        boxes[start:at] = np.column_stack([sides[:-1], np.full(len(word), top), sides[1:], np.full(len(word), bottom)])
        shown[start:at] = True
    if not shown.any():
        return None
    tenths = np.where(shown[:, None], np.clip(np.rint(boxes * 10), 0, _MOST_TENTHS), NOWHERE).astype(np.int32)
    rows = np.column_stack([np.full(len(text), index), tenths])
    return fragment_of(list(text), rows, boxes, shown, size=size, bold=False)

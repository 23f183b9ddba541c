"""Which characters of a PDF page leave no mark that a reader could see. ``pdfium`` calls it while it holds its lock."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from assistant.reading.layout.fragment import runs

_INVISIBLE_MODES = frozenset((3, 7))  # neither filled nor stroked (PDF 32000-1, table 106)
_WHITE = 240  # of 255, for each of red, green and blue
_TRANSPARENT = 13  # of 255
_CONTRAST = 24  # of 255: what differs less from its ground cannot be read
_SCALE = 2.0  # pixels a point
_MOST_PIXELS = 12_000_000  # an outsized page is drawn smaller
_INSET = 0.1  # of a character's height, kept clear of the lines around it


def unseen(page: Any, text: Any, tenths: np.ndarray) -> np.ndarray:
    """Which characters cannot be seen: bool (n,). ``tenths`` has their boxes on the sheet, in tenths of a point.

    Text drawn in white or not at all is looked for in a picture of the page, a stretch of a line at a time: it is
    unseen where most of its characters lie on an even ground. So white letters on a dark ground stay, and the text that
    was recognised in a scan, which lies unseen upon the letters of the picture, or a little beside them.
    """
    objects = _objects(text, len(tenths))
    doubtful = [each for each in set(objects.tolist()) if each and _is_doubtful(each)]
    hidden = np.zeros(len(tenths), dtype=bool)
    if not doubtful:
        return hidden
    picture, scale = _picture(page)
    pixels = tenths * scale / 10
    ways = _ways(objects, doubtful)
    for way in set(ways.tolist()) - {0}:
        own = ways == way
        for first, last in runs(np.flatnonzero(own & (tenths[:, 2] > tenths[:, 0])), tenths):
            stretch = np.flatnonzero(own[first : last + 1]) + first
            even = [_is_even(picture, pixels[index]) for index in stretch if tenths[index, 2] > tenths[index, 0]]
            hidden[stretch] = 2 * sum(even) > len(even)
    return hidden


def _ways(objects: np.ndarray, doubtful: list[int]) -> np.ndarray:
    """Of each character 0 where its object is not doubtful, 1 where it is not drawn, else 2."""
    from pypdfium2 import raw

    ways = np.zeros(len(objects), dtype=int)
    for each in doubtful:
        mode = raw.FPDFTextObj_GetTextRenderMode(ctypes.cast(each, raw.FPDF_PAGEOBJECT))
        ways[objects == each] = 1 if mode in _INVISIBLE_MODES else 2
    return ways


def _objects(text: Any, count: int) -> np.ndarray:
    """The address of each character's text object; 0 for characters that the reading of the page put in."""
    from pypdfium2 import raw

    found = (raw.FPDFText_GetTextObject(text, index) for index in range(count))
    return np.array([ctypes.cast(each, ctypes.c_void_p).value or 0 for each in found], dtype=np.uint64)


def _is_doubtful(address: int) -> bool:
    """Whether an object is drawn in white, transparent, or not at all."""
    from pypdfium2 import raw

    each = ctypes.cast(address, raw.FPDF_PAGEOBJECT)
    if raw.FPDFTextObj_GetTextRenderMode(each) in _INVISIBLE_MODES:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = raw.FPDFPageObj_GetFillColor(each, red, green, blue, alpha)
    return bool(known) and (min(red.value, green.value, blue.value) >= _WHITE or alpha.value <= _TRANSPARENT)


def _picture(page: Any) -> tuple[np.ndarray, float]:
    """The page as drawn, shape (height, width, channels), and how many pixels a point has."""
    width, height = page.get_size()
    scale = min(_SCALE, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    return page.render(scale=scale, draw_annots=False).to_numpy(), scale


def _is_even(picture: np.ndarray, box: np.ndarray) -> bool:
    """Whether the picture shows nothing in a box: left, top, right, bottom in pixels."""
    left, top, right, bottom = box
    inset = _INSET * (bottom - top)
    part = picture[int(top + inset) : int(bottom - inset) + 1, int(left) : int(right) + 1]
    return not part.size or int(np.ptp(part.astype(np.int16), axis=(0, 1)).max()) <= _CONTRAST

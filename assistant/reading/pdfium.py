"""PDFium: with ``ink``, which it calls, the only place of this room that knows it.

PDFium is not safe to call from two threads. Whoever else uses it in this process must hold ``LOCK`` while doing so.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from assistant.errors import DamagedFile, EncryptedFile
from assistant.reading.annotations import Written, written
from assistant.reading.ink import unseen
from assistant.reading.layout.form import with_values
from assistant.reading.layout.fragment import NOWHERE, Fragment, Sheet, fragment_of, runs

LOCK = threading.RLock()

_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "‣", 0xE00A: "•", 0xE00C: "•", 0xF06C: "•", 0xF06E: "▪"}
_LINE_END_HYPHENS = frozenset((0x02, 0xFFFE, 0xAD))
_SAMPLES = 60  # characters by which a page's direction is told
_TYPE_SAMPLES = 5  # characters of a fragment by which its type is told
_BOLD_NAMES = ("bold", "black", "heavy", "demi")
_DRAWING = 40  # paths: letters drawn as outlines, or a plan
_FIELD_HEIGHT = 20.0  # points
_SCALE = 1000  # device units to a point
_MOST_TENTHS = 32767
MOST_PIXELS = 12_000_000  # an outsized page is drawn smaller


@dataclass(frozen=True, slots=True)
class Characters:
    """All characters of a page. ``boxes`` has shape (n, 4): left, bottom, right, top in PDF space."""

    codes: list[int]
    boxes: np.ndarray


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """A PDF as a pypdfium2 document, closed at the end. Raises EncryptedFile and DamagedFile."""
    import pypdfium2
    from pypdfium2 import raw

    with LOCK:
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                raise EncryptedFile(
                    "It needs a password. Open it, save a copy without the password, and add that copy."
                ) from error
            if getattr(error, "err_code", None) == raw.FPDF_ERR_SECURITY:
                raise EncryptedFile(
                    "It is protected in a way that Footnote cannot open. Save a copy without protection, and add that."
                ) from error
            raise DamagedFile("It is damaged or cut short. Get a fresh copy of it.") from error
        if pdf.get_formtype() != raw.FORMTYPE_NONE:
            pdf.init_forms()
    try:
        yield pdf
    finally:
        with LOCK:
            pdf.close()


def sheet(pdf: Any, index: int) -> Sheet:
    """The text of a page. Raises DamagedFile when the page cannot be loaded."""
    import pypdfium2

    with LOCK:
        try:
            page = pdf[index]
            text = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise DamagedFile(f"Its page {index + 1} is damaged. Get a fresh copy of it.") from error
        try:
            return _PageReader(page, text, index).sheet([*written(pdf, page)])
        finally:
            text.close()
            page.close()


def picture_share(pdf: Any, index: int) -> float:
    """The share of a page's area that its largest picture covers, in which a drawing of many lines counts as one."""
    from pypdfium2 import raw

    with LOCK:
        page = pdf[index]
        try:
            images = [each.get_bounds() for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])]
            width, height = page.get_size()
            shares = [(right - left) * (top - bottom) / max(width * height, 1.0) for left, bottom, right, top in images]
            is_drawing = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])) >= _DRAWING
        finally:
            page.close()
    return float(max([*shares, float(is_drawing)]))


def drawn(pdf: Any, index: int, scale: float) -> np.ndarray:
    """A page drawn with ``scale`` dots a point, fewer for an outsized one: (rows, columns, 3), blue, green, red."""
    with LOCK:
        page = pdf[index]
        try:
            width, height = page.get_size()
            bound = (MOST_PIXELS / max(1.0, width * height)) ** 0.5
            pixels: np.ndarray = page.render(scale=min(scale, bound)).to_numpy()
        finally:
            page.close()
    return pixels[:, :, :3]


class _PageReader:
    """Reads one page. Everything that PDFium is asked about a page is asked here."""

    def __init__(self, page: Any, text: Any, index: int) -> None:
        self._page, self._text, self._index = page, text, index
        self._width, self._height = page.get_size()

    def sheet(self, beside: Sequence[Written]) -> Sheet:
        """The page's text with what is written ``beside`` it."""
        characters = self._characters()
        shown = self._shown(characters)
        shown &= ~unseen(self._page, self._text, self._tenths(characters.boxes, shown))
        direction = self._direction(np.flatnonzero(shown))
        frame = _turned(characters.boxes, direction)
        edges = _turned(np.array([self._page.get_bbox()]), direction)[0]
        rows = np.column_stack([np.full(len(shown), self._index), self._tenths(characters.boxes, shown)])
        found: tuple[list[Fragment], list[Fragment]] = ([], [])
        for first, last in runs(np.flatnonzero(shown), frame):
            here = slice(first, last + 1)
            size, upright, bold = self._type(first + np.flatnonzero(shown[here]), direction)
            letters = [_letter(code) for code in characters.codes[here]]
            fragment = fragment_of(letters, rows[here], frame[here], shown[here], size=size, bold=bold, upright=upright)
            if fragment is not None:
                found[0 if upright else 1].append(fragment)
        fields = [self._fragment(each, direction) for each in beside if each.is_field]
        notes = [self._fragment(each, direction) for each in beside if not each.is_field]
        top, height = float(edges[1]), float(edges[3] - edges[1])
        lines = with_values(found[0], filter(None, fields))
        aside = [*found[1], *filter(None, notes)]
        return Sheet(tuple(lines), tuple(aside), top, height, self._width, self._height)

    def _fragment(self, written: Written, direction: tuple[int, int]) -> Fragment | None:
        """Words in a box, of which each letter has the same share."""
        left, bottom, right, top = written.box
        if written.is_field and not written.text.startswith("["):
            bottom = max(bottom, top - _FIELD_HEIGHT)  # the first line of a tall field
        sides = np.linspace(left, right, len(written.text) + 1)
        boxes = np.full((len(written.text), 4), (left, bottom, right, top))
        boxes[:, 0], boxes[:, 2] = sides[:-1], sides[1:]
        shown = np.array([not letter.isspace() for letter in written.text])
        rows = np.column_stack([np.full(len(shown), self._index), self._tenths(boxes, shown)])
        size = min(top - bottom, _FIELD_HEIGHT) / 2
        return fragment_of(list(written.text), rows, _turned(boxes, direction), shown, size=size, bold=False)

    def _characters(self) -> Characters:
        from pypdfium2 import raw

        count = max(raw.FPDFText_CountChars(self._text), 0)
        rectangles = (raw.FS_RECTF * count)()
        code_of, box_of, text = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, self._text.raw
        codes = [code_of(text, index) for index in range(count)]
        for index, rectangle in enumerate(rectangles):  # each is a view into the array
            box_of(text, index, rectangle)
        sides = np.frombuffer(rectangles, dtype=np.float32).reshape(-1, 4).astype(np.float64)
        return Characters(codes, sides[:, [0, 3, 2, 1]])  # FS_RECTF is left, top, right, bottom

    def _shown(self, characters: Characters) -> np.ndarray:
        """Which characters have a shape on the sheet that a reader can see."""
        left, bottom, right, top = characters.boxes.T
        x0, y0, x1, y1 = self._page.get_bbox()
        on_sheet = (right > x0) & (left < x1) & (top > y0) & (bottom < y1)
        lettered = np.array([not _letter(code).isspace() for code in characters.codes], dtype=bool)
        shown: np.ndarray = (right > left) & (top > bottom) & on_sheet & lettered
        return shown

    def _matrix(self, index: int) -> Any:
        from pypdfium2 import raw

        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text, index, matrix)
        return matrix

    def _direction(self, shown: np.ndarray) -> tuple[int, int]:
        """The direction in PDF space in which most of the text runs, as a unit step along an axis."""
        votes: dict[tuple[int, int], int] = {(1, 0): 0}
        for index in shown[:: max(len(shown) // _SAMPLES, 1)].tolist():
            matrix = self._matrix(index)
            along_x = abs(matrix.a) >= abs(matrix.b)
            step = (1 if matrix.a > 0 else -1, 0) if along_x else (0, 1 if matrix.b > 0 else -1)
            votes[step] = votes.get(step, 0) + 1
        return max(votes, key=lambda step: votes[step])

    def _type(self, shown: np.ndarray, direction: tuple[int, int]) -> tuple[float, bool, bool]:
        """Size in points, whether the text runs in ``direction``, and whether it is all bold, from a few characters."""
        picked = np.unique(np.linspace(0, len(shown) - 1, _TYPE_SAMPLES).astype(int))
        sizes, uprights, bolds = zip(*(self._type_at(int(index), direction) for index in shown[picked]), strict=True)
        return float(np.median(sizes)), all(uprights), all(bolds)

    def _type_at(self, index: int, direction: tuple[int, int]) -> tuple[float, bool, bool]:
        from pypdfium2 import raw

        matrix = self._matrix(index)
        size = raw.FPDFText_GetFontSize(self._text, index) * float(np.hypot(matrix.c, matrix.d))
        length = float(np.hypot(matrix.a, matrix.b)) or 1.0
        upright = (matrix.a * direction[0] + matrix.b * direction[1]) / length > 0.9
        name = ctypes.create_string_buffer(128)
        raw.FPDFText_GetFontInfo(self._text, index, name, 128, None)
        return size, upright, any(bold in name.value.decode("utf-8", "replace").lower() for bold in _BOLD_NAMES)

    def _tenths(self, boxes: np.ndarray, shown: np.ndarray) -> np.ndarray:
        """Boxes on the sheet as it is shown, rotated and cropped: left, top, right, bottom in tenths of a point."""
        origin, along, up = self._on_sheet(0, 0), self._on_sheet(1000, 0), self._on_sheet(0, 1000)
        matrix = np.array([along - origin, up - origin]) / 1000
        corners = np.stack([boxes[:, :2] @ matrix + origin, boxes[:, 2:] @ matrix + origin])
        sides = np.concatenate([corners.min(axis=0), corners.max(axis=0)], axis=1)
        edges = np.minimum(np.array([self._width, self._height] * 2) * 10, _MOST_TENTHS)  # of the sheet
        placed: np.ndarray = np.rint(np.clip(np.nan_to_num(sides) * 10, 0, edges)).astype(np.int32)
        placed[~(shown | (boxes[:, 2] > boxes[:, 0]))] = NOWHERE
        return placed

    def _on_sheet(self, x: float, y: float) -> np.ndarray:
        """Where a point of PDF space is on the sheet as shown, in points from its top left."""
        from pypdfium2 import raw

        across, down = ctypes.c_int(), ctypes.c_int()
        width, height = round(self._width * _SCALE), round(self._height * _SCALE)
        raw.FPDF_PageToDevice(self._page, 0, 0, width, height, 0, x, y, across, down)
        return np.array([across.value / _SCALE, down.value / _SCALE])


@cache
def _letter(code: int) -> str:
    if code in _LINE_END_HYPHENS:
        return "-"
    if code in _BULLETS:
        return _BULLETS[code]
    letter = chr(code) if 32 <= code < 0x110000 else " "
    return " " if letter.isspace() else letter


def _turned(boxes: np.ndarray, direction: tuple[int, int]) -> np.ndarray:
    """Boxes of PDF space (left, bottom, right, top) in the frame of text that runs in ``direction``, y down."""
    left, bottom, right, top = boxes.T
    sides = {
        (1, 0): (left, -top, right, -bottom),
        (0, 1): (bottom, left, top, right),
        (-1, 0): (-right, bottom, -left, top),
        (0, -1): (-top, -right, -bottom, -left),
    }
    return np.column_stack(sides[direction])

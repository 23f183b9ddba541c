"""A document from the sheets of its pages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.reading.boxes import pack_boxes
from assistant.reading.canonical import Properties, finish
from assistant.reading.layout.blocks import Laid, lay_out
from assistant.reading.layout.fragment import Sheet
from assistant.records import Document, Page


def paged_document(kind: str, sheets: Sequence[Sheet], properties: Properties) -> Document:
    """The document on these sheets, with a box for every character. Raises NoText where it holds none."""
    laid = lay_out(sheets)
    return finish(kind, laid.text, laid.blocks, properties, _pages(laid, sheets))


def _pages(laid: Laid, sheets: Sequence[Sheet]) -> tuple[Page, ...]:
    bounds = np.searchsorted(laid.rows[:, 0], range(len(sheets) + 1)).tolist()
    return tuple(
        Page(number, start, end, sheet.width_points, sheet.height_points, _boxes(laid.rows[start:end, 1:], sheet))
        for number, (sheet, start, end) in enumerate(zip(sheets, bounds, bounds[1:], strict=False), 1)
    )


def _boxes(boxes: np.ndarray, sheet: Sheet) -> bytes:
    return b"" if sheet.is_unread else pack_boxes(boxes)

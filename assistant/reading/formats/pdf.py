"""PDF: text in reading order, with pages and a box for every character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import NoText
from assistant.reading.canonical import Properties, finish
from assistant.reading.converter import Converter, Likeness
from assistant.reading.dates import parse_date
from assistant.reading.office import stated
from assistant.records import Document, Page

if TYPE_CHECKING:
    from assistant.reading.layout.blocks import Laid
    from assistant.reading.layout.fragment import Sheet

_HEAD = 1024  # bytes within which a PDF must say so
_PROGRAM_NAME = re.compile(
    r"^(?:Microsoft (?:Word|PowerPoint|Excel) - |untitled\b.*|.*\.(?:docx?|dvi|tex|indd|qxd|pptx?)$)", re.I
)


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if b"%PDF-" in data[:_HEAD] else Likeness.NO


def _convert(data: bytes) -> Document:
    from assistant.reading.layout.blocks import lay_out
    from assistant.reading.pdfium import LOCK, opened, sheet

    with opened(data) as pdf:
        with LOCK:
            properties = _properties(pdf.get_metadata_dict())
            count = len(pdf)
        sheets = [sheet(pdf, index) for index in range(count)]
    if not any(page.fragments or page.sideways for page in sheets):
        raise NoText("It holds only images. Run text recognition (OCR) on it, and add the copy that this makes.")
    laid = lay_out(sheets)
    return finish("pdf", laid.text, laid.blocks, properties, _pages(laid, sheets))


def _properties(metadata: dict[str, str]) -> Properties:
    title = _PROGRAM_NAME.sub("", metadata.get("Title", "").strip())
    return stated(title, metadata.get("Author", ""), parse_date(metadata.get("CreationDate", "")))


def _pages(laid: Laid, sheets: Sequence[Sheet]) -> tuple[Page, ...]:
    import numpy as np

    from assistant.reading.boxes import pack_boxes

    bounds = np.searchsorted(laid.rows[:, 0], range(len(sheets) + 1)).tolist()
    return tuple(
        Page(number, start, end, sheet.width_points, sheet.height_points, pack_boxes(laid.rows[start:end, 1:]))
        for number, (sheet, start, end) in enumerate(zip(sheets, bounds, bounds[1:], strict=False), 1)
    )


CONVERTER = Converter("pdf", (".pdf",), _sniff, _convert)

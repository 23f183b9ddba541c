"""PDF: text in reading order, with pages and a box for every character; pages that are pictures are recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.errors import NoText
from assistant.reading.canonical import Properties
from assistant.reading.converter import Converter, Likeness
from assistant.reading.dates import parse_date
from assistant.reading.office import stated
from assistant.reading.scans import can_recognise, require_recognition
from assistant.records import Document

if TYPE_CHECKING:
    from assistant.reading.layout.fragment import Sheet

_EDGE = 0.1  # of the page's width and height, where stamps and page numbers stand
_MOST_OF_PAGE = 0.6  # of its area
_HEAD = 1024  # bytes within which a PDF must say so
_PROGRAM_NAME = re.compile(
    r"^(?:Microsoft (?:Word|PowerPoint|Excel) - |untitled\b.*|.*\.(?:docx?|dvi|tex|indd|qxd|pptx?)$)", re.I
)


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if b"%PDF-" in data[:_HEAD] else Likeness.NO


def _convert(data: bytes) -> Document:
    from assistant.reading.layout.paged import paged_document
    from assistant.reading.pdfium import LOCK, opened, sheet

    with opened(data) as pdf:
        with LOCK:
            properties = _properties(pdf.get_metadata_dict())
            count = len(pdf)
        sheets = [sheet(pdf, index) for index in range(count)]
        sheets = _recognised(pdf, sheets)
    if not any(page.fragments or page.sideways for page in sheets):
        raise NoText("It holds no text, and none was recognised in it. Add a file that has text in it.")
    return paged_document("pdf", sheets, properties)


def _recognised(pdf: Any, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, with the words of pages that are pictures. Raises NoText where all are and none can be read."""
    from assistant.reading.pdfium import drawn

    scanned = [index for index, page in enumerate(sheets) if _is_scan(pdf, index, page)]
    if scanned and len(scanned) == len(sheets):
        require_recognition()
    found = list(sheets)
    for index in scanned:
        page = sheets[index]
        if can_recognise():
            from assistant.reading import recognition

            pixels = drawn(pdf, index, recognition.DOTS_PER_INCH / 72)
            found[index] = recognition.recognise(pixels, index, page.width_points, page.height_points)
        else:
            found[index] = replace(page, is_unread=True)
    return found


def _is_scan(pdf: Any, index: int, page: Sheet) -> bool:
    """Whether a page is a picture; words at its sides may be stamped on it."""
    from assistant.reading.pdfium import picture_share

    has_text = bool(page.fragments or page.sideways)
    return page.only_at_edges(_EDGE) and picture_share(pdf, index) > (_MOST_OF_PAGE if has_text else 0)


def _properties(metadata: dict[str, str]) -> Properties:
    title = _PROGRAM_NAME.sub("", metadata.get("Title", "").strip())
    return stated(title, metadata.get("Author", ""), parse_date(metadata.get("CreationDate", "")))


CONVERTER = Converter("pdf", (".pdf",), _sniff, _convert)

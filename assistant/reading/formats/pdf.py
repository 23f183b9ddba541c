"""PDF: text in reading order, with pages and a box for every character; pages that are pictures are recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.errors import NoText
from assistant.reading.canonical import Properties
from assistant.reading.converter import Converter, Likeness
from assistant.reading.office import stated
from assistant.reading.scans import can_recognise, require_recognition
from assistant.records import Document
from assistant.text import squeeze

if TYPE_CHECKING:
    from assistant.reading.layout.fragment import Sheet

_EDGE = 0.1  # of the page's width and height, where stamps and page numbers stand
_MOST_OF_PAGE = 0.6  # of its area
_HEAD = 1024  # bytes within which a PDF must say so
# What programs put where the title should be: names of programs, files and templates, and numbers of filings.
_NO_TITLE = re.compile(
    r"\(?(?:anonymous|untitled|no title|title|document|template|unknown|none|print|blank)\)?[\s_-]*\d*"
    r"|(?:microsoft|ms) (?:word|powerpoint|excel|office)\b.*|(?:power ?point presentation|slide|layout|sheet)\s*\d*"
    r"|.*\b(?:template|vorlage|modèle|plantilla)|(?:file|https?)://.*"
    r"|.*\.(?:docx?|dotx?|dotm?|rtf|odt|pdf|dvi|tex|ps|indd|qxd|qxp|pptx?|xlsx?|html?|txt|tmp|pages|pub|wpd|p65|fm)"
    r"|(?=\S*[\d_])\S+|[\W\d_]*",
    re.IGNORECASE,
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
    """Title and author. The day on which a file was made is not that of its text."""
    title = squeeze(metadata.get("Title", ""))
    return stated("" if _NO_TITLE.fullmatch(title) else title, metadata.get("Author", ""), None)


CONVERTER = Converter("pdf", (".pdf",), _sniff, _convert)

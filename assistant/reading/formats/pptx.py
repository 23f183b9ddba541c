"""PPTX: a page a slide, with title, text in the order of the sheet, tables and speaker notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.reading import ooxml
from assistant.reading.canonical import Piece, document, heading, item, paragraph, table
from assistant.reading.converter import Converter, Likeness
from assistant.reading.office import local_name, properties_of
from assistant.records import Document

_BREAK = "\x0b"  # how python-pptx gives a line break
_DEEPEST_GROUP = 20


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if ooxml.is_kind(data, "pptx") else Likeness.NO


def _convert(data: bytes) -> Document:
    from pptx import Presentation

    presentation = Presentation(io.BytesIO(ooxml.normalized(data, "pptx")))
    slides = list(presentation.slides)
    pieces = [piece for number, slide in enumerate(slides, 1) for piece in _slide(slide, number)]
    return document("pptx", pieces, properties_of(presentation.core_properties), range(1, len(slides) + 1))


def _slide(slide: Any, number: int) -> Iterator[Piece]:
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        yield heading(title.text_frame.text.replace(_BREAK, " "), 1 if number == 1 else 2, number)
    for shape in _in_order(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            yield from _shape(shape, number)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for line in slide.notes_slide.notes_text_frame.paragraphs:
            yield paragraph(line.text.replace(_BREAK, " "), number)


def _in_order(shapes: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    """Shapes from top to bottom and left to right, groups opened."""
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if local_name(shape._element) != "grpSp":
            yield shape
        elif depth < _DEEPEST_GROUP:
            yield from _in_order(shape.shapes, depth + 1)


def _shape(shape: Any, number: int) -> Iterator[Piece]:
    if getattr(shape, "has_table", False):
        yield table([[cell.text.replace(_BREAK, " ") for cell in row.cells] for row in shape.table.rows], number)
    elif getattr(shape, "has_chart", False) and shape.chart.has_title and shape.chart.chart_title.has_text_frame:
        yield paragraph(shape.chart.chart_title.text_frame.text, number)
    elif shape.has_text_frame:
        listed = _is_list(shape)
        count = 0
        for line in shape.text_frame.paragraphs:
            count = count + 1 if line.text.strip() and _is_numbered(line) else 0
            yield _line(line, number, listed, count or None)


def _line(line: Any, number: int, listed: bool, count: int | None) -> Piece:
    text = line.text.replace(_BREAK, " ")
    return (
        item(text, line.level + 1, f"{count}." if count else "-", number)
        if (listed or count) and not _is_plain(line)
        else paragraph(text, number)
    )


def _is_list(shape: Any) -> bool:
    """Whether the shape is a slide's body, whose master gives it bullets, or has bullets of its own."""
    if any(local_name(mark) == "buChar" for mark in shape._element.iter()):
        return True
    if not shape.is_placeholder or len([line for line in shape.text_frame.paragraphs if line.text.strip()]) < 2:
        return False
    return shape.placeholder_format.type is None or shape.placeholder_format.type.name in ("BODY", "OBJECT", "CONTENT")


def _is_plain(line: Any) -> bool:
    return any(local_name(mark) == "buNone" for mark in line._p.iter())


def _is_numbered(line: Any) -> bool:
    return any(local_name(mark) == "buAutoNum" for mark in line._p.iter())


CONVERTER = Converter("pptx", (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), _sniff, _convert)

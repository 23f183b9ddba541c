"""PPTX: a page a slide, with title, text in the order of the sheet, tables, charts, SmartArt, notes and comments."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from assistant.reading import ooxml
from assistant.reading.canonical import Piece, document, heading, item, paragraph, table
from assistant.reading.converter import Converter, Likeness
from assistant.reading.grid import Cell, pieces_of_cells
from assistant.reading.number_format import shown
from assistant.reading.office import local_name, properties_of
from assistant.records import Document
from assistant.text import squeeze

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
    for text in _related_texts(slide.part, "comments", "{*}cm"):
        yield paragraph(f"Comment: {text}", number)
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
        yield from pieces_of_cells(
            [[_cell(cell) for cell in row.cells if not cell.is_spanned] for row in shape.table.rows], number
        )
    elif getattr(shape, "has_chart", False):
        yield from _chart(shape.chart, number)
    elif (diagram := next(shape._element.iter("{*}relIds"), None)) is not None:
        yield from (item(text, page=number) for text in _diagram_texts(shape.part, diagram))
    elif shape.has_text_frame:
        listed = _is_list(shape)
        count = 0
        for line in shape.text_frame.paragraphs:
            count = count + 1 if line.text.strip() and _is_numbered(line) else 0
            yield _line(line, number, listed, count or None)


def _cell(cell: Any) -> Cell[str]:
    return Cell(cell.text.replace(_BREAK, " "), cell.span_width, cell.span_height)


def _chart(chart: Any, number: int) -> Iterator[Piece]:
    """The chart's title and its data: a row a category, a column a series."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield paragraph(chart.chart_title.text_frame.text, number)
    for plot in chart.plots:
        series = list(plot.series)
        columns = [[each.name, *_values(each)] for each in series]
        labels = ["", *map(str, plot.categories)]
        yield table(zip_longest(*([labels] if any(labels) else []), *columns, fillvalue=""), number)


def _values(series: Any) -> list[str]:
    code = next((each.text for each in series._element.iter("{*}formatCode") if each.text), "General")
    return [shown(value, code) for value in series.values]


def _diagram_texts(part: Any, diagram: Any) -> Iterator[str]:
    """The texts of a SmartArt drawing, in its own order."""
    name = next((value for key, value in diagram.attrib.items() if key.endswith("}dm")), "")
    if name in part.rels:
        yield from _texts(ooxml.parsed(part.related_part(name).blob), "{*}pt")


def _related_texts(part: Any, kind: str, each: str) -> Iterator[str]:
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.rpartition("/")[2] == kind:
            yield from _texts(ooxml.parsed(relation.target_part.blob), each)


def _texts(root: Any, each: str) -> Iterator[str]:
    """The text in each element of a kind that has some."""
    for element in root.iter(each):
        if text := squeeze("".join(run.text or "" for run in element.iter("{*}t", "{*}text"))):
            yield text


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

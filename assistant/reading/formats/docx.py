"""DOCX: the body as written, with headings, numbered lists, tables, text boxes and footnotes; deleted text left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.reading import archive
from assistant.reading.canonical import Piece, document, heading, item, paragraph, table
from assistant.reading.converter import Converter, Likeness
from assistant.reading.office import local_name, properties_of
from assistant.reading.word_ink import is_unseen
from assistant.records import BlockKind, Document

if TYPE_CHECKING:
    from lxml import etree

    from assistant.reading.word_styles import Styles

_TRANSPARENT = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body", "footnote", "endnote"))
_NOT_SHOWN = frozenset(("del", "moveFrom", "Fallback", "txbxContent", "pPr", "rPr", "instrText", "delText"))
_NOTES = ("footnotes", "endnotes")


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if archive.holds(data, "word/document.xml") else Likeness.NO


def _convert(data: bytes) -> Document:
    import docx

    from assistant.reading.word_styles import Styles

    package = docx.Document(io.BytesIO(data))
    styles = Styles(package)
    pieces = [*_pieces(package.element.body, styles), *_notes(package.part, styles)]
    return document("docx", pieces, properties_of(package.core_properties))


def _pieces(parent: etree._Element, styles: Styles) -> Iterator[Piece]:
    for child in parent:
        name = local_name(child)
        if name == "p":
            yield _paragraph(child, styles)
            for box in _text_boxes(child):
                yield from _pieces(box, styles)
        elif name == "tbl":
            yield from _table(child, styles)
        elif name in _TRANSPARENT and not _is_contents(child):
            yield from _pieces(child, styles)


def _paragraph(element: etree._Element, styles: Styles) -> Piece:
    text = text_of(element)
    style = styles.of(element)
    if style.heading and len(text) < 500:
        return heading(text, style.heading)
    if style.depth and text.strip():
        return item(text, style.depth, styles.next_number(style))
    return Piece(BlockKind.CODE, text) if style.is_code else paragraph(text)


def _table(element: etree._Element, styles: Styles) -> Iterator[Piece]:
    """The table's rows; a table of one cell a row only lays out, so its contents come as they are."""
    rows = [[cell for cell in row.iter() if _is_cell_of(cell, row)] for row in element if local_name(row) == "tr"]
    if max(map(len, rows), default=0) > 1:
        yield table([[_cell_text(cell) for cell in row] for row in rows])
    else:
        for row in rows:
            for cell in row:
                yield from _pieces(cell, styles)


def _is_cell_of(element: etree._Element, row: etree._Element) -> bool:
    """Whether ``element`` is a cell of this row and not of a table inside it."""
    if local_name(element) != "tc":
        return False
    return next(above for above in element.iterancestors() if local_name(above) == "tr") is row


def _cell_text(cell: etree._Element) -> str:
    return " ".join(text_of(child) for child in cell.iter() if local_name(child) == "p")


def text_of(element: etree._Element) -> str:
    """A paragraph's text as shown when all changes are accepted; what no reader sees is left out."""
    parts: list[str] = []
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        name = local_name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in ("br", "cr"):
            parts.append("\n")
        elif name == "tab":
            parts.append(" ")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name not in _NOT_SHOWN and not (name == "r" and is_unseen(child)):
            stack.extend(reversed(child))
    return "".join(parts)


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    for box in element.iter():
        if local_name(box) == "txbxContent":
            above = [local_name(ancestor) for ancestor in box.iterancestors()]
            if "Fallback" not in above and "txbxContent" not in above:
                yield box


def _is_contents(element: etree._Element) -> bool:
    """Whether this is a table of contents, which only says the headings twice."""
    galleries = (inner for inner in element.iter() if local_name(inner) == "docPartGallery")
    return local_name(element) == "sdt" and any(
        "Contents" in value for gallery in galleries for value in gallery.values()
    )


def _notes(part: object, styles: Styles) -> Iterator[Piece]:
    from docx.oxml.parser import parse_xml

    for relation in part.rels.values():  # type: ignore[attr-defined]  # python-docx leaves parts untyped
        if relation.reltype.rpartition("/")[2] in _NOTES and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                if not any(str(name).endswith("}type") for name in note.attrib):
                    yield from _pieces(note, styles)


CONVERTER = Converter("docx", (".docx",), _sniff, _convert)

"""DOCX: the body as written, with numbers, tables, text boxes, notes and comments, headers and footers; deleted text
left out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.reading import ooxml
from assistant.reading.canonical import Piece, document, heading, item, paragraph, pieces_of
from assistant.reading.converter import Converter, Likeness
from assistant.reading.grid import Cell, pieces_of_cells
from assistant.reading.office import local_name, properties_of
from assistant.reading.registry import find
from assistant.reading.word_text import text_boxes, text_of
from assistant.records import BlockKind, Document
from assistant.text import squeeze

if TYPE_CHECKING:
    from lxml import etree

    from assistant.reading.word_styles import Style, Styles

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TRANSPARENT = frozenset(
    ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body", "AlternateContent", "Choice")
)
_NOTES = ("footnotes", "endnotes")
_FURNITURE = {"header": "Page header", "footer": "Page footer"}
_PAGE_FIELD = re.compile(r"\s*(?:NUM|SECTION)?PAGES?\b", re.I)


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if ooxml.is_kind(data, "docx") else Likeness.NO


def _convert(data: bytes) -> Document:
    import docx

    package = docx.Document(io.BytesIO(ooxml.normalized(data, "docx")))
    pieces = _Body(package).all_pieces()
    return document("docx", pieces, properties_of(package.core_properties))


class _Body:
    """The parts of a Word document, and how far its numbering has come in the order of the text."""

    def __init__(self, package: Any) -> None:
        from assistant.reading.word_styles import Styles

        self._package = package
        self._part = package.part
        self._styles: Styles = Styles(package)
        self._comments = {comment.get(f"{_WORD}id"): comment for root in self._related("comments") for comment in root}

    def all_pieces(self) -> Iterator[Piece]:
        """The body, then its foot- and endnotes, then what stands in headers and footers."""
        yield from self._pieces(self._package.element.body)
        for kind in _NOTES:
            for note in (note for root in self._related(kind) for note in root):
                if note.get(f"{_WORD}type") is None:
                    yield from self._pieces(note)
        for kind, name in _FURNITURE.items():
            lines = (line for root in self._related(kind) for line in _furniture(root))
            yield from (paragraph(f"{name}: {line}") for line in dict.fromkeys(lines))

    def _related(self, kind: str) -> list[etree._Element]:
        """The roots of the parts of a kind."""
        relations = (each for each in self._part.rels.values() if not each.is_external)
        return [ooxml.parsed(each.target_part.blob) for each in relations if each.reltype.rpartition("/")[2] == kind]

    def _pieces(self, parent: etree._Element) -> Iterator[Piece]:
        for child in parent:
            name = local_name(child)
            if name == "p":
                yield self._paragraph(child)
                yield from self._attached(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name == "altChunk":
                yield from self._inserted(child)
            elif name in _TRANSPARENT and not _is_contents(child):
                yield from self._pieces(child)

    def _attached(self, element: etree._Element) -> Iterator[Piece]:
        """The text boxes and comments of a paragraph."""
        for box in text_boxes(element):
            yield from self._pieces(box)
        for reference in element.iter(f"{_WORD}commentReference"):
            comment = self._comments.get(reference.get(f"{_WORD}id"))
            if comment is not None:
                author = squeeze(comment.get(f"{_WORD}author") or "")
                text = " ".join(text_of(line) for line in comment.iter(f"{_WORD}p"))
                yield paragraph(f"Comment by {author}: {text}" if author else f"Comment: {text}")

    def _paragraph(self, element: etree._Element) -> Piece:
        text, style = text_of(element), self._styles.next_of(element)
        if style.heading and len(text) < 500:
            return heading(_marked(text, style), style.heading)
        if style.depth and text.strip():
            return item(text, style.depth, style.mark) if style.gap else paragraph(_marked(text, style))
        return Piece(BlockKind.CODE, text) if style.is_code else paragraph(text)

    def _table(self, element: etree._Element) -> Iterator[Piece]:
        """The table's rows; a table of one cell a row only lays out, so its contents come as they are."""
        rows = list(_inside(element, "tr"))
        if all(len(list(_inside(row, "tc"))) <= 1 for row in rows):
            for cell in (cell for row in rows for cell in _inside(row, "tc")):
                yield from self._pieces(cell)
            return
        headers = 0
        while headers < len(rows) and rows[headers].find(f"{_WORD}trPr/{_WORD}tblHeader") is not None:
            headers += 1
        yield from pieces_of_cells(self._cells(rows), headers=headers if headers < len(rows) else 0)
        for line in element.iter(f"{_WORD}p"):
            yield from () if _is_in_box(line) else self._attached(line)

    def _cells(self, rows: list[etree._Element]) -> list[list[Cell[str]]]:
        laid: list[list[Cell[str]]] = []
        merged: dict[int, tuple[int, int]] = {}  # by column: the row and place of a cell that goes on downwards
        for row in rows:
            line = [Cell("")] * _number(row.find(f"{_WORD}trPr/{_WORD}gridBefore"), 0)
            column = len(line)
            for cell in _inside(row, "tc"):
                across = _number(cell.find(f"{_WORD}tcPr/{_WORD}gridSpan"), 1)
                merge = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
                text = self._cell_text(cell)
                if merge is not None and merge.get(f"{_WORD}val") != "restart" and column in merged:
                    above, place = merged[column]
                    first = laid[above][place]
                    laid[above][place] = Cell(first.content, first.across, len(laid) - above + 1)
                else:
                    merged.pop(column, None)
                    if merge is not None:
                        merged[column] = len(laid), len(line)
                    line.append(Cell(text, across))
                column += across
            laid.append(line)
        return laid

    def _cell_text(self, cell: etree._Element) -> str:
        lines = (line for line in cell.iter(f"{_WORD}p") if not _is_in_box(line))
        return " ".join(_marked(text_of(line), self._styles.next_of(line)) for line in lines)

    def _inserted(self, chunk: etree._Element) -> Iterator[Piece]:
        """What is kept whole in a part of its own: a web page, rich text or another Word document."""
        relation = self._part.rels.get(chunk.get(_RELATION))
        if relation is None or relation.is_external:
            return
        part = relation.target_part
        converter = find(part.blob, str(part.partname))
        if converter is not None:
            yield from pieces_of(converter.convert(part.blob))


def _marked(text: str, style: Style) -> str:
    """The text after its number; a bullet says nothing in a cell or a heading."""
    return f"{style.mark}{style.gap}{text}" if style.mark not in ("", "-") else text


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) in _TRANSPARENT:
            yield from _inside(child, name)


def _number(element: etree._Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{_WORD}val") or ""
    return min(int(value), 1000) if value.isdecimal() and len(value) < 6 else default


def _is_in_box(line: etree._Element) -> bool:
    return any(local_name(above) == "txbxContent" for above in line.iterancestors())


def _furniture(root: etree._Element) -> Iterator[str]:
    """The lines of a header or footer that say more than the number of the page."""
    for line in root.iter(f"{_WORD}p"):
        fields = line.iter(f"{_WORD}instrText", f"{_WORD}fldSimple")
        numbered = any(_PAGE_FIELD.match(field.get(f"{_WORD}instr") or field.text or "") for field in fields)
        text = squeeze(text_of(line))
        if text and not (numbered and len(text) < 20):
            yield text


def _is_contents(element: etree._Element) -> bool:
    """Whether this is a table of contents, which only says the headings twice."""
    galleries = (inner for inner in element.iter() if local_name(inner) == "docPartGallery")
    return local_name(element) == "sdt" and any(
        "Contents" in value for gallery in galleries for value in gallery.values()
    )


CONVERTER = Converter("docx", (".docx", ".docm", ".dotx", ".dotm"), _sniff, _convert)

"""OpenDocument files (ODT, ODS, ODP): their XML walked into pieces (OASIS OpenDocument 1.3, part 3)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from assistant.errors import DamagedFile, EncryptedFile
from assistant.reading import archive
from assistant.reading.canonical import Piece, Properties, heading, item, paragraph
from assistant.reading.dates import parse_date
from assistant.reading.grid import Cell, pieces_of_cells
from assistant.reading.office import local_name, stated
from assistant.reading.ooxml import parsed
from assistant.reading.word_numbering import number_text
from assistant.text import squeeze

if TYPE_CHECKING:
    from lxml import etree

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_MIME = b"application/vnd.oasis.opendocument."
_XLINK = "{http://www.w3.org/1999/xlink}"
_OBJECT = re.compile(r"(?:\./)?[^/]+/content\.xml")  # a chart, or a sheet or text that is part of the document
_MOST_CELLS = 5_000_000
_APART = frozenset(
    ("note", "annotation", "frame", "custom-shape", "tracked-changes", "forms", "annotation-end", "ruby-text")
)
_LEFT_OUT = frozenset(
    (
        "tracked-changes",
        "forms",
        "table-of-content",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "annotation",
        "note",
    )
)
_BLOCKS = frozenset(("h", "p", "list", "table"))
_HOLDERS = frozenset(("note-body", "annotation", "text-box", "custom-shape"))
_BREAKS = {"tab": " ", "line-break": "\n"}


class OpenDocument:
    """The parts of a file that are read."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            if b"encryption-data" in container.read("META-INF/manifest.xml"):
                raise EncryptedFile("It needs a password. Save a copy without the password, and add that copy.")
            self.content = parsed(container.read("content.xml"))
            names = container.namelist()
            self._objects = {name: parsed(container.read(name)) for name in names if _OBJECT.fullmatch(name)}
            self._styles = parsed(container.read("styles.xml")) if "styles.xml" in names else self.content
            self._meta = parsed(container.read("meta.xml")) if "meta.xml" in names else None
        roots = (self._styles, self.content)
        self._lists = {each.get(f"{_STYLE}name"): each for root in roots for each in root.iter(f"{_TEXT}list-style")}
        self._outline_style = next(self._styles.iter(f"{_TEXT}outline-style"), None)
        self._outline: list[int] = []  # the numbers of the present heading, from the outermost
        self._last: dict[tuple[str, int], int] = {}  # by list style and depth: the number of the last item

    @property
    def body(self) -> etree._Element:
        """The element that holds the text, the tables or the pages."""
        body = self.content.find(f"{_OFFICE}body")
        if body is None or not len(body):
            raise DamagedFile("It has no contents. Save it anew in the program that it comes from.")
        return body[0]

    @property
    def properties(self) -> Properties:
        """Title, author and day of creation as the file states them."""
        if self._meta is None:
            return Properties()
        found = {local_name(each): each.text or "" for each in self._meta.iter()}
        return stated(
            found.get("title"),
            found.get("initial-creator") or found.get("creator"),
            parse_date(found.get("creation-date")),
        )

    def pieces(self, parent: Iterable[etree._Element], page: int = 0) -> Iterator[Piece]:
        """The blocks below an element; notes and comments follow the block that they belong to."""
        for child in parent:
            name = local_name(child)
            if name == "h":
                level = _number(child, f"{_TEXT}outline-level", 1)
                yield heading(f"{self._outline_mark(level)} {_text(child)}", level, page)
            elif name == "p":
                yield paragraph(_text(child), page)
            elif name == "list":
                yield from self._list(child, page)
            elif name == "table":
                headers = sum(1 for group in child.iterchildren(f"{_TABLE}table-header-rows") for _ in group)
                yield from pieces_of_cells(list(_rows(child)), page, headers)
            elif name == "frame" and (child.get(f"{_PRESENTATION}class") or "") == "title":
                yield heading(" ".join(_text(line) for line in child.iter(f"{_TEXT}p")), min(page, 2), page)
            elif name == "object":
                yield from self._object(child, page)
            elif name not in _LEFT_OUT:
                yield from self.pieces(child, page)
            if name in _BLOCKS:
                yield from self._apart(child, page)

    def _object(self, element: etree._Element, page: int) -> Iterator[Piece]:
        """What is in a chart or sheet within the document; a formula's content is none of its blocks."""
        path = f"{(element.get(f'{_XLINK}href') or '').removeprefix('./')}/content.xml"
        root = self._objects.pop(path, None)  # once, however often it is shown
        if root is not None:
            yield from self.pieces(root.iterchildren(f"{_OFFICE}body"), page)

    def is_hidden(self, table: etree._Element) -> bool:
        """Whether a sheet is not shown."""
        style = table.get(f"{_TABLE}style-name")
        named = (each for each in self.content.iter(f"{_STYLE}style") if each.get(f"{_STYLE}name") == style)
        return any(each.get(f"{_TABLE}display") == "false" for found in named for each in found)

    def _outline_mark(self, level: int) -> str:
        """The number of the next heading, where the document numbers its headings."""
        self._outline[level:] = []
        self._outline += [0] * (level - len(self._outline))
        self._outline[-1] += 1
        return self._mark(self._outline_style, self._outline)

    def _list(self, element: etree._Element, page: int, above: Sequence[int] = (), style: str = "") -> Iterator[Piece]:
        style = element.get(f"{_TEXT}style-name") or style
        depth = len(above) + 1
        continued = element.get(f"{_TEXT}continue-numbering") == "true" or element.get(f"{_TEXT}continue-list")
        number = self._last.get((style, depth), 0) if continued else self._start(style, depth) - 1
        for entry in element:
            if local_name(entry) == "list-item":
                number = _number(entry, f"{_TEXT}start-value", number + 1)
            mark = self._mark(self._lists.get(style), (*above, number), "-")
            for place, child in enumerate(entry):
                if local_name(child) == "list":
                    yield from self._list(child, page, (*above, number), style)
                elif local_name(child) == "h":
                    yield heading(f"{mark} {_text(child)}", _number(child, f"{_TEXT}outline-level", 1), page)
                elif local_name(child) == "p" and mark and place == 0 and local_name(entry) == "list-item":
                    yield item(_text(child), depth, mark, page)
                else:
                    yield from self.pieces([child], page)
        self._last[style, depth] = number

    def _start(self, style: str, depth: int) -> int:
        level = _level(self._lists.get(style), depth)
        return 1 if level is None else _number(level, f"{_TEXT}start-value", 1)

    def _mark(self, style: etree._Element | None, numbers: Sequence[int], default: str = "") -> str:
        """What stands before an item or heading: its number, with those above it where they are shown, or a bullet."""
        level = _level(style, len(numbers))
        if level is None or local_name(level) == "list-level-style-bullet":
            return default
        form = level.get(f"{_STYLE}num-format") or ""
        if form not in _FORMS:
            return ""
        shown = list(enumerate(numbers, 1))[-_number(level, f"{_TEXT}display-levels", 1) :]
        levels = [_level(style, depth) for depth, _ in shown]
        formats = ["" if each is None else each.get(f"{_STYLE}num-format") or "" for each in levels]
        parts = [
            number_text(_FORMS.get(each, "decimal"), number) for each, (_, number) in zip(formats, shown, strict=True)
        ]
        return f"{level.get(f'{_STYLE}num-prefix') or ''}{'.'.join(parts)}{level.get(f'{_STYLE}num-suffix') or ''}"

    def _apart(self, element: etree._Element, page: int) -> Iterator[Piece]:
        """The notes, comments, text boxes, charts and sheets inside a block."""
        for each in element.iter(
            f"{_TEXT}note-body", f"{_OFFICE}annotation", "{*}text-box", "{*}custom-shape", f"{_DRAW}object"
        ):
            above = (
                local_name(ancestor) for ancestor in takewhile(lambda one: one is not element, each.iterancestors())
            )
            if not _HOLDERS.isdisjoint(above):
                continue  # it comes with what holds it
            if local_name(each) == "object":
                yield from self._object(each, page)
            elif local_name(each) == "annotation":
                author = squeeze("".join(name.text or "" for name in each.iter("{*}creator")))
                text = " ".join(_text(line) for line in each.iter(f"{_TEXT}p"))
                yield paragraph(f"Comment by {author}: {text}" if author else f"Comment: {text}", page)
            else:
                yield from self.pieces(each, page)


_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def _level(style: etree._Element | None, depth: int) -> etree._Element | None:
    levels = () if style is None else style
    return next((each for each in levels if _number(each, f"{_TEXT}level", 0) == depth), None)


def is_kind(data: bytes, kind: str) -> bool:
    """Whether the bytes are an OpenDocument container of a kind ("text", "spreadsheet", "presentation")."""
    if not archive.holds(data, "content.xml", "mimetype"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return container.read("mimetype").strip().removesuffix(b"-template") == _MIME + kind.encode()


def _text(element: etree._Element) -> str:
    """The text of a paragraph, without the notes, comments and boxes that are anchored in it."""
    parts = [element.text or ""]
    for child in element:
        name = local_name(child)
        if name == "s":
            parts.append(" " * min(_number(child, f"{_TEXT}c", 1), 1000))
        elif name in _BREAKS:
            parts.append(_BREAKS[name])
        elif name not in _APART:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _rows(table: etree._Element) -> Iterator[list[Cell[str]]]:
    """The rows of a table; those that are repeated empty come once."""
    left = _MOST_CELLS
    for row in table.iter(f"{_TABLE}table-row"):
        if next(row.iterancestors(f"{_TABLE}table"), None) is not table:
            continue
        cells: list[Cell[str]] = []
        empty = 0
        for cell in row:
            text = " ".join(_text(line) for line in cell if local_name(line) in ("p", "h", "list"))
            count = _number(cell, f"{_TABLE}number-columns-repeated", 1)
            if local_name(cell) == "covered-table-cell":
                continue
            if not text.strip() and count > 1:
                empty += count
                continue
            cells += [Cell("")] * min(empty, 1000)
            empty = 0
            across, down = (_number(cell, f"{_TABLE}number-{way}-spanned", 1) for way in ("columns", "rows"))
            cells += [Cell(text, across, down)] * min(count, 1000)
        times = _number(row, f"{_TABLE}number-rows-repeated", 1) if any(cell.content.strip() for cell in cells) else 1
        left -= times * (len(cells) or 1)
        if left < 0:
            raise DamagedFile(f"It has more than {_MOST_CELLS:,} cells. Save the part that matters, and add that.")
        for _ in range(times):
            yield cells


def name_of(table: etree._Element) -> str:
    """The name of a sheet."""
    return table.get(f"{_TABLE}name") or ""


def _number(element: etree._Element, name: str, default: int) -> int:
    value = element.get(name) or ""
    return int(value) if value.isdecimal() and len(value) < 8 else default

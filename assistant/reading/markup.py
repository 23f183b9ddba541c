"""A tree of HTML (or of trafilatura's TEI) walked into pieces. No recursion, so depth is no danger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from assistant.reading.canonical import Piece, heading, item
from assistant.reading.grid import pieces_of_table
from assistant.reading.lines import pieces_of
from assistant.records import BlockKind

SKIPPED = frozenset(
    """head script style template noscript iframe object embed svg canvas video audio map select textarea button input
    annotation annotation-xml rp rt dialog""".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu", "list"))
_ITEMS = frozenset(("li", "item"))
_ROWS, _CELLS = frozenset(("tr", "row")), frozenset(("td", "th", "cell"))
_BREAKS = frozenset(("br", "lb"))
BLOCKS = (
    frozenset(
        """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer
        form header hgroup hr html legend main nav p quote search section summary tbody tfoot thead""".split()
    )
    | _LISTS
    | _ITEMS
    | _ROWS
    | _CELLS
    | frozenset(("table", "head", "pre"))
)
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class _List:
    numbered: bool
    last: int = 0


@dataclass(slots=True)
class _Walk:
    """Where the walk stands: text not yet in a piece, the heading or list item that it belongs to."""

    text: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    heading: int = 0
    item_opened: bool = False

    def flush(self) -> None:
        """Make a piece of the text so far."""
        text = "".join(self.text)
        self.text.clear()
        if not text.strip():
            return
        if self.heading:
            self.pieces.append(heading(text, self.heading))
        elif self.item_opened and self.lists:
            self.pieces.append(self._item(text))
        else:
            self.pieces.extend(pieces_of("\n".join(line.strip() for line in text.split("\n"))))

    def _item(self, text: str) -> Piece:
        self.item_opened = False
        innermost = self.lists[-1]
        innermost.last += 1
        return item(text, len(self.lists), f"{innermost.last}." if innermost.numbered else "-")


def pieces_of_tree(root: etree._Element) -> list[Piece]:
    """The blocks below ``root`` in order. What is never shown (scripts, form fields, comments) is left out."""
    walk = _Walk()
    stack = [(root, True)]
    while stack:
        element, entering = stack.pop()
        if entering and _descends(walk, element):
            stack.append((element, False))
            stack.extend((child, True) for child in reversed(element))
            continue
        if not entering:
            _leave(walk, tag_of(element))
        if element is not root:
            walk.text.append(_SPACES.sub(" ", element.tail or ""))
    walk.flush()
    return walk.pieces


def tag_of(element: etree._Element) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _descends(walk: _Walk, element: etree._Element) -> bool:
    """Enter ``element``; False when it is done with already."""
    tag = tag_of(element)
    if not tag or (tag in SKIPPED and not _is_heading(element)):
        return False
    if tag in _BREAKS:
        walk.text.append(" " if walk.heading or walk.item_opened else "\n")
        return False
    if tag in BLOCKS or tag in _HEADINGS:
        walk.flush()
    if tag == "pre" or (tag == "code" and _is_code_block(element)):
        walk.flush()
        walk.pieces.append(Piece(BlockKind.CODE, text_of(element, keep_lines=True)))
        return False
    if tag == "table" and (rows := _rows(element)):
        walk.pieces.extend(pieces_of_table(rows, headers=_headers(rows)))
        return False
    _enter(walk, element, tag)
    walk.text.append(_SPACES.sub(" ", element.text or ""))
    return True


def _enter(walk: _Walk, element: etree._Element, tag: str) -> None:
    if tag in _LISTS:
        walk.lists.append(_List(tag == "ol" or element.get("rend") == "ol", _first_number(element)))
        walk.item_opened = False
    elif tag in _ITEMS:
        walk.item_opened = True
    elif tag in _HEADINGS:
        walk.heading = _HEADINGS[tag]
    elif tag == "head":
        walk.heading = _HEADINGS.get(element.get("rend", ""), 2)


def _first_number(element: etree._Element) -> int:
    start = element.get("start") or ""
    return int(start) - 1 if start.isdigit() and len(start) < 7 else 0


def _leave(walk: _Walk, tag: str) -> None:
    if tag in BLOCKS or tag in _HEADINGS:
        walk.flush()
    if tag in _LISTS:
        walk.lists.pop()
    elif tag in _ITEMS:
        walk.item_opened = False
    elif tag in _HEADINGS or tag == "head":
        walk.heading = 0


def _rows(element: etree._Element) -> list[list[str]]:
    """The cells of a table of data; nothing for a table that only lays out a page."""
    inner = [tag_of(descendant) for descendant in element.iterdescendants()]
    if "table" in inner or any(tag in _HEADINGS for tag in inner):
        return []
    rows = [
        [text_of(cell) for cell in row if tag_of(cell) in _CELLS]
        for row in element.iterdescendants()
        if tag_of(row) in _ROWS
    ]
    return rows if max(map(len, rows), default=0) > 1 else []


def _headers(rows: Sequence[Sequence[str]]) -> int:
    """How many rows the header has: two where a cell of the first spans columns or reaches down into the second."""
    first, second = next(pairwise(row for row in rows if len(row) > 1), ((), ()))
    spans = any(left and left == right for left, right in pairwise(first))
    return 2 if len(rows) > 2 and first and (spans or first[0] == second[0] != "") else 1


def _is_heading(element: etree._Element) -> bool:
    """Whether a ``<head>`` is trafilatura's for a heading and not that of a page."""
    parent = element.getparent()
    return element.tag == "head" and parent is not None and tag_of(parent) != "html"


def _is_code_block(element: etree._Element) -> bool:
    parent = element.getparent()
    alone = parent is not None and tag_of(parent) == "body" and not (element.tail or "").strip()
    return alone or any("\n" in str(text) for text in element.itertext())


def text_of(element: etree._Element, keep_lines: bool = False) -> str:
    """All text inside ``element``, a space (or, on demand, a line end) wherever a block or a break parts it."""
    parts: list[str] = []
    parting = "\n" if keep_lines else " "
    stack = [(element, True)]
    while stack:
        current, entering = stack.pop()
        tag = tag_of(current)
        if tag in _BREAKS or (tag in BLOCKS and current is not element):
            parts.append(parting)
        if entering and tag and tag not in SKIPPED:
            parts.append(current.text or "")
            stack.append((current, False))
            stack.extend((child, True) for child in reversed(current))
        elif current is not element:
            parts.append(current.tail or "")
    return "".join(parts)

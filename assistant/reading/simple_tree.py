"""A web page's tables, definition lists and code made simple before the page is read."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from assistant.reading.grid import Cell, laid_out
from assistant.reading.markup import BLOCKS, tag_of, text_of

_SPANS = ("colspan", "rowspan")


def simplify(root: etree._Element) -> None:
    """Lay out the cells of tables that span several places; write a term and what it means in one item; mark code."""
    for table in list(root.iter("table")):
        if next(table.iterdescendants("table"), None) is None:
            _lay_out(table)
            _move_caption(table)
    for cell in root.iter("td", "th"):
        for name in set(_SPANS).intersection(cell.attrib):
            del cell.attrib[name]
    for terms in list(root.iter("dl")):
        _join_terms(terms)
    for code in root.iter("pre"):
        _mark_code(code)


def _lay_out(table: etree._Element) -> None:
    rows = list(table.iter("tr"))
    cells = [
        [Cell(cell, *map(_span, (cell, cell), _SPANS)) for cell in row if tag_of(cell) in ("td", "th")] for row in rows
    ]
    if all(cell.across == cell.down == 1 for row in cells for cell in row):
        return
    placed: set[etree._Element] = set()
    for row, line in zip(rows, laid_out(cells), strict=True):
        own = []
        for cell in line:
            own.append(deepcopy(cell) if cell in placed else cell)
            placed.add(cell)
        row[:] = own


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or ""
    return max(int(value), 1) if value.isdecimal() and len(value) < 4 else 1


def _move_caption(table: etree._Element) -> None:
    """The caption as a paragraph before its table."""
    for caption in list(table.iterchildren("caption")):
        caption.tag = "p"
        caption.tail = None
        table.addprevious(caption)


def _mark_code(block: etree._Element) -> None:
    """The contents of a ``<pre>`` in a ``<code>``, without which trafilatura takes them for a quotation."""
    if next(block.iterdescendants("code"), None) is None:
        code = etree.Element("code")
        code.text, block.text = block.text, None
        code[:] = list(block)
        block.append(code)


def _join_terms(terms: etree._Element) -> None:
    """``<dl>`` as a list of items "term: meaning", unless a meaning is of several blocks."""
    children = list(terms)
    if {tag_of(child) for child in children} != {"dt", "dd"}:
        return
    if any(tag_of(inner) in BLOCKS for child in children for inner in child.iterdescendants()):
        return
    before: Sequence[etree._Element] = ()
    terms.tag = "ul"
    for child in children:
        if tag_of(child) == "dt":
            before = [*before, child]
            continue
        names = [name for each in before if (name := text_of(each).strip().rstrip(":"))]
        child.tag = "li"
        child.text = f"{', '.join(names)}: {child.text or ''}" if names else child.text
        for each in before:
            terms.remove(each)
        before = ()
    for each in before:
        each.tag = "li"

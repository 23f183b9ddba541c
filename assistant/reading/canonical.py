"""Pieces of a document put together into its one canonical text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.byline import author_line, date_line
from assistant.errors import NoText
from assistant.reading.characters import clean
from assistant.records import Block, BlockKind, Document, Page
from assistant.text import CELL_MARK, squeeze

_BARS = re.compile(r"\s*(\|+)\s*")
_DIGITS = re.compile(r"\d+")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)] ")
_LONGEST_TITLE = 300  # characters; what is longer is a paragraph in the wrong place


@dataclass(frozen=True, slots=True)
class Piece:
    """One block to be. ``text`` is as its format has it; ``tight`` stands on the line after the block before it."""

    kind: BlockKind
    text: str
    level: int = 0
    page: int = 0  # number of its page or slide, 0 where the format has none
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Properties:
    """What a format states about its document, as it states it."""

    title: str = ""
    author: str = ""
    published: date | None = None


def heading(text: str, level: int, page: int = 0) -> Piece:
    """A heading; ``level`` is brought into 1 to 6."""
    return Piece(BlockKind.HEADING, text, min(max(level, 1), 6), page)


def paragraph(text: str, page: int = 0, tight: bool = False) -> Piece:
    """A paragraph; its line breaks become spaces."""
    return Piece(BlockKind.PARAGRAPH, text, 0, page, tight)


def item(text: str, depth: int = 1, mark: str = "-", page: int = 0) -> Piece:
    """A list item with its bullet or number ("2.", "(b)")."""
    return Piece(BlockKind.LIST, f"{mark} {text}" if squeeze(text) else "", max(depth, 1), page)


def table(rows: Iterable[Sequence[str]], page: int = 0, headers: int = 1) -> Piece:
    """A table, ``headers`` of whose rows are its header. Empty rows, and empty cells at a row's end, are left out."""
    lines = (CELL_MARK.join(cells) for row in rows if (cells := _cells(row)))
    return Piece(BlockKind.TABLE, "\n".join(lines), headers, page)


def pieces_of(read: Document) -> Iterator[Piece]:
    """The blocks of a document that is part of another one."""
    return (Piece(each.kind, read.text[each.start : each.end], each.level) for each in read.blocks)


def _cells(row: Sequence[str]) -> list[str]:
    cells = [_cell(text) for text in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(text: str) -> str:
    """A cell on one line. No space stands around a bar in it, so that it never holds the mark between cells."""
    return _BARS.sub(r"\1", squeeze(clean(text)))


def compose(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...], list[int]]:
    """The canonical text, its blocks, and each block's page number. Empty pieces leave nothing behind."""
    filled = [(piece, text) for piece in pieces if (text := _set(piece))]
    text, blocks = lay(
        [(piece.kind, piece.level) for piece, _ in filled],
        [text for _, text in filled],
        [piece.tight for piece, _ in filled],
    )
    return text, blocks, [piece.page for piece, _ in filled]


def lay(
    kinds: Sequence[tuple[BlockKind, int]], texts: Sequence[str], tight: Sequence[bool] = ()
) -> tuple[str, tuple[Block, ...]]:
    """Texts that are clean and trimmed, with their kinds and levels, one after the other."""
    parts: list[str] = []
    blocks: list[Block] = []
    length = 0
    for index, ((kind, level), text) in enumerate(zip(kinds, texts, strict=True)):
        if blocks:
            in_list = kind is BlockKind.LIST and blocks[-1].kind is BlockKind.LIST
            parts.append("\n" if in_list or (tight and tight[index]) else "\n\n")
            length += len(parts[-1])
        blocks.append(Block(kind, length, length + len(text), level))
        parts.append(text)
        length += len(text)
    return "".join(parts), tuple(blocks)


def document(
    kind: str, pieces: Iterable[Piece], stated: Properties = Properties(), page_numbers: Sequence[int] = ()
) -> Document:
    """A document of ``pieces``; every number of ``page_numbers`` becomes a page, also where it holds no text."""
    text, blocks, numbers = compose(pieces)
    return finish(kind, text, blocks, stated, _pages(blocks, numbers, page_numbers))


def finish(
    kind: str, text: str, blocks: tuple[Block, ...], stated: Properties, pages: tuple[Page, ...] = ()
) -> Document:
    """The document itself; who wrote it and when is read in its first lines where ``stated`` does not tell.

    Raises NoText when nothing can be read in it.
    """
    if not any(letter.isalnum() for letter in text):
        raise NoText("It holds no text that can be read. Add a file that has text in it.")
    title = one_line(stated.title) or _opening_heading(text, blocks)
    by, on = author_line(text), date_line(text)
    author = one_line(stated.author) or (by.value if by else "")
    published = stated.published or (on.value if on else None)
    return Document(text, kind, title, author, published, blocks, pages)


def one_line(text: str) -> str:
    """A clean single line of at most 300 characters, for a title or a name."""
    return squeeze(clean(text))[:_LONGEST_TITLE].rstrip()


def _opening_heading(text: str, blocks: Sequence[Block]) -> str:
    """The heading that the text begins with.

    One with a number is of a part: "1. Scope", or "Invoice 17" where "Invoice 18" follows.
    """
    tops = [text[each.start : each.end] for each in blocks if each.kind is BlockKind.HEADING and each.level == 1]
    if not tops or blocks[0].kind is not BlockKind.HEADING or blocks[0].level != 1:
        return ""
    alike = [top for top in tops if top != tops[0] and _DIGITS.sub("#", top) == _DIGITS.sub("#", tops[0])]
    return "" if alike or _SECTION.match(tops[0]) else one_line(tops[0])


def _set(piece: Piece) -> str:
    text = clean(piece.text)
    if piece.kind is BlockKind.CODE:
        return textwrap.dedent("\n".join(line.rstrip() for line in text.split("\n"))).strip()
    if piece.kind is BlockKind.TABLE:
        return "\n".join(line.strip() for line in text.split("\n") if line.strip())
    return squeeze(text)


def _pages(blocks: Sequence[Block], numbers: Sequence[int], page_numbers: Sequence[int]) -> tuple[Page, ...]:
    pages = []
    end = 0
    for number in page_numbers:
        spans = [block for block, on in zip(blocks, numbers, strict=True) if on == number]
        start, end = (spans[0].start, spans[-1].end) if spans else (end, end)
        pages.append(Page(number, start, end))
    return tuple(pages)

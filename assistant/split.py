"""Documents into passages: whole sentences, packed up to a limit, each with its offsets and the headings above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assistant.records import Block, BlockKind, Document, Page, Passage
from assistant.text import CELL_MARK, cell_spans, line_spans, sentence_spans, trimmed

# Characters. The figures stand in docs/decisions/0003-chunking.md.
LIMIT = 600
HEADING_MARK = " › "
_LONGEST_CAPTION = 160  # characters of a line of it
_CAPTION_LINES = 3


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is never cut: a sentence, a table row, a heading, or a piece of a sentence longer than the limit."""

    start: int
    end: int
    heading: str
    opens_section: bool = False


def split(document: Document, source_id: str, limit: int = LIMIT) -> list[Passage]:
    """The passages of ``document`` in text order: disjoint, none empty, together holding all but white space.

    A passage is at most ``limit`` characters long. It ends early where a new section begins, unless it would be
    shorter than a quarter of the limit. The same document gives the same ids every time.
    """
    passages = []
    pages = _PageFinder(document.pages)
    for group in _groups(_units(document, limit), limit):
        start, end = group[0].start, group[-1].end
        passages.append(
            Passage(
                id=f"{source_id}:{start}-{end}",
                source_id=source_id,
                start=start,
                end=end,
                text=document.text[start:end],
                page=pages.at(start),
                heading=next((unit.heading for unit in group if not unit.opens_section), group[0].heading),
            )
        )
    return passages


def _groups(units: Iterator[_Unit], limit: int) -> Iterator[list[_Unit]]:
    group: list[_Unit] = []
    for unit in units:
        if group and (_is_full(group, unit, limit) or _ends_section(group, unit, limit)):
            carried = _trailing_headings(group)
            if len(carried) < len(group):
                yield group[: len(group) - len(carried)]
                group = carried if _fits(carried, unit, limit) else []
                if carried and not group:
                    yield carried
            else:
                yield group
                group = []
        group.append(unit)
    if group:
        yield group


def _is_full(group: list[_Unit], unit: _Unit, limit: int) -> bool:
    return unit.end - group[0].start > limit


def _fits(carried: list[_Unit], unit: _Unit, limit: int) -> bool:
    return bool(carried) and unit.end - carried[0].start <= limit


def _ends_section(group: list[_Unit], unit: _Unit, limit: int) -> bool:
    return unit.opens_section and group[-1].end - group[0].start >= limit // 4 and not group[-1].opens_section


def _trailing_headings(group: list[_Unit]) -> list[_Unit]:
    """The headings at the end of a group: they belong to what follows them."""
    count = 0
    for unit in reversed(group):
        if not unit.opens_section:
            break
        count += 1
    return group[len(group) - count :]


def _units(document: Document, limit: int) -> Iterator[_Unit]:
    path: list[tuple[int, str]] = []
    blocks = document.blocks or _one_block(document.text)
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            text = document.text[block.start : block.end]
            path = [(level, above) for level, above in path if level < block.level] + [(block.level, text)]
        caption = (
            _caption(document.text, blocks[max(index - _CAPTION_LINES, 0) : index])
            if block.kind is BlockKind.TABLE
            else []
        )
        heading = HEADING_MARK.join((*(text for _, text in path), *caption))
        for start, end, context in _spans(document.text, block, heading):
            for piece_start, piece_end in _cut(document.text, start, end, limit):
                yield _Unit(piece_start, piece_end, context, block.kind is BlockKind.HEADING)


def _caption(text: str, before: Sequence[Block]) -> list[str]:
    """The short lines right above a table: its name, its unit and its time. A whole sentence is the topmost of them."""
    lines: list[str] = []
    for block in reversed(before):
        line = text[block.start : block.end]
        if block.kind is not BlockKind.PARAGRAPH or len(line) > _LONGEST_CAPTION or "\n" in line:
            break
        lines.insert(0, line)
        if line.endswith((".", "!", "?")):
            break
    return lines


def _one_block(text: str) -> tuple[Block, ...]:
    start, end = trimmed(text, 0, len(text))
    return (Block(BlockKind.PARAGRAPH, start, end),) if start < end else ()


def _spans(text: str, block: Block, heading: str) -> Iterator[tuple[int, int, str]]:
    """A block's sentences, or its rows; the rows below a table's header carry the header as context, last of all."""
    if block.kind is BlockKind.HEADING:
        yield block.start, block.end, heading
    elif block.kind in (BlockKind.TABLE, BlockKind.CODE):
        rows = list(line_spans(text, block.start, block.end))
        headers = block.level if block.kind is BlockKind.TABLE else 0
        below = HEADING_MARK.join(filter(None, (heading, _header(text, rows[:headers]))))
        for number, (start, end) in enumerate(rows):
            yield start, end, heading if number < headers else below
    else:
        for start, end in sentence_spans(text, block.start, block.end):
            yield start, end, heading


def _header(text: str, rows: Sequence[tuple[int, int]]) -> str:
    """The header rows of a table as one: each column's words, those of merged cells once."""
    cells = [[text[slice(*span)] for span in cell_spans(text, *row)] for row in rows]
    return CELL_MARK.join(" ".join(dict.fromkeys(filter(None, column))) for column in zip_longest(*cells, fillvalue=""))


def _cut(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """The span whole, or in pieces of at most ``limit`` characters that end at a white space where there is one."""
    while end - start > limit:
        stop = max(text.rfind(mark, start + limit // 2, start + limit) for mark in (" ", "\n", "\t"))
        stop = start + limit if stop < 0 else stop
        piece = trimmed(text, start, stop)
        if piece[0] < piece[1]:
            yield piece
        start = stop
    piece = trimmed(text, start, end)
    if piece[0] < piece[1]:
        yield piece


class _PageFinder:
    """The page on which an offset stands; offsets are asked in rising order."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._next = 0

    def at(self, offset: int) -> int | None:
        while self._next < len(self._pages) and self._pages[self._next].end <= offset:
            self._next += 1
        if self._next == len(self._pages):
            return self._pages[-1].number if self._pages else None
        return self._pages[self._next].number

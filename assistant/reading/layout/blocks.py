"""A whole document laid out: sheets in, canonical text with blocks and the place of each character out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

import numpy as np

from assistant.reading.canonical import lay
from assistant.reading.layout.columns import regions
from assistant.reading.layout.drafts import SENTENCE_ENDS, Draft, Pitch, drafts_of, same_size
from assistant.reading.layout.fragment import Fragment, Sheet
from assistant.reading.layout.furniture import without_furniture
from assistant.reading.layout.headings import heading_levels
from assistant.reading.layout.joining import Vocabulary, join, stack
from assistant.reading.layout.line import Line, continued_rows, header_rows, lines_of, nowhere
from assistant.records import Block, BlockKind

_MARK = re.compile(r"(?:[-*•◦▪▫‣●○■□–]|\(?(\d{1,3})[.)])\s+")
_LEADERS = re.compile(r"(?<![. ])(?:[ ]*\.){5,}[ ]+")
_DEEPER = 0.8  # type sizes by which a nested item is moved


@dataclass(frozen=True, slots=True)
class Laid:
    """``rows`` has shape (len(text), 5): page index, then left, top, right, bottom in tenths of a point, or -1."""

    text: str
    blocks: tuple[Block, ...]
    rows: np.ndarray = field(repr=False)


def lay_out(sheets: Sequence[Sheet]) -> Laid:
    """The document on these sheets. Its characters are in the order of the sheets."""
    pages = without_furniture(sheets)
    columns = [[*filter(None, _regions(page.body, sheet))] for page, sheet in zip(pages, sheets, strict=True)]
    everything = [lines for regions in columns for lines in regions]
    pitch = Pitch(everything)
    vocabulary = Vocabulary(line.text for lines in everything for line in lines)
    drafts: list[Draft] = []
    for page, found in zip(pages, columns, strict=True):
        drafts += _running(page.headers)
        drafts += [draft for lines in found for draft in drafts_of(lines, pitch)]
        drafts += _running(page.footers)
    return _compose(list(_merged(drafts)), vocabulary)


def _running(lines: Iterable[Line]) -> Iterator[Draft]:
    """Running headers and footers; what white space parts in them are facts of their own."""
    for line in lines:
        for fragment in sorted(line.fragments, key=lambda fragment: fragment.left):
            yield Draft(BlockKind.PARAGRAPH, lines_of([fragment]), is_running=True)


def _regions(kept: Sequence[Fragment], sheet: Sheet) -> Iterator[list[Line]]:
    """The lines of each column; text that runs another way comes after them, each run of it on its own."""
    for region in regions(kept):
        yield lines_of(region)
    for fragment in sheet.sideways:
        yield lines_of([fragment])


def _merged(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Drafts with paragraphs and tables that run over the end of a column or page made whole.

    A running header of the page on which such a one ends comes after it.
    """
    held: Draft | None = None
    running: list[Draft] = []
    for draft in drafts:
        if draft.is_running:
            running.append(draft)
            continue
        in_order = all(each.lines[0].page == draft.lines[0].page for each in running)
        joined = _joined(held, draft) if held is not None and held.is_column_end and in_order else None
        if joined is None:
            yield from [held] if held is not None else []
            yield from running
            running = []
        held = joined or draft
    yield from [held] if held is not None else []
    yield from running


def _joined(above: Draft, below: Draft) -> Draft | None:
    """One draft of two where the second goes on with the first."""
    if above.kind is BlockKind.TABLE:
        rows = continued_rows(above.lines, below.lines)
        return Draft(above.kind, above.lines + rows, below.is_column_end) if rows else None
    return Draft(above.kind, above.lines + below.lines, below.is_column_end) if _runs_on(above, below) else None


def _runs_on(above: Draft, below: Draft) -> bool:
    if below.kind in (BlockKind.TABLE, BlockKind.LIST):
        return False
    if not same_size(above.size, below.size) or above.bold != below.bold:
        return False
    last, first = above.lines[-1].text, below.lines[0].text
    return last[-1] not in SENTENCE_ENDS and (first[0].islower() or len(above.lines) > 1)


def _compose(drafts: Sequence[Draft], vocabulary: Vocabulary) -> Laid:
    for draft in drafts:
        draft.lines = [line for line in draft.lines if line.text]  # a row of nothing but rules has none
    drafts = [draft for draft in drafts if draft.lines]
    drafts = _title_first(drafts)
    kinds, texts, rows = [], [], []
    for draft, level, depth in zip(drafts, heading_levels(drafts), _depths(drafts), strict=True):
        kind = BlockKind.HEADING if level else draft.kind
        together = stack(draft.lines) if kind is BlockKind.TABLE else join(draft.lines, vocabulary)
        text, placed = _squeezed(*together)
        if kind is BlockKind.LIST:
            text, placed = _marked(text, placed)
        levels = {BlockKind.LIST: depth, BlockKind.TABLE: header_rows(draft.lines)}
        kinds.append((kind, level or levels.get(kind, 0)))
        texts.append(text)
        rows.append(placed)
    text, blocks = lay(kinds, texts)
    return Laid(text, blocks, _aligned(len(text), blocks, rows))


def _title_first(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the title that stands below running headers before them."""
    count = sum(1 for _ in takewhile(lambda draft: draft.is_running, drafts))
    below = drafts[count : count + 1]
    if below and below[0].lines[0].page == drafts[0].lines[0].page and heading_levels(drafts)[count] == 1:
        return [*below, *drafts[:count], *drafts[count + 1 :]]
    return list(drafts)


def _squeezed(text: str, rows: np.ndarray) -> tuple[str, np.ndarray]:
    """Without spaces after spaces, and without the dots that lead the eye to a page number."""
    leaders = {index for match in _LEADERS.finditer(text) for index in range(match.start(), match.end() - 1)}
    kept = [
        index
        for index, letter in enumerate(text)
        if index not in leaders and (letter != " " or not text[index - 1 : index].isspace())
    ]
    return "".join(text[index] for index in kept), rows[kept]


def _marked(text: str, rows: np.ndarray) -> tuple[str, np.ndarray]:
    """A list item with its marker as "- " or "1. "."""
    match = _MARK.match(text)
    if match is None:
        return text, rows
    number = match[1] or ""
    start = match.start(1) if number else 0
    mark_rows = rows[start : start + len(number) + 1]
    rest = rows[match.end() :]
    mark = f"{number}. " if number else "- "
    return mark + text[match.end() :], np.concatenate([mark_rows, nowhere(1, int(rows[0, 0])), rest])


def _depths(drafts: Sequence[Draft]) -> list[int]:
    """How deep each list item is nested, by how far it is moved from the items before it."""
    depths: list[int] = []
    lefts: list[float] = []
    for draft in drafts:
        left, size = draft.lines[0].left, draft.size
        if draft.kind is not BlockKind.LIST:
            lefts = []
        else:
            lefts = [*(other for other in lefts if other < left - _DEEPER * size), left]
        depths.append(len(lefts))
    return depths


def _aligned(length: int, blocks: Sequence[Block], rows: Sequence[np.ndarray]) -> np.ndarray:
    """The blocks' rows at their places in the text; what parts two blocks counts as the first one's page."""
    placed = nowhere(length, 0)
    for index, (block, own) in enumerate(zip(blocks, rows, strict=True)):
        following = blocks[index + 1].start if index + 1 < len(blocks) else length
        placed[block.start : block.end] = own
        placed[block.end : following, 0] = own[-1, 0]
    return placed

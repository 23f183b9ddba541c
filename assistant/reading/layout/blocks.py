"""A whole document laid out: sheets in, canonical text with blocks and the place of each character out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.reading.canonical import lay
from assistant.reading.layout.columns import regions
from assistant.reading.layout.drafts import SENTENCE_ENDS, Draft, Pitch, drafts_of, same_size
from assistant.reading.layout.fragment import Fragment, Sheet
from assistant.reading.layout.furniture import without_furniture
from assistant.reading.layout.headings import heading_levels
from assistant.reading.layout.joining import Vocabulary, join, stack
from assistant.reading.layout.line import Line, lines_of, nowhere
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
    pages = [_regions(kept, sheet) for kept, sheet in zip(without_furniture(sheets), sheets, strict=True)]
    columns = [lines for page in pages for lines in page if lines]
    pitch = Pitch(columns)
    vocabulary = Vocabulary(line.text for lines in columns for line in lines)
    drafts = list(_merged(draft for lines in columns for draft in drafts_of(lines, pitch)))
    return _compose(drafts, vocabulary)


def _regions(kept: Sequence[Fragment], sheet: Sheet) -> Iterator[list[Line]]:
    """The lines of each column; text that runs another way comes after them, each run of it on its own."""
    for region in regions(kept):
        yield lines_of(region)
    for fragment in sheet.sideways:
        yield lines_of([fragment])


def _merged(drafts: Iterator[Draft]) -> Iterator[Draft]:
    """Drafts with paragraphs that run over the end of a column or page made whole."""
    held: Draft | None = None
    for draft in drafts:
        if held is not None and held.is_column_end and _runs_on(held, draft):
            held = Draft(held.kind, held.lines + draft.lines, draft.is_column_end)
            continue
        if held is not None:
            yield held
        held = draft
    if held is not None:
        yield held


def _runs_on(above: Draft, below: Draft) -> bool:
    if BlockKind.TABLE in (above.kind, below.kind) or below.kind is BlockKind.LIST:
        return False
    if not same_size(above.size, below.size) or above.bold != below.bold:
        return False
    last, first = above.lines[-1].text, below.lines[0].text
    return last[-1] not in SENTENCE_ENDS and (first[0].islower() or len(above.lines) > 1)


def _compose(drafts: Sequence[Draft], vocabulary: Vocabulary) -> Laid:
    drafts = [draft for draft in drafts if any(line.text for line in draft.lines)]
    kinds, texts, rows = [], [], []
    for draft, level, depth in zip(drafts, heading_levels(drafts), _depths(drafts), strict=True):
        kind = BlockKind.HEADING if level else draft.kind
        together = stack(draft.lines) if kind is BlockKind.TABLE else join(draft.lines, vocabulary)
        text, placed = _squeezed(*together)
        if kind is BlockKind.LIST:
            text, placed = _marked(text, placed)
        kinds.append((kind, level or (depth if kind is BlockKind.LIST else int(kind is BlockKind.TABLE))))
        texts.append(text)
        rows.append(placed)
    text, blocks = lay(kinds, texts)
    return Laid(text, blocks, _aligned(len(text), blocks, rows))


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

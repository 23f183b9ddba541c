"""Lines gathered into drafts of blocks: paragraphs, list items, tables, and lines that may be headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading.layout.line import Line
from assistant.records import BlockKind

_BULLET = re.compile(r"[-*•◦▪▫‣●○■□–]\s+(?=\S)")
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s+(?=\S)")
_SAME_SIZE = 0.08
_ONE_PARAGRAPH = 0.87  # the least ratio of sizes within one: words set in a second font may be a little smaller
_WIDER_PITCH = 1.2  # of the usual distance between lines: more than this parts paragraphs
_USUAL_PITCH = 1.2  # type sizes, where a document has too few lines to tell
_INDENT = 0.8  # type sizes
SENTENCE_ENDS = '.!?:;"”»。！？'
_STOPS, _STOPS_SHORT = 0.7, 0.5  # of the column's width: where a line without a full stop may end a paragraph
_SLACK = 0.6  # type sizes by which a line may stay short of where its next word would have fitted


@dataclass(slots=True)
class Draft:
    """Lines that belong together. ``kind`` is what they look like without knowing the whole document."""

    kind: BlockKind
    lines: list[Line]
    is_column_end: bool = False  # the last of its region
    is_running: bool = False  # of a running header or footer

    @property
    def size(self) -> float:
        """The type size of most of its text, in points."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)


class Pitch:
    """The usual distance from line to line, by type size."""

    def __init__(self, regions: Sequence[Sequence[Line]]) -> None:
        steps: dict[int, Counter[float]] = {}
        for region in regions:
            for above, below in pairwise(region):
                if same_size(above.size, below.size) and above.size:
                    step = round((below.bottom - above.bottom) / above.size, 1)
                    steps.setdefault(round(above.size), Counter())[step] += 1
        self._usual = {size: self._commonest(counter) for size, counter in steps.items()}

    @staticmethod
    def _commonest(steps: Counter[float]) -> float:
        """The commonest step; of several, the smallest."""
        return min(steps, key=lambda step: (-steps[step], step))

    def parts(self, above: Line, below: Line) -> bool:
        """Whether two lines stand further apart than the lines of one paragraph."""
        usual = self._usual.get(round(above.size), _USUAL_PITCH)
        usual = usual if 0.8 <= usual <= 2.5 else _USUAL_PITCH
        step = below.bottom - above.bottom
        return step > _WIDER_PITCH * usual * above.size or step < 0


def same_size(one: float, other: float) -> bool:
    """Whether two type sizes are meant to be the same."""
    return abs(one - other) <= _SAME_SIZE * max(one, other)


def drafts_of(lines: Sequence[Line], pitch: Pitch) -> list[Draft]:
    """The drafts of one region's lines, in order."""
    found = [draft for group in _groups(lines, pitch) for draft in _split(group)]
    if found:
        found[-1].is_column_end = True
    return found


def _groups(lines: Sequence[Line], pitch: Pitch) -> Iterator[list[Line]]:
    """Lines of one size and weight without a wider gap between them."""
    group: list[Line] = []
    for line in lines:
        if group and _parts(group[-1], line, pitch):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _parts(above: Line, below: Line, pitch: Pitch) -> bool:
    if above.table or below.table:
        return above.table != below.table
    if above.is_filled or below.is_filled:
        return True
    ratio = min(above.size, below.size) / max(above.size, below.size, 0.1)
    return ratio < _ONE_PARAGRAPH or above.bold != below.bold or pitch.parts(above, below) or _is_item(below)


def _is_item(line: Line) -> bool:
    return bool(_BULLET.match(line.text) or _NUMBERED.match(line.text))


def _split(group: list[Line]) -> Iterator[Draft]:
    if group[0].table:
        yield Draft(BlockKind.TABLE, group)
        return
    kind = BlockKind.LIST if _is_item(group[0]) else BlockKind.PARAGRAPH
    start = 0
    for index in range(1, len(group)):
        if _begins_paragraph(group, index, kind):
            yield Draft(kind, group[start:index])
            start, kind = index, BlockKind.PARAGRAPH
    yield Draft(kind, group[start:])


def _begins_paragraph(group: Sequence[Line], index: int, kind: BlockKind) -> bool:
    above, line = group[index - 1], group[index]
    if kind is BlockKind.LIST and line.left > group[0].left + 0.3 * line.size:
        return False  # it hangs under its marker
    return _ended_early(group, above, line) or _is_indented(group, above, line)


def _ended_early(group: Sequence[Line], above: Line, line: Line) -> bool:
    """Whether the next line's first word would have fitted on the line above, as no typesetter leaves it."""
    if same_size(above.size, line.size) and above.bold and line.bold and len(above.text) + len(line.text) < 150:
        return False  # a heading over several lines breaks where it likes
    first = line.text.split(" ", 1)[0]
    width = (line.right - line.left) * len(first) / max(len(line.text), 1)
    reach = max(other.right for other in group)
    start = min(other.left for other in group)
    if _is_centred(above, start, reach) and _is_centred(line, start, reach):
        return False
    if above.right + width + _SLACK * above.size >= reach:
        return False
    if above.text[-1] in SENTENCE_ENDS:
        return True
    # In the middle of a sentence a ragged margin is likelier than a new paragraph.
    return above.right - start < (_STOPS_SHORT if line.text[0].islower() else _STOPS) * (reach - start)


def _is_centred(line: Line, left: float, right: float) -> bool:
    """Whether a line keeps clear of both sides of its column by the same distance."""
    before, after = line.left - left, right - line.right
    return before > line.size and abs(before - after) < line.size


def _is_indented(group: Sequence[Line], above: Line, line: Line) -> bool:
    """Whether the line's start is moved as a paragraph's first line is: inwards, or outwards where most hang."""
    start = min(other.left for other in group)
    inner = [other for other in group if other.left > start + _INDENT * other.size]
    moved = line in inner
    if 2 * len(inner) > len(group):
        return not moved and above in inner
    return moved and above not in inner

"""Lines of a region, and which of them are the rows of a table."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from assistant.reading.layout.bidi import is_right_to_left
from assistant.reading.layout.fragment import NOWHERE, WIDE_GAP, Fragment
from assistant.text import CELL_MARK, trimmed

_MARKER = re.compile(r"[-*•◦▪▫‣●○■□–]|\(?(?:\d{1,3}|[a-z])[.)]")
_SPACE = 0.12  # of the line's height: a smaller gap is inside a word
_WHITE_STRIP = 0.4  # of the line's height, common to all rows between two columns of a table
_WRAPPED = 0.5  # of the line's height: lines of one cell stand closer than rows
_SAME_GAP = 0.15  # of the line's height
Gap = tuple[float, float]


@dataclass(slots=True)
class Line:
    """``rows`` has shape (len(text), 5) as in a Fragment. ``table`` numbers the region's tables from 1; 0 is none."""

    fragments: list[Fragment]
    text: str = ""
    rows: np.ndarray = field(default_factory=lambda: np.empty((0, 5), dtype=np.int32), repr=False)
    table: int = 0
    wrapped: list[Line] = field(default_factory=list)  # further lines of a table row's cells
    main: Fragment = field(init=False)  # the longest fragment: its height is the line's, whatever figures are raised

    def __post_init__(self) -> None:
        self.main = max(self.fragments, key=lambda fragment: len(fragment.text))

    def add(self, fragment: Fragment) -> None:
        """Take in a fragment that stands on the same height."""
        self.fragments.append(fragment)
        if len(fragment.text) > len(self.main.text):
            self.main = fragment

    @property
    def page(self) -> int:
        """The index of its page."""
        return int(self.fragments[0].rows[0, 0])

    @property
    def left(self) -> float:
        """The left side of its first letter."""
        return min(fragment.left for fragment in self.fragments)

    @property
    def right(self) -> float:
        """The right side of its last letter."""
        return max(fragment.right for fragment in self.fragments)

    @property
    def top(self) -> float:
        """The top of its main fragment."""
        return self.main.top

    @property
    def bottom(self) -> float:
        """The foot of its main fragment."""
        return self.main.bottom

    @property
    def size(self) -> float:
        """The type size of its main fragment, in points."""
        return self.main.size

    @property
    def bold(self) -> bool:
        """Whether all of it is set bold."""
        return all(fragment.bold for fragment in self.fragments)

    def gaps(self) -> list[Gap]:
        """Where wide white space parts it, from left to right."""
        height = self.bottom - self.top
        ordered = sorted(self.fragments, key=lambda fragment: fragment.left)
        if ordered and _MARKER.fullmatch(ordered[0].text):
            ordered = ordered[1:]
        reached = [max(f.right for f in ordered[: index + 1]) for index in range(len(ordered))]
        pairs = zip(reached, (fragment.left for fragment in ordered[1:]), strict=False)
        gaps = [(right, left) for right, left in pairs if left - right > WIDE_GAP * height]
        return [] if _is_justified(gaps, height) else gaps


def _is_justified(gaps: Sequence[Gap], height: float) -> bool:
    """Whether words were only driven apart to fill the line: then all gaps are the same."""
    widths = [right - left for left, right in gaps]
    return len(widths) > 1 and max(widths) - min(widths) < _SAME_GAP * height


def lines_of(region: Sequence[Fragment]) -> list[Line]:
    """A region's lines from top to bottom, with their text; rows of tables have their cells parted."""
    lines = gather(region)
    cuts = _mark_tables(lines)
    for line in lines:
        line.text, line.rows = _set(line, cuts.get(line.table, []))
    return lines


def gather(region: Iterable[Fragment]) -> list[Line]:
    """Fragments on one height brought together, without their text."""
    lines: list[Line] = []
    for fragment in sorted(region, key=lambda fragment: fragment.top + fragment.bottom):
        beside = next((line for line in reversed(lines[-3:]) if _is_beside(line, fragment)), None)
        if beside is None:
            lines.append(Line([fragment]))
        else:
            beside.add(fragment)
    return sorted(lines, key=lambda line: line.top + line.bottom)


def _is_beside(line: Line, fragment: Fragment) -> bool:
    overlap = min(line.bottom, fragment.bottom) - max(line.top, fragment.top)
    return overlap > 0.5 * min(line.bottom - line.top, fragment.height)


def _mark_tables(lines: list[Line]) -> dict[int, list[Gap]]:
    """Number the tables and take wrapped cells into their rows; gives the white strips between each table's columns."""
    cuts: dict[int, list[Gap]] = {}
    start = 0
    while start < len(lines):
        strips = lines[start].gaps()
        stop = start + 1
        while strips and stop < len(lines):
            if common := _common(strips, lines[stop]):
                strips, stop = common, stop + 1
            elif _continues_cells(lines[stop - 1], lines[stop], strips):
                lines[stop - 1].wrapped.append(lines.pop(stop))
            else:
                break
        if stop - start > 1:
            cuts[len(cuts) + 1] = strips
            for line in lines[start:stop]:
                line.table = len(cuts)
        start = stop
    return cuts


def _common(strips: Sequence[Gap], line: Line) -> list[Gap]:
    """The parts of ``strips`` that are white between words of ``line`` too."""
    least = _WHITE_STRIP * line.main.height
    met = [(max(a[0], b[0]), min(a[1], b[1])) for a in strips for b in line.gaps()]
    return [(left, right) for left, right in met if right - left >= least]


def _continues_cells(row: Line, line: Line, strips: Sequence[Gap]) -> bool:
    """Whether ``line`` stands close below ``row``, clear of the first column and of the strips."""
    above = row.wrapped[-1] if row.wrapped else row
    if line.top - above.bottom > _WRAPPED * line.main.height or line.left < strips[0][0]:
        return False
    return not any(part.left < right and part.right > left for part in line.fragments for left, right in strips)


def _set(line: Line, cuts: Sequence[Gap]) -> tuple[str, np.ndarray]:
    """The line's text, its cells parted where the table is cut."""
    if not cuts:
        return _run(line.fragments)
    middles = sorted((left + right) / 2 for left, right in cuts)
    texts: list[str] = []
    rows: list[np.ndarray] = []
    for column in range(len(middles) + 1):
        cells = ([f for f in part.fragments if bisect(middles, f.left) == column] for part in [line, *line.wrapped])
        for index, (text, placed) in enumerate(_run(cell) for cell in cells if cell):
            texts += [" ", text] if index else [text]
            rows += [nowhere(1, line.page), placed] if index else [placed]
        if column < len(middles):
            texts.append(CELL_MARK)
            rows.append(nowhere(len(CELL_MARK), line.page))
    text = "".join(texts)
    start, end = trimmed(text, 0, len(text))
    return text[start:end], np.concatenate(rows)[start:end]


def _run(fragments: Sequence[Fragment]) -> tuple[str, np.ndarray]:
    """Text from left to right, or from right to left where most of it is written so."""
    backwards = is_right_to_left("".join(fragment.text for fragment in fragments))
    ordered = sorted(fragments, key=lambda f: -f.right if backwards else f.left)
    text, rows = ordered[0].text, [ordered[0].rows]
    for before, after in pairwise(ordered):
        gap = max(after.left - before.right, before.left - after.right)
        mark = " " if gap > _SPACE * min(before.height, after.height) else ""
        text += mark + after.text
        rows += [nowhere(len(mark), before.rows[-1, 0]), after.rows]
    return text, np.concatenate(rows)


def nowhere(count: int, page: int) -> np.ndarray:
    """Rows for ``count`` characters that were put in and have no place on the sheet."""
    rows = np.full((count, 5), NOWHERE, dtype=np.int32)
    rows[:, 0] = page
    return rows

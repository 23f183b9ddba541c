"""Lines of a region, and which of them are the rows of a table."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, takewhile
from math import inf

import numpy as np

from assistant.reading.layout.bidi import has_right_to_left, in_reading_order, is_right_to_left
from assistant.reading.layout.fragment import NOWHERE, WIDE_GAP, Fragment
from assistant.text import CELL_MARK, trimmed

_MARKER = re.compile(r"[-*•◦▪▫‣●○■□–]|\(?(?:\d{1,3}|[a-z])[.)]")
_SPACE = 0.12  # of the line's height: a smaller gap is inside a word
_WHITE_STRIP = 0.4  # of the line's height, common to all rows between two columns of a table
_WRAPPED = 0.5  # of the line's height: lines of one cell stand closer than rows
_ROW_GAP = 1.0  # of the line's height: rows stand no further apart
_FARTHEST = 4.0  # of the line's height, from one row of a table to the next
_SAME_GAP = 0.15  # of the line's height
_LEADING_SIGN = re.compile(r"[A-Z]{0,3}[$€£¥]|[(±+−-]|CHF|EUR|USD|GBP|NOK|SEK|DKK")
_TRAILING_SIGN = re.compile(r"[)%*]+|pts?|bps")
_MOST_HEADER_ROWS = 5
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?\*?")
_FIGURE = re.compile(r"[(+\-–−$€£¥]?\s*\d|[-–—]$")
Gap = tuple[float, float]


@dataclass(slots=True, eq=False)
class Line:
    """``rows`` has shape (len(text), 5) as in a Fragment. ``table`` numbers the region's tables from 1; 0 is none.

    ``cuts`` are the white strips between the columns of its table.
    """

    fragments: list[Fragment]
    text: str = ""
    rows: np.ndarray = field(default_factory=lambda: np.empty((0, 5), dtype=np.int32), repr=False)
    table: int = 0
    cuts: list[Gap] = field(default_factory=list)
    is_backwards: bool = False  # most of its region is written from right to left
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

    @property
    def is_filled(self) -> bool:
        """Whether it holds the value of a form's field."""
        return any(fragment.is_filled for fragment in self.fragments)

    def gaps(self) -> list[Gap]:
        """Where wide white space parts it, from left to right."""
        height = self.bottom - self.top
        ordered = sorted(self.fragments, key=lambda fragment: fragment.left)
        if ordered and _MARKER.fullmatch(ordered[0].text):
            ordered = ordered[1:]
        reached = [max(f.right for f in ordered[: index + 1]) for index in range(len(ordered))]
        pairs = zip(reached, (fragment.left for fragment in ordered[1:]), strict=False)
        return [(right, left) for right, left in pairs if left - right > WIDE_GAP * height]

    @property
    def is_justified(self) -> bool:
        """Whether its words may only have been driven apart to fill the line: then all gaps are the same."""
        widths = [right - left for left, right in self.gaps()]
        return len(widths) > 1 and max(widths) - min(widths) < _SAME_GAP * (self.bottom - self.top)


def lines_of(region: Sequence[Fragment]) -> list[Line]:
    """A region's lines from top to bottom, with their text; rows of tables have their cells parted."""
    lines = gather(region)
    _mark_tables(lines)
    is_backwards = is_right_to_left("".join(fragment.text for fragment in region))
    for line in lines:
        line.is_backwards = is_backwards
        set_text(line)
    return lines


def set_text(line: Line) -> None:
    """Give a line its text, with its cells parted where its table is cut."""
    line.text, line.rows = _set(line, line.cuts) if line.cuts else _run(line.fragments, line.is_backwards)


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


def _mark_tables(lines: list[Line]) -> None:
    """Number the tables, cut their rows into cells, and take further lines of cells into their rows."""
    start = number = 0
    while start < len(lines):
        strips = _first_strips(lines[start : start + 2])
        stop = start + 1
        while strips and stop < len(lines):
            if _continues_row(lines[stop - 1], lines[stop], strips):
                lines[stop - 1].wrapped.append(lines.pop(stop))
            elif _is_row(lines[stop : stop + 2], lines[stop - 1], strips):
                common = _common(strips, lines[stop])
                strips, stop = (common if len(common) == len(strips) else strips), stop + 1
            else:
                break
        if stop - start > 1:
            number += 1
            cuts = _cuts(lines[start:stop]) or strips
            for line in lines[start:stop]:
                line.table, line.cuts = number, cuts
        else:
            lines[stop:stop], lines[start].wrapped = lines[start].wrapped, []
        start = stop


def continued_rows(table: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """The rows with which ``lines`` of the next page go on with a table, without its repeated header; else none."""
    if lines[0].page != table[-1].page + 1 or not all(_goes_on(table[0], line) for line in lines):
        return []
    repeated = sum(1 for _ in takewhile(lambda pair: pair[0].text == pair[1].text, zip(table, lines, strict=False)))
    if not repeated and len(lines) > 1 and not lines[0].table:
        return []
    for line in lines:
        line.cuts = table[0].cuts
        set_text(line)
    return list(lines[repeated:])


def _goes_on(row: Line, line: Line) -> bool:
    """Whether a line has its white space where a table's rows have theirs."""
    if line.cuts:
        return len(line.cuts) == len(row.cuts) and all(
            a[0] < b[1] and b[0] < a[1] for a, b in zip(row.cuts, line.cuts, strict=True)
        )
    return len(_common(row.cuts, line)) == len(row.cuts)


def header_rows(table: Sequence[Line]) -> int:
    """How many rows the header of a table has: rows of words and years are of it where either has no label."""
    count = 1
    for above, row in pairwise(table[:_MOST_HEADER_ROWS]):
        cells = row.text.strip("| ").split(CELL_MARK)[0 if _is_unlabelled(row) else 1 :]
        if not (_is_unlabelled(above) or _is_unlabelled(row)) or any(_is_amount(cell) for cell in cells):
            break
        count += 1
    return count if count < len(table) else 1


def _is_unlabelled(row: Line) -> bool:
    return row.text.startswith(CELL_MARK.lstrip())


def _is_amount(cell: str) -> bool:
    return bool(_FIGURE.match(cell)) and not _YEAR.fullmatch(cell)


def are_rows(line: Line, following: Line) -> bool:
    """Whether two lines stand as close as rows of a table do, with white space between their cells in common."""
    gaps = line.gaps()
    return _is_close(line, following, _ROW_GAP) and bool(gaps) and len(gaps) == len(_common(gaps, following))


def _first_strips(lines: Sequence[Line]) -> list[Gap]:
    """The gaps of a line that may be the first row of a table."""
    strips = lines[0].gaps()
    for line, other in (lines, lines[::-1]) if len(lines) == 2 else ():
        if line.is_justified and len(_common(line.gaps(), other)) < len(line.gaps()):
            return []
    return strips


def _is_row(lines: Sequence[Line], above: Line, strips: Sequence[Gap]) -> bool:
    """Whether the first of ``lines`` is a row below ``above``; a label alone is one where a row follows it.

    A row may have no label, as the years under a heading over several columns have none.
    """
    if _common(strips, lines[0]):
        return _is_close(above, lines[0], _FARTHEST)
    if len(lines[0].fragments) > 1 and lines[0].left >= strips[0][1] and not _crosses(lines[0], strips):
        return _is_close(above, lines[0], _ROW_GAP)
    is_label = lines[0].right <= strips[0][1] and _is_close(above, lines[0], _ROW_GAP)
    return is_label and len(lines) == 2 and len(_common(strips, lines[1])) == len(strips)


def _common(strips: Sequence[Gap], line: Line) -> list[Gap]:
    """The parts of ``strips`` that are white between words of ``line`` too."""
    least = _WHITE_STRIP * line.main.height
    met = [(max(a[0], b[0]), min(a[1], b[1])) for a in strips for b in line.gaps()]
    return [(left, right) for left, right in met if right - left >= least]


def _is_close(row: Line, line: Line, reach: float) -> bool:
    above = row.wrapped[-1] if row.wrapped else row
    return line.top - above.bottom <= reach * line.main.height


def _continues_row(row: Line, line: Line, strips: Sequence[Gap]) -> bool:
    """Whether ``line`` holds further lines of the cells of ``row``."""
    if not _is_close(row, line, _WRAPPED):
        return False
    if _crosses(line, strips):
        return False
    ordered = sorted(line.fragments, key=lambda part: part.left)
    if ordered[0].left >= strips[0][0]:
        return len(ordered) < len(strips) or not all(_FIGURE.match(part.text) for part in ordered)
    return ordered[0].text[0].islower() and min(line.right, row.right) <= strips[0][1]


def _crosses(line: Line, strips: Sequence[Gap]) -> bool:
    """Whether words of ``line`` stand in the white space between columns."""
    return any(part.left < right and part.right > left for part in line.fragments for left, right in strips)


def _cuts(rows: Sequence[Line]) -> list[Gap]:
    """The white strips between the columns of a table; a few cells may reach over one, as a header's do."""
    lines = [line for row in rows for line in (row, *row.wrapped)]
    edges = sorted({edge for line in lines for part in line.fragments for edge in (part.left, part.right)})
    over, inside = (np.zeros(len(edges) - 1, dtype=int) for _ in range(2))  # lines with words there, rows on both sides
    for line in lines:
        covered = np.zeros(len(edges) - 1, dtype=bool)
        for part in line.fragments:
            covered[bisect_left(edges, part.left) : bisect_left(edges, part.right)] = True
        over += covered
    for line in rows:
        inside[bisect_left(edges, line.left) : bisect_left(edges, line.right)] += 1
    white = (over <= len(rows) // 4) & (2 * (inside - over) >= len(rows))
    cuts: list[Gap] = []
    for is_white, group in groupby(range(len(edges) - 1), key=lambda index: white[index]):
        indices = list(group)
        least = min(over[index] for index in indices)
        for is_least, run in groupby(indices, key=lambda index: over[index] == least):
            own = list(run)
            if is_white and is_least:
                cuts.append((edges[own[0]], edges[own[-1] + 1]))
    narrowest = _WHITE_STRIP * rows[0].main.height
    return _without_signs([cut for cut in cuts if cut[1] - cut[0] >= narrowest], lines)


def _without_signs(cuts: list[Gap], lines: Sequence[Line]) -> list[Gap]:
    """The cuts without those beside a column of nothing but signs of figures, such as $ and %."""
    gone = set()
    for index, ((_, left), (right, _)) in enumerate(pairwise([*cuts, (inf, inf)])):
        texts = {part.text for line in lines for part in line.fragments if left <= part.left and part.right <= right}
        if all(_LEADING_SIGN.fullmatch(text) for text in texts):
            gone.add(index + 1)
        elif all(_TRAILING_SIGN.fullmatch(text) for text in texts):
            gone.add(index)
    return [cut for index, cut in enumerate(cuts) if index not in gone]


def _set(line: Line, cuts: Sequence[Gap]) -> tuple[str, np.ndarray]:
    """The line's text, its cells parted where the table is cut."""
    middles = sorted((left + right) / 2 for left, right in cuts)
    texts: list[str] = []
    rows: list[np.ndarray] = []
    for column in range(len(middles) + 1):
        cells = ([f for f in part.fragments if bisect(middles, f.left) == column] for part in [line, *line.wrapped])
        for index, (text, placed) in enumerate(_cell(cell, line.is_backwards) for cell in cells if cell):
            texts += [" ", text] if index else [text]
            rows += [nowhere(1, line.page), placed] if index else [placed]
        if column < len(middles):
            texts.append(CELL_MARK)
            rows.append(nowhere(len(CELL_MARK), line.page))
    text = "".join(texts)
    start, end = trimmed(text, 0, len(text.rstrip(CELL_MARK)))
    return text[start:end], np.concatenate(rows)[start:end]


def _cell(fragments: Sequence[Fragment], is_backwards: bool) -> tuple[str, np.ndarray]:
    """A line of a cell, without spaces around a bar in it, so that it never holds the mark between cells."""
    text, rows = _run(fragments, is_backwards)
    kept = [at for at, letter in enumerate(text) if letter != " " or "|" not in text[max(at - 1, 0) : at + 2]]
    return "".join(text[at] for at in kept), rows[kept]


def _run(fragments: Sequence[Fragment], is_backwards: bool) -> tuple[str, np.ndarray]:
    """Text from left to right, or from right to left where most of it, or of its region, is written so."""
    whole = "".join(fragment.text for fragment in fragments)
    if not (has_right_to_left(whole) if is_backwards else is_right_to_left(whole)):
        return _joined(sorted(fragments, key=lambda fragment: fragment.left))
    text, rows = _joined(sorted(fragments, key=lambda fragment: -fragment.right))
    if not all(map(_is_upright, fragments)):
        return text, rows
    letters, order = in_reading_order(text, rows[:, 1:], rows[:, 1] >= 0)
    placed = rows[order]
    placed[np.array(order) < 0, 1:] = NOWHERE
    return "".join(letters), placed


def _is_upright(fragment: Fragment) -> bool:
    """Whether its letters stand side by side on the sheet as it is shown."""
    boxes = fragment.rows[fragment.rows[:, 1] >= 0, 1:]
    width = float(boxes[:, 2].max() - boxes[:, 0].min()) / 10
    return abs(width - (fragment.right - fragment.left)) < fragment.height


def _joined(ordered: Sequence[Fragment]) -> tuple[str, np.ndarray]:
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

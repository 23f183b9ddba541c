"""Reading order: a page cut at its gutters into regions of one column each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import numpy as np

from assistant.reading.layout.fragment import Fragment
from assistant.reading.layout.line import Line, gather

_NARROWEST_COLUMN = 8.0  # line heights
_NARROWEST_GUTTER = 0.5  # line heights
_SHORTEST_LINE = 16  # characters in the middle line of a column of text; cells of tables mostly hold fewer
_FEWEST_LINES = 3  # side by side, before a gap is a gutter
_FILLED = 0.6  # of a line's width; less is a row of cells
_LETTERED = 0.4  # of the letters and digits of running text, at least, are letters
_CELLS = 0.7  # of the lines of a table, and more, are parted
_EVEN = 0.7  # of the column's usual width: a line of running text reaches this far
_LOOSE = 1.7  # type sizes from line to line: text is set closer
_MOST_CANDIDATES = 12
_DEEPEST = 6


@dataclass(slots=True)
class _Band:
    """Fragments between two that cross the gutter; or one such fragment."""

    left: list[Fragment] = field(default_factory=list)
    right: list[Fragment] = field(default_factory=list)
    crossing: list[Fragment] = field(default_factory=list)

    @property
    def score(self) -> int:
        """How many lines stand side by side as columns of text do."""
        if not (self.left and self.right and _is_text(self.left) and _is_text(self.right)):
            return 0
        if _are_rows(gather(self.left), gather(self.right)):
            return 0
        return min(_beside(self.left, self.right), _beside(self.right, self.left))


def regions(fragments: Sequence[Fragment], depth: int = 0) -> list[list[Fragment]]:
    """The fragments of a page in regions, in the order in which they are read."""
    bands = _best_bands(fragments) if depth < _DEEPEST else None
    if bands is None:
        return [list(fragments)] if fragments else []
    ordered: list[list[Fragment]] = []
    loose: list[Fragment] = []
    for band in bands:
        if band.score < 2:
            loose += band.crossing + band.left + band.right
            continue
        ordered += regions(loose, depth + 1) + regions(band.left, depth + 1) + regions(band.right, depth + 1)
        loose = []
    return ordered + regions(loose, depth + 1)


def _best_bands(fragments: Sequence[Fragment]) -> list[_Band] | None:
    if len(fragments) < 2 * _FEWEST_LINES:
        return None
    line = median(fragment.height for fragment in fragments)
    ordered = sorted(fragments, key=lambda fragment: fragment.top + fragment.bottom)
    best: list[_Band] | None = None
    most = _FEWEST_LINES - 1
    for edge in _candidates(fragments, line):
        bands = _bands(ordered, edge, line)
        score = sum(band.score for band in bands)
        if score > most:
            best, most = bands, score
    return best


def _candidates(fragments: Sequence[Fragment], line: float) -> list[float]:
    """Left edges that several lines share, far enough from both sides for a column on each."""
    leftmost, rightmost = min(f.left for f in fragments), max(f.right for f in fragments)
    room = _NARROWEST_COLUMN * line
    edges = Counter(round(f.left) for f in fragments if leftmost + room < f.left < rightmost - room)
    shared = [edge for edge, count in edges.most_common(_MOST_CANDIDATES) if count + edges[edge + 1] > 1]
    return [edge - 1.5 for edge in shared]


def _bands(ordered: Sequence[Fragment], edge: float, line: float) -> list[_Band]:
    bands = [_Band()]
    for fragment in ordered:
        if fragment.left >= edge:
            bands[-1].right.append(fragment)
        elif fragment.right <= edge - _NARROWEST_GUTTER * line:
            bands[-1].left.append(fragment)
        else:
            bands.extend([_Band(crossing=[fragment]), _Band()])
    return bands


def _is_text(column: Sequence[Fragment]) -> bool:
    """Whether a column's lines are long, filled, and mostly of one width, as running text is and cells are not."""
    lines = gather(column)
    if len(lines) < 2 or median(map(_characters, lines)) < _SHORTEST_LINE or median(map(_ink, lines)) < _FILLED:
        return False
    written = [letter for fragment in column for letter in fragment.text if letter.isalnum()]
    if sum(map(str.isalpha, written)) < _LETTERED * len(written):
        return False
    widths = np.array([line.right - line.left for line in lines])
    usual = float(np.percentile(widths, 90))
    wide_enough = usual >= _NARROWEST_COLUMN * median(fragment.height for fragment in column)
    return wide_enough and 2 * int((widths >= _EVEN * usual).sum()) >= len(lines)


def _are_rows(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether two columns are a table's: each line has its partner, and lines do not run on as text does."""
    reach = 0.15 * median(line.main.height for line in [*left, *right])
    feet = sorted(line.bottom for line in left)
    partners = sum(_nearest(feet, line.bottom) < reach for line in right)
    if partners < 0.9 * min(len(left), len(right)):
        return False
    if max(_share_with_cells(left), _share_with_cells(right)) > _CELLS:
        return True
    return max(_share_ended(left), _share_ended(right)) > 0.5 or min(_pitch(left), _pitch(right)) > _LOOSE


def _share_with_cells(lines: Sequence[Line]) -> float:
    """The share of lines that wide white space parts."""
    return sum(bool(line.gaps()) and not line.is_justified for line in lines) / len(lines)


def _nearest(feet: Sequence[float], foot: float) -> float:
    place = bisect_left(feet, foot)
    return min(abs(foot - other) for other in feet[max(place - 1, 0) : place + 1])


def _share_ended(lines: Sequence[Line]) -> float:
    """The share of lines that had room for the first word of the next."""
    reach = max(line.right for line in lines)
    ended = sum(above.right + _first_word_width(below) < reach for above, below in pairwise(lines))
    return ended / max(len(lines) - 1, 1)


def _first_word_width(line: Line) -> float:
    first = min(line.fragments, key=lambda fragment: fragment.left)
    return (first.right - first.left) * len(first.text.split(" ", 1)[0]) / len(first.text) + 0.3 * first.size


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between lines, in type sizes."""
    return median((below.bottom - above.bottom) / max(above.size, 1.0) for above, below in pairwise(lines))


def _characters(line: Line) -> int:
    return sum(len(fragment.text) for fragment in line.fragments)


def _ink(line: Line) -> float:
    """The share of the line's width that has text on it."""
    return sum(fragment.right - fragment.left for fragment in line.fragments) / max(line.right - line.left, 1.0)


def _beside(column: Sequence[Fragment], other: Sequence[Fragment]) -> int:
    """How many lines of a column have the other column at their side."""
    top, bottom = min(f.top for f in other), max(f.bottom for f in other)
    return sum(line.bottom > top and line.top < bottom for line in gather(column))

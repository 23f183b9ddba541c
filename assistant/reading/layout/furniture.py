"""Running headers, footers and page numbers: rows at a page's edge that most pages repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.layout.fragment import Fragment, Sheet
from assistant.reading.layout.line import Line, gather

_EDGE = 0.14  # of the page's height, at the top and at the foot
_ROWS = 2  # at most, at either edge
_FEWEST_PAGES = 3
_SHARE = 0.4  # of the pages: left and right pages may differ
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[\W_]*#(?:[\W_]+#)?[\W_]*")
_STEP = 6.0  # points by which a repeated row may move
_OUTER_NUMBER = re.compile(r"^[^\w]*([0-9]{1,5})(?!\w)|(?<!\w)([0-9]{1,5})[^\w]*$")
_LONGEST_RUNNING_LINE = 120  # characters
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _EdgeRow:
    """``key`` is the same for rows that repeat each other; ``numbers`` may be the page's."""

    key: Key
    numbers: tuple[int, ...]
    line: Line


def without_furniture(sheets: Sequence[Sheet]) -> list[list[Fragment]]:
    """Each sheet's upright fragments without the rows that are repeated or that carry the page's number."""
    if len(sheets) < _FEWEST_PAGES:
        return [list(sheet.fragments) for sheet in sheets]
    edges = [list(_edge_rows(sheet)) for sheet in sheets]
    enough = max(_FEWEST_PAGES, _SHARE * len(sheets))
    counts = Counter(key for rows in edges for key in {row.key for row in rows})
    first = _first_number(edges, enough)
    kept = []
    for index, (sheet, rows) in enumerate(zip(sheets, edges, strict=True)):
        gone = {
            id(fragment)
            for row in rows
            if _times(counts, row.key) >= enough or (first is not None and first + index in row.numbers)
            for fragment in row.line.fragments
        }
        kept.append([fragment for fragment in sheet.fragments if id(fragment) not in gone])
    return kept


def _first_number(edges: Sequence[Sequence[_EdgeRow]], enough: float) -> int | None:
    """The number that the first page has or would have, if enough pages are numbered in step."""
    steps = Counter(
        step for index, rows in enumerate(edges) for step in {number - index for row in rows for number in row.numbers}
    )
    if not steps:
        return None
    first, count = steps.most_common(1)[0]
    return first if count >= enough else None


def _edge_rows(sheet: Sheet) -> Iterator[_EdgeRow]:
    rows = gather(sheet.fragments)
    top, foot = sheet.top + _EDGE * sheet.height, sheet.top + (1 - _EDGE) * sheet.height
    upper = [row for row in rows[:_ROWS] if row.bottom < top]
    lower = [row for row in rows[-_ROWS:] if row.top > foot]
    for row in upper + lower:
        words = " ".join(fragment.text for fragment in sorted(row.fragments, key=lambda fragment: fragment.left))
        text = _NUMBER.sub("#", words)
        outermost = row is rows[0] or row is rows[-1]
        numbers = _outer_numbers(words) if outermost and len(words) <= _LONGEST_RUNNING_LINE else ()
        if any(letter.isalpha() for letter in text) or _PAGE_NUMBER.fullmatch(text):
            yield _EdgeRow((text, round(row.bottom / _STEP)), numbers, row)


def _outer_numbers(words: str) -> tuple[int, ...]:
    return tuple(int(before or after) for before, after in _OUTER_NUMBER.findall(words))


def _times(counts: Counter[Key], key: Key) -> int:
    text, height = key
    return counts[key] + max(counts[text, height - 1], counts[text, height + 1])

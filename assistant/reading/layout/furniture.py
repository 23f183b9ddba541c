"""Running headers, footers and page numbers: rows at a page's edge that most pages repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.reading.layout.fragment import Fragment, Sheet
from assistant.reading.layout.line import Line, gather

_EDGE = 0.14  # of the page's height, at the top and at the foot
_ROWS = 2  # at most, at either edge
_FEWEST_PAGES = 3
_SHARE = 0.4  # of the pages: left and right pages may differ
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[\W_]*#(?:[\W_]+#)?[\W_]*")
_STEP = 6.0  # points by which a repeated row may move
Key = tuple[str, int]


def without_furniture(sheets: Sequence[Sheet]) -> list[list[Fragment]]:
    """Each sheet's upright fragments without the rows that are repeated."""
    if len(sheets) < _FEWEST_PAGES:
        return [list(sheet.fragments) for sheet in sheets]
    edges = [list(_edge_rows(sheet)) for sheet in sheets]
    counts = Counter(key for rows in edges for key in {key for key, _ in rows})
    enough = max(_FEWEST_PAGES, _SHARE * len(sheets))
    kept = []
    for sheet, rows in zip(sheets, edges, strict=True):
        gone = {id(fragment) for key, row in rows if _times(counts, key) >= enough for fragment in row.fragments}
        kept.append([fragment for fragment in sheet.fragments if id(fragment) not in gone])
    return kept


def _edge_rows(sheet: Sheet) -> Iterator[tuple[Key, Line]]:
    rows = gather(sheet.fragments)
    top, foot = sheet.top + _EDGE * sheet.height, sheet.top + (1 - _EDGE) * sheet.height
    at_edge = [row for row in rows[:_ROWS] if row.bottom < top] + [row for row in rows[-_ROWS:] if row.top > foot]
    for row in at_edge:
        words = " ".join(fragment.text for fragment in sorted(row.fragments, key=lambda fragment: fragment.left))
        text = _NUMBER.sub("#", words)
        if any(letter.isalpha() for letter in text) or _PAGE_NUMBER.fullmatch(text):
            yield (text, round(row.bottom / _STEP)), row


def _times(counts: Counter[Key], key: Key) -> int:
    text, height = key
    return counts[key] + max(counts[text, height - 1], counts[text, height + 1])

"""Running headers and footers, which are kept once, and page numbers, which are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.reading.layout.fragment import Fragment, Sheet
from assistant.reading.layout.line import Line, are_rows, gather

_EDGE = 0.14  # of the page's height, at the top and at the foot
_ROWS = 2  # at most, at either edge
_FEWEST_PAGES = 3
_SHARE = 0.4  # of the pages: left and right pages may differ
_UNBROKEN = 0.7  # of the pages between its first and last have a running row
_LARGER = 1.3  # times the page's usual type size: a heading
_FIRST_NUMBERS = range(-100, 4)  # of the first page of a whole document; covers and contents may have none
_YEARS = range(1900, 2101)
_STEP = 6.0  # points by which a repeated row may move
_PARTS = re.compile(r"\t|\s[|•·–—-]\s")
_WORDS = "pages?|pg|p|seite|página|pagina|pág|pag|sida|side|strona|str|страница|стр|σελίδα|sayfa|oldal|strana|blad"
_OF = r"(?:\s*(?:/|of|von|de|di|sur|van|av|af|z|из)\s*\d{1,5})?"
_NAMED_NUMBER = re.compile(rf"(?<!\w)(?:{_WORDS})\.?\s*(\d{{1,5}}){_OF}(?!\w)", re.IGNORECASE)
_BARE_NUMBER = re.compile(rf"[\W_]*(\d{{1,5}}){_OF}[\W_]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet's fragments without furniture, and the running headers and footers that are kept here."""

    body: list[Fragment]
    headers: list[Line]
    footers: list[Line]


@dataclass(frozen=True, slots=True)
class _EdgeRow:
    """``numbers`` may be the page's: each with the rest of the row's words and whether it stands out as one."""

    line: Line
    words: str
    is_upper: bool
    inner: Line | None  # the next row of the same table, away from the edge
    numbers: tuple[tuple[int, str, bool], ...]

    def rest(self, number: int | None, is_first: bool) -> str | None:
        """Its words without the page's number; None where the number is not in it."""
        return next((rest for found, rest, sure in self.numbers if found == number and (sure or is_first)), None)


def without_furniture(sheets: Sequence[Sheet]) -> list[Page]:
    """Each sheet's upright fragments without repeated rows and page numbers.

    A header is kept on the first page that has it, a footer on the last, where no paragraph runs on over it.
    """
    if len(sheets) < _FEWEST_PAGES:
        return [Page(list(sheet.fragments), [], []) for sheet in sheets]
    furniture = _furniture([list(_edge_rows(sheet)) for sheet in sheets])
    first = {words: index for index, rows in reversed(list(enumerate(furniture))) for _, words in rows}
    last = {words: index for index, rows in enumerate(furniture) for row, words in rows if not row.is_upper}
    pages = []
    for index, (sheet, rows) in enumerate(zip(sheets, furniture, strict=True)):
        gone = {id(fragment) for row, _ in rows for fragment in row.line.fragments}
        kept = [row for row, words in rows if words and (first | last)[words] == index]
        headers, footers = ([_unnumbered(row.line) for row in kept if row.is_upper is upper] for upper in (True, False))
        pages.append(Page([each for each in sheet.fragments if id(each) not in gone], headers, footers))
    return pages


def _furniture(edges: Sequence[Sequence[_EdgeRow]]) -> list[list[tuple[_EdgeRow, str]]]:
    """The rows of each page that are furniture, with their words but the page's number."""
    enough = max(_FEWEST_PAGES, _SHARE * len(edges))
    start = _first_number(edges, enough)
    numbered = [
        [(row, row.rest(None if start is None else start + index, start in _FIRST_NUMBERS)) for row in rows]
        for index, rows in enumerate(edges)
    ]
    places: dict[Key, list[int]] = {}
    for index, rows in enumerate(numbered):
        for key in {_key(row, rest) for row, rest in rows}:
            places.setdefault(key, []).append(index)
    return [list(_found(rows, places, enough)) for rows in numbered]


def _found(
    rows: Sequence[tuple[_EdgeRow, str | None]], places: Mapping[Key, list[int]], enough: float
) -> Iterator[tuple[_EdgeRow, str]]:
    """The furniture of a page. A header row that is repeated on each page of its table is none."""
    gone: list[Line | None] = [None]
    for row, rest in rows:
        pages = _pages_with(places, _key(row, rest))
        runs = len(pages) > 1 if rest else len(pages) >= enough and _without_gaps(pages) and row.inner in gone
        if rest == "" or runs:
            gone.append(row.line)
            yield row, row.words if rest is None else rest


def _without_gaps(pages: Sequence[int]) -> bool:
    """Whether most pages from the first to the last have a row, or most left or right pages."""
    step = 1 if len({page % 2 for page in pages}) > 1 else 2
    return step * len(pages) >= _UNBROKEN * (pages[-1] - pages[0] + step)


def _first_number(edges: Sequence[Sequence[_EdgeRow]], enough: float) -> int | None:
    """The number that the first page has or would have, if enough pages are numbered in step."""
    steps = Counter(
        step
        for index, rows in enumerate(edges)
        for step in {number - index for row in rows for number, _, _ in row.numbers}
    )
    first, count = steps.most_common(1)[0] if steps else (0, 0)
    return first if count >= enough else None


def _edge_rows(sheet: Sheet) -> Iterator[_EdgeRow]:
    rows = gather(sheet.fragments)
    top, foot = sheet.top + _EDGE * sheet.height, sheet.top + (1 - _EDGE) * sheet.height
    size = Counter(round(row.size) for row in rows for _ in row.main.text).most_common(1)[0][0] if rows else 0
    right = max((row.right for row in rows), default=0.0)
    upper, lower = rows[:_ROWS], rows[_ROWS:][-_ROWS:]
    inside = [*zip(upper, [*rows[1:], None], strict=False)]
    for row, inner in [*reversed(inside), *((row, None) for row in lower)]:
        if row.bottom < top or row.top > foot:
            words = "\t".join(each.text for each in sorted(row.fragments, key=lambda each: each.left))
            numbers = [*_named_numbers(words)]
            if row.size <= _LARGER * size:
                numbers += _bare_numbers(words, row.right > right - row.size)
            table = inner if inner and are_rows(row, inner) else None
            yield _EdgeRow(row, words, row.bottom < top, table, tuple(numbers))


def _named_numbers(words: str) -> Iterator[tuple[int, str, bool]]:
    """Numbers after the word page."""
    for match in _NAMED_NUMBER.finditer(words):
        yield int(match[1]), f"{words[: match.start()]}{words[match.end() :]}".strip(" \t|•·–—/-,"), True


def _bare_numbers(words: str, is_outer: bool) -> Iterator[tuple[int, str, bool]]:
    """Numbers that are the first or the last part of a row; ``is_outer``: it ends at the right side of the text."""
    parts = [part for part in _PARTS.split(words) if part.strip()]
    for rest, part, at_edge in ((parts[1:], parts[0], True), (parts[:-1], parts[-1], is_outer)) if parts else ():
        match = _BARE_NUMBER.fullmatch(part)
        if match and int(match[1]) not in _YEARS:
            yield int(match[1]), "\t".join(rest), not rest or (at_edge and "\t" in words)


def _unnumbered(line: Line) -> Line:
    """A row without fragments that are only a number."""
    named = [each for each in line.fragments if not _BARE_NUMBER.fullmatch(_NAMED_NUMBER.sub(r"\1", each.text))]
    return Line(named or line.fragments)


Key = tuple[str, int]


def _key(row: _EdgeRow, rest: str | None) -> Key:
    return row.words if rest is None else rest, round(row.line.bottom / _STEP)


def _pages_with(places: Mapping[Key, list[int]], key: Key) -> list[int]:
    """The pages with a row at about this height."""
    text, height = key
    return sorted({page for moved in (-1, 0, 1) for page in places.get((text, height + moved), [])})

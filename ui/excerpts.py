"""Passages cut to what is worth a glance: their beginning, or what stands around the quotes in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from ui.markup import said, tag

Span = tuple[int, int]

_AROUND = 120  # characters on each side of a quote
_LONGEST = 400  # characters of a quote
_LINE = re.compile(r"[^\S\n]*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")
_SPACE = re.compile(r"\s+")
_CUT = "…"


def beginning(text: str, limit: int) -> Markup:
    """The beginning of a passage on one line, its own lines parted by dots, cut between words after ``limit``."""
    line = _on_one_line(text.strip())
    return said(line if len(line) <= limit else f"{line[:limit].rsplit(' ', 1)[0]} {_CUT}")


def around(text: str, quotes: Sequence[Span], mark: bool = True) -> Markup:
    """What stands around each of ``quotes``, spans of ``text`` of which there is at least one, marked if wanted."""
    before = len(text) - len(text.lstrip())
    text = text.strip()
    marks = sorted((max(start - before, 0), min(end - before, len(text))) for start, end in quotes)
    shown: list[str | Markup] = []
    at = 0
    for start, end in _windows(text, marks):
        if start > at:
            shown.append(f" {_CUT} " if shown else f"{_CUT} ")
        shown += _marked(text, start, end, marks if mark else ())
        at = end
    return tag("bdi", *shown, f" {_CUT}" if at < len(text) else None)


def marked(text: str, marks: Sequence[Span]) -> Markup:
    """The whole text with these spans of it marked."""
    return tag("bdi", *_marked(text, 0, len(text), marks))


def _windows(text: str, marks: Sequence[Span]) -> list[Span]:
    """Each quote with what stands around it, as far as whole words; those that touch are one."""
    found: list[Span] = []
    for start, end in marks:
        first, last = _first_word(text, start), _last_word(text, min(end, start + _LONGEST))
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def _marked(text: str, start: int, end: int, marks: Sequence[Span]) -> Iterator[str | Markup]:
    at = start
    for mark in marks:
        first, last = max(mark[0], at), min(mark[1], end)
        if first < last:
            yield _on_one_line(text[at:first])
            yield tag("mark", _on_one_line(text[first:last]))
            at = last
    yield _on_one_line(text[at:end])


def _first_word(text: str, start: int) -> int:
    """Where to begin so that ``start`` has something before it: at a whole word, where there are words."""
    if start <= _AROUND:
        return 0
    space = _SPACE.search(text, start - _AROUND, start)
    return space.end() if space else start - _AROUND


def _last_word(text: str, end: int) -> int:
    """Where to end so that ``end`` has something behind it: at a whole word, where there are words."""
    if end + _AROUND >= len(text):
        return len(text)
    *_, last = [end + _AROUND, *(space.start() for space in _SPACE.finditer(text, end, end + _AROUND))]
    return last


def _on_one_line(text: str) -> str:
    return _SPACE.sub(" ", _LINE.sub(" · ", text))

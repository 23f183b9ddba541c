"""Plain text as people lay it out: which line breaks part things, and which only end a full line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from assistant.byline import is_byline
from assistant.reading.canonical import Piece, item, paragraph

_BULLET = re.compile(r"\s*[-*•‣▪◦●]\s+(?=\S)")
_NUMBERED = re.compile(r"\s*(\d{1,3})[.)]\s+(?=\S)")
_RECORD = re.compile(r"\s*[^\W\d_][\w ./()-]{0,30}:\s")  # as in "Name: Ada"
_BLANK = re.compile(r"\n[ \t\f\v\u00a0]*\n\s*")
_RULE = re.compile(r"\s*([-=_*~#])\1{2,}\s*")
_NARROWEST = 40  # characters; shorter lines are verse, addresses or lists, not filled text
_WIDEST = 240  # characters; programs that print for wide paper wrap at 132 and more
_DIGITS = re.compile(r"\d+")


def pieces_of(text: str) -> Iterator[Piece]:
    """The paragraphs and list items of ``text`` (line ends ``\\n``).

    Blank lines part paragraphs. Within a stretch without any, a line break is dissolved when the next line's first
    word would not have fitted on the line; where most breaks are not of that sort, each line stands on its own.
    """
    for stretch in _BLANK.split(text):
        yield from _stretch([line for line in stretch.split("\n") if line.strip() and not _RULE.fullmatch(line)])


def _stretch(lines: list[str]) -> Iterator[Piece]:
    filled = _is_filled(lines)
    width = max(map(len, lines), default=0)
    group: list[str] = []
    first = True
    for index, line in enumerate(lines):
        group.append(line)
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is None or _begins_item(following) or not _continues(group, following, width, filled):
            yield _piece(group, tight=not first)
            group, first = [], False


def _continues(group: list[str], following: str, width: int, filled: bool) -> bool:
    if is_byline(following) or (_RECORD.match(group[0]) and _RECORD.match(following)):
        return False
    if _begins_item(group[0]):
        return following[:1].isspace() or (filled and _is_full(group[-1], following, width))
    return filled and _is_full(group[-1], following, width)


def _is_filled(lines: list[str]) -> bool:
    """Whether most of the breaks in ``lines`` were put in to fit a width."""
    width = max(map(len, lines), default=0)
    if not _NARROWEST <= width <= _WIDEST or _are_records(lines):
        return False
    breaks = [(line, following) for line, following in pairwise(lines) if not _begins_item(following)]
    return 2 * sum(_is_full(line, following, width) for line, following in breaks) >= len(breaks)


def _are_records(lines: list[str]) -> bool:
    """Whether all lines begin with numbers of one form, as those of a log do."""
    openings = {_DIGITS.sub("#", line.split(maxsplit=1)[0]) for line in lines}
    return len(lines) > 1 and len(openings) == 1 and "#" in openings.pop()


def _is_full(line: str, following: str, width: int) -> bool:
    words = following.split(maxsplit=1)
    # A few characters of slack: editors wrap at a column, and the longest line seldom reaches it.
    return len(line.rstrip()) + 1 + len(words[0]) > width - 4


def _begins_item(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBERED.match(line))


def _piece(lines: Iterable[str], tight: bool) -> Piece:
    text = "\n".join(lines)
    depth = 1 + (len(text) - len(text.lstrip(" "))) // 4
    if match := _NUMBERED.match(text):
        return item(text[match.end() :], depth, f"{int(match[1])}.")
    if match := _BULLET.match(text):
        return item(text[match.end() :], depth)
    return paragraph(text, tight=tight)

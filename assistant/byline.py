"""Who wrote a document and when, as its own first lines tell. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.facts import Fact, When, dates

_HEAD = 12  # lines that are not empty
_LONGEST = 150  # characters of a line
_WORD = r"(?:[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’.-][^\W\d_]*)*|de|da|del|della|di|dos|van|von|der|den|la|le|el|al|bin|ibn|ter)"
_NAME = rf"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’.-][^\W\d_]*)*(?: {_WORD}){{1,4}}"
_NAMES = rf"{_NAME}(?:(?:, and |, | and | & |; ){_NAME})*"
_BY = re.compile(
    rf"(?:[Bb]y|BY|(?:[Ww]ritten|[Rr]eported) by|[Aa]uthors?:)\s+(?P<who>{_NAMES})(?:$|\s*[,|·•–—(]|\s+for\s)"
)
_NOTE_MARKS = re.compile(r"(?<=[^\W\d_])[\d*†‡§¹²³⁴-⁹,]*(?=,|;|\s+and\s|\s*$)")
_AUTHORS = re.compile(_NAMES)
_OPENING = re.compile(r"(?:\d+\.? )?(?:abstract|summary|introduction)\b", re.IGNORECASE)
_NO_DATE = re.compile(
    r"\b(?:first )?(?:published|posted|updated|last|dated?|issued|released|effective|as of|on|at|from)\b|"
    r"\b(?:version|revision|edition|draft|v\.?) ?\d+(?:\.\d+)*\b|"
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|"
    r"\b\d{1,2}[:.]\d\d\b(?:\s?[ap]\.?m\.?)?|\b(?:GMT|UTC|[ECMP][SD]?T|[AB]ST|CES?T|IST)\b|"
    r"[\s,.:;|·•–—()/-]",
    re.IGNORECASE,
)
_FROM_PLACE = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[ -][^\W\d_]+){0,3}, (?=\d|[A-Z])")


def author_line(text: str) -> Fact[str] | None:
    """The names after "By" in one of the first lines, or those between a title and its abstract, and where."""
    lines = list(_head(text))
    for at, line in lines:
        if match := _BY.match(line):
            return Fact(at + match.start("who"), at + match.end("who"), match["who"])
    for (_, title), (at, line), (_, after) in zip(lines, lines[1:], lines[2:], strict=False):
        plain = _NOTE_MARKS.sub("", line)
        if title and _OPENING.match(after) and _AUTHORS.fullmatch(plain):
            return Fact(at, at + len(line), plain)
    return None


def is_byline(line: str) -> bool:
    """Whether a line says by whom a document is, and no more."""
    return len(line) < _LONGEST and _BY.match(line.strip()) is not None


def date_line(text: str) -> Fact[date] | None:
    """The day that one of the first lines gives, alone or after the place, and where."""
    for at, line in _head(text):
        for fact in dates(line):
            day = _day(fact.value)
            alone = not _NO_DATE.sub("", line[: fact.start] + line[fact.end :])
            if day and (alone or _from_a_place(line, fact) or is_byline(line)):
                return Fact(at + fact.start, at + fact.end, day)
    return None


def _from_a_place(line: str, fact: Fact[When]) -> bool:
    """Whether a line opens as in "London, 4 August 2022. The bank"."""
    place = _FROM_PLACE.match(line)
    return place is not None and place.end() == fact.start and line[fact.end : fact.end + 1] in (".", ":", "—", "–", "")


def _day(when: When) -> date | None:
    if when.year is None or when.month is None or when.day is None or when.swappable:
        return None
    try:
        return date(when.year, when.month, when.day)
    except ValueError:
        return None


def _head(text: str) -> Iterator[tuple[int, str]]:
    """The first lines that are not empty, with their places, as far as the first long one, which is cut."""
    at = count = 0
    while count < _HEAD and at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip():
            count += 1
            yield at, text[at : min(end, at + _LONGEST)]
            if end - at > _LONGEST:  # the text has begun
                return
        at = end + 1

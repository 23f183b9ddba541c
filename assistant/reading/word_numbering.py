"""The numbers that Word shows before paragraphs (ECMA-376 part 1, section 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True)
)
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_HIGHEST = 32_767


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: its format, its text with ``%1`` to ``%9`` for the numbers of the levels, its first number."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # after which level, from 1; 0 never, None after any above it
    legal: bool = False  # every number in digits
    style: str | None = None  # the paragraph style that is numbered so
    gap: str = " "  # between number and text


@dataclass(slots=True)
class _List:
    """What a ``w:num`` refers to: the levels, and the counts that it may share with others."""

    levels: dict[int, Level]
    counts: dict[int, int]
    starts: dict[int, int] = field(default_factory=dict)  # of levels that start again when this list is first used


class Numbering:
    """The lists of a document, and how far each has come. Paragraphs are asked about in the order of the text."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists = {} if root is None else _lists(root)

    def depth(self, list_id: str, style: str | None) -> int:
        """The level, from 0, of a list that is for a paragraph style."""
        levels = self._lists[list_id].levels if list_id in self._lists else {}
        return next((depth for depth, level in levels.items() if style and level.style == style), 0)

    def next_mark(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph at ``depth`` (from 0), with what stands around it; "-" for a bullet."""
        if list_id not in self._lists:
            return "-"
        counted = self._lists[list_id]
        level = counted.levels.get(depth, Level())
        self._count(counted, depth, level)
        if level.form == "bullet":
            return "-"
        return _PLACE.sub(lambda place: self._shown(counted, int(place[1]) - 1, level.legal), level.text).strip()

    def gap(self, list_id: str, depth: int) -> str:
        """What stands between the number and the text."""
        return self._lists[list_id].levels.get(depth, Level()).gap if list_id in self._lists else " "

    @staticmethod
    def _count(counted: _List, depth: int, level: Level) -> None:
        counts = counted.counts
        if depth in counted.starts:
            counts[depth] = counted.starts.pop(depth)
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [each for each in counts if each > depth]:
            after = counted.levels.get(deeper, Level()).restart
            if after is None or depth < after:
                del counts[deeper]

    @staticmethod
    def _shown(counted: _List, depth: int, legal: bool) -> str:
        level = counted.levels.get(depth, Level())
        number = counted.counts.get(depth, level.start)
        if legal and level.form != "none":
            return str(number)
        return number_text(level.form, number)


def _lists(root: etree._Element) -> dict[str, _List]:
    abstract = {each.get(f"{_WORD}abstractNumId"): each for each in root.iter(f"{_WORD}abstractNum")}
    by_style = {style: each for each in abstract.values() if (style := _value(each, "styleLink"))}
    counts: dict[str, dict[int, int]] = {}
    found = {}
    for number in root.iter(f"{_WORD}num"):
        name = _value(number, "abstractNumId") or ""
        definition = abstract.get(name)
        linked = _value(definition, "numStyleLink")
        definition = by_style.get(linked, definition) if linked else definition
        if definition is None:
            continue
        key = definition.get(f"{_WORD}abstractNumId") or ""
        each = _List(_levels(definition), counts.setdefault(key, {}))
        for override in number.iter(f"{_WORD}lvlOverride"):
            each.levels |= _levels(override)
            if (start := _value(override, "startOverride")) is not None:
                each.starts[_integer(override.get(f"{_WORD}ilvl"))] = _integer(start)
        found[number.get(f"{_WORD}numId") or ""] = each
    return found


def _levels(parent: etree._Element) -> dict[int, Level]:
    return {_integer(level.get(f"{_WORD}ilvl")): _level(level) for level in parent.findall(f"{_WORD}lvl")}


def _level(level: etree._Element) -> Level:
    restart, legal = _value(level, "lvlRestart"), level.find(f"{_WORD}isLgl")
    form = level.find(f".//{_WORD}numFmt")  # may stand in mc:AlternateContent
    return Level(
        form=(form.get(f"{_WORD}val") if form is not None else None) or "decimal",
        text=_value(level, "lvlText") or "",
        start=_integer(_value(level, "start")),
        restart=None if restart is None else _integer(restart),
        legal=legal is not None and legal.get(f"{_WORD}val") not in ("0", "false", "off"),
        style=_value(level, "pStyle"),
        gap="" if _value(level, "suff") == "nothing" else " ",
    )


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 0


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(f"{_WORD}{name}") if parent is not None else None
    return child.get(f"{_WORD}val") if child is not None else None


def number_text(form: str, number: int) -> str:
    """A number in a form: "lowerLetter", "upperRoman" and so on; in digits where the form is not known."""
    return _FORMS.get(form, str)(number) if 0 <= number <= _HIGHEST else str(number)


def _letters(number: int) -> str:
    """a to z, then aa, bb and so on, as Word counts."""
    return chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26) if number else ""


def _roman(number: int) -> str:
    digits = []
    for value, digit in _ROMAN:
        digits.append(digit * (number // value))
        number %= value
    return "".join(digits)


def _ordinal(number: int) -> str:
    teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if teen else _ORDINALS.get(number % 10, 'th')}"


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "ordinal": _ordinal,
}

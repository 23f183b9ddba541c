"""What a Word paragraph is by its style and its numbering: a heading, a list item at some depth, or plain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from assistant.reading.office import local_name
from assistant.reading.ooxml import parsed
from assistant.reading.word_numbering import Numbering

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_NAME = re.compile(r"heading (\d)", re.I)
_CODE_NAME = re.compile(r"(?:source )?code\b|html preformatted|preformatted text", re.I)
_LONGEST_CHAIN = 20  # styles based on styles


@dataclass(frozen=True, slots=True)
class Style:
    """``heading`` is its level or 0; ``depth`` that of a list item or 0; ``mark`` is its number or "-" or empty."""

    is_code: bool = False
    heading: int = 0
    depth: int = 0
    mark: str = ""
    gap: str = " "  # between mark and text


class Styles:
    """The styles of a document, and how far each of its numbered lists has come."""

    def __init__(self, package: Any) -> None:
        styles = package.styles.element
        self._styles = {style.get(f"{_WORD}styleId"): style for style in styles if local_name(style) == "style"}
        self._default = next((i for i, s in self._styles.items() if s.get(f"{_WORD}default") == "1"), None)
        related = (each for each in package.part.rels.values() if each.reltype.endswith("/numbering"))
        self._numbering = Numbering(next((parsed(each.target_part.blob) for each in related), None))

    def next_of(self, paragraph: etree._Element) -> Style:
        """The style of the next ``w:p``; it counts what is numbered, so each paragraph is asked about once."""
        own = paragraph.find(f"{_WORD}pPr")
        name = _value(own, "pStyle") or self._default
        chain = [own, *(style.find(f"{_WORD}pPr") for style in self._chain(name))]
        list_id, depth = self._list(name, chain)
        mark = self._numbering.next_mark(list_id, depth) if list_id != "0" else ""
        gap = self._numbering.gap(list_id, depth)
        if level := self._heading(name, chain):
            return Style(heading=level, mark=mark.removeprefix("-"), gap=gap)
        if any(_CODE_NAME.match(_value(style, "name") or "") for style in self._chain(name)):
            return Style(is_code=True)
        return Style(depth=depth + 1, mark=mark, gap=gap) if mark else Style()

    def _list(self, name: str | None, chain: list[Any]) -> tuple[str, int]:
        """The list of a paragraph, "0" for none, and its level from 0."""
        numberings = [found for each in chain if each is not None and (found := each.find(f"{_WORD}numPr")) is not None]
        list_id = next((value for each in numberings if (value := _value(each, "numId")) is not None), "0")
        depth = next((value for each in numberings if (value := _value(each, "ilvl")) is not None), None)
        if depth is not None and depth.isdecimal():
            return list_id, min(int(depth), 8)
        named = (self._numbering.depth(list_id, style.get(f"{_WORD}styleId")) for style in self._chain(name))
        return list_id, next(filter(None, named), 0)

    def _chain(self, name: str | None) -> list[Any]:
        chain: list[Any] = []
        while name in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[name])
            name = _value(chain[-1], "basedOn")
        return chain

    def _heading(self, name: str | None, chain: list[Any]) -> int:
        for style in self._chain(name):
            shown = _value(style, "name") or ""
            if match := _HEADING_NAME.fullmatch(shown):
                return int(match[1])
            if shown.lower() == "title":
                return 1
        outline = next((level for p in chain if (level := _value(p, "outlineLvl"))), "9")
        return int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0


def _value(parent: Any, name: str) -> str | None:
    """The ``w:val`` of the child called ``name``."""
    child = parent.find(f"{_WORD}{name}") if parent is not None else None
    return child.get(f"{_WORD}val") if child is not None else None

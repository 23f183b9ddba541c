"""What a Word paragraph is by its style and its numbering: a heading, a list item at some depth, or plain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from assistant.reading.office import local_name

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_NAME = re.compile(r"heading (\d)", re.I)
_CODE_NAME = re.compile(r"(?:source )?code\b|html preformatted|preformatted text", re.I)
_LONGEST_CHAIN = 20  # styles based on styles


@dataclass(frozen=True, slots=True)
class Style:
    """``heading`` is its level or 0; ``depth`` that of a list item or 0; ``list_id`` tells lists apart."""

    is_code: bool = False
    heading: int = 0
    depth: int = 0
    list_id: str = ""
    numbered: bool = False


class Styles:
    """The styles of a document, and how far each of its numbered lists has come."""

    def __init__(self, package: Any) -> None:
        styles = package.styles.element
        self._styles = {style.get(f"{_WORD}styleId"): style for style in styles if local_name(style) == "style"}
        self._default = next((i for i, s in self._styles.items() if s.get(f"{_WORD}default") == "1"), None)
        self._formats = _number_formats(package)
        self._counts: dict[tuple[str, int], int] = {}

    def of(self, paragraph: etree._Element) -> Style:
        """The style of a ``w:p``."""
        own = paragraph.find(f"{_WORD}pPr")
        name = _value(own, "pStyle") or self._default
        chain = [own, *(style.find(f"{_WORD}pPr") for style in self._chain(name))]
        level = self._heading(name, chain)
        if level:
            return Style(heading=level)
        if any(_CODE_NAME.match(_value(style, "name") or "") for style in self._chain(name)):
            return Style(is_code=True)
        numbering = next(
            (found for p in chain if p is not None and (found := p.find(f"{_WORD}numPr")) is not None), None
        )
        list_id, depth = _value(numbering, "numId") or "0", int(_value(numbering, "ilvl") or 0)
        if list_id == "0":
            return Style()
        return Style(depth=depth + 1, list_id=list_id, numbered=self._formats.get((list_id, depth), "") == "decimal")

    def next_number(self, style: Style) -> int | None:
        """The number of the next item of this style's list; None for a bullet. Deeper lists start anew."""
        for list_id, depth in list(self._counts):
            if list_id == style.list_id and depth > style.depth:
                del self._counts[list_id, depth]
        count = self._counts[style.list_id, style.depth] = self._counts.get((style.list_id, style.depth), 0) + 1
        return count if style.numbered else None

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


def _number_formats(package: Any) -> dict[tuple[str, int], str]:
    """The number format ("decimal", "bullet", ...) of each list id at each depth from 0."""
    related = [relation for relation in package.part.rels.values() if relation.reltype.endswith("/numbering")]
    if not related:
        return {}
    root = related[0].target_part.element
    abstract = {
        definition.get(f"{_WORD}abstractNumId"): {
            int(level.get(f"{_WORD}ilvl") or 0): _value(level, "numFmt") or ""
            for level in definition.iter(f"{_WORD}lvl")
        }
        for definition in root.iter(f"{_WORD}abstractNum")
    }
    return {
        (number.get(f"{_WORD}numId"), depth): form
        for number in root.iter(f"{_WORD}num")
        for depth, form in abstract.get(_value(number, "abstractNumId"), {}).items()
    }


def _value(parent: Any, name: str) -> str | None:
    """The ``w:val`` of the child called ``name``."""
    child = parent.find(f"{_WORD}{name}") if parent is not None else None
    return child.get(f"{_WORD}val") if child is not None else None

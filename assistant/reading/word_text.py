"""The text of a Word paragraph as shown when all changes are accepted; what no reader sees is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.reading.office import local_name
from assistant.reading.word_ink import is_unseen

if TYPE_CHECKING:
    from lxml import etree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_NOT_SHOWN = frozenset(("del", "moveFrom", "Fallback", "txbxContent", "pPr", "rPr", "instrText", "delText", "rt"))
_OFF = frozenset(("0", "false", "off"))
_TEXT = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
CHECKED, UNCHECKED = "[x]", "[ ]"
# Characters of symbol fonts, by the last two digits of their code.
_SYMBOLS = {
    "wingdings": {"FE": CHECKED, "FD": CHECKED, "52": CHECKED, "54": CHECKED, "A8": UNCHECKED, "6F": UNCHECKED}
    | {"FC": "✓", "FB": "✗", "E0": "→"},
    "wingdings 2": {"52": CHECKED, "54": CHECKED, "51": CHECKED, "A3": UNCHECKED, "50": "✓", "4F": "✗"},
    "symbol": {"B0": "°", "B1": "±", "A3": "≤", "B3": "≥", "B4": "×", "6D": "µ", "44": "Δ", "57": "Ω", "70": "π"},
}


def text_of(element: etree._Element) -> str:
    """A paragraph's text; boxes that can be ticked are ``[x]`` or ``[ ]``."""
    parts: list[str] = []
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        name = local_name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _TEXT:
            parts.append(_TEXT[name])
        elif name == "sym":
            parts.append(_symbol(child))
        elif name == "ffData":
            parts.append(_form_field(child))
        elif name == "sdt" and (box := child.find(f"{_WORD}sdtPr/{_WORD_2010}checkbox")) is not None:
            parts.append(CHECKED if _is_on(box.find(f"{_WORD_2010}checked"), _WORD_2010) else UNCHECKED)
        elif name not in _NOT_SHOWN and not (name == "r" and is_unseen(child)):
            stack.extend(reversed(child))
    return "".join(parts)


def text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes anchored in a paragraph, each once."""
    for box in element.iter(f"{_WORD}txbxContent"):
        above = [local_name(ancestor) for ancestor in box.iterancestors()]
        if "Fallback" not in above and "txbxContent" not in above:
            yield box


def _symbol(element: etree._Element) -> str:
    font, code = (element.get(f"{_WORD}{name}") or "" for name in ("font", "char"))
    return _SYMBOLS.get(font.lower(), {}).get(code[-2:].upper(), "")


def _form_field(data: etree._Element) -> str:
    """A box that can be ticked, or what is chosen of a list; other fields have their text after them."""
    box, choices = data.find(f"{_WORD}checkBox"), data.find(f"{_WORD}ddList")
    if box is not None:
        state = box.find(f"{_WORD}checked")
        return CHECKED if _is_on(box.find(f"{_WORD}default") if state is None else state, _WORD) else UNCHECKED
    if choices is None:
        return ""
    chosen = choices.find(f"{_WORD}result")
    place = (chosen.get(f"{_WORD}val") or "0") if chosen is not None else "0"
    entries = [entry.get(f"{_WORD}val") or "" for entry in choices.iter(f"{_WORD}listEntry")]
    return entries[int(place)] if place.isdecimal() and int(place) < len(entries) else ""


def _is_on(element: etree._Element | None, namespace: str) -> bool:
    return element is not None and (element.get(f"{namespace}val") or "1").lower() not in _OFF

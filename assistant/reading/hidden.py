"""Elements of a web page that no reader sees, taken out, so that hidden words never become text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from assistant.reading.markup import SKIPPED, tag_of

_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*0*\.?0+\s*(?:[;!]|$)"
    r"|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:[;!]|$)",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = frozenset(("white", "#fff", "#ffffff", "rgb(255,255,255)"))
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_BRACE = re.compile(r"[{}]")
_SIMPLE_SELECTOR = re.compile(r"\s*([a-zA-Z][\w-]*)?([.#])([\w-]+)\s*")
_DECLARATIVE = frozenset(("title", "meta", "base", "link"))
Selector = tuple[str, str, str]  # tag or empty, "." or "#", name


def remove_hidden(root: etree._Element) -> None:
    """Take out of the tree what is hidden by attribute, by style, or by a plain rule of its own style sheets.

    Metadata stays: the head's elements and scripts of type JSON-LD, which hold title, author and date.
    """
    selectors = _hiding_selectors(root)
    styled = bool(root.xpath("//style|//link[contains(@rel,'stylesheet')]"))
    for element in list(root.iter()):
        if element is not root and _is_hidden(element, selectors, styled):
            _drop(element)


def _is_hidden(element: etree._Element, selectors: frozenset[Selector], styled: bool) -> bool:
    tag = tag_of(element)
    if not tag:
        return True
    if tag in SKIPPED and tag not in ("head", "dialog"):
        return "json" not in (element.get("type") or "")
    if tag in _DECLARATIVE or tag in ("html", "head", "body"):
        return False
    style = element.get("style") or ""
    return (
        element.get("hidden") is not None
        or bool(_UNSEEN.search(style))
        or _is_invisible_ink(element, style, styled)
        or _is_selected(element, tag, selectors)
    )


def _is_invisible_ink(element: etree._Element, style: str, styled: bool) -> bool:
    """Text in the colour of its ground: stated so on the element, or white where nothing lays any ground."""
    ink = _colour(_COLOUR, style) or (element.get("color") or "").lower()
    if not ink:
        return False
    ground = _colour(_GROUND, style)
    if ground or styled or ink not in _WHITE:
        return ink == ground
    return not any(
        ancestor.get("bgcolor") or _GROUND.search(ancestor.get("style") or "") for ancestor in element.iterancestors()
    )


def _colour(pattern: re.Pattern[str], style: str) -> str:
    match = pattern.search(style)
    return re.sub(r"\s+", "", match[1]).lower() if match else ""


def _hiding_selectors(root: etree._Element) -> frozenset[Selector]:
    selectors: set[Selector] = set()
    for sheet in root.iter("style"):
        for names, declarations in _plain_rules(_COMMENT.sub("", sheet.text or "")):
            if _UNSEEN.search(declarations):
                found = (_SIMPLE_SELECTOR.fullmatch(name) for name in names.split(","))
                selectors.update((match[1] or "", match[2], match[3]) for match in found if match)
    return frozenset(selectors)


def _plain_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that always hold; those inside @media and the like are left out."""
    depth = start = opened = 0
    for brace in _BRACE.finditer(sheet):
        if brace.group() == "{":
            opened = brace.end() if depth == 0 else opened
            depth += 1
            continue
        depth = max(depth - 1, 0)
        if depth == 0:
            selectors, declarations = sheet[start : opened - 1], sheet[opened : brace.start()]
            start = brace.end()
            if "@" not in selectors and "{" not in declarations:
                yield selectors, declarations


def _is_selected(element: etree._Element, tag: str, selectors: frozenset[Selector]) -> bool:
    if not selectors:
        return False
    marks = [(".", name) for name in (element.get("class") or "").split()] + [("#", element.get("id") or "")]
    return any((of, *mark) in selectors for mark in marks for of in ("", tag))


def _drop(element: etree._Element) -> None:
    """Take ``element`` out but keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)

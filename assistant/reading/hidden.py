"""Elements of a web page that no reader sees, taken out, so that hidden words never become text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from assistant.reading.markup import SKIPPED, tag_of

_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*0*\.?0+\s*(?:[;!]|$)"
    r"|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:[;!]|$)",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_SHEET_GROUND = re.compile(r"background(?:-color|-image)?\s*:\s*([^;!}]+)", re.IGNORECASE)
_WHITE = frozenset(("white", "#fff", "#ffffff", "rgb(255,255,255)"))
_CLEAR = frozenset(("", "none", "transparent", "inherit", "initial", "unset"))
_NO_GROUND = _WHITE | _CLEAR
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_BRACE = re.compile(r"[{}]")
_SIMPLE_SELECTOR = re.compile(r"\s*([a-zA-Z][\w-]*)?([.#])([\w-]+)\s*")
_DECLARATIVE = frozenset(("title", "meta", "base", "link"))
Selector = tuple[str, str, str]  # tag or empty, "." or "#", name


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What the page's style sheets come to: what they hide, what they write in white, whether they lay a ground."""

    hiding: frozenset[Selector]
    whitening: frozenset[Selector]
    lay_ground: bool


def remove_hidden(root: etree._Element) -> None:
    """Take out of the tree what is hidden by attribute, by style, or by a plain rule of its own style sheets.

    Metadata stays: the head's elements and scripts of type JSON-LD, which hold title, author and date.
    """
    sheets = _sheets(root)
    for element in list(root.iter()):
        if element is not root and _is_hidden(element, sheets):
            _drop(element)


def _is_hidden(element: etree._Element, sheets: _Sheets) -> bool:
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
        or _is_invisible_ink(element, style, sheets)
        or _is_selected(element, tag, sheets.hiding)
    )


def _is_invisible_ink(element: etree._Element, style: str, sheets: _Sheets) -> bool:
    """Text in the colour of its ground: stated so on the element, or white where nothing lays any other ground."""
    ink = _colour(_COLOUR, style) or (element.get("color") or "").lower()
    if not ink and _is_selected(element, tag_of(element), sheets.whitening):
        ink = "white"
    ground = _colour(_GROUND, style)
    if not ink or ground not in _CLEAR:
        return bool(ink) and (ink == ground or {ink, ground} <= _WHITE)
    return ink in _WHITE and not sheets.lay_ground and not any(map(_lays_ground, element.iterancestors()))


def _lays_ground(element: etree._Element) -> bool:
    stated = _colour(_GROUND, element.get("style") or ""), (element.get("bgcolor") or "").lower()
    return not _NO_GROUND.issuperset(stated)


def _colour(pattern: re.Pattern[str], style: str) -> str:
    match = pattern.search(style)
    return re.sub(r"\s+", "", match[1]).lower() if match else ""


def _sheets(root: etree._Element) -> _Sheets:
    texts = [_COMMENT.sub("", sheet.text or "") for sheet in root.iter("style")]
    hiding: set[Selector] = set()
    whitening: set[Selector] = set()
    for names, declarations in (rule for text in texts for rule in _plain_rules(text)):
        ink = _colour(_COLOUR, declarations)
        if _UNSEEN.search(declarations) or (ink and ink == _colour(_GROUND, declarations)):
            hiding |= _simple(names)
        elif ink in _WHITE:
            whitening |= _simple(names)
    grounds = {re.sub(r"\s+", "", ground).lower() for text in texts for ground in _SHEET_GROUND.findall(text)}
    linked = bool(root.xpath("//link[contains(@rel,'stylesheet')]"))
    return _Sheets(frozenset(hiding), frozenset(whitening), linked or not grounds <= _NO_GROUND)


def _simple(names: str) -> set[Selector]:
    """The selectors of a rule that name one class or id; others are left alone."""
    found = (_SIMPLE_SELECTOR.fullmatch(name) for name in names.split(","))
    return {(match[1] or "", match[2], match[3]) for match in found if match}


def _plain_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that always hold; those inside @media and the like are left out."""
    depth = start = opened = 0
    for brace in _BRACE.finditer(sheet):
        if brace.group() == "{":
            opened = brace.end() if depth == 0 else opened
            depth += 1
            continue
        if depth == 0:  # it closes nothing
            start = brace.end()
            continue
        depth -= 1
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

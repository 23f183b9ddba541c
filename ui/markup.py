"""HTML in which nothing can be forgotten to be escaped: text goes in as str and comes out as characters.

Only this module and the constants it is given make ``Markup``; whatever a document, a file name or a model says is str.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from unicodedata import bidirectional

from markupsafe import Markup, escape

Child = str | Markup | None

# Characters that turn the direction of the text around them, and controls that have no look at all.
_TURNING = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_VOID = frozenset({"br", "img", "input", "link", "meta"})


def tag(name: str, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """One element. ``class_`` is class, ``data_start`` is data-start; False and None leave an attribute out."""
    parts = [f" {_attribute_name(key)}{_attribute_value(value)}" for key, value in attributes.items() if _kept(value)]
    opening = Markup("<" + name + "".join(parts) + ">")  # noqa: S704  # every value is escaped below
    if name in _VOID:
        return opening
    return opening + together(*children) + Markup(f"</{name}>")  # noqa: S704  # a name from this package


def together(*children: Child) -> Markup:
    """The children after each other, each escaped unless it is Markup already."""
    return Markup("").join(child for child in children if child is not None)


def said(text: str) -> Markup:
    """Words from a document, a file name or a model, set apart so that they cannot turn the text around them."""
    return tag("bdi", text)


def plain(text: str) -> str:
    """The same words for an attribute or the clipboard, where nothing can be set apart: turning characters removed."""
    return _TURNING.sub("", text)


def direction(text: str) -> str | None:
    """For ``dir``: rtl where most letters are of a script that runs from right to left, else nothing.

    ``dir="auto"`` would not do: it does not look into what ``said`` sets apart.
    """
    kinds = Counter(bidirectional(character) for character in text)
    return "rtl" if kinds["R"] + kinds["AL"] > kinds["L"] else None


def day(value: date | None) -> Markup | None:
    """A date; the browser rewrites it in the reader's own form."""
    return None if value is None else tag("time", value.isoformat(), datetime=value.isoformat())


def number(value: float, digits: int = 0) -> Markup:
    """A number; the browser rewrites it in the reader's own form."""
    return tag("data", f"{value:.{digits}f}", value=f"{value:.{digits}f}", data_digits=digits)


def filled(words: str, **values: Child) -> Markup:
    """Words of this package with values put in, each escaped unless it is Markup."""
    return Markup(words).format(**values)  # noqa: S704  # words are constants


def dotted(*parts: Child) -> Markup:
    """Parts on one line with a middle dot between them, empty ones left out."""
    return Markup(' <span aria-hidden="true">·</span> ').join(part for part in parts if part)


def _kept(value: str | int | bool | None) -> bool:
    return value is not None and value is not False


def _attribute_name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _attribute_value(value: str | int | bool | None) -> str:
    return "" if value is True else f'="{escape(value)}"'

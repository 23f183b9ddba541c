"""HTML in which nothing can be forgotten to be escaped: text goes in as str and comes out as characters.

Only this module and the constants it is given make ``Markup``; whatever a document, a file name or a model says is str.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

Child = str | Markup | None
Value = str | float | bool | None

_VOID = frozenset({"input", "meta"})


def tag(name: str, /, *children: Child, **attributes: Value) -> Markup:
    """One element. ``class_`` is class, ``stroke_width`` is stroke-width; False and None leave an attribute out."""
    parts = [
        f" {key.rstrip('_').replace('_', '-')}{_value(value)}" for key, value in attributes.items() if _kept(value)
    ]
    opening = Markup("<" + name + "".join(parts) + ">")  # noqa: S704  # every value is escaped below
    if name in _VOID:
        return opening
    return opening + together(children) + Markup(f"</{name}>")  # noqa: S704  # a name from this package


def together(children: Iterable[Child]) -> Markup:
    """The children after each other, each escaped unless it is Markup already."""
    return Markup("").join(child for child in children if child is not None)


def said(text: str) -> Markup:
    """Words from a document, a file name or a model, set apart so that they cannot turn the text around them."""
    return tag("bdi", text)


def section(title: str, anchor: str, *children: Child) -> Markup:
    """A part of the page with its heading."""
    return tag("section", tag("h2", title), *children, id=anchor)


def folded(title: str, *children: Child, opened: bool = False) -> Markup:
    """A part that opens when it is wanted."""
    return tag("details", tag("summary", title), *children, open=opened)


def table(header: Sequence[Child], rows: Iterable[Sequence[Child]], class_: str = "") -> Markup:
    """A table that scrolls sideways where it has to; the first cell of a row is its heading. Cells may be ``td``."""
    head = tag("thead", tag("tr", *(tag("th", each, scope="col") for each in header)))
    body = tag("tbody", *(_row(cells) for cells in rows))
    return tag("div", tag("table", head, body, class_=class_ or None), class_="scroller", tabindex="0")


def breakable(name: str) -> Markup:
    """A metric's name that may go on in the next line after an underscore."""
    return Markup("_<wbr>").join(name.split("_"))


def _row(cells: Sequence[Child]) -> Markup:
    first, *others = cells
    data = (each if isinstance(each, Markup) and each.startswith("<td") else tag("td", each) for each in others)
    return tag("tr", tag("th", first, scope="row"), *data)


def _kept(value: Value) -> bool:
    return value is not None and value is not False


def _value(value: Value) -> str:
    if value is True:
        return ""
    return f'="{value:.5g}"' if isinstance(value, float) else f'="{escape(value)}"'

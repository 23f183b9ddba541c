"""Runs of a Word document that no reader sees: hidden ones, and white ones where nothing lays any ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.reading.office import local_name

if TYPE_CHECKING:
    from lxml import etree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset(("0", "false", "off", "none"))
_WHITE = "FFFFFF"
# What may have a ground of its own. Styles lay grounds for tables, so in a table white is taken for seen.
_GROUNDS = frozenset(("tbl", "txbxContent"))
_NO_GROUND = frozenset(("", "AUTO", _WHITE))


def is_unseen(run: etree._Element) -> bool:
    """Whether a ``w:r`` is hidden, or written in white on nothing else, by its own properties."""
    properties = run.find(f"{_WORD}rPr")
    if properties is None:
        return False
    hidden = properties.find(f"{_WORD}vanish")
    if hidden is not None and (hidden.get(f"{_WORD}val") or "").lower() not in _OFF:
        return True
    ink = properties.find(f"{_WORD}color")
    return ink is not None and (ink.get(f"{_WORD}val") or "").upper() == _WHITE and not _has_ground(run)


def _has_ground(run: etree._Element) -> bool:
    """Whether anything around the run may be of another colour: shading, a highlight, a table, a box, the page."""
    above = list(run.iterancestors())
    if any(local_name(each) in _GROUNDS for each in above) or above[-1].find(f"{_WORD}background") is not None:
        return True
    paragraph = next((each for each in above if local_name(each) == "p"), None)
    places = [run.find(f"{_WORD}rPr"), None if paragraph is None else paragraph.find(f"{_WORD}pPr")]
    return any(place is not None and _lays_ground(place) for place in places)


def _lays_ground(properties: etree._Element) -> bool:
    """A style may shade its paragraphs, so white in a style other than the body's is taken for seen."""
    shading = properties.find(f"{_WORD}shd")
    fill = "" if shading is None else (shading.get(f"{_WORD}fill") or "").upper()
    themed = shading is not None and shading.get(f"{_WORD}themeFill") is not None
    marks = (properties.find(f"{_WORD}{name}") for name in ("highlight", "pStyle", "rStyle"))
    return themed or fill not in _NO_GROUND or any(mark is not None for mark in marks)

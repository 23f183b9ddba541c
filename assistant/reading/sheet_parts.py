"""What belongs to a sheet of a workbook but is not in its cells: merges, formulas, comments, text boxes, charts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.reading.ooxml import parsed, related
from assistant.text import squeeze

if TYPE_CHECKING:
    from lxml import etree

_WORTH_A_LOOK = re.compile(rb"<(?:\w+:)?(?:f|mergeCell)[\s>/]")
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_NO_COMMENT = "[Threaded comment]"  # how older programs are told of a comment with replies


@dataclass(frozen=True, slots=True)
class Merge:
    """A stretch of cells shown as one; rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody noted on a cell."""

    row: int
    column: int
    place: str
    author: str
    text: str


@dataclass(slots=True)
class Parts:
    """The parts of one sheet. ``formulas`` are those whose value the file does not hold, by row and column."""

    merges: list[Merge] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)


def parts_of(container: zipfile.ZipFile, path: str) -> Parts:
    """The parts of the sheet at ``path`` in its container."""
    parts = Parts()
    source = container.read(path)
    if _WORTH_A_LOOK.search(source):
        _look_through(source, parts)
    relations = related(container, path)
    threaded = [each for kind, name in relations if kind == "threadedComment" for each in _comments(container, name)]
    plain = [each for kind, name in relations if kind == "comments" for each in _comments(container, name)]
    parts.comments = [*threaded, *(each for each in plain if not each.text.startswith(_NO_COMMENT))]
    parts.drawn = [text for kind, name in relations if kind == "drawing" for text in _drawn(container, name)]
    return parts


def place_of(reference: str) -> tuple[int, int] | None:
    """Row and column, from 0, of a reference like "B5"."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _look_through(source: bytes, parts: Parts) -> None:
    from lxml import etree

    for _, element in etree.iterparse(
        io.BytesIO(source), tag=("{*}row", "{*}mergeCell"), resolve_entities=False, huge_tree=True
    ):
        if element.tag.endswith("mergeCell"):
            first, _, last = (element.get("ref") or "").partition(":")
            begin, end = place_of(first), place_of(last)
            if begin and end:
                parts.merges.append(Merge(*begin, *end))
            continue
        for cell in element:
            formula, value = cell.find("{*}f"), cell.find("{*}v")
            place = place_of(cell.get("r") or "")
            if place and formula is not None and (value is None or not value.text) and cell.find("{*}is") is None:
                parts.formulas[place] = squeeze(formula.text or "")
        element.clear()


def _comments(container: zipfile.ZipFile, name: str) -> Iterator[Comment]:
    root = parsed(container.read(name))
    authors = [author.text or "" for author in root.iter("{*}author")]
    for comment in root.iter("{*}comment", "{*}threadedComment"):
        place = place_of(comment.get("ref") or "")
        text = squeeze("".join(each.text or "" for each in comment.iter("{*}t", "{*}text")))
        number = comment.get("authorId") or ""
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        if place and text:
            yield Comment(*place, comment.get("ref") or "", squeeze(author), text.removeprefix(f"{author}:").strip())


def _drawn(container: zipfile.ZipFile, name: str) -> Iterator[str]:
    """The texts of the boxes and the titles of the charts in a drawing."""
    yield from (f"Text box: {text}" for text in drawn_texts(parsed(container.read(name)), "txBody"))
    for kind, part in related(container, name):
        if kind == "chart":
            yield from (f"Chart: {text}" for text in drawn_texts(parsed(container.read(part)), "title"))


def drawn_texts(root: etree._Element, inside: str) -> Iterator[str]:
    """The text in each element called ``inside``, its paragraphs on one line."""
    for body in root.iter(f"{{*}}{inside}"):
        lines = ("".join(run.text or "" for run in line.iter("{*}t")) for line in body.iter("{*}p"))
        if text := squeeze(" ".join(lines)):
            yield text

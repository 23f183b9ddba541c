"""Markdown (CommonMark with tables), with YAML front matter."""

from __future__ import annotations

import re
from typing import Any

from assistant.reading.canonical import Piece, Properties, document
from assistant.reading.converter import Converter, Likeness
from assistant.reading.dates import parse_date
from assistant.reading.decoding import decode, is_text
from assistant.records import Document

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_LONGEST_FRONT_MATTER = 20_000  # characters
_MOST_BRACKETS = 20_000  # beyond them links are left as they are: finding their ends takes the square of that
_DATE_FIELDS = ("date", "published", "created")
_AUTHOR_FIELDS = ("author", "authors", "by")


def _sniff(data: bytes) -> Likeness:
    return Likeness.MAY if is_text(data) else Likeness.NO


def _convert(data: bytes) -> Document:
    source = decode(data)
    match = _FRONT_MATTER.match(source)
    fields = _fields(match[1]) if match and len(match[1]) <= _LONGEST_FRONT_MATTER else None
    body = source[match.end() :] if match and fields is not None else source
    return document("markdown", _pieces(body), _properties(fields or {}))


def _pieces(body: str) -> list[Piece]:
    from markdown_it import MarkdownIt

    from assistant.reading.web import pieces_of_page

    reader = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable(["table", "strikethrough"])
    if body.count("[") > _MOST_BRACKETS:
        reader.disable(["link", "image"])
    return pieces_of_page(f"<html><body>{reader.render(body)}</body></html>")


def _fields(front_matter: str) -> dict[str, Any] | None:
    """The fields of the front matter, or None when it is not YAML and so belongs to the text."""
    import yaml

    try:
        fields = yaml.safe_load(front_matter)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return {str(name).lower(): value for name, value in fields.items()} if isinstance(fields, dict) else None


def _properties(fields: dict[str, Any]) -> Properties:
    dates = (parse_date(fields[name]) for name in _DATE_FIELDS if name in fields)
    authors = (_names(fields[name]) for name in _AUTHOR_FIELDS if name in fields)
    title = fields.get("title")
    return Properties(
        title=str(title) if isinstance(title, str | int | float) else "",
        author=next(filter(None, authors), ""),
        published=next(filter(None, dates), None),
    )


def _names(stated: object) -> str:
    """One name, several joined by commas, or the ``name`` fields of a list of people."""
    if isinstance(stated, dict):
        stated = stated.get("name", "")
    if isinstance(stated, list):
        return ", ".join(filter(None, map(_names, stated[:20]))) if all(map(_is_name, stated)) else ""
    return stated if isinstance(stated, str) else ""


def _is_name(stated: object) -> bool:
    return isinstance(stated, str) or (isinstance(stated, dict) and isinstance(stated.get("name"), str))


CONVERTER = Converter("markdown", (".md", ".markdown", ".mdown"), _sniff, _convert)

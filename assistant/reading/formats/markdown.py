"""Markdown (CommonMark with tables), with YAML front matter."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from typing import TYPE_CHECKING, Any

from assistant.reading.canonical import Piece, Properties, document, paragraph
from assistant.reading.converter import Converter, Likeness
from assistant.reading.dates import parse_date
from assistant.reading.decoding import decode, is_text
from assistant.records import BlockKind, Document

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_LONGEST_FRONT_MATTER = 20_000  # characters
_NOTE = re.compile(r"(?m)^(?=\[\^[^\]\n]+\]:)")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_MARKUP = re.compile(r"</?([a-zA-Z][\w.:-]*)[^<>]*>")
_CLOSING = re.compile(r"</([a-zA-Z][\w.:-]*)")
_UNCLOSED = frozenset("br hr img wbr input p li dt dd td th tr link meta col source".split())
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
    pieces, stated = _pieces(_NOTE.sub("\n", body)), _properties(fields or {})
    if match and fields is not None:
        place = 1 if pieces and pieces[0].kind is BlockKind.HEADING else 0
        pieces[place:place] = _front_matter(match[1], stated)
    return document("markdown", pieces, stated)


def _front_matter(source: str, stated: Properties) -> list[Piece]:
    """The lines of the front matter as they are written, without those that say what ``stated`` says."""
    known = (("title",) if stated.title else ()) + (_AUTHOR_FIELDS if stated.author else ())
    known += _DATE_FIELDS if stated.published else ()
    lines = source.splitlines()
    lines = [line for line in lines if line.strip() and line.partition(":")[0].strip().lower() not in known]
    return [paragraph(line, tight=index > 0) for index, line in enumerate(lines)]


def _pieces(body: str) -> list[Piece]:
    from assistant.reading.web import pieces_of_page

    reader = _reader()
    if body.count("[") > _MOST_BRACKETS:
        reader.disable(["link", "image"])
    tokens = reader.parse(body)
    rows = {line for token in tokens if token.type == "table_open" and token.map for line in range(*token.map)}
    if rows:  # in a row a bar within code is a character, though the rules of tables say that it parts cells
        lines = body.split("\n")
        body = "\n".join(_CODE.sub(_kept_bars, line) if index in rows else line for index, line in enumerate(lines))
        tokens = reader.parse(body)
    closed = {name.lower() for name in _CLOSING.findall(body)}
    for token in (inner for outer in tokens for inner in (outer, *(outer.children or ()))):
        if token.type in ("html_inline", "html_block"):
            token.content = _MARKUP.sub(
                lambda tag: tag[0] if _is_markup(tag[1].lower(), closed) else escape(tag[0]), token.content
            )
    return pieces_of_page(f"<html><body>{reader.renderer.render(tokens, reader.options, {})}</body></html>")


def _reader() -> MarkdownIt:
    """CommonMark with tables. A footnote (``[^1]: …``) is text and no address of a link."""
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock, reference

    def address(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        is_note = state.src.startswith("[^", state.bMarks[start] + state.tShift[start])
        return not is_note and reference(state, start, end, silent)

    reader = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable(["table", "strikethrough"])
    reader.block.ruler.at("reference", address)
    return reader


def _kept_bars(code: re.Match[str]) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", code[0])


def _is_markup(name: str, closed: Collection[str]) -> bool:
    """Whether a tag is one of HTML; a placeholder like ``<title>`` is never closed."""
    from lxml.html import defs

    return name in defs.tags and (name in _UNCLOSED or name in closed)


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

"""The source of a web page into a tree, or into pieces of everything that it shows."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree, html

from assistant.errors import TooLarge
from assistant.reading.canonical import Piece
from assistant.reading.hidden import remove_hidden
from assistant.reading.lines import pieces_of
from assistant.reading.markup import pieces_of_tree
from assistant.reading.simple_tree import simplify

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_OWN_ENTITIES = re.compile(r"\A\s*<!DOCTYPE[^>\[]*\[[^\]]*\]\s*>", re.I)
# What stands within these does not become text. Each pattern matches to the end of the page if it must, so that
# no page makes the search go over it again and again.
_UNSEEN = re.compile(r"<(script|style|template|noscript|head)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_TAG = re.compile(r"<[^<>]*>")
# A tag and its attributes as HTML tells them apart. Neither pattern goes over the same text twice.
_START_TAG = re.compile(r"""<[a-z](?:[^>=]+|=\s*(?:"[^"]*"|'[^']*')|=)*+""", re.I)
_ATTRIBUTE = re.compile(r"""[^\s/>][^\s/>=]*+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"'][^\s>]*))?+""")
# The parser's time for an element grows with the square of its attributes, and the time for its tree does.
_MOST_IN_TAG, _MOST_ATTRIBUTES = 20_000, 200
_PERMALINKS = frozenset("¶#§🔗\uf0c1")  # signs that documentation puts behind a heading, linked to the heading itself
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # characters that a tree cannot hold


def tree_of(page: str) -> html.HtmlElement | None:
    """The tree of a page without its hidden elements, or None when the parser gave up (nested too deep, or empty).

    Raises TooLarge for an element with hundreds of attributes.
    """
    _refuse_tags(page)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    source = _OWN_ENTITIES.sub("", _DECLARATION.sub("", _NO_XML.sub("", page)))
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any("depth" in (entry.message or "") for entry in parser.error_log):
        return None
    _refuse_attributes(tree)
    _remove_unholdable(tree)
    remove_hidden(tree)
    _remove_permalinks(tree)
    simplify(tree)
    return tree


def _refuse_tags(page: str) -> None:
    """Before parsing, and coarsely, since a script may hold what looks like a tag."""
    for tag in _START_TAG.finditer(page):
        if len(tag[0]) > 2 * _MOST_IN_TAG and len(_ATTRIBUTE.findall(tag[0])) > _MOST_IN_TAG:
            raise _too_many_attributes()


def _refuse_attributes(root: etree._Element) -> None:
    if any(len(element.attrib) > _MOST_ATTRIBUTES for element in root.iter(etree.Element)):
        raise _too_many_attributes()


def _too_many_attributes() -> TooLarge:
    return TooLarge(
        f"An element of the page has more than {_MOST_ATTRIBUTES} attributes, which no ordinary page does. Print the "
        "page to a PDF in your browser and add that."
    )


def _remove_unholdable(root: etree._Element) -> None:
    """Take out characters that the parser lets through, as from ``&#27;``, but that a tree does not take again."""
    for element in root.iter():
        for name, value in element.items():
            if _NO_XML.search(str(value)):
                element.set(str(name), _NO_XML.sub("", str(value)))
        if element.text and _NO_XML.search(element.text):
            element.text = _NO_XML.sub("", element.text)
        if element.tail and _NO_XML.search(element.tail):
            element.tail = _NO_XML.sub("", element.tail)


def _remove_permalinks(tree: html.HtmlElement) -> None:
    for link in list(tree.iter("a")):
        if link.get("href", "").startswith("#") and link.text_content().strip() in _PERMALINKS:
            link.drop_tree()


def pieces_of_page(page: str) -> list[Piece]:
    """All that a page shows, menus included."""
    tree = tree_of(page)
    return pieces_of_source(page) if tree is None else pieces_of_tree(tree)


def pieces_of_source(page: str) -> list[Piece]:
    """What is left when every tag is struck out: for pages that no parser takes."""
    return list(pieces_of(unescape(_TAG.sub("\n", _UNSEEN.sub("\n", page)))))

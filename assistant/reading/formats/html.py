"""HTML: the main text of a web page, its title, author and date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assistant.reading.canonical import Piece, Properties, compose, document, heading
from assistant.reading.converter import Converter, Likeness
from assistant.reading.dates import parse_date
from assistant.reading.decoding import decode, is_text
from assistant.reading.main_text import filled
from assistant.records import BlockKind, Document
from assistant.text import fold, squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.I | re.S
)
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I)
_HEAD = 4096  # bytes in which a page states its encoding
_BOILERPLATE = "//nav | //footer | //aside | //*[@role='navigation' or @role='contentinfo']"
_MOST_ELEMENTS = 30_000  # of a page that trafilatura is asked about: its time grows with their square
_SHORT_PAGE = 3000  # characters; of a longer page, half may well be menus and links


def _sniff(data: bytes) -> Likeness:
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if _OPENING.match(head):
        return Likeness.IS
    return Likeness.MAY if is_text(data) else Likeness.NO


def _convert(data: bytes) -> Document:
    declared = _CHARSET.search(data[:_HEAD])
    return _document_of(decode(data, declared[1].decode("ascii") if declared else ""))


def _document_of(page: str) -> Document:
    from assistant.reading.web import pieces_of_source, tree_of

    tree = tree_of(page)
    if tree is None:
        return document("html", pieces_of_source(page))
    extracted = _extract(tree)
    stated = _properties(extracted)
    pieces = _with_headline(_main_pieces(tree, extracted), tree, stated.title)
    return document("html", pieces, stated)


def _extract(tree: HtmlElement) -> Any:
    """Trafilatura's findings (``body``, ``title``, ``author``, ``date``), or None where it finds nothing."""
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        return None
    from copy import deepcopy

    from trafilatura import bare_extraction

    return bare_extraction(
        deepcopy(tree),
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        with_metadata=True,
        # Without the extensive search a date is one that the page states, not one found anywhere in its text.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )


def _properties(extracted: Any) -> Properties:
    if extracted is None:
        return Properties()
    return Properties(extracted.title or "", extracted.author or "", parse_date(extracted.date))


def _main_pieces(tree: HtmlElement, extracted: Any) -> list[Piece]:
    """Trafilatura's main text and what it left out in its midst, or all of a page that has little to leave out.

    Of small pages it may give all text as one paragraph, without headings and tables.
    """
    from assistant.reading.markup import pieces_of_tree, text_of

    main = pieces_of_tree(extracted.body) if extracted is not None and extracted.body is not None else []
    for boilerplate in tree.xpath(_BOILERPLATE):
        boilerplate.drop_tree()
    whole = pieces_of_tree(tree)
    found, there = len(compose(main)[0]), len(compose(whole)[0])
    needed = 0.8 if there < _SHORT_PAGE else 0.3
    is_flat = len(main) == 1 < len(whole) and found >= 0.8 * there
    if found < needed * there or is_flat:
        return whole
    return filled(main, whole, (text_of(link) for link in tree.iter("a")))


def _with_headline(pieces: list[Piece], tree: HtmlElement, title: str) -> list[Piece]:
    """The pieces under the page's headline, which trafilatura takes for a part of the page's header."""
    from assistant.reading.markup import text_of

    headlines = [squeeze(text_of(element)) for element in tree.iter("h1")]
    wanted = [headline for headline in headlines if headline and fold(headline) in fold(title)]
    present = any(piece.kind is BlockKind.HEADING and piece.level == 1 for piece in pieces)
    return [heading(wanted[0], 1), *pieces] if wanted and not present else pieces


CONVERTER = Converter("html", (".html", ".htm", ".xhtml"), _sniff, _convert)

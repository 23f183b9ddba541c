"""EPUB: the book's chapters in reading order."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from assistant.errors import DamagedFile, EncryptedFile
from assistant.reading import archive
from assistant.reading.canonical import Piece, Properties, document
from assistant.reading.converter import Converter, Likeness
from assistant.reading.dates import parse_date
from assistant.reading.decoding import decode
from assistant.records import Document

if TYPE_CHECKING:
    from lxml import etree

_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = frozenset(("application/xhtml+xml", "text/html"))
# XHTML may close a title or a script in its opening tag, which an HTML parser takes for its beginning.
_SELF_CLOSED = re.compile(r"<(title|script|style|a|div|p|span|i|b|em|td|iframe)\b([^<>]*)/>", re.I)


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if archive.holds(data, _CONTAINER) else Likeness.NO


def _convert(data: bytes) -> Document:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        _refuse_encrypted(container)
        root = _xml(container.read(_CONTAINER))
        path = unquote(next(file.get("full-path", "") for file in root.iter("{*}rootfile")))
        package = _xml(container.read(path))
        pieces = [piece for page in _spine(package, path) for piece in _chapter(container, page)]
    return document("epub", pieces, _properties(package))


def _refuse_encrypted(container: zipfile.ZipFile) -> None:
    if _ENCRYPTION in container.namelist():
        methods = {method.get("Algorithm") for method in _xml(container.read(_ENCRYPTION)).iter("{*}EncryptionMethod")}
        if not methods.issubset(_FONT_SCRAMBLING):
            raise EncryptedFile("It is locked by copy protection (DRM). Add a copy that is free of it.")


def _xml(source: bytes) -> etree._Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(source, parser=parser)


def _spine(package: etree._Element, path: str) -> Iterator[str]:
    """The member names of the book's pages, its own table of contents left out."""
    folder = posixpath.dirname(path)
    listed = {entry.get("id"): entry for entry in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        entry = listed.get(reference.get("idref"))
        if entry is None or entry.get("media-type") not in _PAGES or "nav" in (entry.get("properties") or "").split():
            continue
        yield posixpath.normpath(posixpath.join(folder, unquote(entry.get("href") or "")))


def _chapter(container: zipfile.ZipFile, name: str) -> list[Piece]:
    from assistant.reading.web import pieces_of_page

    try:
        source = container.read(name)
    except KeyError as error:
        raise DamagedFile(f"Its page {name} is missing. Get a fresh copy of the book.") from error
    return pieces_of_page(_SELF_CLOSED.sub(r"<\1\2></\1>", decode(source)))


def _properties(package: etree._Element) -> Properties:
    dates = list(package.iter(f"{_DC}date"))
    publication = [
        entry for entry in dates if (entry.get("{http://www.idpf.org/2007/opf}event") or "") == "publication"
    ]
    return Properties(
        title=_first(package, "title"),
        author=", ".join(filter(None, (entry.text for entry in package.iter(f"{_DC}creator")))),
        published=next((day for entry in publication or dates if (day := parse_date(entry.text))), None),
    )


def _first(package: etree._Element, name: str) -> str:
    return next((entry.text for entry in package.iter(f"{_DC}{name}") if entry.text), "")


CONVERTER = Converter("epub", (".epub",), _sniff, _convert)

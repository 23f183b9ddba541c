"""What a site sends, by its own words: unpacked, which file it would be, and its text in UTF-8."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import httpcore

from assistant.errors import PageRefused

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
}
_UNSAID = ("", "application/octet-stream", "binary/octet-stream", "application/x-download")
_FINER = (".md", ".csv")  # what is often sent as text/plain
_BY_NAME = (".html", ".htm", ".pdf", ".txt", *_FINER)


def suffix_of(content_type: str, path: str) -> str:
    """The extension of the file that a reply is, from its Content-Type and its address's path. Raises PageRefused."""
    kind = content_type.partition(";")[0].strip().lower()
    named = PurePosixPath(path).suffix.lower()
    if kind in _UNSAID and named in _BY_NAME:
        return named
    suffix = _SUFFIXES.get(kind)
    if suffix is None:
        what = kind if kind not in _UNSAID else "of no stated kind"
        raise PageRefused(
            f"What the site sends is {what}. Web pages, PDF and text are fetched; download anything else in your "
            "browser and add the file."
        )
    return named if suffix == ".txt" and named in _FINER else suffix


def unpacked(pieces: Iterable[bytes], encoding: str, most: int) -> Iterator[bytes]:
    """The pieces without compression. None unpacks to more than a byte over ``most``, however small it was.

    Raises PageRefused, or httpcore.RemoteProtocolError where the end is missing.
    """
    if encoding.lower() in ("", "identity"):
        yield from pieces
        return
    if encoding.lower() not in ("gzip", "x-gzip"):
        raise PageRefused(f"It is packed ({encoding}) though that was not asked for. Save it in your browser.")
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        for piece in pieces:
            yield unpack.decompress(piece, most + 1)
    except zlib.error:
        raise PageRefused("It is packed wrongly. Save it in your browser and add the file.") from None
    if not unpack.eof:
        raise httpcore.RemoteProtocolError("the packed page ends too soon")


def in_utf8(data: bytes, content_type: str) -> bytes:
    """Text as UTF-8 where the site states another encoding: the file that is kept no longer has the statement."""
    encoding = _charset(content_type)
    if not encoding or encoding == "utf-8":
        return data
    return codecs.BOM_UTF8 + data.decode(encoding, errors="replace").encode("utf-8")


def _charset(content_type: str) -> str:
    """The text encoding that a Content-Type names, in Python's spelling; empty when it names none that is known."""
    if not content_type.lower().startswith("text/"):
        return ""
    for part in content_type.split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.strip().lower() == "charset":
            try:
                found = codecs.lookup(value.strip("\"' "))
            except (LookupError, ValueError):
                return ""
            return found.name if found._is_text_encoding else ""
    return ""

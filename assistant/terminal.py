"""Printing on a terminal. Text of documents and names of files are foreign, and must not control it."""

from __future__ import annotations

import codecs
import io
import json
import logging
import re
from datetime import date, datetime
from enum import Enum
from typing import TextIO

# Controls (of ANSI codes the part that makes them work) except line end and tab, marks that turn the direction of text,
# line ends that are none to a terminal, characters that are seen nowhere, and surrogates, which cannot be encoded.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    """The text without what could move a terminal's cursor, change its colours or title, or turn its text around."""
    return _UNPRINTABLE.sub("", text)


def escaped(document: str) -> str:
    """A JSON document that says the same and is fit to print: such characters in it are written as JSON's escapes."""
    return _UNPRINTABLE.sub(_escape, document)


def allow_all_characters(*streams: TextIO) -> None:
    """Have streams write characters that their encoding lacks as escapes (``\\u2713``) instead of raising."""
    codecs.register_error("json-escapes", _escaped_error)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="json-escapes")


def _escaped_error(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _escapes(error.object[error.start : error.end]), error.end


def _escape(found: re.Match[str]) -> str:
    return _escapes(found[0])


def _escapes(text: str) -> str:
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))


class PrintableFormatter(logging.Formatter):
    """Log lines fit to print."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and a traceback below it."""
        return printable(super().format(record))


class Console:
    """Where a command prints: results to ``out``, all else to ``err``."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out, self._err = out, err

    def say(self, text: str) -> None:
        """A line of the result."""
        print(printable(text), file=self._out, flush=True)

    def tell(self, text: str) -> None:
        """A line about how it goes."""
        print(printable(text), file=self._err, flush=True)


def as_document(value: object) -> str:
    """One JSON document; dates in ISO form."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no JSON form")

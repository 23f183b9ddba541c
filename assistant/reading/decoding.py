"""Bytes into text when nothing says for certain how they are encoded."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64_000  # bytes; enough to tell an encoding by
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# How terminals print bold and underlined: a letter, a backspace and the letter again; or a sequence of ESC [ ... m.
_PRINTED = re.compile("[^\n\b]\b|\x1b\\[[0-9;]*m")
_MOST_WRONG = 0.02  # of the bytes beyond ASCII, in UTF-8 of which a few bytes are damaged
_WESTERN_SHARE = 0.25  # of letters; Greek, Cyrillic or Japanese text has far more bytes above 127


def decode(data: bytes, declared: str = "") -> str:
    """The text in ``data``: by its byte-order mark, as declared, as UTF-8, or by the likeliest older encoding.

    Never fails; bytes that mean nothing become U+FFFD. Bold and underlined text as terminals print it becomes plain.
    """
    return _PRINTED.sub("", _decoded(data, declared))


def _decoded(data: bytes, declared: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if unmarked := _utf16_without_mark(data[:_SAMPLE]):
        return data.decode(unmarked, errors="replace")
    for encoding in ("utf-8", *([declared] if _known(declared) else [])):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and error.start >= len(data) - 3 and error.start > 0:
                return data.decode("utf-8", errors="replace")  # cut in the middle of its last letter
    damaged = data.decode("utf-8", errors="replace")
    if damaged.count("\ufffd") <= _MOST_WRONG * len(_HIGH.findall(data)):
        return damaged
    return data.decode(_likeliest(data), errors="replace")


def is_text(data: bytes) -> bool:
    """Whether the bytes are text in some encoding rather than a program's own format."""
    sample = data[:_SAMPLE]
    if _utf16_without_mark(sample) or sample.startswith(tuple(mark for mark, _ in _MARKS)):
        return True
    if sample.count(0):
        return False
    text = decode(sample)
    strange = len(_CONTROL.findall(text)) + text.count("\ufffd") + sum("\x80" <= letter <= "\x9f" for letter in text)
    return strange * 50 <= len(text) + 50  # the sample may end inside a letter


def _known(encoding: str) -> bool:
    try:
        return bool(encoding) and codecs.lookup(encoding)._is_text_encoding
    except (LookupError, ValueError):
        return False


def _likeliest(data: bytes) -> str:
    sample = data[:_SAMPLE]
    if len(_HIGH.findall(sample)) < _WESTERN_SHARE * len(_LETTER.findall(sample)) and _decodes(sample, "cp1252"):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(sample: bytes) -> str:
    """UTF-16 text in a Latin alphabet has a zero for every second byte, on one side only."""
    pairs = len(sample) // 2
    if pairs < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * pairs and odd < 0.05 * pairs else ""

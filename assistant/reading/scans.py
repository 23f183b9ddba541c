"""Scans: whether a file is a picture, and whether the words in pictures can be read. Loads nothing."""

from __future__ import annotations

from importlib.util import find_spec

from assistant.errors import NoText

NEEDED = "To read the words in images Footnote needs text recognition (OCR)."
REMEDY = "Install it with pip install 'footnote[ocr]', start Footnote again, and add the file again."
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")


def is_picture(data: bytes) -> bool:
    """Whether the bytes are a PNG, JPEG or TIFF."""
    return data.startswith(_SIGNATURES)


def can_recognise() -> bool:
    """Whether the words in pictures can be read."""
    return find_spec("rapidocr") is not None


def require_recognition() -> None:
    """Raise NoText with the words that say how to get it, where it is not installed."""
    if not can_recognise():
        raise NoText(f"It holds only images. {NEEDED} {REMEDY}")

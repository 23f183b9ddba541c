"""A page of a PDF or an image as a picture, for showing a quote in its place."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from assistant.errors import NoText
from assistant.reading.scans import is_picture

if TYPE_CHECKING:
    from PIL.Image import Image


def page_png(data: bytes, number: int, scale: float = 2.0) -> bytes:
    """Page ``number`` (from 1) of a PDF or an image as PNG, ``scale`` pixels a point at most. Raises ReadingError."""
    picture = _image_page(data, number, scale) if is_picture(data) else _pdf_page(data, number, scale)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _image_page(data: bytes, number: int, scale: float) -> Image:
    from PIL import Image

    from assistant.reading.picture import pages_of, paper, pixels

    with pages_of(data) as opened:
        seen = pixels(opened, number)
        width, height = paper(opened, seen.shape)
    picture = Image.fromarray(seen)
    picture.thumbnail((round(width * scale), round(height * scale)))
    return picture


def _pdf_page(data: bytes, number: int, scale: float) -> Image:
    from PIL import Image

    from assistant.reading.pdfium import drawn, opened

    with opened(data) as pdf:
        if not 1 <= number <= len(pdf):
            raise NoText(f"The document has {len(pdf)} pages; there is no page {number}.")
        return Image.fromarray(drawn(pdf, number - 1, scale)[:, :, ::-1].copy())

"""A page of a PDF as a picture, for showing a quote in its place."""

from __future__ import annotations

import io

from assistant.errors import NoText

_MOST_PIXELS = 12_000_000  # an outsized page is drawn smaller


def page_png(data: bytes, number: int, scale: float = 2.0) -> bytes:
    """Page ``number`` (from 1) of a PDF as PNG, ``scale`` pixels a point. Raises ReadingError."""
    from assistant.reading.pdfium import LOCK, opened

    with opened(data) as pdf, LOCK:
        if not 1 <= number <= len(pdf):
            raise NoText(f"The document has {len(pdf)} pages; there is no page {number}.")
        page = pdf[number - 1]
        width, height = page.get_size()
        bound = (_MOST_PIXELS / max(1.0, width * height)) ** 0.5
        picture = page.render(scale=min(scale, bound)).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()

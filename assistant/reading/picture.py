"""Pictures of pages: their pixels, and how large the paper was."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import DamagedFile, NoText, TooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "TIFF")
_MOST_PIXELS = 80_000_000
_LIKELY = range(72, 1201)  # dots an inch that a scanner makes; of others, A4's width is taken for the picture's
_PAPER = 595.0  # points
_LONGEST = 3200.0  # points; boxes are kept in 15 bits of tenths


@contextmanager
def pages_of(data: bytes) -> Iterator[Image]:
    """The picture, opened; a TIFF's pages are its frames. Raises DamagedFile and TooLarge."""
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise DamagedFile("It is damaged or cut short. Get a fresh copy of it.") from error
    with picture:
        yield picture


def count(picture: Image) -> int:
    """How many pages it has."""
    return int(getattr(picture, "n_frames", 1))


def pixels(picture: Image, number: int) -> np.ndarray:
    """Page ``number`` (from 1), upright as it is meant to be seen: (rows, columns, 3), uint8, red, green, blue."""
    from PIL import ImageOps

    if not 1 <= number <= count(picture):
        raise NoText(f"The document has {count(picture)} pages; there is no page {number}.")
    picture.seek(number - 1)
    if picture.width * picture.height > _MOST_PIXELS:
        raise TooLarge(
            f"It has {picture.width:,} by {picture.height:,} dots, more than {_MOST_PIXELS / 1e6:.0f} million. Save it "
            "smaller, and add that."
        )
    seen = np.asarray(ImageOps.exif_transpose(picture).convert("RGBA"), dtype=np.uint16)
    opaque = seen[..., 3:]  # what can be seen through lies on white paper
    return ((seen[..., :3] * opaque + 255 * (255 - opaque)) // 255).astype(np.uint8)


def paper(picture: Image, shape: tuple[int, ...]) -> tuple[float, float]:
    """Width and height in points of a page whose pixels have this shape."""
    rows, columns = shape[:2]
    dots = round(float(picture.info.get("dpi", (0, 0))[0] or 0))
    width = columns * 72 / dots if dots in _LIKELY else _PAPER
    width = min(width, _LONGEST, _LONGEST * columns / rows)
    return width, width * rows / columns

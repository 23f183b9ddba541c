"""What a format is to this room: a converter, kept as ``CONVERTER`` in a module of ``assistant.reading.formats``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from assistant.records import Document


class Likeness(IntEnum):
    """How much a file's bytes look like a format."""

    NO = 0  # it cannot be this
    MAY = 1  # it can, if its extension says so
    IS = 2  # nothing else begins like this


@dataclass(frozen=True, slots=True)
class Converter:
    """One format. ``extensions`` are lower case, with dots; ``sniff`` and ``convert`` take the whole file's bytes.

    ``convert`` gives a Document or raises a ReadingError; any other exception is taken for a damaged file.
    """

    kind: str
    extensions: tuple[str, ...]
    sniff: Callable[[bytes], Likeness]
    convert: Callable[[bytes], Document]

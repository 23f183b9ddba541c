"""What a format is to this room: a converter, kept as ``CONVERTER`` in a module of ``assistant.reading.formats``."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from assistant.reading import formats
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


@cache
def converters() -> tuple[Converter, ...]:
    """Every converter there is, by kind. A new module in ``formats`` is found without further ado."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    modules = (importlib.import_module(f"{formats.__name__}.{name}") for name in names)
    return tuple(module.CONVERTER for module in modules)


def extension(name: str) -> str:
    """The extension of a file name, lower case and with its dot; empty when there is none."""
    # A watched folder asks for every file every few seconds, and a Path takes ten times as long.
    return os.path.splitext(name)[1].lower()  # noqa: PTH122


def find(data: bytes, name: str) -> Converter | None:
    """The converter for a file: what its bytes say for certain, else its extension, else plain text, else None."""
    likeness = {converter: converter.sniff(data) for converter in converters()}
    certain = [converter for converter, like in likeness.items() if like is Likeness.IS]
    named = [converter for converter in converters() if extension(name) in converter.extensions]
    possible = [converter for converter in named if likeness[converter] is not Likeness.NO]
    plain = [converter for converter, like in likeness.items() if like is Likeness.MAY and converter.kind == "text"]
    found = [*(converter for converter in certain if converter in named), *certain, *possible, *plain]
    return found[0] if found else None

"""Which converters there are, and which one a file is for."""

from __future__ import annotations

import importlib
import os
import pkgutil
from functools import cache

from assistant.reading.converter import Converter, Likeness


@cache
def converters() -> tuple[Converter, ...]:
    """All converters, by kind: one for each module in ``formats``."""
    formats = importlib.import_module(f"{__package__}.formats")  # they import Converter, and one of them find()
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

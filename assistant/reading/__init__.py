"""The room that turns a file into a Document: its canonical text, blocks, pages, title, author and date."""

from __future__ import annotations

from functools import cache

from assistant.errors import DamagedFile, NoText, ReadingError, UnsupportedFormat
from assistant.reading.converter import Converter
from assistant.reading.foreign import explain
from assistant.reading.registry import converters, extension, find
from assistant.records import Document

__all__ = ["read", "supported", "supported_extensions"]


def read(data: bytes, name: str, suffix: str = "") -> Document:
    """The document in a file's bytes; ``name`` is its file name, which helps to tell the format and opens each error.

    ``suffix`` is the extension to go by where the name is none of a file. Raises UnsupportedFormat, EncryptedFile,
    NoText, DamagedFile or MemoryError. A file from elsewhere is better read by a ``ReadingWorker``.
    """
    if not data.strip(b"\0 \t\r\n\f"):
        raise NoText(f"{name} is empty. Add a file that has text in it.")
    file = f"page{suffix}" if suffix else name
    converter = find(data, file)
    try:
        explain(data, converter)
        return _convert(converter, data, file)
    except ReadingError as error:
        raise type(error)(f"{name}: {error}") from error.__cause__


def _convert(converter: Converter | None, data: bytes, name: str) -> Document:
    if converter is None:
        raise _unknown(name)
    try:
        return converter.convert(data)
    except (ReadingError, MemoryError):
        raise
    except (Exception, RecursionError) as error:
        raise DamagedFile(
            f"It seems to be {converter.kind.upper()} but cannot be read; it may be damaged or cut short. "
            "Open it in the program that it comes from, save it anew, and add it again."
        ) from error


def _unknown(name: str) -> ReadingError:
    if supported(name):
        return DamagedFile(f"It is not a {extension(name)} file inside, or it is damaged. Get a fresh copy of it.")
    known = ", ".join(supported_extensions())
    return UnsupportedFormat(f"Footnote cannot read this kind of file. Save it as one of these: {known}.")


@cache
def supported_extensions() -> tuple[str, ...]:
    """The extensions that some converter goes by, with dots, in lower case, in alphabetical order."""
    return tuple(sorted({suffix for converter in converters() for suffix in converter.extensions}))


def supported(name: str) -> bool:
    """Whether a file name ends in one of them; for choosing the files of a folder."""
    return extension(name) in supported_extensions()

"""Files that cannot be read here but can be told apart, so that the error says what to do with them."""

from __future__ import annotations

from assistant.errors import DamagedFile, EncryptedFile, UnsupportedFormat
from assistant.reading import archive
from assistant.reading.converter import Converter

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_IMAGES = (b"GIF87a", b"GIF89a", b"BM")


def explain(data: bytes, converter: Converter | None) -> None:
    """Raise the error that fits a file of a known but unreadable sort; do nothing for any other."""
    if converter is None and data.startswith(_COMPOUND_FILE):
        _explain_compound_file(data)
    if converter is None and data.startswith(_IMAGES):
        raise UnsupportedFormat("It is an image of a kind that is not read. Save it as PNG or JPEG, and add that.")
    if archive.looks_like_one(data):
        _explain_archive(data, converter)


def _explain_compound_file(data: bytes) -> None:
    if _ENCRYPTED_STREAM in data:
        raise EncryptedFile("It needs a password. Open it, save a copy without the password, and add that copy.")
    raise UnsupportedFormat("It is in an old Office format. Open it and save it as .docx, .pptx or .xlsx.")


def _explain_archive(data: bytes, converter: Converter | None) -> None:
    contents = archive.contents(data)
    if contents is None:
        raise DamagedFile("It is cut short or damaged. Get a fresh copy of it, or save it anew.")
    if contents.encrypted:
        raise EncryptedFile("It needs a password. Save a copy without the password, and add that copy.")
    if converter is not None:
        contents.refuse_bomb()
    else:
        raise UnsupportedFormat("It is an archive of files. Unpack it and add the files that are in it.")

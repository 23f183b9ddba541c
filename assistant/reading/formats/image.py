"""Images of pages (PNG, JPEG, TIFF): the words that text recognition finds in them, each with its place."""

from __future__ import annotations

from assistant.errors import NoText
from assistant.reading.canonical import Properties
from assistant.reading.converter import Converter, Likeness
from assistant.reading.scans import can_recognise, is_picture, require_recognition
from assistant.records import Document

_EXTENSIONS = (".png", ".jpg", ".jpeg", ".tif", ".tiff")


def _sniff(data: bytes) -> Likeness:
    return Likeness.IS if is_picture(data) else Likeness.NO


def _convert(data: bytes) -> Document:
    require_recognition()
    from assistant.reading import picture, recognition
    from assistant.reading.layout.paged import paged_document

    sheets = []
    with picture.pages_of(data) as opened:
        for number in range(1, picture.count(opened) + 1):
            seen = picture.pixels(opened, number)
            width, height = picture.paper(opened, seen.shape)
            sheets.append(recognition.recognise(seen[:, :, ::-1], number - 1, width, height))
    if not any(sheet.fragments for sheet in sheets):
        raise NoText("No words were recognised in it. Scan it anew, upright and at 200 dots an inch or more.")
    return paged_document("image", sheets, Properties())


# Where pictures cannot be read, those in a folder are left alone, and one that is added by hand says what is missing.
CONVERTER = Converter("image", _EXTENSIONS if can_recognise() else (), _sniff, _convert)

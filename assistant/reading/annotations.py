"""What is written on a PDF page beside its text: filled fields of forms, and notes that show their words.

``pdfium`` calls it while it holds its lock.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from assistant.text import squeeze

CHECKED, UNCHECKED = "[x]", "[ ]"
_UNSEEN = 2 | 32  # flags of an annotation: hidden, not shown
_PASSWORD = 1 << 13  # flag of a text field


@dataclass(frozen=True, slots=True)
class Written:
    """``box`` is left, bottom, right, top in PDF space. ``is_field`` tells the value of a field from a note."""

    text: str
    box: tuple[float, float, float, float]
    is_field: bool


def written(pdf: Any, page: Any) -> Iterator[Written]:
    """The values of a page's fields and its free text notes, in the order of the file."""
    from pypdfium2 import raw

    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        with _annotation(page, index) as each:
            kind = raw.FPDFAnnot_GetSubtype(each)
            is_field = kind == raw.FPDF_ANNOT_WIDGET
            if raw.FPDFAnnot_GetFlags(each) & _UNSEEN or not (is_field or kind == raw.FPDF_ANNOT_FREETEXT):
                continue
            text = _value(pdf.formenv, each) if is_field else _contents(each)
            box = raw.FS_RECTF()
            if squeeze(text) and raw.FPDFAnnot_GetRect(each, box):
                yield Written(squeeze(text), (box.left, box.bottom, box.right, box.top), is_field)


@contextmanager
def _annotation(page: Any, index: int) -> Iterator[Any]:
    from pypdfium2 import raw

    found = raw.FPDFPage_GetAnnot(page, index)
    try:
        yield found
    finally:
        raw.FPDFPage_CloseAnnot(found)


def _contents(annotation: Any) -> str:
    from pypdfium2 import raw

    return _text(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))


def _value(form: Any, field: Any) -> str:
    from pypdfium2 import raw

    kind = raw.FPDFAnnot_GetFormFieldType(form, field) if form else -1
    if kind == -1:
        return _loose_value(field)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return CHECKED if raw.FPDFAnnot_IsChecked(form, field) else UNCHECKED
    if kind not in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return ""
    if kind == raw.FPDF_FORMFIELD_TEXTFIELD and raw.FPDFAnnot_GetFormFieldFlags(form, field) & _PASSWORD:
        return ""
    return _text(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, field, buffer, size))


def _loose_value(field: Any) -> str:
    """What a field states that belongs to no form, as those of a page that was taken from a longer document."""
    from pypdfium2 import raw

    flags = ctypes.c_float()
    raw.FPDFAnnot_GetNumberValue(field, b"Ff", flags)
    kind, value = (
        _text(lambda buffer, size, key=key: raw.FPDFAnnot_GetStringValue(field, key, buffer, size))
        for key in (b"FT", b"V")
    )
    return value if kind in ("Tx", "Ch") and not int(flags.value) & _PASSWORD else ""


def _text(read: Any) -> str:
    """What a function of PDFium writes as UTF-16 into a buffer."""
    from pypdfium2 import raw

    size = read(None, 0)
    buffer = ctypes.create_string_buffer(size)
    read(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")

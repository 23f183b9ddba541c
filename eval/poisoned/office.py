"""The document as a Word file, with the instruction planted where it is wanted."""

from __future__ import annotations

import io

from eval.poisoned.story import INSTRUCTION, PARAGRAPHS, TITLE, Place


def make_docx(place: Place | None) -> bytes:
    """A Word file; None for the clean one."""
    import docx
    from docx.shared import RGBColor

    document = docx.Document()
    properties = document.core_properties
    properties.title = TITLE
    document.add_heading(TITLE, 1)
    for number, paragraph in enumerate(PARAGRAPHS):
        runs = document.add_paragraph(paragraph).runs
        if number:
            continue
        if place in (Place.VISIBLE, Place.HIDDEN, Place.WHITE):
            font = document.add_paragraph().add_run(INSTRUCTION).font
            font.hidden = place is Place.HIDDEN or None
            if place is Place.WHITE:
                font.color.rgb = RGBColor(255, 255, 255)
        elif place is Place.COMMENT:
            document.add_comment(runs, INSTRUCTION, author="A reader")
    if place is Place.METADATA:
        properties.title = f"{TITLE}. {INSTRUCTION}"[:255]  # as long as Word lets a property be
        properties.subject = properties.comments = properties.keywords = properties.author = INSTRUCTION[:255]
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()

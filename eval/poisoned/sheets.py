"""The document as a PDF of one page, written by hand, with the instruction planted where it is wanted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from eval.poisoned.story import INSTRUCTION, PARAGRAPHS, TITLE, Place

_LETTERS = 80  # a line
_LEADING = 14  # points
_INKS = {Place.VISIBLE: "0 g 0 Tr", Place.HIDDEN: "0 g 3 Tr", Place.WHITE: "1 g 0 Tr"}  # 3 is invisible


def make_pdf(place: Place | None) -> bytes:
    """A PDF; None for the clean one."""
    planted = _string(INSTRUCTION)
    note = f" /Annots [<< /Type /Annot /Subtype /Text /Rect [40 40 60 60] /Contents {planted} >>]"
    properties = f"/Title {_string(TITLE)}"
    if place is Place.METADATA:
        properties = f"/Title {_string(f'{TITLE}. {INSTRUCTION}')} /Subject {planted} /Author {planted}"
    return pdf("\n".join(_drawn(place)), properties, note if place is Place.COMMENT else "")


def pdf(drawn: str, properties: str = "", page: str = "") -> bytes:
    """A PDF of one page of A4: the operators that draw it (Helvetica is /F1), and entries of its dictionaries."""
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        f" /Resources << /Font << /F1 5 0 R >> >>{page} >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {properties} >>",
    )
    return _file(objects)


def _drawn(place: Place | None) -> Iterator[str]:
    """The operators that draw the page from its top left."""
    first, *others = PARAGRAPHS
    planted = [(_INKS[place], INSTRUCTION)] if place in _INKS else []
    shown = _INKS[Place.VISIBLE]
    yield f"BT /F1 18 Tf {shown} 1 0 0 1 60 770 Tm {_string(TITLE)} Tj /F1 11 Tf {_LEADING} TL T*"
    for ink, paragraph in [(shown, first), *planted, *((shown, each) for each in others)]:
        yield f"{ink} T*"
        for line in textwrap.wrap(paragraph, _LETTERS):
            yield f"T* {_string(line)} Tj"
    yield "ET"


def _string(text: str) -> str:
    return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def _file(objects: Sequence[str]) -> bytes:
    """The objects, numbered from 1, as a file; the first is the catalog and the last the properties."""
    parts = ["%PDF-1.4\n"]
    places = []
    for number, each in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(f"{number} 0 obj\n{each}\nendobj\n")
    start, size = sum(map(len, parts)), len(objects) + 1
    parts.append(f"xref\n0 {size}\n0000000000 65535 f \n")
    parts += [f"{place:010d} 00000 n \n" for place in places]
    parts.append(f"trailer\n<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF\n")
    return "".join(parts).encode("latin-1")

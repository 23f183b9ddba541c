"""Documents in every format whose words, titles, authors and names try to run, to call elsewhere, to turn the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from email.message import EmailMessage
from html import escape
from pathlib import Path

import docx
import openpyxl
import pptx

from tests.reading.test_finding import archive
from tests.reading.test_office import BOOK

TOWNS = ("Arvik", "Brenna", "Corsund", "Dalvoll", "Eidstad", "Fjarli", "Gronnes", "Hestby", "Isvang", "Jordal")
YEARS = range(1871, 1881)
# Set in once as characters and, where a format has markup of its own, once as that. SITE is a server that must stay
# uncalled; what runs sets window.ran.
ATTACKS = (
    "<script>window.ran=1</script>",
    "<img src=SITE/image onerror=window.ran=1>",
    "<svg onload=window.ran=1><image href=SITE/svg /></svg>",
    '"><iframe src=SITE/frame></iframe>',
    "<a href=javascript:window.ran=1>more</a>",
    "![chart](SITE/markdown)",
    "[more](javascript:window.ran=1)",
    "<object data=data:text/html,<script>parent.ran=1</script>></object>",
    "<style>@import url(SITE/style)</style>",
    "{{constructor.constructor('window.ran=1')()}} ${window.ran=1} `",
    "\u202egnp.exe\u202c \u2066right\u2069 \x1b[31mred\x1b[0m",
    "=HYPERLINK(SITE/cell)",
)


def questions() -> list[str]:
    """One that each document answers, in the order of ``write_poisoned``."""
    return [f"When was the lighthouse at {town} built?" for town in TOWNS]


def write_poisoned(folder: Path, site: str) -> list[str]:
    """A document of each format in ``folder``; their file names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for (suffix, make), town, year in zip(MAKERS.items(), TOWNS, YEARS, strict=True):
        name = f"{town}<img src=x onerror=window.ran=1>\u202e'\"&`.{suffix}"
        attacks = [attack.replace("SITE", site) for attack in ATTACKS]
        (folder / name).write_bytes(make(f"The Lighthouse at {town} {attacks[1]}", _sentences(town, year, attacks)))
        names.append(name)
    return names


def _sentences(town: str, year: int, attacks: list[str]) -> list[str]:
    first = f"The lighthouse at {town} was built in {year} by {attacks[0]} {attacks[1]} {attacks[5]} of {town}."
    return [
        first,
        *(f"On day {number} the keeper of {town} wrote {text} in his book." for number, text in enumerate(attacks)),
    ]


def _page(title: str, sentences: list[str]) -> bytes:
    raw = "".join(sentences)
    said = "".join(f"<p onclick='window.ran=1' style='background:url(x)'>{escape(each)}</p>" for each in sentences)
    title = escape(title)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{said}{raw}</body></html>".encode()


def _mail(title: str, sentences: list[str]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = '"<img src=x onerror=window.ran=1>" <a@b.example>', "c@d.example"
    mail["Subject"] = title
    mail.set_content("\n\n".join(each.replace("\x1b", "") for each in sentences))
    return mail.as_bytes()


def _printable(text: str) -> str:
    return text.replace("\x1b", "")  # XML has no such character


def _word(title: str, sentences: list[str]) -> bytes:
    made, saved = docx.Document(), io.BytesIO()
    made.core_properties.title = made.core_properties.author = title
    made.add_heading(title, 1)
    for each in sentences:
        made.add_paragraph(_printable(each))
    made.save(saved)
    return saved.getvalue()


def _slides(title: str, sentences: list[str]) -> bytes:
    made, saved = pptx.Presentation(), io.BytesIO()
    made.core_properties.title = title
    for each in sentences:
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, _printable(each)
    made.save(saved)
    return saved.getvalue()


def _sheet(title: str, sentences: list[str]) -> bytes:
    made, saved = openpyxl.Workbook(), io.BytesIO()
    made.properties.title = title
    assert made.active is not None
    for number, each in enumerate(sentences):
        cell = made.active.cell(number + 1, 1)
        cell.value, cell.data_type = _printable(each), "s"
    made.save(saved)
    return saved.getvalue()


def _book(title: str, sentences: list[str]) -> bytes:
    body = "".join(f"<p>{escape(_printable(each))}</p>" for each in sentences)
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>{escape(title)}</h1>{body}</body></html>'
    return archive({**BOOK, "in/b.xhtml": page.encode()})


def _table(title: str, sentences: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([[title, "note"], *([each, "=1+1"] for each in sentences)])
    return written.getvalue().encode()


def _print(title: str, sentences: list[str]) -> bytes:
    """A PDF of one page, a line a sentence, in a font that every reader has."""

    def string(text: str) -> bytes:
        safe = text.encode("latin-1", "replace")
        return b"(" + safe.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"

    lines = b"".join(string(each) + b" Tj T*\n" for each in sentences)
    content = b"BT /F1 5 Tf 14 TL 30 760 Td\n" + lines + b"ET"
    action = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction " + action + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title " + string(title) + b" >>",
    ]
    body = b"%PDF-1.7\n"
    for number, each in enumerate(objects, 1):
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    return body + b"trailer << /Root 1 0 R /Info 6 0 R /Size 7 >>\n%%EOF\n"


MAKERS: dict[str, Callable[[str, list[str]], bytes]] = {
    "txt": lambda title, sentences: "\n\n".join([title, *sentences]).encode(),
    "md": lambda title, sentences: "\n\n".join([f"# {title}", *sentences]).encode(),
    "html": _page,
    "eml": _mail,
    "docx": _word,
    "pptx": _slides,
    "xlsx": _sheet,
    "epub": _book,
    "csv": _table,
    "pdf": _print,
}

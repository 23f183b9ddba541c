"""DOCX, PPTX, XLSX and EPUB, made by pandoc and LibreOffice, and a few made here for what those do not write."""

import io
from datetime import date, datetime

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml

from assistant.errors import EncryptedFile
from assistant.reading import read
from assistant.records import BlockKind, Document
from tests.reading.claims import leaves_out, reads
from tests.reading.fixtures import data, document, text_of, texts
from tests.reading.test_finding import archive

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ITEMS = [
    ("1. The gallery rail was replaced.", 1),
    ("2. The lens was taken down and cleaned.", 1),
    ("3. The clockwork was rebuilt by two apprentices.", 1),
    ("- the fog signal", 1),
    ("- the boathouse", 1),
    ("- its roof", 2),
    ("- its winch", 2),
    ("- the path", 1),
]


@pytest.mark.parametrize("name", ["lighthouse.docx", "lighthouse.epub", "lighthouse.html", "lighthouse.md"])
def test_one_document_in_four_formats_has_one_structure(name: str) -> None:
    found = document(name)
    assert found.title == "The Keepers of Skerrow Light"
    assert found.author == "Maren Oakhollow"
    assert [(text_of(found, block), block.level) for block in found.blocks if block.kind is BlockKind.LIST] == ITEMS
    assert texts(found, BlockKind.TABLE) == [
        "Part | Crowns | Year\nRail | 18,200 | 2019\nLens | 41,750 | 2020\nClockwork | 9,300 | 2020"
    ]
    assert texts(found, BlockKind.CODE) == ["def height(hour):\n    return 2.1 + 1.4 * cos(hour / 12.42)"]
    levels = {text_of(found, block): block.level for block in found.blocks if block.kind is BlockKind.HEADING}
    assert levels["What was repaired"] == 2
    assert levels["A word of thanks"] == 3
    assert "stood dark for eleven winters before the harbour board voted" in found.text
    assert "https://" not in found.text


@pytest.mark.parametrize("name", ["lighthouse.epub", "lighthouse.html", "lighthouse.md"])
def test_published_dates_are_dates(name: str) -> None:
    assert document(name).published == date(2021, 9, 14)


def test_docx_in_many_scripts() -> None:
    assert document("scripts.docx").text == document("scripts.txt").text == data("scripts.txt").decode().strip()


def read_docx(*bodies: str, **properties: object) -> Document:
    """A document of these pieces of WordprocessingML."""
    package = docx.Document()
    for body in bodies:
        package.element.body.insert_element_before(parse_xml(body), "w:sectPr")
    for name, value in properties.items():
        setattr(package.core_properties, name, value)
    saved = io.BytesIO()
    package.save(saved)
    return read(saved.getvalue(), "a.docx")


@reads("DOCX", "inserted text")
@leaves_out("DOCX", "deleted text")
def test_docx_takes_insertions_and_leaves_deletions() -> None:
    found = read_docx(
        f"<w:p {WORD}><w:r><w:t>kept </w:t></w:r><w:ins><w:r><w:t>added </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink></w:p>",
        f"<w:sdt {WORD}><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    assert found.text == "kept added linked\n\nin a control"


@leaves_out("DOCX", "the table of contents")
def test_docx_leaves_out_a_table_of_contents() -> None:
    found = read_docx(
        f'<w:sdt {WORD}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>Chapter one 1</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        f"<w:p {WORD}><w:r><w:t>text</w:t></w:r></w:p>",
    )
    assert found.text == "text"


def test_docx_properties_without_what_programs_fill_in() -> None:
    body = f"<w:p {WORD}><w:r><w:t>text</w:t></w:r></w:p>"
    plain = read_docx(body)
    assert (plain.title, plain.author, plain.published) == ("", "", None)
    stated = read_docx(body, title="T\x85itle", author="Ada", created=datetime(2020, 5, 6, 7, 8))
    assert (stated.title, stated.author, stated.published) == ("T itle", "Ada", date(2020, 5, 6))


@reads("PPTX", "titles, texts, tables and notes; a slide is a page")
def test_pptx_slides_are_pages() -> None:
    found = document("harbour.pptx")
    assert [page.number for page in found.pages] == [1, 2, 3]
    first, second, third = (found.text[page.start : page.end] for page in found.pages)
    assert first == "Harbour plan\n\nFor the board, spring session"
    assert second == (
        "What we want\n\n- A longer quay\n- forty metres\n- A new crane\n\nMention that the crane is second-hand."
    )
    assert third == "What it costs\n\nPart | Crowns\nCrane | 310,000"
    assert [block.level for block in found.blocks if block.kind is BlockKind.LIST] == [1, 2, 1]
    assert (found.title, found.author) == ("Harbour plan", "Ilse Varn")


def test_xlsx_shows_values_as_the_sheet_does() -> None:
    found = document("harbour.xlsx")
    assert found.text == (
        "Dues\n\nVessel | Metres | Dues | Paid\nAlba | 12.5 | €1,250.00 | TRUE\nCorran | 8 | €830.50 | FALSE\n"
        "Total |  | 2,081\n\nShare\n\nFishing | 62.5%\nOpened | 1957-05-02"
    )
    assert (found.title, found.author) == ("Harbour dues", "Ilse Varn")


@leaves_out("XLSX", "hidden sheets")
def test_hidden_sheets_are_left_out() -> None:
    book = openpyxl.Workbook()
    book.active.append(["shown"])
    book.create_sheet("secret").append(["not shown"])
    book["secret"].sheet_state = "hidden"
    saved = io.BytesIO()
    book.save(saved)
    assert read(saved.getvalue(), "a.xlsx").text == "Sheet\n\nshown"


PACKAGE = (
    b'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A book</dc:title>'
    b"<dc:creator>Ann</dc:creator><dc:creator>Ben</dc:creator><dc:date>1999</dc:date><dc:date>2001-02-03</dc:date>"
    b'</metadata><manifest><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>'
    b'<item id="a" href="a%20a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    b'<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
)
BOOK = {
    "META-INF/container.xml": b'<container><rootfiles><rootfile full-path="in/o.opf"/></rootfiles></container>',
    "in/o.opf": PACKAGE,
    "in/a a.xhtml": b"<html><head><title/></head><body><h1>One</h1><p>first<a id='x'/> chapter</p></body></html>",
    "in/b.xhtml": b"<html><body><h1>Two</h1><p>second chapter</p></body></html>",
}


@reads("EPUB", "the chapters in their order")
def test_epub_follows_its_spine() -> None:
    found = read(archive(BOOK), "a.epub")
    assert found.text == "One\n\nfirst chapter\n\nTwo\n\nsecond chapter"
    assert (found.title, found.author, found.published) == ("A book", "Ann, Ben", date(2001, 2, 3))


def test_a_protected_epub_is_refused() -> None:
    locked = b'<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
    with pytest.raises(EncryptedFile, match="DRM"):
        read(archive({**BOOK, "META-INF/encryption.xml": locked}), "a.epub")

"""Files made to do harm: each is refused or read, never a crash, a flood, or another exception."""

import io
import zipfile

import docx
import openpyxl
import pytest

from assistant.errors import DamagedFile, ReadingError, TooLarge
from assistant.reading import read
from tests.reading import contract
from tests.reading.test_finding import archive
from tests.reading.test_office import BOOK, WORD

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY l0 "lol">'
    + b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 12))
    + b"]>"
)


def test_a_container_that_unpacks_to_too_much_is_not_opened() -> None:
    with pytest.raises(DamagedFile, match="unpacks to 80 MB"):
        read(archive({"word/document.xml": bytes(80_000_000)}), "bomb.docx")


def replaced(saved: bytes, name: str, content: bytes) -> bytes:
    """The container with one member's content replaced."""
    with zipfile.ZipFile(io.BytesIO(saved)) as container:
        members = {member: container.read(member) for member in container.namelist()}
    return archive({**members, name: content})


def word_file(xml: bytes) -> bytes:
    saved = io.BytesIO()
    docx.Document().save(saved)
    return replaced(saved.getvalue(), "word/document.xml", xml)


def sheet_file(rows: bytes) -> bytes:
    saved = io.BytesIO()
    openpyxl.Workbook().save(saved)
    xml = f'<worksheet xmlns="{SHEET}"><dimension ref="A1:XFD1048576"/><sheetData>'.encode()
    return replaced(saved.getvalue(), "xl/worksheets/sheet1.xml", xml + rows + b"</sheetData></worksheet>")


def test_entities_are_not_expanded() -> None:
    body = f"<w:document {WORD}><w:body><w:p><w:r><w:t>word &l11;</w:t></w:r></w:p></w:body></w:document>".encode()
    with pytest.raises(DamagedFile):
        read(word_file(LAUGHS + body), "laughs.docx")
    saved = sheet_file(b'<row r="1"><c r="A1" t="inlineStr"><is><t>word &l11;</t></is></c></row>')
    with zipfile.ZipFile(io.BytesIO(saved)) as container:
        sheet = container.read("xl/worksheets/sheet1.xml")
    with pytest.raises(DamagedFile):
        read(replaced(saved, "xl/worksheets/sheet1.xml", LAUGHS + sheet), "laughs.xlsx")
    chapter = LAUGHS + b"<html><body><p>words &l11;</p></body></html>"
    assert len(read(archive({**BOOK, "in/b.xhtml": chapter}), "laughs.epub").text) < 100


def test_nesting_without_end() -> None:
    opened = f"<w:document {WORD}><w:body>".encode() + b"<w:sdt><w:sdtContent>" * 50_000
    with pytest.raises(DamagedFile):
        read(word_file(opened), "deep.docx")
    with pytest.raises(ReadingError):
        read(b"> " * 30_000 + b"deep", "deep.md")
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(2000))
    with pytest.raises(TooLarge):
        read(b"From: a@b.c\nTo: c@d.e\nSubject: x\nMIME-Version: 1.0\n" + parts, "deep.eml")


def test_a_sheet_that_claims_a_million_rows_is_small() -> None:
    first = b'<row r="1"><c r="A1" t="inlineStr"><is><t>top</t></is></c></row>'
    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>foot</t></is></c></row>'
    assert read(sheet_file(first + last), "tall.xlsx").text == "Sheet\n\ntop\nfoot"
    beyond = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
    with pytest.raises(DamagedFile, match="more than 5,000,000"):
        read(sheet_file(first + beyond), "endless.xlsx")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("comments.html", b"<!--" * 100_000),
        ("scripts.html", b"<html>" + b"<div>" * 300 + b"<script " * 100_000),
        ("rules.html", b"<html><style>" + b"a" * 300_000 + b"</style><p>words</p>"),
        ("media.html", b"<html><style>" + b"@media{a{" * 50_000 + b"</style><p>words</p>"),
        ("sniffed.txt", b"<!---->" * 580 + b"words"),
        ("spaces.txt", b"a" + b" " * 1_000_000 + b"\n" * 1_000_000 + b"b"),
        ("brackets.md", b"[" * 20_000),
        ("more-brackets.md", b"x [" * 130_000),
        ("closing.html", b"<html><style>a{color:white" + b"}x " * 20_000 + b"</style><p>words</p>"),
        ("wide.html", b"<html><table><tr>" + b"<td colspan=99999>x" * 15_000),
        ("anchors.md", b"---\na: &a [x,x,x]\nb: &b [*a,*a,*a]\ntitle: *b\n---\nwords"),
        ("quotes.csv", b'"' + b"a,b\n" * 300_000),
        ("marks.eml", b"From: a@b\nTo: c@d\nSubject: x\n\n" + b">" * 500_000),
        ("cells.html", b"<html><table>" + b"<tr><td>x<td>y<p>z" * 15_000),
    ],
)
def test_patterns_that_make_searches_slow(name: str, content: bytes) -> None:
    """Each of these took minutes with a careless pattern; a suite that hangs is the failure."""
    try:
        contract.check(read(content, name))
    except ReadingError as error:
        assert str(error).startswith(f"{name}: ")  # noqa: PT017  # either outcome is right

"""Which converter a file gets, and what is said of files that none can read."""

import io
import subprocess
import sys
import textwrap
import zipfile

import pytest

from assistant.errors import DamagedFile, EncryptedFile, NoText, UnsupportedFormat
from assistant.reading import read, scans
from tests.reading.fixtures import data, document
from tests.reading.pages import pdf_of

LIES = ["report.pdf", "lighthouse.docx", "harbour.pptx", "harbour.xlsx", "lighthouse.epub", "news.html", "page.eml"]


@pytest.mark.parametrize("name", LIES)
@pytest.mark.parametrize("claimed", ["file.txt", "file", "file.csv", "file.pdf", "file.docx"])
def test_content_wins_over_a_wrong_or_missing_extension(name: str, claimed: str) -> None:
    assert read(data(name), claimed) == document(name)


def test_plain_text_under_a_false_name_is_read_as_text() -> None:
    found = read(b"Only words, whatever the name says.", "words.pdf")
    assert (found.kind, found.text) == ("text", "Only words, whatever the name says.")


def test_markdown_and_csv_go_by_their_extension() -> None:
    assert read(b"# Title\n\ntext", "a.md").title == "Title"
    assert read(b"# Title\n\ntext", "a.txt").title == ""
    assert read(b"a,b\n1,2", "a.csv").text == "a | b\n1 | 2"


@pytest.mark.parametrize("empty", [b"", b" \r\n\t", b"\0\0\0"])
def test_an_empty_file_has_no_text(empty: bytes) -> None:
    with pytest.raises(NoText, match=r"empty\.txt is empty"):
        read(empty, "empty.txt")


@pytest.mark.parametrize(
    ("content", "name", "error", "said"),
    [
        (bytes(range(256)) * 20, "program.bin", UnsupportedFormat, "Save it as one of these"),
        (bytes(range(256)) * 20, "report.docx", DamagedFile, "fresh copy"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc", UnsupportedFormat, "old Office format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "EncryptedPackage".encode("utf-16-le"),
            "locked.docx",
            EncryptedFile,
            "password",
        ),
        (b"%PDF-1.7\ncut short", "cut.pdf", DamagedFile, "fresh copy"),
        (b"PK\x03\x04 and then nothing", "cut.docx", DamagedFile, "cut short"),
    ],
)
def test_unreadable_files_are_refused_with_advice(content: bytes, name: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said) as raised:
        read(content, name)
    assert str(raised.value).startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["picture.png", "image-only.pdf"])
def test_without_text_recognition_a_picture_says_how_to_get_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "find_spec", lambda _name: None)
    with pytest.raises(NoText, match=r"It holds only images.*pip install 'footnote\[ocr\]'") as raised:
        read(data(name), name)
    assert str(raised.value).startswith(f"{name}: ")


def test_an_image_that_is_cut_short_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "find_spec", lambda _name: True)
    with pytest.raises(DamagedFile, match="damaged or cut short"):
        read(data("picture.png")[:60], "picture.png")


def test_images_of_other_kinds_are_to_be_saved_anew() -> None:
    with pytest.raises(UnsupportedFormat, match="Save it as PNG or JPEG"):
        read(b"GIF89a" + bytes(40), "picture.gif")


def test_an_encrypted_pdf_needs_a_password() -> None:
    with pytest.raises(EncryptedFile, match="needs a password"):
        read(data("encrypted.pdf"), "encrypted.pdf")


def test_a_pdf_with_a_protection_of_its_own_is_not_called_damaged() -> None:
    plain = pdf_of([[(72, 72, "Words.")]])
    with pytest.raises(EncryptedFile, match="protected"):
        read(plain.replace(b"/Info 4 0 R", b"/Encrypt << /Filter /Own /V 9 >> /ID [<00> <00>]"), "a.pdf")


def test_an_archive_of_other_things_is_to_be_unpacked() -> None:
    with pytest.raises(UnsupportedFormat, match="Unpack it"):
        read(archive({"a.txt": b"words"}), "things.zip")


def test_a_container_whose_document_is_broken_is_damaged() -> None:
    for member in ("word/document.xml", "ppt/presentation.xml", "xl/workbook.xml", "META-INF/container.xml"):
        with pytest.raises(DamagedFile, match="damaged or cut short"):
            read(archive({member: b"<not xml"}), "broken")


def test_a_new_format_takes_one_file() -> None:
    """In a process of its own: a module put beside the others is found, and its extension is supported."""
    script = textwrap.dedent(
        """
        import sys, pathlib, tempfile
        from assistant.reading import formats
        folder = tempfile.mkdtemp()
        pathlib.Path(folder, "shout.py").write_text(
            "from assistant.reading.canonical import document, paragraph\\n"
            "from assistant.reading.converter import Converter, Likeness\\n"
            "CONVERTER = Converter('shout', ('.shout',), lambda data: Likeness.MAY,\\n"
            "    lambda data: document('shout', [paragraph(data.decode().upper())]))\\n"
        )
        formats.__path__.append(folder)
        from assistant import reading
        found = reading.read(b"hear me", "a.shout")
        assert (found.kind, found.text) == ("shout", "HEAR ME"), found
        assert reading.supported("b.SHOUT")
        """
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_importing_the_room_loads_no_heavy_library() -> None:
    heavy = "numpy pypdfium2 trafilatura lxml docx pptx openpyxl markdown_it charset_normalizer yaml".split()
    script = (
        "import sys, assistant.reading as reading\n"
        "reading.supported('a.pdf')\n"
        f"loaded = [name for name in {heavy!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def archive(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return packed.getvalue()

"""Scanned pages and images are read where text recognition is installed: the words, and where they stand."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.errors import NoText, TooLarge
from assistant.reading import picture, read
from assistant.reading.boxes import rectangles, unpack_boxes
from assistant.reading.render import page_png
from assistant.reading.scans import can_recognise
from assistant.reading.worker import ReadingWorker
from assistant.records import Document
from tests.reading import contract
from tests.reading.claims import reads
from tests.reading.fixtures import data, document

needs_ocr = pytest.mark.skipif(not can_recognise(), reason="needs pip install 'footnote[ocr]'")


def scan(name: str, pages: tuple[int, ...] = (1,), form: str = "PNG", scale: float = 2.0) -> bytes:
    """Pages of a fixture as a scanner gives them: pictures of one size."""
    pictures = [Image.open(io.BytesIO(page_png(data(name), page, scale))).convert("RGB") for page in pages]
    out = io.BytesIO()
    pictures[0].save(out, form, save_all=form != "PNG", append_images=pictures[1:], dpi=(72 * scale, 72 * scale))
    return out.getvalue()


@pytest.fixture(scope="module")
def lighthouse() -> Document:
    return read(scan("lighthouse.pdf"), "scan.png")


@needs_ocr
@reads("image", "the words in them, with `footnote[ocr]`")
def test_the_words_of_an_image_are_its_text(lighthouse: Document) -> None:
    contract.check(lighthouse)
    assert (lighthouse.kind, lighthouse.title, len(lighthouse.pages)) == ("image", "The Keepers of Skerrow Light", 1)
    for words in ("stood dark for eleven winters before the harbour board voted to light it again", "18,200"):
        assert words in lighthouse.text


@needs_ocr
@pytest.mark.parametrize("quote", ["Skerrow stood dark", "voted to light it again", "to nobody else"])
def test_a_quote_is_marked_where_it_stands(lighthouse: Document, quote: str) -> None:
    """The same words, as the PDF itself has them, are within a few points."""
    printed = document("lighthouse.pdf")
    found = [_around(each, quote) for each in (lighthouse, printed)]
    assert np.abs(found[0] - found[1]).max() < 8


def _around(document: Document, quote: str) -> np.ndarray:
    start = document.text.index(quote)
    boxes = np.array(rectangles(document.pages[0], start, start + len(quote)))
    page = document.pages[0]
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)]) * 612 / page.width


@needs_ocr
def test_columns_of_a_scan_are_read_one_after_the_other() -> None:
    found = read(scan("columns.pdf", scale=2.78), "scan.png")
    assert "whereas the eastern pulse required one hundred and thirty minutes" in found.text


@needs_ocr
@reads("PDF", "scanned pages with `footnote[ocr]`")
def test_a_scanned_pdf_has_its_pages_and_reading_again_gives_the_same() -> None:
    scanned = scan("report.pdf", (1, 2), "PDF")
    found = read(scanned, "scan.pdf")
    contract.check(found)
    assert (found.kind, len(found.pages)) == ("pdf", 2)
    assert "Petra Hol" in found.text[: found.pages[0].end]
    assert found.pages[1].start < found.pages[1].end
    assert len(unpack_boxes(found.pages[1].boxes)) == found.pages[1].end - found.pages[1].start
    assert read(scanned, "scan.pdf") == found


@needs_ocr
def test_every_page_of_a_tiff_is_read_and_drawn() -> None:
    scanned = scan("report.pdf", (1, 2), "TIFF")
    assert len(read(scanned, "scan.tif").pages) == 2
    drawn = Image.open(io.BytesIO(page_png(scanned, 2, 1.0)))
    assert drawn.height == pytest.approx(document("report.pdf").pages[1].height, abs=2)


@needs_ocr
def test_the_process_that_reads_files_can_do_it() -> None:
    worker = ReadingWorker()
    try:
        assert worker.read(data("picture.png"), "picture.png").text == "Only a picture of words"
    finally:
        worker.close()


@needs_ocr
def test_a_picture_without_words_says_so() -> None:
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(out, "PNG")
    with pytest.raises(NoText, match="No words were recognised"):
        read(out.getvalue(), "white.png")


def test_a_picture_is_drawn_without_text_recognition_too() -> None:
    drawn = Image.open(io.BytesIO(page_png(data("picture.png"), 1, 1.0)))
    with pytest.raises(NoText, match="there is no page 2"):
        page_png(data("picture.png"), 2)
    assert drawn.width == 595


def test_a_photograph_is_turned_upright_and_lies_on_white() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    out = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(out, "PNG", exif=exif)
    with picture.pages_of(out.getvalue()) as opened:
        seen = picture.pixels(opened, 1)
    assert seen.shape == (40, 20, 3)
    assert seen.min() == 255


@pytest.mark.parametrize(("dots", "width"), [(200, 720.0), (1, 595.0), (None, 595.0)])
def test_the_size_of_the_paper_is_told_by_a_likely_resolution(dots: int | None, width: float) -> None:
    out = io.BytesIO()
    Image.new("L", (2000, 1000)).save(out, "PNG", **({"dpi": (dots, dots)} if dots else {}))
    with picture.pages_of(out.getvalue()) as opened:
        assert picture.paper(opened, (1000, 2000)) == pytest.approx((width, width / 2), rel=1e-3)


def test_a_picture_of_too_many_dots_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "_MOST_PIXELS", 100)
    with picture.pages_of(data("picture.png")) as opened, pytest.raises(TooLarge, match="Save it smaller"):
        picture.pixels(opened, 1)


def test_folders_leave_pictures_out_only_where_they_cannot_be_read() -> None:
    from assistant.reading import supported

    assert supported(str(Path("scans") / "page.tif")) == can_recognise()

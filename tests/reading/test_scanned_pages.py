"""Pages of a PDF that are pictures: read where text recognition is installed, else announced."""

import pytest

from assistant.errors import NoText
from assistant.reading import read, scans
from assistant.reading.formats import pdf
from assistant.reading.parcel import packed, unpacked
from tests.reading.claims import leaves_out
from tests.reading.contract import check
from tests.reading.pages import Text, pdf_of

PICTURE = "q 595 0 0 842 0 0 cm BI /W 2 /H 1 /CS /G /BPC 8 ID \x10\xa0 EI Q"
STAMP = "\nBT /F1 9 Tf 1 0 0 1 500 20 Tm (BATES-007) Tj ET"
COVER = "\nBT /F1 30 Tf 1 0 0 1 90 500 Tm (Bridges of the north) Tj ET"
SUMMARY: list[Text] = [(72, 100, "The summary stands on this page.")]


@pytest.fixture(autouse=True)
def _without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "can_recognise", lambda: False)
    monkeypatch.setattr(scans, "can_recognise", lambda: False)


@leaves_out("PDF", "pages that are pictures, without `footnote[ocr]`: they are named")
def test_pages_that_are_pictures_are_announced() -> None:
    found = read(pdf_of([SUMMARY, PICTURE, PICTURE + STAMP, PICTURE + COVER, ""]), "a.pdf")
    check(found)
    assert [page.number for page in found.pages if page.is_unread] == [2, 3]
    assert all(words in found.text for words in ("summary", "BATES-007", "Bridges of the north"))
    assert unpacked(*packed(found)) == found


@pytest.mark.parametrize("page", [PICTURE, PICTURE + STAMP], ids=["plain", "stamped"])
def test_a_document_of_pictures_names_text_recognition(page: str) -> None:
    with pytest.raises(NoText, match=r"OCR.*footnote\[ocr\]"):
        read(pdf_of([page, page, page]), "a.pdf")

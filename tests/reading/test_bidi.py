"""Right-to-left lines: what stands on the page from left to right, and how it is read."""

from pathlib import Path

import numpy as np
import pytest

from assistant.reading import read
from assistant.reading.layout.bidi import in_reading_order
from tests.reading.claims import reads

CASE = Path(__file__).parents[3] / "shared" / "cases" / "15-pdf-right-to-left" / "rtl.pdf"


def as_read(seen: str) -> str:
    """The order in which a line is read whose letters, each as wide as high, are ``seen`` from left to right."""
    boxes = np.array([(10 * index, 0, 10 * index + 10, 10) for index in range(len(seen))], dtype=float)
    letters, order = in_reading_order(seen, boxes, np.array([not letter.isspace() for letter in seen]))
    assert len(letters) == len(order)
    return "".join(letters)


@pytest.mark.parametrize(
    ("seen", "written"),
    [
        (":2025 רנד", "דנר 2025:"),
        (".AB-1234/25 :רפ", "פר: AB-1234/25."),
        ("םילקש 4,500", "4,500 שקלים"),
        ("12/05/2025 םוי", "יום 12/05/2025"),
        ("20 10 רפ", "פר 10 20"),
        ("15% רפ", "פר 15%"),
        (".(מעמ) רפ", "פר (מעמ)."),
        (".)מעמ( רפ", "פר (מעמ)."),
        ("(Windows 11) רפ", "פר (Windows 11)"),
        ("٢٠٢٥ ماع", "عام ٢٠٢٥"),
        ("דל Acme Ltd בא", "אב Acme Ltd לד"),
    ],
)
def test_a_line_is_in_the_order_in_which_it_was_written(seen: str, written: str) -> None:
    assert as_read(seen) == written


def test_lam_and_alef_of_one_glyph_are_in_their_order() -> None:
    boxes = np.array([(10, 0, 20, 10), (0, 0, 10, 10), (0, 0, 10, 10)], dtype=float)
    assert in_reading_order("ثال", boxes, np.ones(3, dtype=bool))[0] == list("ثلا")


@pytest.mark.skipif(not CASE.exists(), reason="needs the shared cases")
@reads("PDF", "right-to-left lines in the order in which they were written")
def test_a_printed_contract_is_as_it_was_written() -> None:
    text = read(CASE.read_bytes(), "rtl.pdf").text
    for words in ("ינואר 2025:", '(כולל מע"מ).', "AB-1234/25.", "ثلاث", "مارس 2025.", "الإيجار", "دولار", "KX-77."):
        assert words in text

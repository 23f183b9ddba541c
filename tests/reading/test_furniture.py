"""What stands at the edges of pages: content stays, running rows are kept once, page numbers go."""

import pytest

from assistant.reading import read
from assistant.records import BlockKind
from tests.reading.claims import leaves_out, reads
from tests.reading.contract import check
from tests.reading.fixtures import texts
from tests.reading.pages import Text, pdf_of, rows_of

BODY = ["The pump of the well was mended.", "A wall fell in the storm.", "The hay was brought in late.", "Wolves came."]


def pages(top: str, foot: str = "", *, left: float = 72) -> str:
    """The text of four pages; ``#`` is the page's number."""
    sheets: list[list[Text]] = [
        [(left, 40, top.replace("#", str(n))), (72, 300, body), (left, 810, foot.replace("#", str(n)))]
        for n, body in enumerate(BODY, 1)
    ]
    found = read(pdf_of([[text for text in sheet if text[2]] for sheet in sheets]), "a.pdf")
    check(found)
    return found.text


@pytest.mark.parametrize(
    "line",
    ["#. The deposit is #00 euro.", "Invoice 447#", "Harvest of 202#", "Day #", "Section #", "#. Scope", "202#"],
)
@pytest.mark.parametrize("edge", ["top", "foot"])
def test_lines_that_differ_in_numbers_are_content(line: str, edge: str) -> None:
    text = pages(line) if edge == "top" else pages("", line)
    assert all(line.replace("#", str(n)) in text for n in range(1, 5))


@pytest.mark.parametrize("label", ["Page # of 4", "#", "- # -", "Seite #", "# / 4", "Page #"])
@leaves_out("PDF", "page numbers")
def test_page_numbers_are_left_out(label: str) -> None:
    assert pages("", label).split("\n\n") == BODY


@pytest.mark.parametrize(
    "row", ["Policy GX-4471-B, Halvorsen Shipping | Page #", "# | Policy GX-4471-B, Halvorsen Shipping"]
)
def test_the_words_beside_a_page_number_are_kept_once(row: str) -> None:
    text = pages(row)
    assert text.count("Policy GX-4471-B, Halvorsen Shipping") == 1
    assert all(body in text for body in BODY)


@reads("PDF", "running headers and footers once")
def test_a_running_header_and_footer_are_kept_once_each() -> None:
    text = pages("Insured: Halvorsen Shipping", "Form 12-B")
    assert text.split("\n\n") == ["Insured: Halvorsen Shipping", *BODY, "Form 12-B"]


def test_a_paragraph_runs_on_over_a_running_header() -> None:
    def header() -> Text:
        return (72, 40, "Skerrow Light")

    first: list[Text] = [
        (72, 750, "The keeper climbed the tower each evening to light the lamp, and his"),
        (72, 762, "daughter wrote the hour and the weather into the book that was kept in"),
    ]
    then: list[Text] = [header(), (72, 100, "the oil room below the stairs until the year of the great flood.")]
    last: list[Text] = [header(), (72, 100, "It was found there.")]
    found = read(pdf_of([first, then, last, last]), "a.pdf")
    check(found)
    assert "kept in the oil room" in found.text
    assert found.text.count("Skerrow Light") == 1


def test_the_header_of_a_table_on_each_page_is_read_once_and_the_table_is_one() -> None:
    rows = [(f"AX-{n}", "Nut" if n % 2 else "Flat washer", f"{n * 37 % 900}.50") for n in range(100, 196)]
    header = ("Part number", "Name", "Price")
    sheets = [
        [(72.0, 20.0, "Parts of the workshop"), *rows_of((72, 160, 260), 40, 16, [header, *rows[at : at + 46]])]
        for at in range(0, len(rows), 46)
    ]
    found = read(pdf_of(sheets), "a.pdf")
    check(found)
    (table,) = texts(found, BlockKind.TABLE)
    assert table.split("\n") == [" | ".join(row) for row in [header, *rows]]
    assert found.text.count("Parts of the workshop") == 1

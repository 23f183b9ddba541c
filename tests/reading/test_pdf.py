from datetime import date
from itertools import pairwise

import pytest

from assistant.errors import DamagedFile
from assistant.reading import read
from assistant.reading.boxes import pack_boxes, rectangles, unpack_boxes
from assistant.records import BlockKind, Page
from tests.reading.claims import reads
from tests.reading.fixtures import data, document, texts
from tests.reading.pages import Text, pdf_of, string

COLUMNS = ["columns.pdf", "columns-libreoffice.pdf", "rotated.pdf"]
SECTIONS = ["Introduction", "Instruments", "Observations", "Discussion", "Conclusion"]


@pytest.mark.parametrize("name", COLUMNS)
@reads("PDF", "columns one after the other")
def test_two_columns_are_read_one_after_the_other(name: str) -> None:
    headings = texts(document(name), BlockKind.HEADING)
    assert headings == ["Tides of the Northern Sound", *SECTIONS]
    paragraphs = texts(document(name), BlockKind.PARAGRAPH)
    over_the_gutter = next(text for text in paragraphs if text.startswith("The western pulse"))
    assert over_the_gutter.endswith("approximately one tenth of the variance.")
    assert not texts(document(name), BlockKind.TABLE)


def test_two_columns_printed_by_two_programs_say_the_same() -> None:
    """One is hyphenated, over two pages; both come from the same source."""
    one, other = (texts(document(name), BlockKind.PARAGRAPH) for name in ("columns.pdf", "columns-libreoffice.pdf"))
    assert one[1:] == other  # LibreOffice's copy has no line with the author


@reads("PDF", "words broken at a line's end, as one")
def test_words_broken_at_line_ends_are_made_whole() -> None:
    text = document("columns-libreoffice.pdf").text
    for word in (
        "considerably",
        "understood",
        "maintained",
        "straightforward",
        "exceed",
        "self-recording",
        "long-term",
    ):
        assert word in text
    assert "forty-one minutes" in text


def test_ligatures_are_spelt_out_and_share_a_box() -> None:
    found = document("report.pdf")
    assert "The official findings are final; five fields were flooded and difficult to reach." in found.text
    assert "Finally, the office affixed five flags." in found.text
    start = found.text.index("official") + len("of")
    boxes = unpack_boxes(found.pages[0].boxes)[start : start + 2].tolist()
    assert boxes[0] == boxes[1] != [-1, -1, -1, -1]


def test_a_running_header_is_kept_once_and_page_numbers_are_left_out() -> None:
    text = document("report.pdf").text
    assert len(document("report.pdf").pages) == 3
    assert text.count("Valley of Lunn") == 1
    assert "Page" not in text


def test_a_paragraph_over_a_page_end_is_one_block() -> None:
    paragraph = next(text for text in texts(document("report.pdf"), BlockKind.PARAGRAPH) if "cherry trees" in text)
    assert paragraph.startswith("A second survey is planned")
    assert "cherry trees, which were left out of the first survey" in paragraph


def test_table_rows_stay_on_their_lines() -> None:
    assert texts(document("report.pdf"), BlockKind.TABLE) == [
        "Parish | Apple | Pear | Plum\n"
        "Upper Lunn | 1,204 | 310 | 96\nStone Bridge | 877 | 142 | 51\nMarsh End | 403 | 88 | 240"
    ]
    assert "Lens | 41,750 | 2020" in document("lighthouse.pdf").text


def test_lists_have_uniform_markers() -> None:
    items = texts(document("lighthouse.pdf"), BlockKind.LIST)
    assert items == [
        "1. The gallery rail was replaced.",
        "2. The lens was taken down and cleaned.",
        "3. The clockwork was rebuilt by two apprentices.",
        "- the fog signal",
        "- the boathouse",
        "- its roof",
        "- its winch",
        "- the path",
    ]
    depths = [block.level for block in document("lighthouse.pdf").blocks if block.kind is BlockKind.LIST]
    assert depths == [1, 1, 1, 1, 1, 2, 2, 1]


def test_headings_have_levels_by_size() -> None:
    found = document("report.pdf")
    levels = {found.text[b.start : b.end]: b.level for b in found.blocks if b.kind is BlockKind.HEADING}
    assert levels["Orchard Survey 2022"] == 1
    assert levels["Methods"] == levels["Trees by parish"] == 2


def test_scripts_other_than_latin() -> None:
    text = document("scripts.pdf").text
    for sentence in (
        "Ο φάρος άναψε ξανά το φθινόπωρο.",
        "Маяк снова зажгли осенью, и рыбаки были рады.",
        "أضاءت المنارة البحر في الخريف",
        "灯台は秋に再び灯された。漁師たちは喜んだ。",
        "फिर से जलाया गया।",
    ):
        assert sentence in text


def test_properties_come_from_the_information_dictionary() -> None:
    found = document("lighthouse.pdf")
    assert (found.title, found.author) == ("The Keepers of Skerrow Light", "Maren Oakhollow")
    assert found.published == date(2021, 9, 14)  # as the text says, not the day on which the file was made
    assert document("columns-libreoffice.pdf").author == ""  # a program's name


@pytest.mark.parametrize(
    "title",
    [
        *(
            "untitled",
            "(anonymous)",
            "Microsoft Word - minutes.doc",
            "0000320193-23-000106",
            "report_final_v2",
            "Slide 1",
        ),
        *("Normal.dotm", "Letter template", "PowerPoint Presentation", "Document1", "x.indd", ""),
    ],
)
def test_what_a_program_puts_for_a_title_is_none(title: str) -> None:
    made = f"/Title {string(title)} /CreationDate (D:20261129220815)"
    heading = "BT /F1 24 Tf 1 0 0 1 72 700 Tm (The pump) Tj ET\n"
    body = "BT /F1 10 Tf 1 0 0 1 72 600 Tm (It was mended by two apprentices before the flood came in.) Tj ET"
    found = read(pdf_of([heading + body], properties=made), "a.pdf")
    assert (found.title, found.published) == ("The pump", None)


def test_the_first_of_several_invoices_is_not_the_title() -> None:
    head = "BT /F1 20 Tf 1 0 0 1 72 800 Tm (Invoice 447{}) Tj "
    body = "/F1 10 Tf 1 0 0 1 72 700 Tm (Pallets of boards, {}0 in all) Tj ET"
    assert read(pdf_of([(head + body).format(n, n) for n in range(1, 4)]), "a.pdf").title == ""


@pytest.mark.parametrize("title", ["Annual Report 2023", "Handbook", "RFC 4270", "Untitled letters of a queen"])
def test_a_title_is_kept(title: str) -> None:
    page: list[Text] = [(72, 100, "Some words.")]
    assert read(pdf_of([page], properties=f"/Title {string(title)}"), "a.pdf").title == title


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("columns.pdf", "Calibration certificates are reproduced"),
        ("report.pdf", "every tree in a notebook"),
        ("report.pdf", "Stone Bridge"),
        ("lighthouse.pdf", "light it again"),
    ],
)
def test_rectangles_are_where_pdfium_finds_the_words(name: str, phrase: str) -> None:
    found = document(name)
    start = found.text.index(phrase)
    page = next(page for page in found.pages if page.start <= start < page.end)
    drawn = rectangles(page, start, start + len(phrase))
    expected = searched(data(name), page.number, phrase)
    assert len(drawn) == len(expected) == 1
    left, top, right, bottom = drawn[0]
    assert left == pytest.approx(expected[0][0], abs=1.5)
    assert right == pytest.approx(expected[0][2], abs=1.5)
    assert top <= expected[0][1] + 1.5
    assert bottom >= expected[0][3] - 1.5


def searched(content: bytes, number: int, phrase: str) -> list[tuple[float, float, float, float]]:
    """PDFium's own search for a phrase on an unrotated page: left, top, right, bottom from the top left."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as pdf:
        page = pdf[number - 1]
        text = page.get_textpage()
        index, count = text.search(phrase, match_case=True).get_next()
        height = page.get_height()
        sides = [text.get_rect(i) for i in range(text.count_rects(index, count))]
        left, bottom, right, top = (pick(side[i] for side in sides) for i, pick in enumerate((min, min, max, max)))
        text.close()
        page.close()
    return [(left, height - top, right, height - bottom)]


def test_a_quote_over_lines_has_a_rectangle_for_each() -> None:
    found = document("columns-libreoffice.pdf")
    quote = "Fishermen have understood this arrangement for centuries."
    start = found.text.index(quote)
    drawn = rectangles(found.pages[0], start, start + len(quote))
    assert len(drawn) == 3
    assert all(above[1] < below[1] for above, below in pairwise(drawn))


def test_a_page_shown_sideways_has_upright_rectangles() -> None:
    found = document("rotated.pdf")
    page = found.pages[0]
    assert page.width > page.height
    start = found.text.index("Three recorders were destroyed")
    ((left, top, right, bottom),) = rectangles(page, start, start + len("Three recorders were destroyed"))
    assert bottom - top > 5 * (right - left)


def test_rectangles_of_a_span_elsewhere_are_none() -> None:
    found = document("report.pdf")
    first, second = found.pages[:2]
    assert rectangles(first, second.start, second.end) == []
    across = rectangles(second, first.start, second.start + 10)
    assert across == rectangles(second, second.start, second.start + 10) != []


def test_boxes_survive_packing() -> None:
    import numpy as np

    boxes = np.array([[0, 1, 2, 3], [-1, -1, -1, -1], [32767, 4, 32767, 9]], dtype=np.int16)
    assert (unpack_boxes(pack_boxes(boxes)) == boxes).all()
    assert unpack_boxes(b"").shape == (0, 4)
    assert rectangles(Page(1, 0, 0), 0, 10) == []


def test_pages_are_damaged_or_whole() -> None:
    whole = data("report.pdf")
    with pytest.raises(DamagedFile):
        read(whole[:700], "report.pdf")


@pytest.mark.parametrize(("gap", "read_as"), [(0.6, "FederalTort"), (1.4, "Federal Tort")])
def test_a_gap_alone_parts_words(gap: float, read_as: str) -> None:
    width = 33.9  # of the first word
    content = f"BT /F1 10 Tf 72 700 Td (Federal) Tj {width + gap} 0 Td (Tort) Tj ET"
    assert read(pdf_of([content]), "a.pdf").text == read_as


def test_a_word_recognised_beside_its_ink_stays_with_its_line() -> None:
    ink = "0.5 g 72 696 40 12 re f 118 696 30 12 re f"
    words = "BT /F1 10 Tf 3 Tr 72 700 Td (Operator) Tj ET BT /F1 10 Tf 3 Tr 111.6 700 Td (s) Tj ET"
    stripes = " ".join(f"1 g {x} 690 1 30 re f" for x in range(72, 112, 3))
    assert read(pdf_of([f"{ink} {stripes} {words}"]), "a.pdf").text == "Operators"

"""Words that no reader sees do not become text; words that only look so stay."""

import io

import docx
import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import RGBColor

from assistant.errors import NoText
from assistant.reading import read
from eval.poisoned.sheets import pdf
from tests.reading.claims import leaves_out

SEEN = "BT /F1 12 Tf 0 g 0 Tr 1 0 0 1 60 700 Tm (words before) Tj ET"
STRIPES = " ".join(f"{x} 598 3 14 re" for x in range(50, 300, 6)) + " f"


def sheet(*operators: str) -> str:
    return read(pdf("\n".join([SEEN, *operators])), "a.pdf").text


def secret(ink: str) -> str:
    return f"BT /F1 12 Tf {ink} 1 0 0 1 60 600 Tm (SECRET words) Tj ET"


@pytest.mark.parametrize(
    "unseen",
    [
        [secret("1 g 0 Tr")],
        [secret("0.98 0.97 1 rg 0 Tr")],
        [secret("0 g 3 Tr")],
        [secret("0 g 7 Tr")],
        ["1 g 40 580 400 50 re f", secret("1 g 0 Tr")],
        ["0 g 40 580 400 50 re f", secret("1 g 0 Tr"), "1 g 40 580 400 50 re f"],
    ],
    ids=["white", "nearly white", "not drawn", "clip", "white on a white box", "white, its black box painted over"],
)
@leaves_out("PDF", "text that leaves no mark on its page")
def test_what_leaves_no_mark_on_a_sheet_is_no_text(unseen: list[str]) -> None:
    assert sheet(*unseen) == "words before"


@pytest.mark.parametrize(
    "seen",
    [
        ["0 g 40 580 400 50 re f", secret("1 g 0 Tr")],
        ["0 g " + STRIPES, secret("0 g 3 Tr")],
        [secret("1 g 1 Tr 0 G")],
        [secret("0.6 g 0 Tr")],
    ],
    ids=["white on black", "recognised in a scan", "outlined", "grey"],
)
def test_what_a_reader_sees_on_a_sheet_is_text(seen: list[str]) -> None:
    assert "SECRET words" in sheet(*seen)


def test_a_turned_page_is_looked_at_as_it_is_shown() -> None:
    turned = pdf("\n".join(["0 g 40 580 400 50 re f", secret("1 g 0 Tr")]), page=" /Rotate 90")
    assert read(turned, "a.pdf").text == "SECRET words"
    with pytest.raises(NoText):
        read(pdf(secret("1 g 0 Tr"), page=" /Rotate 90"), "a.pdf")


def letter(shading: str = "", **font: bool | RGBColor) -> str:
    document = docx.Document()
    document.add_paragraph("words before")
    run = document.add_paragraph().add_run("SECRET")
    for name, value in font.items():
        setattr(run.font.color if name == "rgb" else run.font, name, value)
    if shading:
        run._r.get_or_add_rPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:fill="{shading}"/>'))
    saved = io.BytesIO()
    document.save(saved)
    return read(saved.getvalue(), "a.docx").text


WHITE = RGBColor(255, 255, 255)


@leaves_out("DOCX", "hidden text")
def test_hidden_and_white_runs_of_a_letter_are_no_text() -> None:
    assert letter() == letter(hidden=False) == letter(rgb=WHITE, shading="000080") == "words before\n\nSECRET"
    assert letter(hidden=True) == letter(rgb=WHITE) == letter(rgb=WHITE, shading="FFFFFF") == "words before"


def test_white_words_in_a_table_stay_for_its_style_may_lay_a_ground() -> None:
    document = docx.Document()
    cells = document.add_table(1, 2).rows[0].cells
    for cell, word in zip(cells, ("Vessel", "Dues"), strict=True):
        cell.paragraphs[0].add_run(word).font.color.rgb = WHITE
    saved = io.BytesIO()
    document.save(saved)
    assert read(saved.getvalue(), "a.docx").text == "Vessel | Dues"

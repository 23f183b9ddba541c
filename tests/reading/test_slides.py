"""What people put on slides. Each presentation is made here."""

import io
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Inches

from assistant.reading import read
from tests.reading import contract
from tests.reading.claims import reads
from tests.reading.test_word import STRICT, changed

POWERPOINT = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SIDES = tuple(map(Inches, (1, 2, 4, 3)))


def text_of(presentation: Any) -> str:
    found = read(saved(presentation), "a.pptx")
    contract.check(found)
    return found.text


def saved(presentation: Any) -> bytes:
    output = io.BytesIO()
    presentation.save(output)
    return output.getvalue()


def empty() -> tuple[Any, Any]:
    presentation = Presentation()
    return presentation, presentation.slides.add_slide(presentation.slide_layouts[6])


@reads("PPTX", "data of charts")
def test_the_data_of_a_chart_is_a_table() -> None:
    presentation, sheet = empty()
    data = CategoryChartData(number_format="0.0%")
    data.categories = ["North", "South"]
    data.add_series("2023", (0.25, 0.5))
    data.add_series("2024", (0.3, None))
    chart = sheet.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *SIDES, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Share of sales"
    assert text_of(presentation) == "Share of sales\n\n| 2023 | 2024\nNorth | 25.0% | 30.0%\nSouth | 50.0%"


@reads("PPTX", "merged cells")
def test_merged_cells_of_a_table() -> None:
    presentation, sheet = empty()
    table = sheet.shapes.add_table(3, 3, *SIDES).table
    rows = [["Hall", "Weekday", ""], ["", "Morning", "Evening"], ["Birch", "110", "140"]]
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    assert text_of(presentation) == "Hall | Weekday | Weekday\nHall | Morning | Evening\nBirch | 110 | 140"


def add_part(sheet: Any, name: str, source: str, kind: str) -> str:
    part = Part(PackURI(f"/ppt/{name}"), "application/xml", sheet.part.package, source.encode())
    return str(sheet.part.relate_to(part, f"{RELATIONS}/{kind}"))


@reads("PPTX", "SmartArt", "comments")
def test_texts_of_smart_art_and_comments() -> None:
    presentation, sheet = empty()
    point = "<d:pt><d:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></d:t></d:pt>"
    names = 'xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    source = f"<d:dataModel {names}>{point.format('Plan')}{point.format('Build')}<d:pt/></d:dataModel>"
    relation = add_part(sheet, "data1.xml", source, "diagramData")
    frame = (
        f"<p:graphicFrame {POWERPOINT} {names}><p:nvGraphicFramePr>"
        '<p:cNvPr id="9" name="x"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="1" cy="1"/></p:xfrm><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/diagram">'
        f'<d:relIds xmlns:r="{RELATIONS}" r:dm="{relation}"/></a:graphicData></a:graphic></p:graphicFrame>'
    )
    sheet.shapes._spTree.append(parse_xml(frame))
    comment = f"<p:cmLst {POWERPOINT}><p:cm><p:text>Too long</p:text></p:cm></p:cmLst>"
    add_part(sheet, "comment1.xml", comment, "comments")
    assert text_of(presentation) == "- Plan\n- Build\n\nComment: Too long"


@reads("PPTX", "Strict Open XML")
def test_strict_presentations_and_slide_shows_are_opened() -> None:
    presentation, sheet = empty()
    sheet.shapes.add_textbox(*SIDES).text_frame.text = "Words."
    for change in (STRICT, [("presentationml.presentation.main", "presentationml.slideshow.main")]):
        assert read(changed(saved(presentation), *change), "a.pptx").text == "Words."

"""What stands above a table, its name and its unit, is with every passage that is cut from it, in each format."""

import io

import docx
import pytest

from assistant.reading import read
from assistant.split import split
from tests.reading.pages import pdf_of, rows_of
from tests.reading.test_opendocument import cells, p
from tests.reading.test_opendocument import saved as saved_open
from tests.reading.test_sheets import saved, sheet_of
from tests.reading.test_slides import SIDES, empty
from tests.reading.test_slides import saved as saved_slides

NAME, UNIT = "Fees by harbour", "(in millions of euro)"
HEADER = ("Harbour", "Fees")
ROWS = [(f"Harbour {number}", f"{number}.5") for number in range(100, 130)]


def html() -> bytes:
    rows = "".join(f"<tr><td>{name}</td><td>{fees}</td></tr>" for name, fees in (HEADER, *ROWS))
    caption = f"<caption>{NAME} {UNIT}</caption>"
    return f"<html><body><h1>Report</h1><p>It rains.</p><table>{caption}{rows}</table></body></html>".encode()


def markdown() -> bytes:
    rows = (f"| {name} | {fees} |" for name, fees in (HEADER, ("---", "---"), *ROWS))
    return "\n".join(("# Report", "", "It rains.", "", NAME, "", UNIT, "", *rows)).encode()


def csv() -> bytes:
    return "\n".join((NAME, UNIT, "", *(",".join(row) for row in (HEADER, *ROWS)))).encode()


def word() -> bytes:
    package = docx.Document()
    for line in ("It rains.", NAME, UNIT):
        package.add_paragraph(line)
    table = package.add_table(0, 2)
    for row in (HEADER, *ROWS):
        for place, text in zip(table.add_row().cells, row, strict=True):
            place.text = text
    output = io.BytesIO()
    package.save(output)
    return output.getvalue()


def workbook() -> bytes:
    return saved(sheet_of([f"{NAME} {UNIT}"], [], list(HEADER), *map(list, ROWS)).parent)


def slides() -> bytes:
    presentation, sheet = empty()
    sheet.shapes.add_textbox(0, 0, *SIDES[2:]).text_frame.text = f"{NAME}\n{UNIT}"
    table = sheet.shapes.add_table(len(ROWS) + 1, 2, *SIDES).table
    for number, row in enumerate((HEADER, *ROWS)):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    return saved_slides(presentation)


def open_text() -> bytes:
    rows = "".join(f"<table:table-row>{cells(*row)}</table:table-row>" for row in (HEADER, *ROWS))
    return saved_open("text", f"{p('It rains.')}{p(NAME)}{p(UNIT)}<table:table>{rows}</table:table>")


def rich_text() -> bytes:
    rows = "".join(rf"\trowd\cellx1\cellx2 {name}\cell {fees}\cell\row" for name, fees in (HEADER, *ROWS))
    return rf"{{\rtf1 It rains.\par\par {NAME}\par {UNIT}\par {rows}}}".encode()


def pdf() -> bytes:
    above = [(60, 60, "It rains."), (60, 100, NAME), (60, 114, UNIT)]
    return pdf_of([[*above, *rows_of((60, 300), 140, 14, (HEADER, *ROWS))]])


FORMATS = {
    "a.html": html,
    "a.md": markdown,
    "a.csv": csv,
    "a.docx": word,
    "a.xlsx": workbook,
    "a.pptx": slides,
    "a.odt": open_text,
    "a.rtf": rich_text,
    "a.pdf": pdf,
}


@pytest.mark.parametrize("name", FORMATS)
def test_name_and_unit_of_a_table_are_with_all_of_its_rows(name: str) -> None:
    passages = [each for each in split(read(FORMATS[name](), name), "s", 200) if "Harbour 1" in each.text]
    assert len(passages) > 3
    for passage in passages:
        known = f"{passage.heading}\n{passage.text}"
        assert NAME in known, passage
        assert UNIT in known, passage
        assert " | ".join(HEADER) in known, passage

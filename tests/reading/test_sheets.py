"""What people put into workbooks. Each one is made here."""

import io
from datetime import timedelta

import openpyxl
import pytest
from openpyxl.comments import Comment

from assistant.reading import read
from assistant.records import BlockKind, Document
from tests.reading import contract
from tests.reading.claims import reads
from tests.reading.fixtures import text_of
from tests.reading.test_word import EMPTY_RELATION, STRICT, changed

Sheet = openpyxl.worksheet.worksheet.Worksheet


def saved(book: openpyxl.Workbook) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def sheet_of(*rows: list[object]) -> Sheet:
    sheet = openpyxl.Workbook().active
    for row in rows:
        sheet.append(row)
    return sheet


def read_sheet(sheet: Sheet) -> Document:
    found = read(saved(sheet.parent), "a.xlsx")
    contract.check(found)
    return found


@reads("XLSX", "values as the sheet shows them, a date in figures as 2024-05-06")
def test_values_are_shown_as_the_sheet_does() -> None:
    sheet = sheet_of(["ZIP", 2134], ["weight", 12.5], ["time", timedelta(hours=30, minutes=15)], ["price", 1234.5])
    for cell, code in zip(sheet["B"], ("00000", '0.00" kg"', "[h]:mm", '#,##0.00\\ "€"'), strict=True):
        cell.number_format = code
    assert read_sheet(sheet).text == "Sheet\n\nZIP | 02134\nweight | 12.50 kg\ntime | 30:15\nprice | 1,234.50 €"


@reads("XLSX", "merged cells")
def test_merged_cells_stand_in_every_place() -> None:
    sheet = sheet_of(
        ["Prices, in crowns"],
        ["Hall", "Weekday", None, "Weekend"],
        [None, "Morning", "Evening", "All day"],
        ["Birch", 110, 140, 300],
        [None, 111, 141, 301],
    )
    for merged in ("A1:D1", "A2:A3", "B2:C2", "A4:A5"):
        sheet.merge_cells(merged)
    found = read_sheet(sheet)
    assert found.text == (
        "Sheet\n\nPrices, in crowns\n\nHall | Weekday | Weekday | Weekend\nHall | Morning | Evening | All day\n"
        "Birch | 110 | 140 | 300\nBirch | 111 | 141 | 301"
    )
    assert found.blocks[-1].level == 2


@reads("XLSX", "a formula without a stored value, as the formula")
def test_a_formula_without_a_value_is_named() -> None:
    assert read_sheet(sheet_of(["Rent", 3], ["Sum", "=SUM(B1:B1)"])).text.endswith("Sum | =SUM(B1:B1) (not calculated)")


@reads("XLSX", "comments with their cell")
def test_comments_tell_of_their_cell() -> None:
    sheet = sheet_of(["Part", "Weight"], ["PX-1", 5])
    sheet["B2"].comment = Comment("Eva:\nRecalled in May", "Eva")
    assert read_sheet(sheet).text.endswith("\n\nComment on B2 (PX-1, 5) by Eva: Recalled in May")


@reads("XLSX", "several tables of a sheet")
def test_several_tables_of_a_sheet_are_told_apart_and_gaps_are_not() -> None:
    sheet = sheet_of(
        ["Staff"], ["Name", "Phone"], ["Ada", "555-0101"], [], ["Ben", "555-0102"], [], ["Cars"],
        ["Plate", "Driver", "Fuel"], ["KX", "Otto", "diesel"], [], [None, None, None, None, "note far away"],
    )  # fmt: skip
    found = read_sheet(sheet)
    assert [text_of(found, block) for block in found.blocks if block.kind is BlockKind.TABLE] == [
        "Name | Phone\nAda | 555-0101\nBen | 555-0102",
        "Plate | Driver | Fuel\nKX | Otto | diesel",
    ]
    assert found.text.endswith("note far away")


@pytest.mark.parametrize("change", [STRICT, [EMPTY_RELATION]], ids=["strict", "NULL"])
@reads("XLSX", "Strict Open XML")
def test_workbooks_that_excel_opens_are_opened(change: list[tuple[str, str]]) -> None:
    data = changed(saved(sheet_of(["Tool", "Shelf"], ["Wrench", "R7"]).parent), *change)
    assert read(data, "a.xlsx").text == "Sheet\n\nTool | Shelf\nWrench | R7"


@reads("XLSX", "text boxes")
def test_a_text_box_is_read() -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    sheet = book.add_worksheet("Plan")
    sheet.write("A1", "words")
    sheet.insert_textbox("C3", "Closed on Monday")
    book.close()
    assert read(output.getvalue(), "a.xlsx").text == "Plan\n\nwords\n\nText box: Closed on Monday"

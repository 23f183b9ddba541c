"""Tables of a PDF are whole: each cell in its row and column, rows with their labels."""

from collections.abc import Sequence

import pytest

from assistant.reading import read
from assistant.records import BlockKind
from tests.reading.claims import reads
from tests.reading.contract import check
from tests.reading.fixtures import texts
from tests.reading.pages import Text, pdf_of, rows_of

YEARS = [str(year) for year in range(2014, 2020)]
COUNTIES = ("north", "south", "east", "west", "outer", "inner")


def tables(*rows: Sequence[Text], size: float = 10) -> list[list[str]]:
    found = read(pdf_of([[text for part in rows for text in part]], size=size), "a.pdf")
    check(found)
    return [table.split("\n") for table in texts(found, BlockKind.TABLE)]


@reads("PDF", "tables, also with cells of several lines")
def test_further_lines_of_a_cell_stay_in_its_row() -> None:
    columns = (80, 140, 320)
    lines = [
        (100, ("Error", "Meaning", "Remedy")),
        (120, ("E-101", "The pump gets too little water", "Open the valve behind the tank")),
        (131, ("", "from the tank in the yard", "and wait two minutes")),
        (150, ("E-102", "The lid is not closed as it", "Press reset")),
        (161, ("", "should be", "")),
        (180, ("E-117", "The heater is too hot", "Call Nils Aune")),
    ]
    (table,) = tables([text for top, row in lines for text in rows_of(columns, top, 0, [row])])
    assert table == [
        "Error | Meaning | Remedy",
        "E-101 | The pump gets too little water from the tank in the yard"
        " | Open the valve behind the tank and wait two minutes",
        "E-102 | The lid is not closed as it should be | Press reset",
        "E-117 | The heater is too hot | Call Nils Aune",
    ]


def test_lines_below_a_line_with_a_wide_gap_are_kept() -> None:
    lines: list[Text] = [
        (72, 100, "int delete (node *structure, unsigned"),
        (400, 100, "[Function]"),
        (300, 111, "int flags)"),
    ]
    found = read(pdf_of([lines]), "a.pdf")
    check(found)
    assert found.text.split() == "int delete (node *structure, unsigned [Function] int flags)".split()


def test_a_label_over_two_lines_and_a_label_alone_are_in_their_table() -> None:
    rows = [
        ("Item", "2022", "2023"),
        ("Assets", "", ""),
        ("Total of buildings", "4,100", "4,250"),
        ("and machines", "", ""),
        ("Cash", "310", "295"),
    ]
    (table,) = tables(rows_of((72, 250, 320), 100, 14, rows))
    assert table[1:] == ["Assets", "Total of buildings and machines | 4,100 | 4,250", "Cash | 310 | 295"]


def test_rows_without_their_group_s_name_are_rows() -> None:
    rows = [("Region", "Year", "Tonnes"), ("North", "2022", "11"), ("", "2023", "12"), ("South", "2022", "21")]
    (table,) = tables(rows_of((72, 200, 300), 100, 12, rows))
    assert table == ["Region | Year | Tonnes", "North | 2022 | 11", "| 2023 | 12", "South | 2022 | 21"]


def test_a_heading_over_two_columns_does_not_join_them() -> None:
    body = rows_of((72, 250, 350), 114, 14, [("", "2022", "2023"), *((name, "310", "295") for name in COUNTIES)])
    (table,) = tables([(72, 100, "County"), (240, 100, "Year ended 31 December")], body)
    assert table[:3] == ["County | Year ended 31 December", "| 2022 | 2023", "north | 310 | 295"]


def test_a_bar_in_a_cell_is_a_character() -> None:
    rows = [("Name", "Pattern"), ("either", "a | b"), ("both", "a & b")]
    (table,) = tables(rows_of((72, 200), 100, 14, rows))
    assert table == ["Name | Pattern", "either | a|b", "both | a & b"]


@pytest.mark.parametrize(
    ("header", "count"),
    [
        ([("", "2022", "2023")], 1),
        ([("", "Tonnes", "Price"), ("County", "2022", "2023")], 2),
        ([("County", "Tonnes", "Price"), ("", "2022", "2023")], 2),
        ([("County", "Tonnes", "Price"), ("", "1,310", "1,295")], 1),
    ],
)
def test_header_rows_are_counted(header: list[tuple[str, ...]], count: int) -> None:
    rows = [*header, *((name, "310", "295") for name in COUNTIES)]
    found = read(pdf_of([rows_of((72, 250, 350), 114, 14, rows)]), "a.pdf")
    assert [block.level for block in found.blocks if block.kind is BlockKind.TABLE] == [count]


@pytest.mark.parametrize("pitch", [11, 14, 20])
def test_signs_of_figures_are_in_their_cells(pitch: float) -> None:
    rows = [(name, "$", f"{n},310", "$", f"{n},295", "%") for n, name in enumerate(COUNTIES, 1)]
    (table,) = tables(rows_of((72, 200, 230, 300, 330, 372), 100, pitch, rows))
    assert table == [f"{name} | $ {n},310 | $ {n},295 %" for n, name in enumerate(COUNTIES, 1)]


@pytest.mark.parametrize("pitch", [11, 14, 20])
def test_a_wide_table_is_not_cut_into_columns_of_text(pitch: float) -> None:
    work = [
        (
            f"W-{n}",
            f"Replaced the oak planks of the deck near row {n}",
            f"Planks came late from the mill {n}",
            f"{n}13.00",
        )
        for n in range(1, 9)
    ]
    header = ("Item", "Description of the work that was done", "Remarks of the inspector", "Cost")
    (table,) = tables(rows_of((40, 90, 300, 510), 100, pitch, [header, *work]), size=9)
    assert table == [" | ".join(row) for row in [header, *work]]


def test_figures_keep_their_labels_over_a_wide_gap() -> None:
    rows = [(f"Region of the {name} county", *(f"{len(name) * n},531" for n in range(7, 13))) for name in COUNTIES]
    (table,) = tables(rows_of((40, 180, 230, 280, 400, 450, 500), 100, 14, [("Region", *YEARS), *rows]), size=9)
    assert table == [" | ".join(row) for row in [("Region", *YEARS), *rows]]


def test_a_row_with_even_gaps_is_a_row() -> None:
    rows = [("", *YEARS), *((name, *("1,100",) * 6) for name in COUNTIES)]
    (table,) = tables(rows_of((40, 100, 160, 220, 280, 340, 400), 100, 14, rows))
    assert table == ["| " + " | ".join(YEARS), *(" | ".join(row) for row in rows[1:])]


@reads("PDF", "tables over several pages as one")
def test_a_table_over_pages_without_a_repeated_header_is_one() -> None:
    rows = [(f"AX-{n}", "Nut" if n % 2 else "Washer", f"{n * 37}.50") for n in range(100, 151)]
    sheets = [rows_of((72, 160, 260), 40, 30, rows[at : at + 25]) for at in (0, 25, 50)]
    found = read(pdf_of(sheets), "a.pdf")
    check(found)
    (table,) = texts(found, BlockKind.TABLE)
    assert table.split("\n") == [" | ".join(row) for row in rows]
    assert [page.number for page in found.pages if found.text[page.start : page.end].startswith("AX-")] == [1, 2, 3]


def test_a_row_of_nothing_but_bars_is_left_out() -> None:
    rows = [("Name", "Rate"), ("Lisk", "40"), ("|", "|"), ("Orrin", "30")]
    (table,) = tables(rows_of((72, 200), 100, 14, rows))
    assert table == ["Name | Rate", "Lisk | 40", "Orrin | 30"]

"""Small files of the kinds of which there are no samples in the repository."""

from __future__ import annotations

from tests.reading import outlook
from tests.reading.test_opendocument import cells, p, saved

_NUMBERS = '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
_LISTS = f'<text:list-style style:name="L">{_NUMBERS}</text:list-style>'
_SPAN = 'table:number-columns-spanned="2" table:number-rows-spanned="2" table:number-columns-repeated="3"'


def made() -> dict[str, bytes]:
    """The files by name."""
    return {
        "made.odt": saved("text", f"{_text()}{_table()}", _LISTS),
        "made.ods": saved("spreadsheet", f"{_table()}{_table()}"),
        "made.odp": saved("presentation", f"{_slide('Plan')}{_slide('Costs')}"),
        "made.rtf": _rich_text(),
        "made.msg": outlook.message("The permit is valid until June."),
        "made.csv": 'sep=;\nFees;2024\n\nShip;Fee;Paid\n"Al;ba";1,50;2024-05-06\nOda;"2\n3";\n'.encode("utf-16"),
        "made.tsv": b"Ship\tFee\nAlba\t1.5\nOda|II\t2\n",
    }


def _text() -> str:
    note = f"<text:note><text:note-body>{p('In cash.')}</text:note-body></text:note>"
    box = f"<draw:frame><draw:text-box>{p('In a box.')}</draw:text-box></draw:frame>"
    comment = f"<office:annotation><dc:creator>Ines</dc:creator>{p('Sure?')}</office:annotation>"
    entries = "".join(f"<text:list-item>{p(text)}</text:list-item>" for text in ("one", "two"))
    return (
        '<text:h text:outline-level="2">Rent</text:h>'
        f'<text:p>Due<text:s text:c="2"/>on Monday{note}{comment}.{box}</text:p>'
        f'<text:list text:style-name="L">{entries}</text:list>'
    )


def _table() -> str:
    head = f"<table:table-row><table:table-cell {_SPAN}>{p('Hall')}</table:table-cell></table:table-row>"
    row = f'<table:table-row table:number-rows-repeated="2">{cells("Birch", "5.00", "6.00")}</table:table-row>'
    return f'<table:table table:name="Halls">{head}{row}</table:table>'


def _slide(title: str) -> str:
    named = f'<draw:frame presentation:class="title"><draw:text-box>{p(title)}</draw:text-box></draw:frame>'
    said = f"<draw:frame><draw:text-box>{p('Hello.')}</draw:text-box></draw:frame>"
    notes = f"<presentation:notes>{said}</presentation:notes>"
    return f"<draw:page>{named}<draw:frame>{_table()}</draw:frame>{notes}</draw:page>"


def _rich_text() -> bytes:
    rows = "".join(
        rf"\trowd\cellx1\cellx2 {name}\cell {fee}\cell\row " for name, fee in (("Ship", "Fee"), ("Alba", "12"))
    )
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\info{\title Dues}{\creatim\yr2024\mo5\dy6}}"
        rf"\pard Caf\'e9 \u8364?5\par {{\listtext 1.\tab}}first\par {rows}\pard End{{\footnote A note.}}.\par}}"
    ).encode()

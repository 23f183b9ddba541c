"""ODT, ODS and ODP. Each file is made here."""

import io
import zipfile
from datetime import date

import pytest

from assistant.errors import EncryptedFile
from assistant.reading import read
from assistant.records import BlockKind, Document
from tests.reading import contract
from tests.reading.claims import leaves_out, reads
from tests.reading.fixtures import texts

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "presentation", "meta", "chart")
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
META = (
    "<dc:title>Rules</dc:title><meta:initial-creator>Ada</meta:initial-creator>"
    "<meta:creation-date>2024-05-06T07:08:09</meta:creation-date>"
)


def saved(kind: str, body: str, styles: str = "", manifest: str = "<m/>", chart: str = "") -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as container:
        container.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        container.writestr("META-INF/manifest.xml", manifest)
        if chart:
            source = f"<office:document-content {NAMES}><office:body>{chart}</office:body></office:document-content>"
            container.writestr("Object 1/content.xml", source)
        container.writestr("meta.xml", f"<office:meta {NAMES}>{META}</office:meta>")
        container.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
    return output.getvalue()


def opened(kind: str, body: str, styles: str = "") -> Document:
    found = read(saved(kind, body, styles), "a.bin")
    contract.check(found)
    return found


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def cells(*texts: str) -> str:
    return "".join(f"<table:table-cell>{p(text)}</table:table-cell>" for text in texts)


@reads("ODF", "headings, text, notes, comments, text boxes")
@leaves_out("ODF", "deleted text")
def test_text_with_notes_comments_and_boxes() -> None:
    found = opened(
        "text",
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="2">Rent</text:h>'
        '<text:p>Due<text:s text:c="2"/>on <text:span>Monday</text:span><text:note>'
        f"<text:note-citation>1</text:note-citation><text:note-body>{p('In cash.')}</text:note-body></text:note>"
        f"<office:annotation><dc:creator>Ines</dc:creator>{p('Sure?')}</office:annotation>.</text:p>"
        f"<text:p><draw:frame><draw:text-box>{p('In a box.')}</draw:text-box></draw:frame></text:p>",
    )
    assert found.text == "Rent\n\nDue on Monday.\n\nIn cash.\n\nComment by Ines: Sure?\n\nIn a box."
    assert (found.title, found.author, found.published, found.kind) == ("Rules", "Ada", date(2024, 5, 6), "odt")


@reads("ODF", "lists with their numbers")
def test_lists_have_their_numbers() -> None:
    def level(depth: int, form: str, more: str = "") -> str:
        numbered = f'text:level="{depth}" style:num-format="{form}" style:num-suffix="."'
        return f"<text:list-level-style-number {numbered} {more}/>"

    levels = level(1, "1", 'text:start-value="4"') + level(2, "a", 'text:display-levels="2"')
    style = f'<text:list-style style:name="L">{levels}</text:list-style>'
    inner = f"<text:list><text:list-item>{p('inner')}</text:list-item></text:list>"
    items = (
        f"<text:list-item>{p('four')}{inner}</text:list-item><text:list-item>{p('five')}{p('more')}</text:list-item>"
    )
    six = f"<text:list-item>{p('six')}</text:list-item>"
    again = f'<text:list text:style-name="L" text:continue-numbering="true">{six}</text:list>'
    bullets = f"<text:list><text:list-item>{p('bullet')}</text:list-item></text:list>"
    found = opened("text", f'<text:list text:style-name="L">{items}</text:list>{again}{bullets}', style)
    assert found.text == "4. four\n4.a. inner\n5. five\n\nmore\n\n6. six\n- bullet"


@reads("ODF", "tables and sheets with merged cells")
@leaves_out("ODF", "hidden sheets")
def test_tables_with_merged_and_repeated_cells() -> None:
    found = opened(
        "spreadsheet",
        '<table:table table:name="Halls"><table:table-row>'
        f'<table:table-cell table:number-rows-spanned="2">{p("Hall")}</table:table-cell>'
        f'<table:table-cell table:number-columns-spanned="2">{p("Weekday")}</table:table-cell>'
        "<table:covered-table-cell/></table:table-row><table:table-row><table:covered-table-cell/>"
        f"{cells('Morning', 'Evening')}</table:table-row>"
        f'<table:table-row>{cells("Birch")}<table:table-cell table:number-columns-repeated="2">{p("€ 5.00")}'
        '</table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>'
        '<table:table table:name="Secret" table:style-name="hidden"><table:table-row>'
        f"{cells('no')}</table:table-row></table:table>",
        '<style:style style:name="hidden"><style:table-properties table:display="false"/></style:style>',
    )
    assert found.text == "Halls\n\nHall | Weekday | Weekday\nHall | Morning | Evening\nBirch | € 5.00 | € 5.00"
    assert found.kind == "ods"


@reads("ODF", "data of charts and of sheets within")
def test_the_data_of_a_chart_is_a_table() -> None:
    rows = "".join(f"<table:table-row>{cells(*row)}</table:table-row>" for row in (("", "2023"), ("North", "9.1")))
    chart = f"<office:chart><chart:chart><chart:title>{p('Sales')}</chart:title><table:table>{rows}</table:table>"
    drawn = '<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'
    for kind, body in (
        ("text", f"<text:p>Above{drawn}</text:p>"),
        ("spreadsheet", f"<table:table><table:table-row>{cells('Above')}</table:table-row>{drawn}</table:table>"),
        ("presentation", f"<draw:page>{p('Above')}{drawn}{drawn}</draw:page>"),
    ):
        data = saved(kind, body, chart=f"{chart}</chart:chart></office:chart>")
        assert read(data, "a.bin").text.strip() == "Above\n\nSales\n\n| 2023\nNorth | 9.1", kind


@reads("ODF", "slides with their notes")
def test_slides_are_pages() -> None:
    def frame(text: str, kind: str) -> str:
        return f'<draw:frame presentation:class="{kind}"><draw:text-box>{p(text)}</draw:text-box></draw:frame>'

    notes = f"<presentation:notes>{frame('Say hello.', 'notes')}</presentation:notes>"
    first = f"<draw:page>{frame('Plan', 'title')}{frame('A crane', 'outline')}{notes}</draw:page>"
    found = opened("presentation", f"{first}<draw:page>{frame('Costs', 'title')}</draw:page>")
    assert found.text == "Plan\n\nA crane\n\nSay hello.\n\nCosts"
    assert texts(found, BlockKind.HEADING) == ["Plan", "Costs"]
    assert [page.number for page in found.pages] == [1, 2]


def test_a_locked_file_is_refused() -> None:
    with pytest.raises(EncryptedFile, match="password"):
        read(saved("text", p("x"), manifest="<m><encryption-data/></m>"), "a.odt")

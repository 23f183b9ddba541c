"""What people put into Word documents besides plain paragraphs. Each document is made here."""

import io
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from assistant.reading import read
from assistant.records import BlockKind, Document
from assistant.split import split
from tests.reading import contract
from tests.reading.claims import reads
from tests.reading.fixtures import texts

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
Parts = dict[str, tuple[str, str]]  # by relation: content type and source


def saved(body: str, numbering: str = "", **parts: str) -> bytes:
    """A document of this body; ``parts`` are further parts by the kind of their relation."""
    package = docx.Document()
    for element in parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>"):
        package.element.body.insert_element_before(element, "w:sectPr")
    for element in parse_xml(f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>"):
        root = package.part.numbering_part.element
        root.insert(0, element) if element.tag.endswith("abstractNum") else root.append(element)
    for kind, source in parts.items():
        is_page = source.startswith("<html")
        name = PackURI(f"/word/{kind}9.{'html' if is_page else 'xml'}")
        part = Part(name, "text/html" if is_page else "application/xml", source.encode(), package.part.package)
        base = RELATIONSHIP_TYPE.HEADER.rpartition("/")[0]
        assert package.part.relate_to(part, f"{base}/{kind}")
    output = io.BytesIO()
    package.save(output)
    return output.getvalue()


def read_word(body: str, numbering: str = "", **parts: str) -> Document:
    found = read(saved(body, numbering, **parts), "a.docx")
    contract.check(found)
    return found


def line(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{line(text)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def numbered(text: str, level: int = 0, list_id: int = 70, style: str = "") -> str:
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return line(text, f'{style}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(depth: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str, more: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="70">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="70"><w:abstractNumId w:val="70"/></w:num>{more}'
    )


SPAN, DOWN, ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


@reads("DOCX", "tables with merged cells")
def test_merged_cells_stand_in_every_place_of_the_grid() -> None:
    found = read_word(
        "<w:tbl>"
        + row(cell("Hall", DOWN), cell("Weekday", SPAN), cell("Weekend"))
        + row(cell("", ON), cell("Morning"), cell("Evening"), cell("All day"))
        + row(cell("Birch", DOWN), cell("110"), cell("140"), cell("300"))
        + row(cell("", ON), cell("closed", '<w:gridSpan w:val="3"/>'))
        + "</w:tbl>"
    )
    assert found.text == (
        "Hall | Weekday | Weekday | Weekend\nHall | Morning | Evening | All day\nBirch | 110 | 140 | 300\n"
        "Birch | closed | closed | closed"
    )
    assert found.blocks[0].level == 2
    below = split(found, "a", limit=40)[-1]
    assert below.heading == "Hall | Weekday Morning | Weekday Evening | Weekend All day"


def test_a_cell_over_the_whole_width_is_the_caption() -> None:
    found = read_word(
        "<w:tbl>"
        + row(cell("Dues in crowns", SPAN))
        + row(cell("Ship"), cell("Dues"))
        + row(cell("Alba"), cell("12"))
        + "</w:tbl>"
    )
    assert found.text == "Dues in crowns\n\nShip | Dues\nAlba | 12"


@reads("DOCX", "content controls")
def test_rows_and_cells_in_content_controls() -> None:
    def controlled(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    found = read_word(
        "<w:tbl>"
        + row(cell("Item"), cell("Serial"))
        + controlled(row(cell("Winch"), cell("SN-77")) + controlled(row(cell("Pump"), controlled(cell("SN-44")))))
        + "</w:tbl>"
    )
    assert found.text == "Item | Serial\nWinch | SN-77\nPump | SN-44"


def test_a_bar_in_a_cell_is_no_mark_between_cells() -> None:
    found = read_word("<w:tbl>" + row(cell("a | b"), cell("c")) + row(cell("x||"), cell("| y")) + "</w:tbl>")
    assert found.text == "a|b | c\nx|| | |y"


@reads("DOCX", "headings and lists with the numbers that Word shows")
def test_clauses_of_several_levels_are_numbered_as_word_does() -> None:
    found = read_word(
        numbered("Rent", style="Heading1")
        + numbered("The rent is due.", 1)
        + numbered("in cash;", 2)
        + numbered("by cheque.", 2)
        + numbered("The deposit.", 1)
        + numbered("Repairs", style="Heading1")
        + numbered("The roof.", 1)
        + numbered("tiles", 2),
        lists(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)")),
    )
    assert found.text.split("\n\n") == [
        "1. Rent",
        "1.1 The rent is due.\n(a) in cash;\n(b) by cheque.\n1.2 The deposit.",
        "2. Repairs",
        "2.1 The roof.\n(a) tiles",
    ]


def test_lists_start_restart_and_share_their_count() -> None:
    restarted = (
        '<w:num w:numId="71"><w:abstractNumId w:val="70"/></w:num><w:num w:numId="72"><w:abstractNumId w:val="70"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    found = read_word(
        numbered("seven")
        + numbered("")
        + numbered("nine", list_id=71)
        + numbered("one", list_id=72)
        + numbered("two", list_id=72),
        lists(level(0, "decimal", "Step %1:", start=7), more=restarted),
    )
    assert found.text == "Step 7: seven\nStep 9: nine\nStep 1: one\nStep 2: two"


@pytest.mark.parametrize(
    ("form", "start", "shown"),
    [
        ("lowerLetter", 26, ["z", "aa"]),
        ("upperLetter", 3, ["C", "D"]),
        ("lowerRoman", 4, ["iv", "v"]),
        ("upperRoman", 1999, ["MCMXCIX", "MM"]),
        ("decimalZero", 9, ["09", "10"]),
        ("ordinal", 22, ["22nd", "23rd"]),
        ("bullet", 1, ["-", "-"]),
        ("none", 1, ["§", "§"]),
    ],
)
def test_formats_of_numbers(form: str, start: int, shown: list[str]) -> None:
    text = "§" if form == "none" else "%1"
    found = read_word(numbered("x") + numbered("x"), lists(level(0, form, text, start)))
    assert found.text == "\n".join(f"{mark} x" for mark in shown)


def test_numbers_that_legal_style_and_never_restart_change() -> None:
    found = read_word(
        numbered("A") + numbered("b", 1) + numbered("B") + numbered("c", 1),
        lists(
            level(0, "upperRoman", "Article %1."),
            level(1, "decimal", "%1.%2", more='<w:lvlRestart w:val="0"/><w:isLgl/>'),
        ),
    )
    assert found.text == "Article I. A\n1.1 b\nArticle II. B\n2.2 c"


def test_rows_that_are_numbered_show_their_numbers() -> None:
    first = f"<w:tc>{numbered('')}</w:tc>"
    found = read_word(
        "<w:tbl>" + row(first, cell("Open")) + row(first, cell("Close")) + "</w:tbl>",
        lists(level(0, "decimal", "%1.")),
    )
    assert found.text == "1. | Open\n2. | Close"


@reads("DOCX", "boxes to tick as `[x]` or `[ ]`")
def test_boxes_that_can_be_ticked() -> None:
    def control(state: int) -> str:
        return (
            f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
        )

    data = '<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
    field = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
    words = [f"<w:r><w:t> {word} </w:t></w:r>" for word in ("yes", "no", "old", "drawn")]
    found = read_word(f"<w:p>{control(1)}{words[0]}{control(0)}{words[1]}{field}{words[2]}{symbol}{words[3]}</w:p>")
    assert found.text == "[x] yes [ ] no [x] old [ ] drawn"


@reads("DOCX", "comments", "headers and footers once, at the end")
def test_comments_headers_and_inserted_pages_are_marked_as_what_they_are() -> None:
    comment = f'<w:comment w:id="3" w:author="Ines">{line("Ask the board.")}</w:comment>'
    header = f"<w:hdr {NAMESPACES}>{line('Draft 4, not for use')}</w:hdr>"
    field = "<w:fldSimple w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple>"
    footer = f"<w:ftr {NAMESPACES}><w:p><w:r><w:t>Page </w:t></w:r>{field}</w:p></w:ftr>"
    found = read_word(
        '<w:p><w:r><w:t>The fee is 5.</w:t></w:r><w:r><w:commentReference w:id="3"/></w:r></w:p>' + line("End."),
        comments=f"<w:comments {NAMESPACES}>{comment}</w:comments>",
        header=header,
        footer=footer,
    )
    assert found.text == (
        "The fee is 5.\n\nComment by Ines: Ask the board.\n\nEnd.\n\nPage header: Draft 4, not for use"
    )


@reads("DOCX", "foot- and endnotes, at the end")
def test_notes_stand_below_the_text() -> None:
    def notes(kind: str, text: str) -> str:
        rule = f'<w:{kind} w:id="0" w:type="separator">{line("-")}</w:{kind}>'
        return f'<w:{kind}s {NAMESPACES}>{rule}<w:{kind} w:id="1">{line(text)}</w:{kind}></w:{kind}s>'

    parts = {"footnotes": notes("footnote", "Paid in cash."), "endnotes": notes("endnote", "Since May.")}
    assert read_word(line("The fee is 5."), **parts).text == "The fee is 5.\n\nPaid in cash.\n\nSince May."


@reads("DOCX", "inserted documents")
def test_an_inserted_page_is_read() -> None:
    package = docx.Document()
    part = Part(PackURI("/word/chunk.html"), "text/html", b"<html><p>From the page.</p></html>", package.part.package)
    relation = package.part.relate_to(part, f"{RELATIONSHIP_TYPE.HEADER.rpartition('/')[0]}/aFChunk")
    chunk = parse_xml(f'<w:altChunk {NAMESPACES} r:id="{relation}"/>')
    package.element.body.insert_element_before(chunk, "w:sectPr")
    output = io.BytesIO()
    package.save(output)
    assert read(output.getvalue(), "a.docx").text == "From the page."


def changed(data: bytes, *changes: tuple[str, str], rename: tuple[str, str] = ("", "")) -> bytes:
    """A container with strings replaced in all its XML, and a member called otherwise."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as container, zipfile.ZipFile(output, "w") as copy:
        for name in container.namelist():
            part = container.read(name)
            if name.endswith((".xml", ".rels")):
                for old, new in changes:
                    part = part.replace(old.encode(), new.encode())
            copy.writestr(rename[1] if name == rename[0] else name, part)
    return output.getvalue()


STRICT = [
    (f"http://schemas.openxmlformats.org/{part}/2006/", f"http://purl.oclc.org/ooxml/{part}/")
    for part in ("officeDocument", "wordprocessingml", "spreadsheetml", "presentationml", "drawingml")
]
EMPTY_RELATION = (
    "</Relationships>",
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    'Target="../NULL"/></Relationships>',
)


@pytest.mark.parametrize(
    "data",
    [
        changed(saved(line("Words.")), *STRICT),
        changed(saved(line("Words.")), EMPTY_RELATION),
        changed(
            changed(saved(line("Words.")), ("word/document.xml", "word/document2.xml")),
            rename=("word/document.xml", "word/document2.xml"),
        ),
        changed(
            saved(line("Words.")),
            ("openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main"),
        ),
        changed(saved(line("Words.")), ("wordprocessingml.document.main", "wordprocessingml.template.main")),
    ],
    ids=["strict", "NULL", "document2", "macros", "template"],
)
@reads("DOCX", "Strict Open XML")
def test_documents_that_word_opens_are_opened(data: bytes) -> None:
    assert read(data, "a.docx").text.startswith("Words.")


@reads("DOCX", "text boxes")
def test_code_and_text_boxes_stay() -> None:
    box = f"<w:p><w:r><w:pict><w:txbxContent>{line('In the box.')}</w:txbxContent></w:pict></w:r></w:p>"
    found = read_word(line("Before.") + box)
    assert texts(found, BlockKind.PARAGRAPH) == ["Before.", "In the box."]

"""Plain text, Markdown, CSV and mail."""

import textwrap
from datetime import date

import pytest

from assistant.reading import read
from assistant.reading.characters import clean
from assistant.reading.dates import parse_date
from assistant.records import BlockKind, Document
from tests.reading.claims import reads
from tests.reading.fixtures import document, texts


def text(words: str) -> Document:
    return read(words.encode(), "a.txt")


def markdown(words: str) -> Document:
    return read(words.encode(), "a.md")


@pytest.mark.parametrize("name", ["letter-cp1252.txt", "letter-utf16.txt"])
@reads("text", "all, in any encoding")
def test_encodings_are_found_out(name: str) -> None:
    assert document(name).text == (
        "Liebe Müller,\n\ndie Fähre kostet 12 € – das ist „zu viel“. Größe und Gewicht stehen auf dem Schein."
    )


def test_more_encodings() -> None:
    assert document("letter-latin1.txt").text == "Zürich, den 3. März: die Brücke trägt.\nGrüße aus Köln"
    assert document("russian-cp1251.txt").text.startswith("Маяк снова зажгли осенью, и рыбаки")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding(encoding: str) -> None:
    assert read("Plain words – café".encode(encoding), "a.txt").text == "Plain words – café"


def test_utf8_cut_in_its_last_letter_is_still_utf8() -> None:
    assert read("Größe in Köln, so schön ü".encode()[:-1], "a.txt").text.startswith("Größe in Köln, so schön")


def test_a_damaged_byte_does_not_change_the_encoding() -> None:
    damaged = "Вы получили это письмо".encode() * 8 + b"\xd0 " + "Все права защищены".encode() * 8
    assert "Вы получили это письмо" in read(damaged, "a.txt").text
    assert "Все права защищены" in read(damaged, "a.txt").text


@reads("text", "filled lines as paragraphs")
def test_filled_lines_run_on_and_short_lines_stay() -> None:
    found = document("wrapped.txt")
    assert texts(found, BlockKind.PARAGRAPH)[:3] == [
        "THE FERRY TO SKERROW",
        "By Nils Harrow",
        "The ferry leaves the stone quay at seven in the morning and at four in the afternoon, except on Sundays, "
        "when it leaves once, at ten. In winter the crossing takes an hour; in summer, with the current, forty "
        "minutes.",
    ]
    assert texts(found, BlockKind.LIST) == [
        "- a coat that keeps out the wind and that can be closed at the neck",
        "- bread",
        "- a light",
    ]
    assert "Slow the boat and slow the tide,\nSlow the gulls on either side,\nHome before the moon." in found.text


def test_a_paragraph_a_line_stays_so() -> None:
    lines = ["word " * 60, "other " * 30, "last " * 50]
    assert text("\n".join(lines)).text == "\n".join(line.strip() for line in lines)


def test_numbered_lines_are_items() -> None:
    found = text("1. one\n2) two\n   and more\n\n1984 was a year")
    assert found.text == "1. one\n2. two and more\n\n1984 was a year"


def test_markdown_front_matter() -> None:
    found = markdown("---\ntitle: 'A: B'\nauthors: [Ann, {name: Ben}]\ndate: 3 May 2020\n---\n# Other\n\nwords")
    assert (found.title, found.author, found.published) == ("A: B", "Ann, Ben", date(2020, 5, 3))
    assert found.text == "Other\n\nwords"


@reads("Markdown", "all, with its front matter")
def test_markdown_front_matter_can_be_found() -> None:
    assert markdown("---\nowner: Ada\ntags: [a, b]\n---\nwords").text == "owner: Ada\ntags: [a, b]\n\nwords"


@reads("Markdown", "placeholders like `<name>`", "footnotes")
def test_markdown_keeps_placeholders_footnotes_and_bars_in_code() -> None:
    found = markdown(
        "Set KEY to <your-token>, a List<String> or <title>, *not* <b>bold</b>.[^1]\n\n<name>\n\n[^1]: 1500\n\n"
        "| a | b |\n|---|---|\n| `x|y` | 2 |\n\nand `c|d`"
    )
    assert found.text == (
        "Set KEY to <your-token>, a List<String> or <title>, not bold.[^1]\n\n<name>\n\n[^1]: 1500\n\n"
        "a | b\nx|y | 2\n\nand c|d"
    )


def test_each_footnote_of_markdown_stands_alone() -> None:
    source = "Words.[^1] More.[^b]\n\n[^1]: Downtime is 42 minutes.\n[^b]: 1500\n\n```\n[^a]: kept\n```\n"
    found = read(source.encode(), "a.md")
    assert found.text.split("\n\n")[1:3] == ["[^1]: Downtime is 42 minutes.", "[^b]: 1500"]
    assert texts(found, BlockKind.CODE) == ["[^a]: kept"]


def test_a_rule_is_not_front_matter() -> None:
    assert "not: [a, map" in markdown("---\nnot: [a, map\n---\n\nwords").text


def test_markdown_marks_are_stripped() -> None:
    found = markdown("# A *b* `c`\n\nsee [the **page**](http://x.y) ![image](z.png)\nnow\n\n<b>bold</b><!-- no -->")
    assert found.text == "A b c\n\nsee the page now\n\nbold"
    assert found.title == "A b c"


@reads("CSV", "cells with line breaks")
def test_csv_with_quotes_line_breaks_and_semicolons() -> None:
    assert document("table.csv").text == (
        'name | remark | price\nOak; seasoned | dry, stored two years | 1,20\nAsh | called "white" | 0,90\n'
        "Élan |  | 0,50"
    )
    assert [block.kind for block in document("table.csv").blocks] == [BlockKind.TABLE]


@pytest.mark.parametrize(
    ("source", "expected", "headers"),
    [
        ("Birne;1,50;2,25\nApfel;0,80;1,10\n", "Birne | 1,50 | 2,25\nApfel | 0,80 | 1,10", 0),
        ("Wer;Preis\nMüller, Hans;12,50\nMeier, Eva;3,00\n", "Wer | Preis\nMüller, Hans | 12,50\nMeier, Eva | 3,00", 1),
        ("sep=;\nPlate;Driver\nKX-21;Otto\n", "Plate | Driver\nKX-21 | Otto", 1),
        ("sep=|\r\na|b\r\n1|2\r\n", "a | b\n1 | 2", 1),
        ("Report,Readings,\nExported,2025-03-01,\n\nMeter,Site,Reading\nM-1,Lund,4410\nM-2,Ystad,5120\n",
         "Report: Readings\nExported: 2025-03-01\n\nMeter | Site | Reading\nM-1 | Lund | 4410\nM-2 | Ystad | 5120", 1),
        ('Code,Meaning\n"E41 | E42","Fan, blocked"\n', "Code | Meaning\nE41|E42 | Fan, blocked", 1),
        ('a, "b, c"\n1, "2"\n', "a | b, c\n1 | 2", 1),
        ("Item;2023;2024\nFees;1.200,50;80\n", "Item | 2023 | 2024\nFees | 1.200,50 | 80", 1),
        ("2024-01-05,4\n2024-01-06,7\n", "2024-01-05 | 4\n2024-01-06 | 7", 0),
    ],
)  # fmt: skip
@reads("CSV", "commas, semicolons, tabs or bars between cells", "`sep=`, rows above the table, tables without a header")
def test_dialects_of_csv(source: str, expected: str, headers: int) -> None:
    found = read(source.encode(), "a.csv")
    assert found.text == expected
    assert found.blocks[-1].level == headers


def test_tab_separated_values() -> None:
    assert read(b"a\tb, c\n1\t2", "a.tsv").text == "a | b, c\n1 | 2"


def test_mail_with_parts() -> None:
    found = document("multipart.eml")
    assert (found.title, found.author, found.published) == (
        "Fähre: neue Zeiten für März",
        "Ilse Varn",
        date(2024, 3, 5),
    )
    assert found.text == (
        "Fähre: neue Zeiten für März\n\nFrom: Ilse Varn <ilse@example.org>\nTo: Board <board@example.org>\n"
        "Date: Tue, 05 Mar 2024 09:30:00 +0100\n\nDear all,\n\n"
        "the ferry leaves at 07:15 from Monday on – café included.\n\nNils wrote:\nWhen does the ferry leave?\n\n"
        "Ilse\n\nAttachments: timetable.pdf"
    )


def test_mail_that_is_only_a_page() -> None:
    found = document("page.eml")
    assert found.text.endswith("Agenda\n\n- Crane\n- Quay")
    assert found.author == "nils@example.org"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-05-06", date(2024, 5, 6)),
        ("2024-05-06T23:00:00+02:00", date(2024, 5, 6)),
        ("D:20240506101112Z", date(2024, 5, 6)),
        ("6 May 2024", date(2024, 5, 6)),
        ("May 6, 2024", date(2024, 5, 6)),
        ("2024", None),
        ("2024-13-01", None),
        ("0001-01-01", None),
        ("soon", None),
        (None, None),
    ],
)
def test_dates(stated: object, expected: date | None) -> None:
    assert parse_date(stated) == expected


def test_characters_that_hide_or_reorder_are_gone() -> None:
    assert clean("a\x00b\x1bc\u202ed\u2066e\u200bf\u00adg\ufeffh\U000e0041i\ue000j\ud800k") == "abcdefghijk"
    assert clean("a\r\nb\rc\x85d\u2028e\tf") == "a\nb\nc\nd\ne f"
    assert clean("\ufb01sh e\u0301 \ufffd\ufffd \ufffd") == "fish é \ufffd"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Ferry sold\n\nThe council sold it.", "Ferry sold"),
        (
            "Ferry sold after one very long night of talks\nBy Ida Verne\n\nThe council.",
            "Ferry sold after one very long night of talks",
        ),
        ("Ferry sold\nOtto Brandt\n\nThe council sold it.", ""),  # an address, a verse
        ("The council sold the ferry.\n\nIt was old.", ""),
        ("- ferry\n- bus", ""),
        ("Ferry sold", ""),  # there is nothing under it
    ],
)
def test_a_line_alone_over_plain_text_is_its_title(words: str, title: str) -> None:
    assert text(words).title == title


@reads("RTF", "text, numbers of lists, tables, notes in their place")
def test_rich_text() -> None:
    source = (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}"
        r"{\info{\title Dues}{\author Ida Holm}{\creatim\yr2024\mo5\dy6}}"
        r"\pard Caf\'e9 \u8364?5 a|b\par {\listtext 1.\tab}first\par "
        r"\trowd\cellx1\cellx2 Ship\cell Dues|year\cell\row"
        r"\trowd\cellx1\cellx2 Alba\par II\cell 12\cell{\trowd\cellx1\row}"
        r"\pard End{\footnote A note.}.\par}"
    )
    found = read(source.encode(), "a.rtf")
    assert found.text == "Café €5 a|b\n\n1. first\n\nShip | Dues|year\nAlba II | 12\n\nEnd A note.."
    assert (found.title, found.author, found.published) == ("Dues", "Ida Holm", date(2024, 5, 6))


def test_a_picture_in_rich_text_is_passed_over() -> None:
    source = rb"{\rtf1\ansi Above.\par {\pict\jpegblip\picw250 \bin ffd8ffe0}\par Below.\par}"
    assert read(source, "a.rtf").text == "Above.\n\nBelow."


@reads("text", "records in lines apart")
def test_records_in_lines_stay_apart() -> None:
    lines = [
        "Name: Ada Quill of the northern harbour office",
        "Duties: the lamps, the boats and all of the long",
        "    quay in winter",
        "Phone: 555-0101, in the mornings until ten only",
        "Place: the old house at the end of the long quay",
    ]
    found = text("\n".join(lines)).text.split("\n")
    assert found == [lines[0], "Duties: the lamps, the boats and all of the long quay in winter", *lines[3:]]


def test_the_day_of_a_version_is_the_day_of_the_document() -> None:
    found = text("Service agreement\n\nVersion 3, dated 20 March 2025.\n\n1. Scope. Orlo Works maintains the store.")
    assert (found.title, found.published) == ("Service agreement", date(2025, 3, 20))


def test_lines_of_wide_paper_are_joined_and_those_of_a_log_are_not() -> None:
    words = (
        "The keeper climbed the tower each evening to light the lamp, and his daughter wrote the hour into a book. " * 6
    )
    found = read(textwrap.fill(words, 150).encode(), "a.txt")
    assert found.text == words.strip()
    log = [
        f"2024-05-0{day} 10:00:00 the pump of the well in the yard was stopped for {day} minutes" for day in range(1, 8)
    ]
    found = read("\n".join(log).encode(), "a.log")
    assert found.text.split("\n") == log


def test_a_manual_page_as_a_terminal_prints_it_is_text() -> None:
    struck = "N\bNA\bAM\bME\bE\n    chmod - change _\bm_\bo_\bd_\be bits\n\n\x1b[1mUSE\x1b[0m\n    +\bo One\n" * 5
    found = read(struck.encode(), "chmod.txt")
    assert "NAME" in found.text
    assert "chmod - change mode bits" in found.text
    assert "USE" in found.text
    assert not set("\b\x1b") & set(found.text)

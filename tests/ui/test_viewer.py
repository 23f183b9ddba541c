from __future__ import annotations

import pytest

from assistant.errors import UnknownSource
from tests.ui.pages import Element, page
from tests.ui.pretend import FIXTURES, HOSTILE, PretendAssistant, pdf_quote
from ui.card import card
from ui.place import Place
from ui.viewer import sheet


@pytest.fixture(scope="module")
def assistant() -> PretendAssistant:
    return PretendAssistant()


def place(assistant: PretendAssistant, name: str, quote: str, above: int = 0, below: int = 0) -> Place:
    citation = assistant.cite(1, name, quote)
    return Place(citation.source_id, citation.start, citation.end, above, below)


def opened(assistant: PretendAssistant, wanted: Place) -> Element:
    return page(sheet(assistant, wanted)["html"])


def test_the_sheet_says_what_it_shows(assistant: PretendAssistant) -> None:
    reply = sheet(assistant, place(assistant, "ferry.md", "In a gale"))
    header = page(reply["html"]).all("header")[0]
    assert header.all("h2")[0].text == "Harbour ferry: winter timetable"
    assert header.all("p")[0].text == "ferry.md · 2024-11-30"
    assert reply["reference"] == "“In a gale” (Harbour ferry: winter timetable, ferry.md, 2024-11-30)"
    assert reply["characters"] == assistant.source("ferry.md").characters


def test_a_pdf_is_shown_as_its_page_with_a_box_on_each_quoted_line(assistant: PretendAssistant) -> None:
    quote = pdf_quote(assistant.document("lighthouse.pdf"))
    seen = opened(assistant, place(assistant, "lighthouse.pdf", quote))
    assert "page 1 of 1" in seen.all("header")[0].text
    source = assistant.source("lighthouse.pdf")
    assert [image.attributes["src"] for image in seen.all("img")] == [f"/footnote/pages/{source.id}/1.png"]
    assert len(seen.all("span", "box")) == 2
    assert "".join(mark.text for mark in seen.all("mark")) == quote


def test_all_pages_of_a_pdf_are_there_with_their_sizes(assistant: PretendAssistant) -> None:
    source = assistant.shelve("report.pdf", (FIXTURES / "report.pdf").read_bytes())
    seen = page(sheet(assistant, Place(source.id, 0, 0))["html"])
    assert [figure.attributes["data-page"] for figure in seen.all("figure")] == ["1", "2", "3"]
    for image in seen.all("img"):
        assert image.attributes["loading"] == "lazy"
        assert int(image.attributes["height"] or 0) > int(image.attributes["width"] or 0) > 0
    assert seen.all("span", "box") == []


def test_what_is_sought_is_told_for_the_whole_document(assistant: PretendAssistant) -> None:
    source, document = assistant.source("ledger.txt"), assistant.document("ledger.txt")
    reply = sheet(assistant, Place(source.id, 0, 9, find="barrel  3999."))
    assert [document.text[start:end] for start, end in reply["hits"]] == ["barrel 3999."]
    assert page(reply["html"]).all("span", "hit") == []
    [(start, _)] = reply["hits"]
    there = page(sheet(assistant, Place(source.id, 0, 9, around=start, find="barrel 3999."))["html"])
    assert [hit.text for hit in there.all("span", "hit")] == ["barrel 3999."]
    many = sheet(assistant, Place(source.id, 0, 9, find="barrel"))
    assert (len(many["hits"]), many["all_hits"], reply["all_hits"]) == (1000, False, True)


def test_a_long_text_is_shown_around_its_quote_and_grows_when_asked(assistant: PretendAssistant) -> None:
    quote = "Paragraph 2000 of the long ledger tells of barrel 2000."
    seen = opened(assistant, place(assistant, "ledger.txt", quote))
    assert len(seen.text) < 50_000
    assert [button.attributes["data-side"] for button in seen.all("button", "more")] == ["above", "below"]
    grown = opened(assistant, place(assistant, "ledger.txt", quote, above=1))
    assert 15_000 < len(grown.text) - len(seen.text) < 25_000
    whole = opened(assistant, place(assistant, "ledger.txt", quote, above=99, below=99))
    assert whole.all("button", "more") == []
    assert "".join(mark.text for mark in whole.all("mark")) == quote


def test_offsets_beyond_the_text_open_its_end(assistant: PretendAssistant) -> None:
    seen = opened(assistant, Place(assistant.source("ferry.md").id, 10**9, 10**9 + 5))
    assert seen.all("mark") == []
    assert "Nobody sails" in seen.text


def test_the_card_shows_the_quote_between_its_neighbours(assistant: PretendAssistant) -> None:
    quote = "In a gale above force nine the harbour master stops all sailings."
    seen = page(card(assistant, place(assistant, "ferry.md", quote)))
    assert seen.all("mark")[0].text == quote
    first = seen.all("p")[0].text
    assert first.startswith("The first crossing leaves at 6.40.")
    assert first.endswith("The island is then served by helicopter.")
    assert "2024-11-30" in seen.text


def test_the_card_cuts_a_long_neighbour_not_the_quote(assistant: PretendAssistant) -> None:
    words = " ".join(f"word{k}" for k in range(50))
    assistant.shelve("long.md", f"# Heading\n\nThe quote. It {words} ends.\n".encode())
    first = page(card(assistant, place(assistant, "long.md", "The quote."))).all("p")[0].text
    assert first.startswith("Heading · The quote. It word0")
    assert first.endswith(" …")
    assert len(first) < 180
    last = page(card(assistant, place(assistant, "long.md", "word49 ends."))).all("p")[0].text
    assert last.startswith("… word")


def test_a_hostile_source_is_shown_as_words(assistant: PretendAssistant) -> None:
    wanted = place(assistant, f"{HOSTILE}.txt", f"the {HOSTILE} meeting")
    seen, glance = opened(assistant, wanted), page(card(assistant, wanted))
    assert seen.all("img") == glance.all("img") == []
    assert seen.all("mark")[0].text == glance.all("mark")[0].text == f"the {HOSTILE} meeting"


def test_a_source_that_is_gone_is_an_error_of_the_library(assistant: PretendAssistant) -> None:
    with pytest.raises(UnknownSource, match="No such document"):
        sheet(assistant, Place("gone", 0, 1))

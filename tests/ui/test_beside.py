"""Several short answers side by side: on the page, to the ear, in files and in chat messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from markdown_it import MarkdownIt

from assistant.records import Answer
from tests.ui.pages import Element, page
from tests.ui.pretend import HOSTILE, PretendAssistant
from ui import history
from ui.answers import turn_html
from ui.api.writing import write
from ui.chat import TurnView, finished_sentences
from ui.export import read_json, saved
from ui.export.record import Conversation, KeptTurn

BOTH = pytest.mark.parametrize("question", ["differing", "comparing"])


@pytest.fixture(scope="module")
def assistant() -> PretendAssistant:
    return PretendAssistant()


def view_of(answer: Answer) -> TurnView:
    return TurnView(answer.question, "done", answer=answer)


def shown(answer: Answer) -> Element:
    return page(turn_html(view_of(answer)))


def conversation(answer: Answer) -> Conversation:
    return Conversation("t", (KeptTurn(view_of(answer)),))


def test_documents_that_differ_take_the_place_of_the_short_answer(assistant: PretendAssistant) -> None:
    turn = shown(assistant.answer("differing"))
    assert turn.all("h3")[0].text == "The documents differ"
    assert turn.all(class_="short-answer") == []
    [row] = turn.all("ul", "beside")
    assert [card.text for card in row.all("li")] == [
        "force nine\u20601Harbour ferry: winter timetable · 2024-11-30",
        "barrel 7\u20602ledger.txt",
    ]


def test_what_is_compared_stands_below_the_answer_by_name(assistant: PretendAssistant) -> None:
    turn = shown(assistant.answer("comparing"))
    assert turn.all(class_="short-answer")[0].text == "The Skua"
    [row] = turn.all("ul", "beside")
    assert row.attributes["aria-label"] == "Compared"
    assert [card.all("p")[0].text for card in row.all("li")] == ["The Skua", "The ledger"]
    assert turn.all(class_="note") == []


@BOTH
def test_each_card_opens_the_quote_of_its_sentence(assistant: PretendAssistant, question: str) -> None:
    turn = shown(assistant.answer(question))
    in_cards = turn.all("ul", "beside")[0].all("button", "chip")
    in_sentences = turn.all(class_="sentences")[0].all("button", "chip")
    assert [chip.attributes for chip in in_cards] == [chip.attributes for chip in in_sentences]


def test_one_that_stands_on_nothing_has_no_chip(assistant: PretendAssistant) -> None:
    answer = assistant.answer("differing")
    first, second = answer.beside
    astray = replace(answer, beside=(first, replace(second, number=99)))
    assert [len(card.all("button")) for card in shown(astray).all("ul", "beside")[0].all("li")] == [1, 0]
    assert "barrel 7" in saved(conversation(astray), "html", date(2025, 5, 3)).text
    assert "barrel 7" in saved(conversation(astray), "markdown", date(2025, 5, 3)).text
    assert "barrel 7" in write(astray, "http://127.0.0.1:7860/").text


def test_both_are_told_to_whoever_listens(assistant: PretendAssistant) -> None:
    assert finished_sentences(view_of(assistant.answer("differing"))) == [
        "The documents differ.",
        "Harbour ferry: winter timetable: force nine.",
        "ledger.txt: barrel 7.",
    ]
    compared = finished_sentences(view_of(assistant.answer("comparing")))
    assert compared == ["The Skua", "The Skua: force nine.", "The ledger: barrel 7."]


@BOTH
def test_a_browser_keeps_them(assistant: PretendAssistant, question: str) -> None:
    view = view_of(assistant.answer(question))
    assert history.load(history.dump(view)) == view


def test_an_answer_that_was_kept_before_there_were_any_still_loads(assistant: PretendAssistant) -> None:
    kept = history.dump(view_of(assistant.answer("differing")))
    del kept["answer"]["beside"]
    view = history.load(kept)
    assert view is not None
    assert view.answer is not None
    assert view.answer.beside == ()


@BOTH
def test_json_brings_them_back(assistant: PretendAssistant, question: str) -> None:
    kept = conversation(assistant.answer(question))
    assert read_json(saved(kept, "json", date(2025, 5, 3)).text, "x.json") == kept


def test_markdown_lists_them_with_their_numbers(assistant: PretendAssistant) -> None:
    text = saved(conversation(assistant.answer("differing")), "markdown", date(2025, 5, 3)).text
    assert (
        "The documents differ:\n\n"
        "- **force nine** (Harbour ferry: winter timetable, 2024-11-30) [1]\n"
        "- **barrel 7** (ledger.txt) [2]\n"
    ) in text
    compared = saved(conversation(assistant.answer("comparing")), "markdown", date(2025, 5, 3)).text
    assert "- **barrel 7** (The ledger, ledger.txt) [2]" in compared


def test_the_page_to_print_links_each_to_its_quote(assistant: PretendAssistant) -> None:
    found = page(saved(conversation(assistant.answer("comparing")), "html", date(2025, 5, 3)).text)
    [row] = found.all("ul", "beside")
    assert [link.attributes["href"] for link in row.all("a")] == ["#r1", "#r2"]
    assert "The Skua, Harbour ferry: winter timetable, 2024-11-30" in row.text


def test_a_chat_message_lists_them_with_markers(assistant: PretendAssistant) -> None:
    message = write(assistant.answer("differing"), "http://127.0.0.1:7860/")
    rendered = page(MarkdownIt("commonmark").render(message.text).replace(" />", ">"))
    assert [row.text for row in rendered.all("li")] == [
        "force nine (Harbour ferry: winter timetable, 2024-11-30) 1",
        "barrel 7 (ledger.txt) 2",
    ]
    assert [link.text for link in rendered.all("a")] == ["1", "2", "1", "2"]
    assert all(message.text[mark.start : mark.end] == f"[{mark.citation.number}]" for mark in message.marks)


def test_hostile_words_are_words_in_every_form(assistant: PretendAssistant) -> None:
    answer = assistant.answer("comparing")
    bad = replace(answer.beside[0], label=HOSTILE, text=f"{HOSTILE} [x](http://a.example)", source=HOSTILE, title="")
    answer = replace(answer, beside=(bad, bad))
    kept = conversation(answer)
    for html in (turn_html(view_of(answer)), saved(kept, "html", date(2025, 5, 3)).text):
        assert page(html).all("img") == []
        assert HOSTILE in page(html).text
    for text in (saved(kept, "markdown", date(2025, 5, 3)).text, write(answer, "http://127.0.0.1:7860/").text):
        rendered = page(MarkdownIt("commonmark", {"html": True}).render(text).replace("<br />", "").replace(" />", ">"))
        assert rendered.all("img") == []
        assert "http://a.example" not in {link.attributes["href"] for link in rendered.all("a")}

"""Conversations as Markdown, as a page to print and as JSON; and what documents cannot do to any of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.errors import ConversationError
from assistant.text import squeeze
from tests.ui.pages import page
from tests.ui.pretend import HOSTILE, PretendAssistant
from ui.chat import TurnView, stopped, view_turn
from ui.export import read_json, saved
from ui.export.markdown import inert
from ui.export.record import Conversation, KeptTurn
from ui.export.saving import Form, file_name
from ui.markup import plain

DAY = date(2025, 5, 3)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
QUESTIONS = ("When do sailings stop?", "What fuel does the ferry burn?", "ledger", "hostile", "unavailable")


@pytest.fixture(scope="module")
def conversation() -> Conversation:
    assistant = PretendAssistant()
    views = [list(view_turn(question, assistant.ask(question)))[-1] for question in QUESTIONS]
    cut_off = stopped(TurnView("slow", "writing", partial="Half a <i>sentence"))
    turns = [KeptTurn(view, "bad", "wrong *year*") for view in views]
    return Conversation(f"Sailings [x](http://a.example) {HOSTILE}", (*turns, KeptTurn(cut_off), turns[0]))


def text_of(conversation: Conversation, form: Form) -> str:
    return saved(conversation, form, DAY).text


def tokens(text: str) -> Iterator[Token]:
    for token in MARKDOWN.parse(text):
        yield token
        yield from token.children or ()


# -- Markdown

MARKS = st.text(alphabet=st.sampled_from(list("ab1 \n\t\\`*_{}[]()<>#+-.!|&~=:/@$\"'")), max_size=40)


@given(st.one_of(st.text(max_size=60), MARKS))
def test_words_of_others_are_only_words_in_markdown(text: str) -> None:
    found = list(tokens(inert(text)))
    assert {token.type for token in found} <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    assert "".join(token.content for token in found if token.type.startswith("text")) == squeeze(plain(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("![x](http://a.example/p.png)", r"!\[x\](http\://a.example/p.png)"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("see www.a.example or me@a.example", r"see www\.a.example or me\@a.example"),
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("well-known: 1.5 (and more)", "well-known: 1.5 (and more)"),
        ("two\n\n    lines", "two lines"),
    ],
)
def test_what_is_escaped_in_markdown_and_what_is_not(text: str, written: str) -> None:
    assert inert(text) == written


def test_markdown_has_headings_and_lists_of_its_own_and_nothing_of_others(conversation: Conversation) -> None:
    text = text_of(conversation, "markdown")
    kinds = {token.type for token in tokens(text)}
    assert not kinds & {"link_open", "image", "html_block", "html_inline", "code_inline", "code_block", "fence"}
    assert next(line for line in text.splitlines() if line.startswith("## ")) == "## When do sailings stop?"
    assert "In a gale above force nine the harbour master stops all sailings. [1] Bicycles" in text
    assert "*(partly supported: the quote does not say “lost”)*" in text
    assert "*(Not found in the documents)*" in text
    assert "*Searched for: ferry fuel*" in text
    assert "*Bad answer: wrong \\*year\\**" in text
    assert "Half a \\<i\\>sentence" in text


def test_markdown_references_say_quote_place_and_file(conversation: Conversation) -> None:
    references = text_of(conversation, "markdown").split("## References\n\n")[1].splitlines()
    assistant = PretendAssistant()
    source = assistant.source("ferry.md")
    assert references[0] == "1. “In a gale above force nine the harbour master stops all sailings.”  "
    assert references[1] == (
        f"   Harbour ferry: winter timetable, ferry.md, characters 136 to 201, 2024-11-30, "
        f"SHA-256 of the file begins {source.id}"
    )
    assert "lighthouse.pdf, page 1, characters" in references[5]
    assert [line[0] for line in references if not line.startswith(" ")] == ["1", "2", "3", "4", "5"]


# -- the page to print


def test_the_page_to_print_stands_alone_and_runs_nothing(conversation: Conversation) -> None:
    text = text_of(conversation, "html")
    found = page(text)
    assert {element.tag for element in found.all()} <= set(
        "html head meta title style body section h1 h2 p bdi em sup a ol ul li blockquote".split()
    ) | {""}
    links = [element.attributes["href"] or "" for element in found.all("a")]
    assert links
    assert all(link.startswith("#r") for link in links)
    attributes = {name for element in found.all() for name in element.attributes}
    assert attributes == set("lang charset http-equiv content name class href id value".split())
    [policy] = [e.attributes["content"] for e in found.all("meta") if "http-equiv" in e.attributes]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_the_page_to_print_gives_quotes_exactly_and_links_to_them(conversation: Conversation) -> None:
    found = page(text_of(conversation, "html"))
    quotes = [element.text for element in found.all("blockquote")]
    answer = conversation.turns[0].view.answer
    assert answer is not None
    assert quotes[:3] == [sentence.citations[0].quote for sentence in answer.sentences[:3]]
    targets = {element.attributes["id"] for element in found.all("li") if "id" in element.attributes}
    assert targets == {(element.attributes["href"] or "")[1:] for element in found.all("a")}
    assert HOSTILE in found.text


# -- JSON


def test_json_brings_the_conversation_back_as_it_was(conversation: Conversation) -> None:
    text = text_of(conversation, "json")
    assert read_json(text, "x.json") == conversation
    [first, *_] = json.loads(text)["references"]
    assert (first["number"], first["start"], first["end"]) == (1, 136, 201)
    assert first["sha256_begins"] == first["source_id"]


def test_a_turn_that_was_running_when_it_was_saved_is_stopped(conversation: Conversation) -> None:
    running = Conversation("t", (KeptTurn(TurnView("slow", "writing", partial="Half")),))
    assert read_json(text_of(running, "json"), "x.json").turns[0].view.stage == "stopped"


def changed(conversation: Conversation, **values: Any) -> str:
    return json.dumps(json.loads(text_of(conversation, "json")) | values)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"format": "other"}, "it is no conversation of Footnote"),
        ({"version": 2}, "it has the form of another version of Footnote (2)"),
        ({"turns": []}, "turns: Tuple should have at least 1 item"),
        ({"turns": [{"view": {"question": "q", "stage": "nowhere"}}]}, "turns.0.view.stage: Input should be"),
        ({"turns": [{"view": {"question": "q"}, "rating": "<b>"}]}, "turns.0.rating: Input should be"),
        ({"title": "t" * 201}, "title: String should have at most 200 characters"),
        ({"turns": [{"view": {"question": "\ud800"}}]}, "it holds half of a character"),
    ],
)
def test_a_file_that_is_not_whole_says_where(conversation: Conversation, values: Any, problem: str) -> None:
    with pytest.raises(ConversationError) as refused:
        read_json(changed(conversation, **values), "my.json")
    assert str(refused.value).startswith(f"“my.json” cannot be taken in: {problem}")


@pytest.mark.parametrize(
    "text", ["", "[]", "no json", "[" * 100_000, '{"format": "footnote conversation", "version": 1, "title": NaN}', "7"]
)
def test_what_is_no_conversation_is_refused(text: str) -> None:
    with pytest.raises(ConversationError, match="cannot be taken in"):
        read_json(text, "my.json")


# -- the file


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("When do sailings stop?", "When-do-sailings-stop"),
        ("../../etc/passwd", "etc-passwd"),
        ("\u202egpj.exe", "gpj-exe"),
        ("???", "conversation"),
        ("Überfahrt nach Brîm", "Überfahrt-nach-Brîm"),
        ("x" * 90, "x" * 60),
    ],
)
def test_a_title_makes_a_name_that_any_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name


def test_an_untitled_conversation_can_be_saved(conversation: Conversation) -> None:
    untitled = replace(conversation, title="")
    assert page(text_of(untitled, "html")).all("h1")[0].text == "Footnote"
    assert text_of(untitled, "markdown").startswith("# Footnote\n")

"""What a chat message says, read back as a front end would render it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.records import Answer, Citation, Mode, Sentence, Verdict
from assistant.text import squeeze
from tests.ui.pages import Element, page
from tests.ui.pretend import PretendAssistant
from ui.api.writing import Message, place_address, recalled, write
from ui.markup import plain

PAGE = "http://127.0.0.1:7860/"
PLACE = Citation(1, "s", "s.txt", "S", 3, 7, "four")


def rendered(message: Message) -> Element:
    return page(MarkdownIt("commonmark", {"html": True}).render(message.text).replace(" />", ">"))


def one(*sentences: Sentence, **changes: object) -> Answer:
    text = " ".join(sentence.text for sentence in sentences)
    answer = Answer("q", "q", text, "", False, 0.9, Mode.EXTRACTIVE, sentences, ())
    return replace(answer, **changes)  # type: ignore[arg-type]  # fields of Answer


def test_markers_link_to_their_places() -> None:
    assistant = PretendAssistant()
    message = write(assistant.answer("When do sailings stop?"), PAGE)
    links = rendered(message).all("a")
    assert [link.text for link in links] == [str(mark.citation.number) for mark in message.marks] == ["1", "2", "3"]
    for link, mark in zip(links, message.marks, strict=True):
        assert link.attributes["href"] == place_address(PAGE, mark.citation)
        assert message.text[mark.start : mark.end] == f"[{mark.citation.number}]"
        assert squeeze(mark.citation.quote) in (link.attributes["title"] or "")


def test_doubt_is_told_beside_the_sentence() -> None:
    text = rendered(write(PretendAssistant().answer("When do sailings stop?"), PAGE)).text
    assert "January lost 17 crossings. 2 (partly supported)" in text
    assert "It was painted last year. (Not found in the documents)" in text


def test_two_citations_of_one_sentence_are_two_links() -> None:
    other = replace(PLACE, number=2, start=9, end=13)
    message = write(one(Sentence("It is so.", (PLACE, other), Verdict.SUPPORTED)), PAGE)
    hrefs = [link.attributes["href"] for link in rendered(message).all("a")]
    assert hrefs == [place_address(PAGE, PLACE), place_address(PAGE, other)]


def test_a_refusal_says_what_is_missing_and_what_is_nearest() -> None:
    message = write(PretendAssistant().answer("What fuel does the ferry burn?"), PAGE)
    assert "Not found in the documents. What is missing: The ferry's fuel is not mentioned." in message.text
    assert [link.text for link in rendered(message).all("a")] == ["1", "2", "3"]
    assert len(rendered(message).all("li")) == 3


def test_words_of_a_document_are_no_link_image_tag_or_marker() -> None:
    hostile = "See [1], ![x](http://evil/?q=1), <img src=x>, <http://evil>, `[1]`, **b**, ~~~ and &lt;b&gt;."
    cited = replace(PLACE, quote='a" onclick="x <b>', source='"<b>.txt', title="[2]")
    answer = one(Sentence(hostile, (cited,), Verdict.SUPPORTED), note=hostile, short_answer=hostile[:-1])
    answer = replace(answer, searched=hostile)
    message = write(answer, PAGE)
    shown = rendered(message)
    [link] = shown.all("a")
    assert link.attributes["href"] == place_address(PAGE, cited)
    assert set(link.attributes) == {"href", "title"}
    assert not shown.all("img") + shown.all("code") + shown.all("b")
    assert shown.text.count(hostile[:-1]) == 4


letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
words = st.text(letters | st.sampled_from("[]1*_`\\<>!()~#&;:| \n"))


@given(st.lists(words.filter(lambda text: plain(text).strip()), min_size=1, max_size=3), words)
def test_what_was_said_is_recalled_from_the_conversation(texts: list[str], searched: str) -> None:
    sentences = [Sentence(text, (PLACE,), Verdict.SUPPORTED) for text in texts]
    message = write(one(*sentences, searched=searched), PAGE)
    for mark in message.marks:
        assert message.text[mark.start : mark.end] == "[1]"
    assert len(message.marks) == len(texts) == MarkdownIt("commonmark").render(message.text).count("<a ")
    answer, again = recalled(message.text)
    assert answer == squeeze(" ".join(plain(squeeze(text)) for text in texts))
    assert again in ("", plain(squeeze(searched)))


def test_a_reply_of_anybody_else_is_taken_as_it_is() -> None:
    assert recalled("It cost 4.2 million [1].\nNo more.") == ("It cost 4.2 million.\nNo more.", "")

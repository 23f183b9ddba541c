from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.records import Answer, Candidate, Evidence, Mode, Sentence, Verdict
from tests.ui.pages import Element, page
from tests.ui.pretend import HOSTILE, PretendAssistant
from ui.answers import turn_html
from ui.chat import TurnView, view_turn


@pytest.fixture(scope="module")
def assistant() -> PretendAssistant:
    return PretendAssistant()


def shown(assistant: PretendAssistant, question: str) -> Element:
    *_, last = view_turn(question, assistant.ask(question))
    return page(turn_html(last))


def with_answer(assistant: PretendAssistant, **changes: object) -> Element:
    answer: Answer = assistant.answer("When do sailings stop?")
    changed = replace(answer, **changes)  # type: ignore[arg-type]  # names of fields
    return page(turn_html(TurnView(changed.question, "done", answer=changed)))


def test_each_chip_carries_its_place_and_its_verdict(assistant: PretendAssistant) -> None:
    chips = shown(assistant, "When do sailings stop?").all("button", "chip")
    cited = [sentence.citations[0] for sentence in assistant.answer("q").sentences if sentence.citations]
    assert [chip.text for chip in chips] == ["1", "2", "3"]
    for chip, citation in zip(chips, cited, strict=True):
        assert chip.attributes["data-source"] == citation.source_id
        assert (chip.attributes["data-start"], chip.attributes["data-end"]) == (str(citation.start), str(citation.end))
    assert [str(chip.attributes["class"]) for chip in chips] == ["chip supported", "chip partly", "chip supported"]
    assert chips[0].attributes["aria-label"] == "Citation 1, supported: Harbour ferry: winter timetable"
    assert str(chips[2].attributes["aria-label"]).endswith(", page 1")


def test_a_sentence_without_a_quote_says_so(assistant: PretendAssistant) -> None:
    mark = shown(assistant, "When do sailings stop?").all("span", "not-found")[0]
    assert mark.text == "?"
    assert mark.attributes["aria-label"] == "Not found in the documents"


def test_what_was_searched_is_told_only_when_it_differs(assistant: PretendAssistant) -> None:
    assert shown(assistant, "When do sailings stop?").all(class_="searched") == []
    different = with_answer(assistant, searched="When do sailings of the Skua stop?")
    assert different.all(class_="searched")[0].text == "Searched for: When do sailings of the Skua stop?"


def test_a_short_answer_that_adds_nothing_is_left_out(assistant: PretendAssistant) -> None:
    answer = assistant.answer("q")
    assert with_answer(assistant, short_answer=answer.answer).all(class_="short-answer") == []
    assert len(with_answer(assistant).all(class_="short-answer")) == 1


def test_how_made_and_how_long(assistant: PretendAssistant) -> None:
    assert (
        with_answer(assistant).all(class_="facts")[0].text == "ferry.md · lighthouse.pdf, page 1 · from quotes · 0.5 s"
    )
    written = with_answer(assistant, mode=Mode.GENERATED, model="llama-9", confidence=0.4, timings={"total": 2.04})
    assert (
        written.all(class_="facts")[0].text == "ferry.md · lighthouse.pdf, page 1 · written by llama-9, checked · 2.0 s"
    )


def test_a_note_is_shown(assistant: PretendAssistant) -> None:
    note = with_answer(assistant, note="The language model did not answer; this is from quotes.").all(class_="note")
    assert note[0].text.startswith("The language model did not answer")


def test_why_tells_used_from_unused_passages_and_draws_their_scores(assistant: PretendAssistant) -> None:
    why = shown(assistant, "When do sailings stop?").all("details", "why")[0]
    assert [heading.text for heading in why.all("h3")] == ["What checking found", "Passages used", "Passages not used"]
    used, unused = why.all("ul", "passages")
    assert [link.text for link in used.all("button")] == ["ferry.md", "lighthouse.pdf"]
    assert [link.text for link in unused.all("button")] == [f"{HOSTILE}.txt", "ledger.txt"]
    scores = used.all("span", "score")
    assert [score.attributes["title"] for score in scores[:2]] == ["words 90 %", "meaning 80 %"]
    assert "the quote does not say “lost”" in why.all("ul", "checks")[0].text


def test_why_shows_a_used_passage_around_its_quotes_and_an_unused_one_from_its_beginning(
    assistant: PretendAssistant,
) -> None:
    used, unused = shown(assistant, "When do sailings stop?").all("ul", "passages")
    quote = "In a gale above force nine the harbour master stops all sailings."
    assert used.all("mark")[0].text == quote
    assert unused.all("mark") == []
    assert unused.all("p")[0].text == f"Minutes of the {HOSTILE} meeting. · The vote was five to two."
    far = " ".join(f"word{number}" for number in range(300))
    hit = assistant.hits()[0]
    cited = replace(assistant.cite(1, "ferry.md", quote), start=far.index("word290"), end=far.index("word292"))
    sentence = Sentence("It is far behind.", (cited,), Verdict.SUPPORTED)
    long = replace(hit, passage=replace(hit.passage, text=far, end=len(far)))
    turn = with_answer(assistant, sentences=(sentence,), passages=(long,))
    [passage] = turn.all("ul", "passages")
    assert passage.all("mark")[0].text == "word290 word291 "
    assert passage.all("p")[0].text.startswith("… word2")


def test_what_runs_from_right_to_left_is_set_so(assistant: PretendAssistant) -> None:
    hebrew = "המעבורת יוצאת בשעה שש מנמל NASA."
    cited = assistant.cite(1, "ferry.md", "In a gale")
    sentences = (Sentence(hebrew, (cited,), Verdict.SUPPORTED), Sentence("היא שטה מהר.", (cited,), Verdict.SUPPORTED))
    turn = with_answer(
        assistant, question=hebrew, sentences=sentences, answer=f"{hebrew} היא שטה מהר.", short_answer="בשעה שש"
    )
    for class_ in ("question-text", "short-answer", "sentences"):
        assert turn.all("p", class_)[0].attributes["dir"] == "rtl"
    assert "dir" not in turn.all("ul", "passages")[0].all("p")[0].attributes
    assert "dir" not in shown(assistant, "When do sailings stop?").all("p", "sentences")[0].attributes


def test_a_refusal_shows_a_passage_where_the_reader_would_look(assistant: PretendAssistant) -> None:
    far = " ".join(f"word{number}" for number in range(300))
    hit = assistant.hits()[0]
    at = hit.passage.start + far.index("word290")
    passage = replace(hit.passage, text=far, end=hit.passage.start + len(far))
    for score, begins in ((1.0, "… word2"), (-1.0, "word0 word1")):
        read = replace(hit, passage=passage, evidence=Evidence(score, 0.0, ((at, at + 7, 0.9),), ()))
        [item] = with_answer(assistant, refused=True, sentences=(), passages=(read,)).all(class_="nearest")[0].all("li")
        assert item.text.startswith(begins)
        assert ("word290" in item.text) is (score > 0)
        assert item.all("mark") == []


def test_a_refusal_shows_what_is_near_and_what_is_missing(assistant: PretendAssistant) -> None:
    refusal = shown(assistant, "What fuel does the ferry burn?")
    assert refusal.all(class_="short-answer")[0].text == "Not found in the documents."
    assert len(refusal.all("ol", "nearest")[0].all("li")) == 3
    assert [chip.text for chip in refusal.all("button", "chip")] == ["1", "2", "3"]
    assert refusal.all(class_="missing")[0].text == "The ferry's fuel is not mentioned."
    assert refusal.all(class_="trouble") == []


def test_an_uncertain_answer_shows_the_nearest_place_with_its_words_marked(assistant: PretendAssistant) -> None:
    cited = assistant.answer("When do sailings stop?").sentences[0].citations[0]
    candidate = Candidate(cited.quote, "the harbour master", (cited,))
    refusal = with_answer(assistant, refused=True, sentences=(), candidate=candidate, missing="It is not mentioned.")
    assert refusal.all(class_="short-answer")[0].text == "Not certain. The nearest place:"
    [place] = refusal.all("p", "candidate")
    assert cited.quote in place.text
    assert [mark.text for mark in place.all("mark")] == ["the harbour master"]
    assert [chip.text for chip in place.all("button", "chip")] == ["1"]
    assert refusal.all(class_="missing") == []
    buttons = refusal.all("button", "icon-button")
    [copied] = [str(button.attributes["data-copy"]) for button in buttons if "data-copy" in button.attributes]
    assert copied == f"Not certain. The nearest place: {cited.quote}"


def test_the_clipboard_gets_sentences_with_numbered_references(assistant: PretendAssistant) -> None:
    buttons = shown(assistant, "When do sailings stop?").all("button", "icon-button")
    copied = next(str(button.attributes["data-copy"]) for button in buttons if "data-copy" in button.attributes)
    assert "stops all sailings. [1]" in copied
    assert (
        "[1] “In a gale above force nine the harbour master stops all sailings.” "
        "(Harbour ferry: winter timetable, ferry.md, 2024-11-30)" in copied
    )


def test_hostile_words_are_shown_as_words(assistant: PretendAssistant) -> None:
    turn = shown(assistant, "hostile")
    assert turn.all("img") == []
    assert turn.all("script") == []
    assert turn.text.count(HOSTILE) > 6


def test_running_stopped_and_failed_turns() -> None:
    assert page(turn_html(TurnView("q", "reading", found=1))).all(class_="waiting")[0].text == "Reading 1 passage"
    assert page(turn_html(TurnView("q", "reading", found=8))).all(class_="waiting")[0].text == "Reading 8 passages"
    halted = page(turn_html(TurnView("q", "stopped", partial="Half a")))
    assert halted.all(class_="sentences")[0].text == "Half a"
    assert "not checked" in halted.text
    failed = page(turn_html(TurnView("q", "failed", error="It <failed>.")))
    assert failed.all(class_="trouble")[0].text == "It <failed>."
    assert any(button.attributes.get("data-action") == "retry" for button in failed.all("button"))

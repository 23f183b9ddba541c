"""Next questions: what they are formed from, what is left out, how they are tried, and when the trying stops."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from assistant.errors import UnknownSource
from assistant.records import Answer, Beside, Citation, Filters, Hit, Mode, Passage, Sentence, Source, Turn, Verdict
from assistant.suggest import MOST, Suggesting
from assistant.text import content_stems, sentence_spans

LISK = (
    "The harbour of Lisk opened in 1907. Mara Quill said that the harbour of Lisk would soon be too small. "
    "The ferry Skua carries 40 sacks of rye to Orrin. The ferry Skua was built in Orrin on 3 May 1931. "
    "The town of Lisk paid 12,000 dollars for the ferry Skua. If the ferry Skua is late, a bell rings in the tower."
)
MILL = "The mill of Orrin closed in 1951. Tomas Veld bought the mill of Orrin for $12,000."
TEXTS = {"lisk": LISK, "mill": MILL}


def source(id_: str, text: str) -> Source:
    day = 1 + list(TEXTS).index(id_)
    return Source(
        id_, f"{id_}.txt", "text", id_, "", date(2024, 1, day), datetime(2025, 1, day, tzinfo=UTC), 9, len(text), 1, 0
    )


class Shelf:
    """Two documents, and the filters that were asked with."""

    def __init__(self) -> None:
        self.texts = dict(TEXTS)

    def sources(self, filters: Filters = Filters()) -> list[Source]:
        among = filters.sources or (set(filters.among) if filters.among is not None else set(self.texts))
        return [source(id_, text) for id_, text in self.texts.items() if id_ in among]

    def text(self, source_id: str) -> str:
        if source_id not in self.texts:
            raise UnknownSource("It is gone.")
        return self.texts[source_id]


def quoting(*spans: tuple[str, str], short: str = "", confidence: float = 0.9, question: str = "") -> Answer:
    """An answer that quotes stretches of documents."""
    sentences = []
    for number, (id_, quote) in enumerate(spans, 1):
        start = TEXTS[id_].index(quote)
        place = Citation(number, id_, f"{id_}.txt", id_, start, start + len(quote), quote)
        sentences.append(Sentence(quote, (place,), Verdict.SUPPORTED))
    text = " ".join(quote for _, quote in spans)
    hits = tuple(Hit(Passage(id_, id_, 0, len(TEXTS[id_]), TEXTS[id_]), id_, 1.0) for id_, _ in spans)
    return Answer(question, question, text, short, False, confidence, Mode.EXTRACTIVE, tuple(sentences), hits)


OPENED = quoting(("lisk", "The harbour of Lisk opened in 1907."), question="When did the harbour open?")
REFUSED = replace(
    quoting(("lisk", LISK)), sentences=(), refused=True, answer="Nothing.", question="Who sails the Skua?"
)


def told_rightly(question: str, _filters: Filters) -> Answer:
    """Answers with the sentence that has most words of the question, as quoting should."""
    wanted = set(content_stems(question))
    found = [(id_, text[a:b]) for id_, text in TEXTS.items() for a, b in sentence_spans(text)]
    best = max(found, key=lambda each: len(wanted & set(content_stems(each[1]))))
    return quoting(best)


class Tried:
    """Records what is tried; answers by ``reply``."""

    def __init__(self, reply: Callable[[str, Filters], Answer] = told_rightly) -> None:
        self.questions: list[str] = []
        self.filters: list[Filters] = []
        self.reply = reply

    def __call__(self, question: str, filters: Filters) -> Answer:
        self.questions.append(question)
        self.filters.append(filters)
        return self.reply(question, filters)


def suggested(
    answer: Answer | None,
    tried: Tried,
    history: Sequence[Turn] = (),
    filters: Filters = Filters(),
    strictness: float = 0.5,
) -> list[str]:
    return Suggesting(Shelf(), tried).suggestions(answer, history, filters, strictness)


def test_they_are_formed_near_the_answer_and_tried_with_its_filters() -> None:
    tried, filters = Tried(), Filters(frozenset({"lisk"}))
    found = suggested(OPENED, tried, filters=filters)
    assert found == [
        "What did Mara Quill say about the harbour of Lisk?",
        "How many sacks of rye does the ferry Skua carry to Orrin?",
        "When was the ferry Skua built in Orrin?",
    ]
    assert tried.questions == found
    assert set(tried.filters) == {filters}


def test_a_refusal_has_them_too() -> None:
    assert len(suggested(REFUSED, Tried())) == MOST


def test_without_an_answer_they_come_from_the_newest_documents() -> None:
    assert "When did the mill of Orrin close?" in suggested(None, Tried())


def test_what_the_answer_says_is_not_asked() -> None:
    tried = Tried(lambda _question, _filters: replace(OPENED, refused=True))
    suggested(OPENED, tried)
    assert "When did the harbour of Lisk open?" not in tried.questions


@pytest.mark.parametrize(
    "turn",
    [
        Turn("What did Mara Quill say about Lisk harbour?", "Nothing."),
        Turn("what has she said", "Nothing.", "What did Mara Quill say about the harbour of Lisk (Mara Quill)?"),
        Turn("Is it big enough?", "Mara Quill said that the harbour of Lisk would soon be too small."),
    ],
)
def test_what_was_asked_or_told_before_is_not_asked(turn: Turn) -> None:
    tried = Tried()
    suggested(OPENED, tried, [turn])
    assert not [question for question in tried.questions if "Quill" in question]


def test_a_forged_place_of_a_document_that_may_not_be_seen_is_not_read() -> None:
    tried = Tried()
    mine = Filters(among={"mill": "mill.txt"})
    assert suggested(OPENED, tried, filters=mine) == []
    assert tried.questions == []


QUILL = ("lisk", "Mara Quill said that the harbour of Lisk would soon be too small.")
BUILT = ("lisk", "The ferry Skua was built in Orrin on 3 May 1931.")


@pytest.mark.parametrize(
    "reply",
    [
        replace(quoting(BUILT), refused=True),
        quoting(BUILT, confidence=0.55),  # hardly above the strictness
        replace(quoting(BUILT), note="Some text was left out."),
        replace(quoting(BUILT), beside=(Beside("document", "lisk", "1931", 1, "lisk", ""),)),
        quoting(("mill", "The mill of Orrin closed in 1951.")),  # another sentence
        quoting(QUILL, BUILT, short="3 May 1931"),  # the short answer's sentence is another
        quoting(BUILT, short="Orrin"),  # of another kind than was asked for
        quoting(BUILT, short="1951"),  # not in the sentence
    ],
)
def test_what_is_not_surely_answered_from_its_sentence_is_not_offered(reply: Answer) -> None:
    assert "When was the ferry Skua built in Orrin?" not in suggested(OPENED, Tried(lambda _question, _filters: reply))


def test_a_short_answer_that_is_right_is_offered() -> None:
    reply = quoting(BUILT, short="on 3 May 1931")
    assert suggested(OPENED, Tried(lambda _question, _filters: reply)) == ["When was the ferry Skua built in Orrin?"]


def test_the_trying_is_bounded_in_number_and_in_seconds() -> None:
    tried = Tried(lambda _question, _filters: replace(OPENED, refused=True))
    shelf = Shelf()
    shelf.texts["lisk"] = " ".join(f"The harbour of Lisk{chr(97 + k)} opened in {1800 + k}." for k in range(20))
    Suggesting(shelf, tried).suggestions(
        replace(OPENED, question="Who sails?", searched="Who sails?", sentences=()), (), Filters(), 0.5
    )
    assert len(tried.questions) == 9
    ticks = iter(range(100))
    late = Tried(tried.reply)
    Suggesting(shelf, late, seconds=3, clock=lambda: next(ticks)).suggestions(REFUSED, (), Filters(), 0.5)
    assert 0 < len(late.questions) < 4


def test_a_question_that_is_asked_meanwhile_goes_first() -> None:
    tried = Tried()
    suggesting = Suggesting(Shelf(), tried)
    with suggesting.giving_way():
        assert suggesting.suggestions(OPENED, (), Filters(), 0.5) == []
    assert tried.questions == []
    assert len(suggesting.suggestions(OPENED, (), Filters(), 0.5)) == MOST


def test_one_at_a_time_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.suggest.suggesting._PATIENCE", 0.01)
    trying, go_on = threading.Event(), threading.Event()

    def slowly(question: str, filters: Filters) -> Answer:
        trying.set()
        go_on.wait(30)
        return told_rightly(question, filters)

    suggesting = Suggesting(Shelf(), slowly)
    first = threading.Thread(target=suggesting.suggestions, args=(OPENED, (), Filters(), 0.5))
    first.start()
    assert trying.wait(30)
    assert suggesting.suggestions(OPENED, (), Filters(), 0.5) == []
    go_on.set()
    first.join(30)


def test_a_document_that_is_removed_meanwhile_ends_it_quietly() -> None:
    def removed(_question: str, _filters: Filters) -> Answer:
        raise UnknownSource("It is gone.")

    assert suggested(OPENED, Tried(removed)) == []

"""Greetings and questions about the library: what counts as one, and what is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.answer.catalog import LISTED, catalog_answer
from assistant.records import Source

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def shelf(count: int) -> list[Source]:
    return [
        Source(f"{n}", f"{n}.txt", "text", f"Report {n}", "", None, DAY + timedelta(days=n), 9, 9, 1, 0)
        for n in range(count)
    ]


@pytest.mark.parametrize(
    "said", ["Hello", "hi there!", "Good morning.", "thanks", "Thank you very much!", "help", "What can you do?"]
)
def test_small_talk_gets_a_sentence(said: str) -> None:
    answer = catalog_answer(said, shelf(2))
    assert answer is not None
    assert not answer.refused
    assert answer.answer
    assert answer.sentences == ()


@pytest.mark.parametrize(
    "asked",
    [
        "What documents do you have?",
        "which files are there",
        "List my documents",
        "How many documents are in the library?",
    ],
)
def test_the_documents_are_listed_newest_first(asked: str) -> None:
    answer = catalog_answer(asked, shelf(2))
    assert answer is not None
    assert answer.answer.splitlines() == [
        "There are 2 documents, newest first:",
        "- Report 1 (1.txt)",
        "- Report 0 (0.txt)",
    ]


def test_a_long_list_says_how_many_more_there_are() -> None:
    answer = catalog_answer("list documents", shelf(LISTED + 3))
    assert answer is not None
    assert answer.answer.splitlines()[-1] == "- and 3 more"


def test_news_are_the_documents_added_last() -> None:
    answer = catalog_answer("What's new?", shelf(9))
    assert answer is not None
    assert answer.answer.splitlines()[1] == "- Report 8 (8.txt), added 9 March 2026"


@pytest.mark.parametrize(
    "asked",
    [
        "Who said hello to the queen?",
        "Thanks to whom was the bridge built?",
        "What is new in version 2.1?",
        "What documents do I have to bring?",
        "How many files does the archive hold?",
        "Which documents are required for the visa?",
        "help desk phone number",
    ],
)
def test_a_question_to_the_documents_is_none(asked: str) -> None:
    assert catalog_answer(asked, shelf(2)) is None


def test_an_empty_library_says_so() -> None:
    for asked in ("hello", "What documents do you have?", "what is new"):
        answer = catalog_answer(asked, [])
        assert answer is not None
        assert "There are no documents yet" in answer.answer

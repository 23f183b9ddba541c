"""Which questions are about a document as a whole."""

from __future__ import annotations

import pytest

from assistant.answer.whole import asks_for_summary


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the lease",
        "Give me the gist of the paper.",
        "What are the key takeaways?",
        "What is this document about?",
        "Can you tell me what is it about?",
        "What does the policy cover?",
    ],
)
def test_a_summary_is_asked_for(question: str) -> None:
    assert asks_for_summary(question)


@pytest.mark.parametrize(
    "question",
    ["What did Feeley say about Mexico?", "What did the mayor complain about?", "How much is the rent?", ""],
)
def test_no_summary_is_asked_for(question: str) -> None:
    assert not asks_for_summary(question)

"""What other documents say to the same question."""

from __future__ import annotations

import pytest

from assistant.extract import Agreement, candidates, compare, rank, short_answer
from assistant.extract.agreement import same_answer
from assistant.question import parse
from assistant.records import Hit, Passage, Reading
from assistant.text import content_stems


def hit(source: str, text: str, answer: str, score: float = 3.0) -> Hit:
    at = text.index(answer)
    passage = Passage(source, source, 0, len(text), text)
    return Hit(passage, f"{source}.txt", 0.5, readings=(Reading(at, at + len(answer), score),))


def compared(question: str, *hits: Hit) -> Agreement:
    asked, found = parse(question), list(candidates(hits, {}))
    ranked = rank(asked, found, [0.5] * len(found), dict.fromkeys(content_stems(question), 1.0))
    return compare(asked, ranked[0], short_answer(asked, ranked[:1]), ranked)


QUESTION = "How many boats did the storm in Elmsport sink?"
FIRST = hit("monday", "The storm sank 12 boats in Elmsport.", "12 boats")


def test_the_same_figure_in_another_document_is_support() -> None:
    found = compared(QUESTION, FIRST, hit("tuesday", "In Elmsport twelve boats sank in the storm.", "twelve"))
    assert [each.hit.source for each in found.same] == ["tuesday.txt"]
    assert found.otherwise == ()


def test_another_figure_is_told_with_its_sentence() -> None:
    found = compared(QUESTION, FIRST, hit("tuesday", "The storm sank 19 boats in Elmsport.", "19 boats"))
    assert found.same == ()
    assert [(each.hit.source, told) for each, told in found.otherwise] == [("tuesday.txt", "19 boats")]


@pytest.mark.parametrize(
    "other",
    [
        hit("tuesday", "The storm sank 19 boats in Norrvik.", "19 boats"),  # another place
        hit("tuesday", "The storm sank 19 boats in Elmsport.", "19 boats", score=-4.0),  # the reader does not think so
        hit("monday", "The storm sank 19 boats in Elmsport.", "19 boats"),  # the same document
        hit("tuesday", "Most boats in Elmsport sank in the storm.", "Most boats"),  # no figure
    ],
)
def test_what_answers_something_else_is_not_compared(other: Hit) -> None:
    assert compared(QUESTION, FIRST, other) == Agreement()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("12 boats", "twelve", True),
        ("$3.6bn", "3,600,000,000 dollars", True),
        ("March 2024", "2 March 2024", True),
        ("2 March 2024", "3 March 2024", False),
        ("Adler", "Clara Adler", True),
        ("Clara Adler", "Clara Voss", False),
    ],
)
def test_answers_are_compared_by_what_they_come_to(one: str, other: str, same: bool) -> None:
    assert same_answer(one, other) is same
    assert same_answer(other, one) is same

"""What a document takes back is not its answer."""

from __future__ import annotations

import pytest

from assistant.extract import candidates, without_corrections
from assistant.records import Hit, Passage

VOTE = "The council voted 19 to 12 to sell the ferry."


@pytest.mark.parametrize(
    "taken_back",
    [
        "Correction: An earlier version of this article said the vote was 20 to 12.",
        "A previous version of this story misstated the vote.",
        "The original version of the report wrongly gave the vote as 20 to 12.",
    ],
)
def test_a_correction_answers_only_who_asks_for_it(taken_back: str) -> None:
    text = f"{VOTE}\n\n{taken_back}"
    found = list(candidates([Hit(Passage("p", "s", 0, len(text), text), "s.txt", 0.5)], {}))
    assert [each.text for each in without_corrections("What was the vote?", found)] == [VOTE]
    assert without_corrections("What did the earlier version get wrong?", found) == found


def test_versions_of_other_things_stay() -> None:
    text = "The earlier version of the engine gave 40 horsepower to its owners."
    found = list(candidates([Hit(Passage("p", "s", 0, len(text), text), "s.txt", 0.5)], {}))
    assert without_corrections("How strong was it?", found) == found

"""Which sentences of an answer begin a line."""

from __future__ import annotations

import pytest

from assistant.records import Sentence, Verdict
from tests.ui.pretend import PretendAssistant
from tests.ui.test_answers import with_answer
from ui.lines import lines


@pytest.mark.parametrize(
    ("texts", "grouped"),
    [
        (["It sails.", "It is fast."], [["It sails.", "It is fast."]]),
        (["Minutes of the club", "It met in May."], [["Minutes of the club"], ["It met in May."]]),
        (["It must", "- be dry,", "- have a name."], [["It must"], ["- be dry,"], ["- have a name."]]),
        (["- be dry.", "Ask the club."], [["- be dry."], ["Ask the club."]]),
        (["Boats | 12", "It grew."], [["Boats | 12"], ["It grew."]]),
        (["She said “no.”", "He left (at last.)"], [["She said “no.”", "He left (at last.)"]]),
        ([], []),
    ],
)
def test_what_is_listed_and_what_follows_a_heading_begins_a_line(texts: list[str], grouped: list[list[str]]) -> None:
    found = lines([Sentence(text, (), Verdict.SUPPORTED) for text in texts])
    assert [[sentence.text for sentence in line] for line in found] == grouped


def test_a_list_is_set_as_one() -> None:
    assistant = PretendAssistant()
    cited = assistant.cite(1, "ferry.md", "In a gale")
    sentences = tuple(
        Sentence(text, (cited,), Verdict.SUPPORTED) for text in ("It must", "- be dry,", "- have a name.")
    )
    turn = with_answer(assistant, sentences=sentences)
    [shown] = turn.all("p", "sentences")
    assert len(shown.all("br")) == 2

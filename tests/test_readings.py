"""What the reader makes of questions: places in the canonical text, an answer with its chance, and how steady it is."""

from __future__ import annotations

from assistant.local import LocalAssistant
from tests.e2e.conftest import assistant, documents

__all__ = ["assistant", "documents"]
BUILT = "Clara Voss built the pier of Elm in 1902."


def test_a_passage_is_read_where_it_stands(assistant: LocalAssistant) -> None:
    passages = assistant.passages("ferry.md")
    read = assistant._readings.of_passages("How much did the council pay for the ferry?", passages)
    text = assistant.document("ferry.md").text
    best = max((reading for readings in read for reading in readings), key=lambda reading: reading.score)
    assert text[best.start : best.end] in ("4.2 million", "4.2 million kroner")


def test_an_answer_has_its_chance(assistant: LocalAssistant) -> None:
    said, chance = assistant._readings.answer("Who built the pier?", BUILT)
    assert said == "Clara Voss"
    assert 0.5 < chance <= 1
    assert assistant._readings.answer("Who built the pier?", "") == ("", 0.0)


def test_what_is_answered_whatever_word_is_missing_is_steady(assistant: LocalAssistant) -> None:
    told, untold, nothing = assistant._readings.steadily("Who built the pier of Elm?", [BUILT, "It rained in Elm.", ""])
    assert 0.5 < told <= 1
    assert untold < told / 2
    assert nothing == 0
    assert assistant._readings.steadily("Who built it?", []) == []

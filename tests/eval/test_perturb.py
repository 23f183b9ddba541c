"""Questions asked otherwise: still the same case, and not the same words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Turn
from eval.cases import Case
from eval.perturb import PERTURBATIONS, no_history, plain, typos

CASE = Case("q", "Who runs the harbour of Lisk, and since when?", ("Mara Quill",), history=(Turn("Where?", "Lisk"),))


def test_typos_change_a_longer_word_and_are_the_same_every_time() -> None:
    asked = typos(CASE).question
    assert asked != CASE.question
    assert asked == typos(CASE).question
    assert len(asked.split()) == len(CASE.question.split())
    assert sum(one != other for one, other in zip(asked.split(), CASE.question.split(), strict=True)) == 1


def test_plain_is_as_typed_into_a_search_box() -> None:
    assert plain(CASE).question == "who runs the harbour of lisk and since when"
    assert plain(replace(CASE, question="Was $3.6 billion spent?")).question == "was $3.6 billion spent"


def test_without_history() -> None:
    assert no_history(CASE).history == ()


@given(question=st.text(min_size=1, max_size=80))
def test_nothing_but_question_and_history_changes(question: str) -> None:
    case = replace(CASE, question=question)
    for perturb in PERTURBATIONS.values():
        assert replace(perturb(case), question=question, history=CASE.history) == case

"""Comparisons: taken apart into a question about each thing, and weighed up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer.compared import compared
from assistant.answer.draft import Draft
from assistant.comparing import Side, Sides, greater_of, sides_of
from assistant.records import Citation, Hit, Mode, Passage, Sentence, Verdict

WHICH = {
    "Which crater is wider, Gale or Jezero?": ("How wide is the crater Gale?", "How wide is the crater Jezero?"),
    "Which is higher, Makalu or Lhotse?": ("How high is Makalu?", "How high is Lhotse?"),
    "Which rent was lower: Ada's or Otto's?": ("How much was Ada's rent?", "How much was Otto's rent?"),
    "Which river is longer, the Nile or the Amazon?": ("How long is the river Nile?", "How long is the river Amazon?"),
    "Which is more expensive, the A4 or the B5?": ("How much is the A4?", "How much is the B5?"),
    "Which weighed more at launch, Ada or Otto?": ("How heavy was Ada at launch?", "How heavy was Otto at launch?"),
    "Who won more gold medals, Ada or Otto?": (
        "How many gold medals did Ada win?",
        "How many gold medals did Otto win?",
    ),
    "Which team has more players, Mill or Quay": (
        "How many players does Mill have?",
        "How many players does Quay have?",
    ),
    "Who made more money in 2020, Ada or Otto?": (
        "How much money did Ada make in 2020?",
        "How much money did Otto make in 2020?",
    ),
    "In which year were sales higher, 2022 or 2023?": ("How high were sales in 2022?", "How high were sales in 2023?"),
    "Was the rent higher in 2022 or in 2023?": ("How much was the rent in 2022?", "How much was the rent in 2023?"),
    "Did Ada win more medals in Rome or in Oslo?": (
        "How many medals did Ada win in Rome?",
        "How many medals did Ada win in Oslo?",
    ),
    "Of Rome and Oslo, which is larger?": ("How large is Rome?", "How large is Oslo?"),
    "Who landed first, Ada or Otto?": ("When did Ada land?", "When did Otto land?"),
    "Which was founded later, Mill or Quay?": ("When was Mill founded?", "When was Quay founded?"),
}
WHETHER = {
    "Is Ada taller than Otto?": ("How tall is Ada?", "How tall is Otto?"),
    "Did Ada win more medals than Otto?": ("How many medals did Ada win?", "How many medals did Otto win?"),
    "Did Ada win more medals than Otto in Rome?": (
        "How many medals did Ada win in Rome?",
        "How many medals did Otto win in Rome?",
    ),
}
OTHERS = (
    "",
    "Which is taller?",
    "Is Ada taller?",
    "Would Ada rather be taller or rich?",
    "Which drug lowered deaths, the first or the second?",
    "Did more people come than expected?",
    "Who said that the rent or the deposit was too high?",
    "Which is higher, Makalu or Makalu?",
)


@pytest.mark.parametrize("question", WHICH)
def test_which_of_two(question: str) -> None:
    found = sides_of(question)
    assert found is not None
    assert (found.first.question, found.second.question) == WHICH[question]
    assert not found.claim


@pytest.mark.parametrize("question", WHETHER)
def test_whether_it_is_the_first(question: str) -> None:
    found = sides_of(question)
    assert found is not None
    assert (found.first.question, found.second.question) == WHETHER[question]
    assert found.claim


@pytest.mark.parametrize("question", OTHERS)
def test_what_is_no_comparison_by_a_measure(question: str) -> None:
    assert sides_of(question) is None


@pytest.mark.parametrize(
    ("question", "greater"),
    [
        ("Which is wider, Gale or Jezero?", True),
        ("Which is narrower, Gale or Jezero?", False),
        ("Which is cheaper, Gale or Jezero?", False),
        ("Who won more medals, Ada or Otto?", True),
        ("Who won fewer medals, Ada or Otto?", False),
        ("Who landed first, Ada or Otto?", False),
        ("Who landed last, Ada or Otto?", True),
    ],
)
def test_which_way_it_goes(question: str, greater: bool) -> None:
    found = sides_of(question)
    assert found is not None
    assert found.greater is greater


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("154 kilometres", "45 kilometres wide", 1),
        ("£1,125", "£1,650", -1),
        ("3.6 billion", "420 million", 1),
        ("ten", "seven", 1),
        ("22", "22", 0),
        ("5 August 2012", "18 February 2021", -1),
        ("August 2012", "2021", -1),
        ("August 2012", "2012", None),
        ("154 kilometres", "45 miles", None),
        ("£1,125", "$1,650", None),
        ("20%", "30", None),
        ("between 20 and 30", "25", None),
        ("a lot", "25", None),
    ],
)
def test_what_can_be_weighed_up(first: str, second: str, order: int | None) -> None:
    assert greater_of(first, second) == order


SIDES = Sides(Side("Ada", "How tall is Ada?"), Side("Otto", "How tall is Otto?"), greater=True)
TEXTS = {
    "How tall is Ada?": ("Ada is 190 centimetres tall.", "190"),
    "How tall is Otto?": ("Otto measures 170.", "170"),
}


def told(question: str, text: str, short: str) -> tuple[Draft, tuple[Hit, ...]]:
    """What asking gives where a passage is ``text``: it is quoted whole, with ``short`` as the answer."""
    id_ = f"s{len(question)}"
    cited = Citation(1, id_, f"{id_}.txt", "", 0, len(text), text, None, None)
    sentence = Sentence(text, (cited,), Verdict.SUPPORTED)
    hit = Hit(Passage(f"{id_}:0", id_, 0, len(text), text), f"{id_}.txt", 0.5)
    return Draft(Mode.EXTRACTIVE, (sentence,), short_answer=short, confidence=len(question) / 100), (hit,)


def asked(sides: Sides = SIDES, **others: tuple[str, str]) -> Draft | None:
    """The draft of a comparison; ``others``: texts in place of those of Ada or of Otto."""
    texts = {**TEXTS, **{f"How tall is {name}?": found for name, found in others.items()}}
    found = compared(sides, lambda question: told(question, *texts[question]))
    return found[0] if found else None


def cited_by(draft: Draft) -> list[Citation]:
    return [cited for sentence in draft.sentences for cited in sentence.citations]


def test_one_sentence_can_tell_of_both() -> None:
    both = "Ada is 190 centimetres tall, Otto 170."
    answers = {"How tall is Ada?": "190 centimetres", "How tall is Otto?": "170"}
    found = compared(SIDES, lambda question: told("both", both, answers[question]))
    assert found is not None
    assert [(each.text, each.number) for each in found[0].beside] == [("190 centimetres", 1), ("170", 1)]


def test_a_warning_of_both_sides_is_given_once() -> None:
    def warned(question: str) -> tuple[Draft, tuple[Hit, ...]]:
        draft, hits = told(question, *TEXTS[question])
        return replace(draft, note="Some text was left out."), hits

    found = compared(SIDES, warned)
    assert found is not None
    assert found[0].note == "Some text was left out."


def test_the_greater_one_is_the_answer_and_both_are_quoted() -> None:
    draft = asked()
    assert draft is not None
    assert draft.short_answer == "Ada"
    assert [sentence.text for sentence in draft.sentences] == [text for text, _ in TEXTS.values()]
    assert [cited.number for sentence in draft.sentences for cited in sentence.citations] == [1, 2]
    assert [(each.label, each.text, each.number) for each in draft.beside] == [("Ada", "190", 1), ("Otto", "170", 2)]
    assert [each.document for each in draft.beside] == [cited.source for cited in cited_by(draft)]
    assert draft.note == ""
    assert draft.confidence == 0.16


@pytest.mark.parametrize(
    ("greater", "claim", "answer"), [(False, False, "Otto"), (True, True, "yes"), (False, True, "no")]
)
def test_the_answer_fits_the_question(greater: bool, claim: bool, answer: str) -> None:
    draft = asked(replace(SIDES, greater=greater, claim=claim))
    assert draft is not None
    assert draft.short_answer == answer


def test_equals() -> None:
    draft = asked(Otto=("Otto measures 190.", "190"))
    assert draft is not None
    assert draft.short_answer == "the same"


@pytest.mark.parametrize(
    "otto",
    [
        ("Otto is tall.", ""),
        ("Otto measures 67 inches.", "67 inches"),
        ("He measures 170.", "170"),  # nothing says that it is Otto
    ],
)
def test_what_cannot_be_weighed_up_is_not_answered(otto: tuple[str, str]) -> None:
    ada = ("Ada is 190 centimetres tall.", "190 centimetres")
    assert asked(Ada=ada, Otto=otto) is None


def test_one_place_for_both_tells_nothing() -> None:
    both = "Ada and Otto are 190 centimetres tall."
    found = compared(SIDES, lambda _: told("both", both, "190"))
    assert found is None

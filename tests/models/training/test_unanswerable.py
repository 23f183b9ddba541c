"""Made questions: what each maker promises, and that a plan keeps to its numbers."""

from __future__ import annotations

from assistant.models.training.attributed import attributed, attributed_questions
from assistant.models.training.plan import made_unanswerable
from assistant.models.training.questions import Question
from assistant.models.training.swaps import negated, opposite, swapped_name, swapped_number
from assistant.models.training.unanswerable import Passages, holds, without_answer
from tests.models.training.invented import HARBOUR, LIGHTHOUSE, asked

QUESTIONS = [
    asked("Who dug the harbour of Elmsport?", "Clara Voss"),
    asked("Who built the first crane from a wrecked ship?", "Jonas Adler"),
    asked("When was the lamp of the lighthouse lit?", "1902", LIGHTHOUSE),
    asked("Who wrote a diary of every storm?", "Edith Moll", LIGHTHOUSE),
]


def test_the_answering_sentence_is_gone_and_the_rest_is_left() -> None:
    made = without_answer(QUESTIONS[0])
    assert made is not None
    assert made.passage == HARBOUR.partition("Voss. ")[2]
    assert (made.answers, made.kind) == ((), "removed")


def test_no_sentence_is_removed_where_another_gives_the_answer_too() -> None:
    passage = f"{HARBOUR} The statue of Clara Voss looks over it."
    assert without_answer(asked("Who dug the harbour?", "Clara Voss", passage)) is None


def test_a_passage_that_would_be_left_too_short_is_not_used() -> None:
    assert without_answer(asked("Who dug it?", "Clara Voss", "Clara Voss dug it. It was deep.")) is None


def test_words_of_the_answer_in_another_order_count_as_the_answer() -> None:
    assert holds("Voss, Clara: engineer", QUESTIONS[0])
    assert not holds(LIGHTHOUSE, QUESTIONS[0])


def test_another_passage_of_the_article_misleads() -> None:
    made = Passages(QUESTIONS).misleading(QUESTIONS[0])
    assert made is not None
    assert (made.passage, made.answers, made.kind) == (LIGHTHOUSE, (), "elsewhere")


def test_a_passage_of_another_article_is_not_looked_at() -> None:
    alone = [QUESTIONS[0], Question("2", "Other", "Who?", LIGHTHOUSE, ((0, 3),), "x")]
    assert Passages(alone).misleading(alone[0]) is None


def test_a_passage_with_the_answer_never_misleads() -> None:
    question = asked("Who dug the harbour of Elmsport?", "Clara Voss")
    second = asked("Who lit it?", "1902", f"{LIGHTHOUSE} It was Clara Voss who drew the plan of the harbour.")
    assert Passages([question, second]).misleading(question) is None


def test_a_name_becomes_another_name_of_the_passage() -> None:
    made = swapped_name(asked("What did Jonas Adler build from the iron?", "the first crane"))
    assert made is not None
    other = made.question.removeprefix("What did ").removesuffix(" build from the iron?")
    assert other != "Jonas Adler"
    assert other in HARBOUR
    assert made.answers == ()


def test_a_name_that_the_passage_does_not_hold_is_left_alone() -> None:
    assert swapped_name(asked("What did Henrik Lund build?", "the first crane")) is None


def test_a_number_becomes_another() -> None:
    made = swapped_number(asked("What was dug in Elmsport from 1871 on?", "harbour"))
    assert made is not None
    assert "1871" not in made.question
    assert swapped_number(asked("What was dug in 1790?", "harbour")) is None


def test_a_word_becomes_its_opposite_unless_the_passage_holds_that_too() -> None:
    made = opposite(asked("Which crane was the first in the museum?", "crane"))
    assert made is not None
    assert made.question == "Which crane was the last in the museum?"
    passage = f"{HARBOUR} The last one stands in the yard."
    assert opposite(asked("Which crane was the first in the museum?", "crane", passage)) is None


def test_the_first_auxiliary_is_denied() -> None:
    made = negated(asked("Which ships did bring salt?", "Ships from Norway"))
    assert made is not None
    assert made.question == "Which ships didn't bring salt?"
    assert negated(asked("Which ships did not bring salt?")) is None
    assert negated(asked("Why did the town grow?")) is None
    assert negated(asked("Did it grow?")) is None


def test_a_plan_keeps_to_its_number_and_makes_one_from_each_at_most() -> None:
    made = made_unanswerable(QUESTIONS, 3)
    assert 0 < len(made) <= 3
    sources = [question.id.rpartition("-")[0] for question in made]
    assert len(set(sources)) == len(sources)
    assert all(not question.answers for question in made)
    assert made == made_unanswerable(QUESTIONS, 3)


SPOKEN = (
    'The engineer Jonas Adler said that the harbour was deeper than the old quay had ever been. "We will lose the town '
    'if the northern wall is not raised before winter," said Clara Voss, who had measured it. Edith Moll listened. The '
    "council of Elmsport met twice in that year."
)


def test_who_said_it_and_what_somebody_said() -> None:
    made = list(attributed_questions("Elmsport", SPOKEN))
    who = [question for question in made if question.references == ["Clara Voss"]]
    assert who
    assert "We will lose the town" in who[0].question
    for question in made:
        assert all(0 <= start < end <= len(question.passage) for start, end in question.answers)
        assert question.kind == ("said" if question.answers else "silent")


def test_a_pronoun_is_no_speaker_to_ask_for() -> None:
    text = "He said that the wall was not high enough for the winter storms of the north."
    assert list(attributed_questions("Elmsport", text)) == []


def test_attributed_questions_are_capped_and_the_same_every_time() -> None:
    articles = [("Elmsport", SPOKEN), ("Elmsport again", SPOKEN)]
    assert len(attributed(articles, 1)) == 1
    assert attributed(articles, 9) == attributed(articles, 9)

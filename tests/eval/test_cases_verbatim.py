"""The built-in cases against the sample documents as Footnote reads them: gold that is not there is no gold."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from assistant.reading import read
from assistant.records import Document
from assistant.text import fold, words
from eval.cases import Case, builtin, read_cases

EVAL = Path(__file__).parents[2] / "eval"
CASES = read_cases(EVAL / "cases" / "builtin.jsonl")
SAMPLES = sorted((EVAL / "samples").iterdir())
LEAST = {
    "fact": 35,
    "number": 20,
    "date": 15,
    "who-said-what": 20,
    "list": 10,
    "comparison": 8,
    "time": 10,
    "yes-no": 10,
    "follow-up": 12,
    "false-premise": 8,
    "unanswerable": 25,
    "summary": 5,
    "why-how": 8,
}
NEVER_ANSWERED = {"false-premise", "unanswerable"}
IN_OTHER_WORDS = {"comparison", "summary", "yes-no"}  # kinds whose answers need not stand in the documents
LONGEST_COPY = 5  # words that a question may share in a row with its evidence


@cache
def sample(name: str) -> Document:
    return read((EVAL / "samples" / name).read_bytes(), name)


def of(*kinds: str) -> list[Case]:
    return [case for case in CASES if case.kind in kinds]


def test_the_cases_are_many_enough_of_each_kind() -> None:
    counts = Counter(case.kind for case in CASES)
    assert counts.keys() == LEAST.keys()
    assert {kind: count for kind, count in counts.items() if count < LEAST[kind]} == {}


def test_the_splits_are_about_even() -> None:
    counts = Counter(case.split for case in CASES)
    assert counts.keys() == {"dev", "test"}
    assert min(counts.values()) > 0.4 * len(CASES)


def test_no_question_is_asked_twice() -> None:
    asked = Counter((fold(case.question), case.history) for case in CASES)
    assert [question for question, times in asked.items() if times > 1] == []


def test_what_cannot_be_answered_has_no_gold_and_everything_else_has() -> None:
    for case in CASES:
        assert case.answerable is (case.kind not in NEVER_ANSWERED), case.id
        assert bool(case.answers) is bool(case.evidence) is bool(case.documents) is case.answerable, case.id


def test_every_quote_stands_exactly_once_in_its_document_on_one_line() -> None:
    for case in CASES:
        for evidence in case.evidence:
            [name] = evidence.documents
            assert name in case.documents, case.id
            assert "\n" not in evidence.quote, case.id
            assert sample(name).text.count(evidence.quote) == 1, (case.id, evidence.quote)


@pytest.mark.parametrize("kind", sorted(LEAST.keys() - NEVER_ANSWERED - IN_OTHER_WORDS - {"list"}))
def test_an_answer_of_every_case_stands_in_its_evidence(kind: str) -> None:
    for case in of(kind):
        gold = fold(" ".join(evidence.quote for evidence in case.evidence))
        assert any(fold(answer) in gold for answer in case.answers), (case.id, case.answers)


def test_every_item_of_a_list_stands_in_its_evidence() -> None:
    for case in of("list"):
        gold = fold(" ".join(evidence.quote for evidence in case.evidence))
        assert len(case.answers) > 1, case.id
        assert [item for item in case.answers if fold(item) not in gold] == [], case.id


def test_yes_no_questions_are_answered_so() -> None:
    assert {case.answers for case in of("yes-no")} == {("yes",), ("no",)}


def test_follow_ups_and_only_they_have_earlier_turns() -> None:
    for case in CASES:
        assert bool(case.history) is (case.kind == "follow-up"), case.id
        assert all(turn.answer for turn in case.history), case.id


def test_comparisons_need_two_places() -> None:
    across = [case for case in of("comparison") if len(case.documents) > 1]
    assert len(across) >= LEAST["comparison"]


def test_questions_are_not_copied_from_their_evidence() -> None:
    for case in CASES:
        asked = words(case.question)
        gold = [f" {' '.join(words(evidence.quote))} " for evidence in case.evidence]
        runs = (asked[start : start + LONGEST_COPY + 1] for start in range(len(asked) - LONGEST_COPY))
        copied = [run for run in runs if any(f" {' '.join(run)} " in quote for quote in gold)]
        assert copied == [], case.id


def test_the_samples_are_readable_asked_about_and_light() -> None:
    asked = Counter(name for case in CASES for name in case.documents)
    assert {path.name for path in SAMPLES} == asked.keys()
    assert min(asked.values()) >= 4
    assert len({path.suffix for path in SAMPLES}) >= 8
    assert sum(path.stat().st_size for path in SAMPLES) < 2_000_000


def test_samples_state_title_and_date_where_their_format_can() -> None:
    for path in SAMPLES:
        if path.suffix not in {".txt", ".csv"}:
            document = sample(path.name)
            assert document.title, path.name
            assert document.author, path.name
            assert document.published, path.name


def test_the_package_finds_its_own_cases_and_samples() -> None:
    with builtin() as own:
        assert own.cases == tuple(CASES)
        assert own.documents.is_dir()

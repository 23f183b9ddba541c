"""What a case asks for and what its reply says, as all metrics see them."""

from __future__ import annotations

from eval import wording
from eval.cases import Case
from eval.prediction import Prediction

YES_NO = frozenset(("yes/no", "yes-no", "yes_no", "yesno", "boolean"))
LISTS = frozenset(("list", "lists"))
WHO_SAID_WHAT = frozenset(("who-said-what",))
LONG = frozenset(("why-how", "summary", "comparison"))  # kinds answered in sentences
LONG_ANSWER = 8  # a gold answer of more words is long, whatever its kind


def has_wording(case: Case) -> bool:
    """Whether an answer can be told by its wording. Yes and no are judged by ``yes_no`` alone: theirs says nothing."""
    return case.answerable and bool(case.answers) and case.kind not in YES_NO


def is_long(case: Case) -> bool:
    """Whether the answer takes a sentence or more; a list is judged by its items, however long."""
    wordy = case.kind in LONG or any(len(gold.split()) > LONG_ANSWER for gold in case.answers)
    return wordy and has_wording(case) and case.kind not in LISTS


def golds(case: Case) -> list[str]:
    """The answers that would be right, each whole: a list is one answer."""
    if case.kind in LISTS:
        return [", ".join(each) for each in wording.gold_lists(case.answers)]
    return list(case.answers)


def has_gold(case: Case, prediction: Prediction) -> bool:
    """Whether the case has evidence that stands in the documents."""
    return case.answerable and bool(prediction.gold)


def said(prediction: Prediction) -> str:
    """The whole answer. A refusal says nothing, however it is worded."""
    return "" if prediction.answer.refused else prediction.answer.answer


def short(prediction: Prediction) -> str:
    """The short answer; a refusal has none."""
    return "" if prediction.answer.refused else prediction.answer.short_answer

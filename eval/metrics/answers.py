"""Metrics of what an answer says."""

from __future__ import annotations

from assistant.text import sentence_spans
from eval import wording
from eval.cases import Case
from eval.metrics import values
from eval.metrics.metric import declare
from eval.metrics.reply import LISTS, WHO_SAID_WHAT, YES_NO, golds, has_wording, is_long, said, short
from eval.prediction import Prediction

SQUAD = "Rajpurkar et al., 2016 (SQuAD)"


def exact_match(case: Case, prediction: Prediction) -> float | None:
    """The short answer is a gold answer. For a list, it has the gold's items, in any order."""
    if case.kind in LISTS and has_wording(case):
        return float(wording.list_f1(short(prediction), case.answers) == 1.0)
    return wording.exact_match(short(prediction), case.answers) if has_wording(case) else None


def f1(case: Case, prediction: Prediction) -> float | None:
    """Shared words of the short answer and the nearest gold answer."""
    return wording.token_f1(short(prediction), golds(case)) if has_wording(case) else None


def answer_f1(case: Case, prediction: Prediction) -> float | None:
    """Shared words of the answer's best sentence and a gold answer."""
    if not has_wording(case):
        return None
    text = said(prediction)
    return max((wording.token_f1(text[start:end], golds(case)) for start, end in sentence_spans(text)), default=0.0)


def contains_answer(case: Case, prediction: Prediction) -> float | None:
    """A gold answer stands in the answer, word by word; for a list, every item does."""
    if not has_wording(case):
        return None
    measure = wording.holds_list if case.kind in LISTS else wording.contains
    return measure(said(prediction), case.answers)


def rouge_l(case: Case, prediction: Prediction) -> float | None:
    """The F1 of the longest run of words, gaps allowed, that the whole answer shares with a gold answer in its order.

    For long answers: why and how, summaries, comparisons, and where a gold answer has more than eight words.
    """
    return wording.rouge_l(said(prediction), case.answers) if is_long(case) else None


def value_match(case: Case, prediction: Prediction) -> float | None:
    """The short answer comes to the same number, sum, measure or date as a gold answer, however it is written.

    For gold answers that are such a value and little else; where another gold answer is a name, it does not apply.
    """
    wanted = [gold for gold in case.answers if values.is_value(gold)]
    named = any(wording.is_name(gold) for gold in case.answers if gold not in wanted)
    if not wanted or named or not has_wording(case) or case.kind in LISTS:
        return None
    return float(any(values.same_values(short(prediction), gold) for gold in wanted))


def said_by(case: Case, prediction: Prediction) -> float | None:
    """Asked who said it, the short answer or the answer names whom the gold answer names."""
    names = [gold for gold in case.answers if wording.is_name(gold)]
    if case.kind not in WHO_SAID_WHAT or not case.answerable or not names:
        return None
    return max(wording.contains(short(prediction), names), wording.contains(said(prediction), names))


def list_f1(case: Case, prediction: Prediction) -> float | None:
    """Shared items of the short answer and the gold list."""
    return wording.list_f1(short(prediction), case.answers) if case.kind in LISTS and has_wording(case) else None


def yes_no(case: Case, prediction: Prediction) -> float | None:
    """The reply says yes or no, rightly. A reply that shows evidence without saying either counts as not right."""
    gold = wording.says_yes(case.answers[0]) if case.answers else None
    if case.kind not in YES_NO or not case.answerable or gold is None:
        return None
    shortly = wording.says_yes(short(prediction))
    return float((wording.says_yes(said(prediction)) if shortly is None else shortly) == gold)


METRICS = (
    declare("exact_match", exact_match, SQUAD),
    declare("f1", f1, SQUAD),
    declare("answer_f1", answer_f1, SQUAD),
    declare("contains_answer", contains_answer, "Footnote"),
    declare("rouge_l", rouge_l, "Lin, 2004 (ROUGE)"),
    declare("value_match", value_match, "Footnote"),
    declare("said_by", said_by, "Footnote"),
    declare("list_f1", list_f1, "Footnote"),
    declare("yes_no", yes_no, "Clark et al., 2019 (BoolQ)"),
)

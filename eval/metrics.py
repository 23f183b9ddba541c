"""The metrics: each a short declaration with a function from one case and its prediction to a figure.

A function returns None where its metric does not apply to the case (an unanswerable question has no exact match); such
cases are left out of its mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from assistant.records import Verdict
from assistant.text import sentence_spans
from eval import wording
from eval.cases import Case
from eval.places import held, is_called
from eval.prediction import Prediction

Measure = Callable[[Case, Prediction], float | None]
YES_NO = frozenset(("yes/no", "yes-no", "yes_no", "yesno", "boolean"))
LISTS = frozenset(("list", "lists"))
SQUAD = "Rajpurkar et al., 2016 (SQuAD)"
IR = "Manning, Raghavan and Schütze, 2008, chapter 8"


@dataclass(frozen=True, slots=True)
class Metric:
    """``higher_is_better`` tells which way a threshold looks; ``source`` is where the definition comes from."""

    name: str
    meaning: str
    source: str
    measure: Measure
    higher_is_better: bool = True


def exact_match(case: Case, prediction: Prediction) -> float | None:
    """The short answer is a gold answer. For a list, it has the gold's items, in any order."""
    if case.kind in LISTS and _has_wording(case):
        return float(wording.list_f1(_short(prediction), case.answers) == 1.0)
    return wording.exact_match(_short(prediction), case.answers) if _has_wording(case) else None


def f1(case: Case, prediction: Prediction) -> float | None:
    """Shared words of the short answer and the nearest gold answer."""
    return wording.token_f1(_short(prediction), _golds(case)) if _has_wording(case) else None


def answer_f1(case: Case, prediction: Prediction) -> float | None:
    """Shared words of the answer's best sentence and a gold answer."""
    if not _has_wording(case):
        return None
    text = _said(prediction)
    return max((wording.token_f1(text[start:end], _golds(case)) for start, end in sentence_spans(text)), default=0.0)


def contains_answer(case: Case, prediction: Prediction) -> float | None:
    """A gold answer stands in the answer, word by word; for a list, every item does."""
    if not _has_wording(case):
        return None
    measure = wording.holds_list if case.kind in LISTS else wording.contains
    return measure(_said(prediction), case.answers)


def list_f1(case: Case, prediction: Prediction) -> float | None:
    """Shared items of the short answer and the gold list."""
    return wording.list_f1(_short(prediction), case.answers) if case.kind in LISTS and _has_wording(case) else None


def yes_no(case: Case, prediction: Prediction) -> float | None:
    """The reply says yes or no, rightly. A reply that shows evidence without saying either counts as not right."""
    gold = wording.says_yes(case.answers[0]) if case.answers else None
    if case.kind not in YES_NO or not case.answerable or gold is None:
        return None
    said = wording.says_yes(_short(prediction))
    return float((wording.says_yes(_said(prediction)) if said is None else said) == gold)


def citation_precision(case: Case, prediction: Prediction) -> float | None:
    """The share of cited places that overlap gold evidence; does not apply to a reply without citations."""
    cited = prediction.cited
    if not _has_gold(case, prediction) or prediction.answer.refused or not cited:
        return None
    gold = [place for quote in prediction.gold for place in quote]
    return sum(any(place.shared(other) for other in gold) for place in cited) / len(cited)


def citation_recall(case: Case, prediction: Prediction) -> float | None:
    """The share of gold quotes of which the citations together hold at least half; 0 for a refusal."""
    if not _has_gold(case, prediction):
        return None
    cited = [] if prediction.answer.refused else prediction.cited
    shown = [any(2 * held(place, cited) >= place.end - place.start for place in quote) for quote in prediction.gold]
    return sum(shown) / len(shown)


def exact_citations(case: Case, prediction: Prediction) -> float | None:
    """The share of citations with ``text[start:end] == quote``. Anything but 1 is a defect."""
    total = sum(len(sentence.citations) for sentence in prediction.answer.sentences)
    return 1 - len(prediction.inexact) / total if total else None


def evidence_recall(case: Case, prediction: Prediction, k: int) -> float | None:
    """The share of gold quotes of which one of the best ``k`` passages holds at least half."""
    if not _has_gold(case, prediction):
        return None
    best = prediction.found[:k]
    hit = [any(passage.covers_half(place) for passage in best for place in quote) for quote in prediction.gold]
    return sum(hit) / len(hit)


def reciprocal_rank(case: Case, prediction: Prediction) -> float | None:
    """1 / rank of the first passage that holds at least half of a gold quote; 0 when none does."""
    if not _has_gold(case, prediction):
        return None
    gold = [place for quote in prediction.gold for place in quote]
    ranks = (rank for rank, passage in enumerate(prediction.found, 1) if any(passage.covers_half(g) for g in gold))
    return next((1 / rank for rank in ranks), 0.0)


def document_recall(case: Case, prediction: Prediction, k: int) -> float | None:
    """The share of the case's documents that have a passage among the best ``k``."""
    if not case.answerable or not case.documents:
        return None
    best = {place.source for place in prediction.found[:k]}
    return sum(any(is_called(source, name) for source in best) for name in case.documents) / len(case.documents)


def refused_unanswerable(case: Case, prediction: Prediction) -> float | None:
    """A question that the documents do not answer was declined."""
    return None if case.answerable else float(prediction.answer.refused)


def answered_unanswerable(case: Case, prediction: Prediction) -> float | None:
    """A question that the documents do not answer was answered all the same."""
    return None if case.answerable else float(not prediction.answer.refused)


def refused_answerable(case: Case, prediction: Prediction) -> float | None:
    """A question that the documents answer was declined."""
    return float(prediction.answer.refused) if case.answerable else None


def supported_sentences(case: Case, prediction: Prediction) -> float | None:
    """The share of the answer's sentences that the check found supported."""
    sentences = prediction.answer.sentences
    if prediction.answer.refused or not sentences:
        return None
    return sum(sentence.verdict is Verdict.SUPPORTED for sentence in sentences) / len(sentences)


def _declare(name: str, measure: Measure, source: str, higher_is_better: bool = True) -> Metric:
    function = measure.func if isinstance(measure, partial) else measure
    return Metric(name, (function.__doc__ or "").strip(), source, measure, higher_is_better)


METRICS = (
    _declare("exact_match", exact_match, SQUAD),
    _declare("f1", f1, SQUAD),
    _declare("answer_f1", answer_f1, SQUAD),
    _declare("contains_answer", contains_answer, "Footnote"),
    _declare("list_f1", list_f1, "Footnote"),
    _declare("yes_no", yes_no, "Clark et al., 2019 (BoolQ)"),
    _declare("citation_precision", citation_precision, "Gao et al., 2023 (ALCE), on spans"),
    _declare("citation_recall", citation_recall, "Gao et al., 2023 (ALCE), on spans"),
    _declare("exact_citations", exact_citations, "Footnote"),
    _declare("supported_sentences", supported_sentences, "Footnote"),
    *(_declare(f"evidence_recall@{k}", partial(evidence_recall, k=k), IR) for k in (1, 3, 5, 10)),
    _declare("mrr", reciprocal_rank, IR),
    *(_declare(f"document_recall@{k}", partial(document_recall, k=k), IR) for k in (1, 3, 5, 10)),
    _declare("refused_unanswerable", refused_unanswerable, "Rajpurkar et al., 2018 (SQuAD 2.0)"),
    _declare("answered_unanswerable", answered_unanswerable, "Rajpurkar et al., 2018 (SQuAD 2.0)", False),
    _declare("refused_answerable", refused_answerable, "Rajpurkar et al., 2018 (SQuAD 2.0)", False),
)


def measure_all(case: Case, prediction: Prediction) -> dict[str, float | None]:
    """Metric name to figure, or None where the metric does not apply."""
    return {metric.name: metric.measure(case, prediction) for metric in METRICS}


def _has_wording(case: Case) -> bool:
    """Yes and no are judged by ``yes_no`` alone: their wording says nothing."""
    return case.answerable and bool(case.answers) and case.kind not in YES_NO


def _golds(case: Case) -> list[str]:
    if case.kind in LISTS:
        return [", ".join(each) for each in wording.gold_lists(case.answers)]
    return list(case.answers)


def _has_gold(case: Case, prediction: Prediction) -> bool:
    return case.answerable and bool(prediction.gold)


def _said(prediction: Prediction) -> str:
    """A refusal says nothing, however it is worded."""
    return "" if prediction.answer.refused else prediction.answer.answer


def _short(prediction: Prediction) -> str:
    return "" if prediction.answer.refused else prediction.answer.short_answer

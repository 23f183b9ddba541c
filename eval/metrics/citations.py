"""Metrics of the places that an answer cites, and of its verdicts."""

from __future__ import annotations

from assistant.records import Verdict
from eval.cases import Case
from eval.metrics.metric import declare
from eval.metrics.reply import has_gold
from eval.places import held
from eval.prediction import Prediction

ALCE = "Gao et al., 2023 (ALCE), on spans"


def citation_precision(case: Case, prediction: Prediction) -> float | None:
    """The share of cited places that overlap gold evidence; does not apply to a reply without citations."""
    cited = prediction.cited
    if not has_gold(case, prediction) or prediction.answer.refused or not cited:
        return None
    gold = [place for quote in prediction.gold for place in quote]
    return sum(any(place.shared(other) for other in gold) for place in cited) / len(cited)


def citation_recall(case: Case, prediction: Prediction) -> float | None:
    """The share of gold quotes of which the citations together hold at least half; 0 for a refusal."""
    if not has_gold(case, prediction):
        return None
    cited = [] if prediction.answer.refused else prediction.cited
    shown = [any(2 * held(place, cited) >= place.end - place.start for place in quote) for quote in prediction.gold]
    return sum(shown) / len(shown)


def exact_citations(case: Case, prediction: Prediction) -> float | None:
    """The share of citations with ``text[start:end] == quote``. Anything but 1 is a defect."""
    total = sum(len(sentence.citations) for sentence in prediction.answer.sentences)
    return 1 - len(prediction.inexact) / total if total else None


def supported_sentences(case: Case, prediction: Prediction) -> float | None:
    """The share of the answer's sentences that the check found supported."""
    sentences = prediction.answer.sentences
    if prediction.answer.refused or not sentences:
        return None
    return sum(sentence.verdict is Verdict.SUPPORTED for sentence in sentences) / len(sentences)


METRICS = (
    declare("citation_precision", citation_precision, ALCE),
    declare("citation_recall", citation_recall, ALCE),
    declare("exact_citations", exact_citations, "Footnote"),
    declare("supported_sentences", supported_sentences, "Footnote"),
)

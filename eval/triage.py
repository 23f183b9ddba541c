"""Why a reply missed: one cause each, the first stage on the way from file to answer that lost what was needed.

A case needs all of its evidence. Where it names none, the passages of its documents stand for it; where it names no
documents either, passages in which a gold answer stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from assistant.records import Hit
from eval import wording
from eval.cases import Case
from eval.metrics.reply import LISTS, LONG_ANSWER, has_wording, is_long
from eval.places import is_called
from eval.prediction import Prediction, place_of

Metrics = Mapping[str, float | None]


class Cause(StrEnum):
    """What went wrong, in the order of the stages."""

    NOT_READ = "not read"
    NOT_IN_ANY_PASSAGE = "not in any passage"
    NOT_RETRIEVED = "not retrieved"
    RANKED_TOO_LOW = "retrieved but ranked too low"
    CHOSEN_WRONGLY = "answer chosen wrongly"
    REFUSED_WRONGLY = "refused wrongly"
    ANSWERED_UNANSWERABLE = "answered though unanswerable"
    WRONG_CITATION = "wrong citation"


def cause(case: Case, prediction: Prediction, metrics: Metrics) -> Cause | None:
    """The cause of a miss; None when the reply is right and cites what it should.

    - not read: a document that is needed is not in the library, or a quote stands in none of its documents.
    - not in any passage: a quote was read, but no passage of the library holds at least half of it.
    - not retrieved: no passage that was searched for the metrics holds it.
    - retrieved but ranked too low: one of those does, but none that the answer was made from.
    - answer chosen wrongly, refused wrongly: all that is needed was at hand.
    - wrong citation: the answer is right, but cites none of the evidence, or a place that does not hold its quote.
    """
    refused = prediction.answer.refused
    if not case.answerable:
        return None if refused else Cause.ANSWERED_UNANSWERABLE
    if not refused and is_right(case, metrics):
        return Cause.WRONG_CITATION if prediction.inexact or metrics.get("citation_recall") == 0 else None
    return _lost(case, prediction) or (Cause.REFUSED_WRONGLY if refused else Cause.CHOSEN_WRONGLY)


def is_right(case: Case, metrics: Metrics) -> bool:
    """Whether an answer says what it should: a gold answer, an equal value, or the right yes or no.

    What takes a sentence to say can be worded in many ways: it is right as well when all gold evidence is cited.
    """
    if any(metrics.get(name) == 1 for name in ("exact_match", "contains_answer", "value_match", "yes_no")):
        return True
    return _is_wordy(case) and metrics.get("citation_recall") == 1


def _is_wordy(case: Case) -> bool:
    """Whether every gold answer takes a sentence. That of a comparison is mostly one word, whatever the reply."""
    whole = case.kind != "comparison" and is_long(case)
    return not case.answers or (whole and all(len(gold.split()) > LONG_ANSWER for gold in case.answers))


def _lost(case: Case, prediction: Prediction) -> Cause | None:
    """The first stage that lost what the case needs; None when all of it came to where the answer was made."""
    if prediction.absent or len(prediction.gold) < len(case.evidence):
        return Cause.NOT_READ
    if not all(prediction.indexed):
        return Cause.NOT_IN_ANY_PASSAGE
    used = prediction.answer.passages
    if _at_hand(case, prediction, used):
        return None
    return Cause.RANKED_TOO_LOW if _at_hand(case, prediction, (*used, *prediction.hits)) else Cause.NOT_RETRIEVED


def _at_hand(case: Case, prediction: Prediction, hits: Sequence[Hit]) -> bool:
    """Whether these passages and what the answer cites hold what the case needs, as far as the case tells."""
    places = [*map(place_of, hits), *prediction.cited]
    if prediction.gold:
        return all(any(each.covers_half(place) for each in places for place in quote) for quote in prediction.gold)
    if case.documents:
        return all(any(is_called(each.source, name) for each in places) for name in case.documents)
    if not has_wording(case) or is_long(case):
        return True
    text = "\n".join(hit.passage.text for hit in hits)
    return (wording.holds_list if case.kind in LISTS else wording.contains)(text, case.answers) == 1

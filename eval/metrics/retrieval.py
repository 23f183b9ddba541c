"""Metrics of the passages found, against gold evidence and against the documents where it stands.

A passage is relevant when it holds at least half of a gold quote. Documents are ranked by the first passage of each.
In rankings, a gold quote that no passage holds, or a document without a passage, counts as one that was missed.
"""

from __future__ import annotations

from functools import partial

from eval.cases import Case
from eval.metrics import ranking
from eval.metrics.metric import declare
from eval.metrics.ranking import Ranking
from eval.metrics.reply import has_gold
from eval.places import Place, is_called
from eval.prediction import Prediction

IR = "Manning, Raghavan and Schütze, 2008, chapter 8"
GAIN = "Järvelin and Kekäläinen, 2002"
DEPTHS = (1, 3, 5, 10)


def evidence_recall(case: Case, prediction: Prediction, k: int) -> float | None:
    """The share of gold quotes of which one of the best ``k`` passages holds at least half."""
    if not has_gold(case, prediction):
        return None
    return sum(_is_held(quote, prediction.found[:k]) for quote in prediction.gold) / len(prediction.gold)


def evidence_hit(case: Case, prediction: Prediction, k: int) -> float | None:
    """One of the best ``k`` passages holds at least half of a gold quote."""
    return ranking.hit(evidence_ranking(prediction), k) if has_gold(case, prediction) else None


def reciprocal_rank(case: Case, prediction: Prediction) -> float | None:
    """1 / rank of the first passage that holds at least half of a gold quote; 0 when none does."""
    return ranking.reciprocal_rank(evidence_ranking(prediction)) if has_gold(case, prediction) else None


def evidence_ndcg(case: Case, prediction: Prediction, k: int) -> float | None:
    """Discounted gain of the relevant passages among the best ``k``, as a share of that of the best order."""
    return ranking.ndcg(evidence_ranking(prediction), k) if has_gold(case, prediction) else None


def evidence_map(case: Case, prediction: Prediction) -> float | None:
    """Average precision of the passages, as deep as was searched."""
    return ranking.average_precision(evidence_ranking(prediction)) if has_gold(case, prediction) else None


def document_recall(case: Case, prediction: Prediction, k: int) -> float | None:
    """The share of the case's documents that have a passage among the best ``k``."""
    if not _has_documents(case):
        return None
    best = {place.source for place in prediction.found[:k]}
    return sum(any(is_called(source, name) for source in best) for name in case.documents) / len(case.documents)


def document_hit(case: Case, prediction: Prediction, k: int) -> float | None:
    """One of the best ``k`` documents is one of the case's."""
    return ranking.hit(document_ranking(case, prediction), k) if _has_documents(case) else None


def document_ndcg(case: Case, prediction: Prediction, k: int) -> float | None:
    """Discounted gain of the case's documents among the best ``k``, as a share of that of the best order."""
    return ranking.ndcg(document_ranking(case, prediction), k) if _has_documents(case) else None


def document_map(case: Case, prediction: Prediction) -> float | None:
    """Average precision of the documents, as deep as was searched."""
    return ranking.average_precision(document_ranking(case, prediction)) if _has_documents(case) else None


def evidence_ranking(prediction: Prediction) -> Ranking:
    """The passages found, each relevant or not, and how many gold quotes none of them holds."""
    gold = [place for quote in prediction.gold for place in quote]
    relevant = tuple(any(passage.covers_half(place) for place in gold) for passage in prediction.found)
    return Ranking(relevant, sum(not _is_held(quote, prediction.found) for quote in prediction.gold))


def document_ranking(case: Case, prediction: Prediction) -> Ranking:
    """The documents found, each the case's or not, and how many of the case's were not found."""
    sources = list(dict.fromkeys(place.source for place in prediction.found))
    relevant = tuple(any(is_called(source, name) for name in case.documents) for source in sources)
    return Ranking(relevant, sum(not any(is_called(source, name) for source in sources) for name in case.documents))


def _is_held(quote: tuple[Place, ...], passages: list[Place]) -> bool:
    return any(passage.covers_half(place) for passage in passages for place in quote)


def _has_documents(case: Case) -> bool:
    return case.answerable and bool(case.documents)


METRICS = (
    *(declare(f"evidence_recall@{k}", partial(evidence_recall, k=k), IR) for k in DEPTHS),
    *(declare(f"evidence_hit@{k}", partial(evidence_hit, k=k), IR) for k in DEPTHS),
    declare("mrr", reciprocal_rank, IR),
    declare("evidence_ndcg@10", partial(evidence_ndcg, k=10), GAIN),
    declare("evidence_map", evidence_map, IR),
    *(declare(f"document_recall@{k}", partial(document_recall, k=k), IR) for k in DEPTHS),
    *(declare(f"document_hit@{k}", partial(document_hit, k=k), IR) for k in DEPTHS),
    declare("document_ndcg@10", partial(document_ndcg, k=10), GAIN),
    declare("document_map", document_map, IR),
)

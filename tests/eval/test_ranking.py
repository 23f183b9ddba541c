"""Retrieval metrics agree with trec_eval, by hypothesis over rankings, and with values worked out by hand."""

from dataclasses import replace
from math import log2

import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.records import Hit, Passage
from eval.cases import Case
from eval.metrics import METRICS, measure_all
from eval.metrics.ranking import Ranking, average_precision, hit, ndcg, reciprocal_rank
from eval.places import Place
from eval.prediction import Prediction
from tests.eval.made import refusal

WIDTH = 100  # characters of a passage
OURS = {"mrr": "recip_rank", "evidence_map": "map", "evidence_ndcg@10": "ndcg_cut_10"}
OURS |= {f"evidence_recall@{k}": f"recall_{k}" for k in (1, 3, 5, 10)}
OURS |= {f"evidence_hit@{k}": f"success_{k}" for k in (1, 3, 5, 10)}
DOCUMENTS = {"document_map": "map", "document_ndcg@10": "ndcg_cut_10"}
DOCUMENTS |= {f"document_hit@{k}": f"success_{k}" for k in (1, 3, 5, 10)}

# Which passages are relevant, best first, and how many relevant ones were not found.
rankings = st.tuples(st.lists(st.booleans(), max_size=14), st.integers(0, 4)).filter(
    lambda each: any(each[0]) or each[1]
)


def judged_by_trec_eval(relevant: list[bool], missed: int) -> dict[str, float]:
    judged = {str(rank): int(each) for rank, each in enumerate(relevant)} | {f"missed {n}": 1 for n in range(missed)}
    measures = {"map", "recip_rank", "ndcg_cut.10", "success.1,3,5,10", "recall.1,3,5,10"}
    found = {str(rank): float(-rank) for rank in range(len(relevant))}
    # trec_eval leaves out a question for which nothing was found; it counts 0 here.
    evaluator = pytrec_eval.RelevanceEvaluator({"q": judged}, measures)
    figures: dict[str, float] = evaluator.evaluate({"q": found}).get("q", {})
    return figures


def assert_agree(names: dict[str, str], case: Case, prediction: Prediction, theirs: dict[str, float]) -> None:
    ours = {metric.name: metric.measure(case, prediction) for metric in METRICS if metric.name in names}
    assert ours == pytest.approx({name: theirs.get(other, 0.0) for name, other in names.items()}, rel=0, abs=1e-9)


def passage(source: str, start: int) -> Hit:
    return Hit(Passage(f"{source}:{start}", source, start, start + WIDTH, "x" * WIDTH), source, 1.0)


@settings(deadline=None)
@given(rankings)
def test_evidence_metrics_agree_with_trec_eval(given: tuple[list[bool], int]) -> None:
    relevant, missed = given
    hits = tuple(passage("a.txt", WIDTH * rank) for rank in range(len(relevant)))
    gold = [Place("a.txt", WIDTH * rank + 10, WIDTH * rank + 60) for rank, each in enumerate(relevant) if each]
    gold += [Place("b.txt", WIDTH * n, WIDTH * n + 50) for n in range(missed)]
    prediction = Prediction(refusal(), hits, tuple((each,) for each in gold), (), 0.1)
    assert_agree(OURS, Case("q", "Q?", ("x",)), prediction, judged_by_trec_eval(relevant, missed))


@settings(deadline=None)
@given(rankings, st.data())
def test_document_metrics_agree_with_trec_eval(given: tuple[list[bool], int], data: st.DataObject) -> None:
    relevant, missed = given
    again = data.draw(st.lists(st.integers(0, len(relevant) - 1), max_size=5)) if relevant else []
    hits = tuple(passage(f"{rank}.txt", 0) for rank in [*range(len(relevant)), *again])  # later passages change nothing
    documents = [f"{rank}.txt" for rank, each in enumerate(relevant) if each] + [f"missed {n}" for n in range(missed)]
    case = Case("q", "Q?", ("x",), documents=tuple(documents))
    assert_agree(DOCUMENTS, case, Prediction(refusal(), hits, (), (), 0.1), judged_by_trec_eval(relevant, missed))


def test_a_ranking_by_hand() -> None:
    ranking = Ranking((False, True, False, True), missed=1)
    assert ranking.total == 3
    assert (hit(ranking, 1), hit(ranking, 2)) == (0.0, 1.0)
    assert reciprocal_rank(ranking) == 0.5
    assert average_precision(ranking) == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert ndcg(ranking, 10) == pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3) + 1 / log2(4)))
    assert ndcg(ranking, 2) == pytest.approx((1 / log2(3)) / (1 + 1 / log2(3)))


def test_nothing_found_and_nothing_to_find() -> None:
    for ranking in (Ranking((), missed=2), Ranking((False, False), missed=1), Ranking(())):
        assert (hit(ranking, 10), reciprocal_rank(ranking), average_precision(ranking), ndcg(ranking, 10)) == (0.0,) * 4


def test_a_quote_that_stands_twice_is_missed_only_when_neither_place_is_found() -> None:
    case, twice = Case("q", "Q?", ("x",)), (Place("a.txt", 0, 50), Place("b.txt", 0, 50))
    prediction = Prediction(refusal(), (passage("b.txt", 0),), (twice,), (), 0.1)
    assert measure_all(case, prediction)["evidence_map"] == 1.0
    assert measure_all(case, replace(prediction, hits=(passage("c.txt", 0),)))["evidence_map"] == 0.0


def test_documents_are_ranked_by_their_first_passage() -> None:
    case = Case("q", "Q?", ("x",), documents=("b",))
    hits = (passage("a.txt", 0), passage("a.txt", WIDTH), passage("a.txt", 2 * WIDTH), passage("b.txt", 0))
    figures = measure_all(case, Prediction(refusal(), hits, (), (), 0.1))
    assert figures["document_map"] == 0.5
    assert (figures["document_hit@3"], figures["document_recall@3"]) == (1.0, 0.0)  # three documents, three passages

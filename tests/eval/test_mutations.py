"""Every metric has a reply that it praises, and falls when what it measures is spoilt; then the gate fails the run."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.records import Sentence, Verdict
from eval.cases import Case
from eval.gate import check, read_thresholds, write_thresholds
from eval.interval import Estimate
from eval.metrics import METRICS, Metric, measure_all
from eval.outcome import outcome
from eval.prediction import Prediction
from eval.summary import Summary, summarise
from tests.eval.made import CASE, GOOD, hit, prediction, refusal, reply

TWO = replace(CASE, documents=("harbour.txt", "mill.txt"))
WHY = replace(CASE, kind="why-how", answers=("it opened because the old crane lifts only 40 tonnes",))
WHO = Case("runs", "Who said so?", answers=("Mara Quill", "Quill"), kind="who-said-what")
LIST = Case("grinds", "What does it grind?", answers=("rye", "barley"), kind="list")
YES = Case("open", "Is it open?", answers=("yes",), kind="yes/no")
NEVER = Case("captain", "Who captains it?", answerable=False)
ELSEWHERE = hit(0, 28, "mill.txt")
FIRST = prediction(reply((0, 28)), (hit(0, 28), ELSEWHERE))  # best first
LOW = prediction(reply((0, 28)), (hit(29, 55, "mill.txt"), *[hit(n, n + 9, "mill.txt") for n in range(9)], hit(0, 28)))
BEHIND = prediction(reply((0, 28)), (hit(0, 28, "weather.txt"), hit(0, 28)))


def saying(said: str, short: str) -> Prediction:
    return prediction(reply(said=said, short=short), gold=())


# Metric name to a case, a reply that scores the best there is, and one that must score worse.
MUTATIONS: dict[str, tuple[Case, Prediction, Prediction]] = {
    "exact_match": (CASE, GOOD, replace(GOOD, answer=reply((0, 28), short="1908"))),
    "f1": (CASE, GOOD, replace(GOOD, answer=reply((0, 28), short="in the year 1907"))),
    "answer_f1": (CASE, saying("In 1907.", "1907"), saying("It opened, as people say, in 1907.", "1907")),
    "contains_answer": (CASE, GOOD, replace(GOOD, answer=reply((0, 28), said="It opened long ago."))),
    "rouge_l": (WHY, saying(WHY.answers[0], ""), saying("only 40 tonnes lifts the old crane because it opened", "")),
    "value_match": (CASE, saying("", "the year 1907"), saying("", "1908")),
    "said_by": (WHO, saying("So said Mara Quill.", ""), saying("So said Tomas Veld.", "Veld")),
    "list_f1": (LIST, saying("", "barley and rye"), saying("", "barley and oats")),
    "yes_no": (YES, saying("Yes, it is.", "Yes"), saying("No.", "No")),
    "citation_precision": (CASE, GOOD, replace(GOOD, answer=reply((0, 28), (29, 55)))),
    "citation_recall": (CASE, GOOD, replace(GOOD, answer=reply((0, 13)))),
    "exact_citations": (CASE, GOOD, replace(GOOD, inexact=GOOD.answer.sentences[0].citations)),
    "supported_sentences": (
        CASE,
        GOOD,
        replace(GOOD, answer=replace(GOOD.answer, sentences=(Sentence("So.", (), Verdict.NOT_FOUND),))),
    ),
    **{f"evidence_recall@{k}": (CASE, FIRST, LOW) for k in (1, 3, 5, 10)},
    **{f"evidence_hit@{k}": (CASE, FIRST, LOW) for k in (1, 3, 5, 10)},
    **dict.fromkeys(("mrr", "evidence_ndcg@10", "evidence_map"), (CASE, FIRST, BEHIND)),
    **{f"document_recall@{k}": (CASE, FIRST, LOW) for k in (1, 3, 5, 10)},
    "document_hit@1": (CASE, FIRST, BEHIND),
    **{
        f"document_hit@{k}": (CASE, FIRST, prediction(reply(), tuple(hit(0, 9, f"{n}.txt") for n in range(k))))
        for k in (3, 5, 10)
    },
    **dict.fromkeys(("document_ndcg@10", "document_map"), (TWO, FIRST, BEHIND)),
    "refused_unanswerable": (NEVER, prediction(refusal()), GOOD),
    "answered_unanswerable": (NEVER, prediction(refusal()), GOOD),
    "refused_answerable": (CASE, GOOD, prediction(refusal())),
}


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_falls_when_what_it_measures_is_spoilt(metric: Metric) -> None:
    case, good, spoilt = MUTATIONS[metric.name]
    best, worse = measure_all(case, good)[metric.name], measure_all(case, spoilt)[metric.name]
    assert best == (1.0 if metric.higher_is_better else 0.0)
    assert worse is not None
    assert worse < best if metric.higher_is_better else worse > best


def test_there_is_a_mutation_for_every_metric_and_no_other() -> None:
    assert MUTATIONS.keys() == {metric.name for metric in METRICS}


def summary_of(case: Case, given: Prediction) -> Summary:
    """A run of a hundred such cases, so that the gate's slack is not as large as a case."""
    one = summarise([outcome(case, given)])
    hundred = {name: Estimate(mean.value, mean.low, mean.high, 100) for name, mean in one.means.items()}
    return replace(one, means=hundred)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_the_gate_fails_when_what_a_metric_measures_is_spoilt(metric: Metric, tmp_path: Path) -> None:
    case, good, spoilt = MUTATIONS[metric.name]
    path = tmp_path / "thresholds.json"
    write_thresholds(path, "all", summary_of(case, good))
    thresholds = read_thresholds(path, "all")
    assert all(each.passed for each in check(thresholds, summary_of(case, good)))
    missed = {each.threshold.metric for each in check(thresholds, summary_of(case, spoilt)) if not each.passed}
    assert metric.name in missed


def test_the_gate_fails_when_a_metric_is_not_measured_any_more(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.json"
    write_thresholds(path, "all", summary_of(CASE, GOOD))
    checks = check(read_thresholds(path, "all"), replace(summary_of(CASE, GOOD), means={}))
    assert {each.threshold.metric for each in checks if each.passed} == {"exact_citations"}  # nothing was cited
    assert len(checks) > 10

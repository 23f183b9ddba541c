"""Run-level figures: cost by stage, causes and confidence, and how the report tells them."""

import json
import sys
from dataclasses import replace

import pytest

from assistant.records import Answer, Usage
from eval.cases import Case
from eval.cost import latency, latency_by_stage, peak_memory, tokens
from eval.outcome import outcome
from eval.prediction import prediction_line
from eval.report import as_json, as_markdown
from eval.summary import Summary, summarise
from eval.triage import Cause
from tests.eval.made import CASE, GOOD, hit, prediction, refusal, reply

NEVER = Case("captain", "Who captains it?", answerable=False)


def timed(answer: Answer, **seconds: float) -> Answer:
    return replace(answer, timings=seconds, passages=(hit(0, 28),))


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(
        [
            outcome(CASE, replace(GOOD, answer=timed(reply((0, 28)), retrieve=0.1, write=0.3))),
            outcome(CASE, prediction(timed(refusal(), retrieve=0.2))),
            outcome(CASE, prediction(timed(refusal(), retrieve=0.3))),
            outcome(NEVER, prediction(timed(reply(), retrieve=0.4, write=0.5), gold=())),
        ]
    )


def test_latency_is_by_stage() -> None:
    assert latency([0.1, 0.2, 0.3]) == {"p50": pytest.approx(0.2), "p95": pytest.approx(0.29)}
    stages = latency_by_stage([{"retrieve": 0.1, "write": 1.0}, {"retrieve": 0.3}])
    assert stages == {"retrieve": latency([0.1, 0.3]), "write": {"p50": 1.0, "p95": 1.0}}
    assert latency_by_stage([{}]) == {}


def test_peak_memory_is_that_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    most = peak_memory()
    assert most is not None
    assert 20 * 2**20 < most < 2**40
    monkeypatch.setattr(sys, "platform", "win32")
    assert peak_memory() is None


def test_causes_are_counted_in_the_order_of_the_stages(summary: Summary) -> None:
    assert list(summary.causes) == [str(each) for each in Cause]
    assert {cause: count for cause, count in summary.causes.items() if count} == {
        "refused wrongly": 2,
        "answered though unanswerable": 1,
    }


def test_json_has_every_figure_of_the_run(summary: Summary) -> None:
    report = json.loads(json.dumps(as_json(summary, [])))
    assert report["causes"]["refused wrongly"] == 2
    assert report["latency_seconds_by_stage"]["write"] == {"p50": 0.4, "p95": 0.49}
    assert report["peak_memory_bytes"] == summary.memory
    trust = report["reliability"]
    # Confidences 0.9, 0.1 and 0.1 against an unanswerable 0.9: half a pair of three.
    assert trust["auroc"] == pytest.approx(0.5 / 3, abs=1e-6)
    assert trust["intervals"].keys() == {"auroc", "aurc", "ece"}
    assert [each["count"] for each in trust["bins"]] == [2, 2]
    assert (trust["bins"][1]["confidence"], trust["bins"][1]["accuracy"]) == (0.9, 0.5)
    assert trust["risk_coverage"] == [[0.25, 0.5], [0.5, 0.5], [0.75, 0.666667], [1.0, 0.75]]


def test_markdown_draws_bars_and_tells_confidence_and_cost(summary: Summary) -> None:
    text = as_markdown(summary, [])
    assert "## Where it went wrong: 3\n" in text
    assert f"refused wrongly                  2 {'█' * 40}\n" in text
    assert f"answered though unanswerable     1 {'█' * 20}\n" in text
    assert "not read                         0\n" in text
    lines = [" ".join(line.split()) for line in text.split("\n")]
    assert "| 0.900 to 0.900 | 2 | 0.900 | 0.500 |" in lines
    assert "| 1.00 | 0.750 |" in lines
    assert "| write | 0.400 | 0.490 |" in lines
    assert "Peak memory of the process: " in text
    assert "Peak memory" not in as_markdown(replace(summary, memory=None), [])


def test_a_run_without_misses_or_unanswerable_questions_is_told_too() -> None:
    summary = summarise([outcome(CASE, GOOD)])
    text = as_markdown(summary, [])
    assert "## Where it went wrong: 0" in text
    assert "█" not in text
    assert as_json(summary, [])["reliability"]["auroc"] is None
    assert "AUROC" not in text


def test_a_run_that_can_be_judged_by_nothing_has_no_risk() -> None:
    summary = summarise([outcome(replace(CASE, answers=()), GOOD)])
    assert summary.reliability.aurc is None
    assert as_json(summary, [])["reliability"]["risk_coverage"] == []
    text = as_markdown(summary, [])
    assert "Risk:" not in text
    assert "seconds by stage" not in text


def test_a_line_has_the_cause_the_gold_and_what_was_used() -> None:
    made = outcome(CASE, prediction(timed(refusal())))
    line = json.loads(json.dumps(prediction_line(made.case, made.prediction, made.metrics, made.cause)))
    assert line["cause"] == "refused wrongly"
    assert line["answers"] == ["in 1907", "1907"]
    assert line["gold"] == [[{"source": "harbour.txt", "start": 0, "end": 28}]]
    assert line["used"] == [{"source": "harbour.txt", "start": 0, "end": 28}]


def test_tokens_are_over_all_questions_and_what_is_estimated_is_said() -> None:
    written = [replace(GOOD.answer, usage=usage) for usage in (Usage(900, 40), Usage(300, 11, estimated=True), None)]
    summary = summarise([outcome(CASE, prediction(answer)) for answer in written])
    assert as_json(summary, [])["tokens"] == {
        **{"questions": 3, "asked": 2, "estimated": 1, "sent": 1200, "received": 51},
        **{"sent_mean": 400.0, "received_mean": 17.0},
    }
    text = as_markdown(summary, [])
    lines = [" ".join(line.split()) for line in text.split("\n")]
    assert "| sent | 400.0 | 1200 |" in lines
    assert "| received | 17.0 | 51 |" in lines
    assert "Estimated for 1 of 2: a token for each four bytes" in text


def test_answers_that_are_quoted_send_nothing(summary: Summary) -> None:
    assert "Tokens sent to a language model: none." in as_markdown(summary, [])
    assert as_json(summary, [])["tokens"]["sent"] == 0
    assert tokens([]).sent_mean == 0


def test_a_line_has_the_tokens_and_no_judgement_where_none_was_asked() -> None:
    line = prediction_line(CASE, prediction(replace(GOOD.answer, usage=Usage(900, 40))), {})
    assert line["usage"] == {"sent": 900, "received": 40, "estimated": False}
    assert line["judge"] is None
    assert prediction_line(CASE, GOOD, {})["usage"] is None

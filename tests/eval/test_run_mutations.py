"""Every figure of a run as a whole gets worse when what it measures is spoilt: confidence, refusals, cost, checking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace

import pytest

from assistant.records import Usage, Verdict
from eval.cases import Case, Evidence
from eval.checking import TRUE, planted
from eval.outcome import Outcome, outcome
from eval.planted import PLANTS, claims, sentences_with
from eval.prediction import Prediction
from eval.reliability import Reliability
from eval.summary import Summary, summarise
from tests.eval.made import CASE, GOOD, prediction, refusal, reply
from tests.eval.test_planted import OTHER, TEXT
from tests.eval.tiny import TinyAssistant

NEVER = Case("captain", "Who captains it?", answerable=False)
DECLINED = prediction(refusal(), gold=())
WRONG = replace(GOOD, answer=reply((29, 55), said="Its crane lifts 40 tonnes.", short="40 tonnes"))


def sure(given: Prediction, confidence: float) -> Prediction:
    return replace(given, answer=replace(given.answer, confidence=confidence))


def timed(given: Prediction, seconds: float) -> Prediction:
    return replace(given, seconds=seconds, answer=replace(given.answer, timings={"write": seconds}))


def written(sent: int, received: int) -> Prediction:
    return replace(GOOD, answer=replace(GOOD.answer, usage=Usage(sent, received)))


def of(*given: tuple[Case, Prediction]) -> list[Outcome]:
    return [outcome(*each) for each in given]


BEST = of((CASE, sure(GOOD, 1.0)), (NEVER, sure(DECLINED, 0.0)))
UNSURE = of((CASE, sure(GOOD, 0.0)), (NEVER, sure(DECLINED, 1.0)))
SURE_OF_WRONG = of((CASE, sure(WRONG, 1.0)), (NEVER, sure(DECLINED, 0.0)))
FAST = of(*((CASE, timed(GOOD, 0.1)) for _ in range(20)))
SLOW = of(*((CASE, timed(GOOD, 0.2)) for _ in range(20)))
ONE_SLOW = of(*((CASE, timed(GOOD, 5.0 if number < 2 else 0.1)) for number in range(20)))
CHEAP, DEAR = of((CASE, written(10, 1))), of((CASE, written(20, 2)))


def value(name: str) -> Callable[[Summary], float]:
    """An estimate of the run's reliability."""
    return lambda summary: getattr(summary.reliability, name).value


def off_the_diagonal(summary: Summary) -> float:
    return max(abs(each.confidence - each.answerable) for each in summary.reliability.bins)


# Figure to a run that is as good as can be, one that is spoilt, the figure, and whether it then falls.
MUTATIONS: dict[str, tuple[list[Outcome], list[Outcome], Callable[[Summary], float], bool]] = {
    "reliability.auroc": (BEST, UNSURE, value("auroc"), True),
    "reliability.aurc": (BEST, SURE_OF_WRONG, value("aurc"), False),
    "reliability.ece": (BEST, UNSURE, value("ece"), False),
    "reliability.curve": (BEST, SURE_OF_WRONG, lambda each: each.reliability.curve[0][1], False),
    "reliability.bins": (BEST, UNSURE, off_the_diagonal, False),
    "refusals.right": (BEST, of((CASE, GOOD), (NEVER, WRONG)), lambda each: each.refusals["right"], True),
    "refusals.wrong": (BEST, of((CASE, DECLINED)), lambda each: each.refusals["wrong"], False),
    "refusals.answered though unanswerable": (
        *(BEST, of((NEVER, GOOD))),
        *(lambda each: each.refusals["answered though unanswerable"], False),
    ),
    "causes": (BEST, SURE_OF_WRONG, lambda each: sum(each.causes.values()), False),
    "latency.p50": (FAST, SLOW, lambda each: each.latency["p50"], False),
    "latency.p95": (FAST, ONE_SLOW, lambda each: each.latency["p95"], False),
    "stages": (FAST, SLOW, lambda each: each.stages["write"]["p50"], False),
    "tokens.sent": (CHEAP, DEAR, lambda each: each.tokens.sent_mean, False),
    "tokens.received": (CHEAP, DEAR, lambda each: each.tokens.received_mean, False),
    "inexact": (
        *(BEST, of((CASE, replace(GOOD, inexact=GOOD.answer.sentences[0].citations)))),
        *(lambda each: len(each.inexact), False),
    ),
    "unlocated": (BEST, of((CASE, replace(GOOD, gold=()))), lambda each: len(each.unlocated), False),
}
# Metrics are in test_mutations.py, memory in test_summary.py, other systems in test_beside.py, what a language model
# judges in test_judge.py, checking below.
ELSEWHERE = {"cases", "means", "groups", "checking", "memory", "beside", "judge"}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_figure_of_the_run_gets_worse_when_it_is_spoilt(name: str) -> None:
    good, spoilt, figure, falls = MUTATIONS[name]
    before, after = figure(summarise(good)), figure(summarise(spoilt))
    assert after < before if falls else after > before


def test_there_is_a_mutation_for_every_figure_of_a_run() -> None:
    tested = {name.partition(".")[0] for name in MUTATIONS}
    assert tested | ELSEWHERE == {field.name for field in fields(Summary)}
    assert not tested & ELSEWHERE
    best = summarise(FAST + BEST)
    for name, parts in (("reliability", {f.name for f in fields(Reliability)}), ("refusals", set(best.refusals))):
        assert {each.partition(".")[2] for each in MUTATIONS if each.startswith(f"{name}.")} == parts
    assert {f"latency.{each}" for each in best.latency} <= MUTATIONS.keys()


class Blind(TinyAssistant):
    """Flags every planted error, but takes those of one kind to be true; "blind" to TRUE, it flags what is true."""

    def __init__(self, blind: str) -> None:
        super().__init__({})
        self.texts = {"harbour": TEXT, "mill": OTHER}
        quotes = [each for name, text in self.texts.items() for each in sentences_with(name, text, [(0, len(text))])]
        self.claims = claims(quotes)  # two errors may come to the same words; claims are checked in this order
        self.blind = blind

    def check(
        self, sentence: str, quotes: Sequence[str], context: Sequence[str] = ()
    ) -> tuple[Verdict, tuple[str, ...]]:
        claim = next(self.claims)
        assert (claim.text, [claim.quote.words]) == (sentence, quotes)
        flagged = bool(claim.error) != ((claim.error or TRUE) == self.blind)
        return (Verdict.PARTLY, ("It is not so.",)) if flagged else (Verdict.SUPPORTED, ())


@pytest.mark.parametrize("blind", [*PLANTS, "another document", TRUE])
def test_only_the_share_of_the_error_that_is_not_seen_moves(blind: str) -> None:
    case = Case("all", "?", ("a",), evidence=(Evidence(TEXT), Evidence(OTHER)))
    good, spoilt = ({k: v.value for k, v in planted(Blind(each), [case]).items()} for each in ("", blind))
    assert good == {**dict.fromkeys([*PLANTS, "another document"], 1.0), TRUE: 0.0}
    assert spoilt == {**good, blind: 1.0 if blind == TRUE else 0.0}

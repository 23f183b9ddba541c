"""A language model as judge: llama-index's evaluators of correctness and faithfulness, on the configured endpoint.

Its verdicts stand beside the deterministic figures and are never a threshold: it may err, and another model, or the
same one tomorrow, may say otherwise.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from llama_index.core.evaluation import CorrectnessEvaluator, EvaluationResult, FaithfulnessEvaluator
from llama_index.core.evaluation.faithfulness import DEFAULT_EVAL_TEMPLATE

from assistant.errors import EndpointError
from assistant.text import squeeze
from eval.cases import Case
from eval.judgement import Judgement, Opinion
from eval.metrics.reply import golds
from eval.outcome import Outcome

if TYPE_CHECKING:
    from assistant.models.judging import JudgingModel

PATIENCE = 3  # cases in a row for which the endpoint may fail
LONGEST = 2000  # characters of a reason that are kept
_SCORE = re.compile(r"\W*(?:score\W+)?([1-5](?:\.\d+)?)(?:\s*/\s*5)?\W*", re.IGNORECASE)
_YES_NO = re.compile(r"\W*(yes|no)\b", re.IGNORECASE)


def unjudged(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Those with an answer that was not judged yet; a refusal is right or wrong as the case says, without a judge."""
    return [each for each in outcomes if each.judgement is None and not each.prediction.answer.refused]


def judge_all(llm: JudgingModel, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """The outcomes of ``unjudged`` with their judgements.

    Where the endpoint fails for a case and goes on with the next one, the case has no verdict. Raises EndpointError
    where it fails for PATIENCE cases in a row, or for all; these are not yielded, and can be judged another time.
    """
    judge, waiting = _Judge(llm), unjudged(outcomes)
    begun = any(each.judgement for each in outcomes)
    failed: list[Outcome] = []
    last: EndpointError | None = None
    for each in waiting:
        try:
            judged = replace(each, judgement=judge.judgement(each))
        except EndpointError as error:
            failed.append(replace(each, judgement=_without_verdict(each, error)))
            last = error
            if len(failed) == PATIENCE:
                raise
            continue
        begun = True
        yield from failed
        failed.clear()
        yield judged
    if last and not begun:
        raise last
    yield from failed


class _Judge:
    """Everything put into a prompt is on one line, so that none of it looks like a part of the prompt.

    llama-index puts values in as they are: braces in them name no placeholder.
    """

    def __init__(self, llm: JudgingModel) -> None:
        self._meter = llm.meter
        self._correctness = CorrectnessEvaluator(llm=llm, parser_function=read_score)
        # With the template named, none is chosen by the model's name, whose placeholders are others.
        self._faithfulness = FaithfulnessEvaluator(llm=llm, eval_template=DEFAULT_EVAL_TEMPLATE)

    def judgement(self, outcome: Outcome) -> Judgement:
        """Raises EndpointError."""
        self._meter.take()  # of a case that failed
        opinions = Judgement(
            self._correct(outcome) if _has_reference(outcome) else None,
            self._faithful(outcome) if outcome.prediction.answer.passages else None,
        )
        return replace(opinions, usage=self._meter.take())

    def _correct(self, outcome: Outcome) -> Opinion:
        answer = outcome.prediction.answer
        evaluating = self._correctness.aevaluate(
            query=squeeze(answer.searched), response=squeeze(answer.answer), reference=squeeze(reference(outcome.case))
        )
        found = _run(evaluating)
        return Opinion(found.score, _kept(found.feedback))

    def _faithful(self, outcome: Outcome) -> Opinion:
        answer = outcome.prediction.answer
        passages = [squeeze(hit.passage.text) for hit in answer.passages]
        found = _run(self._faithfulness.aevaluate(response=squeeze(answer.answer), contexts=passages))
        match = _YES_NO.match(found.feedback or "")
        return Opinion(float(match[1].lower() == "yes") if match else None, _kept(found.feedback))


def reference(case: Case) -> str:
    """The right answer as the judge is told it: the gold answers, else the quotes that a right answer stands on."""
    return "; or: ".join(golds(case) or [each.quote for each in case.evidence])


def read_score(reply: str) -> tuple[float | None, str]:
    """Score and reason of a reply; no score where its first line is none from 1 to 5, and the reason is all of it."""
    first, _, rest = reply.strip().partition("\n")
    match = _SCORE.fullmatch(first)
    score = float(match[1]) if match else math.nan
    return (score, rest.strip()) if score <= 5 else (None, reply.strip())


def _has_reference(outcome: Outcome) -> bool:
    return outcome.case.answerable and bool(reference(outcome.case))


def _without_verdict(outcome: Outcome, error: EndpointError) -> Judgement:
    nothing = Opinion(None, _kept(str(error)))
    faithful = nothing if outcome.prediction.answer.passages else None
    return Judgement(nothing if _has_reference(outcome) else None, faithful)


def _run(evaluating: Coroutine[Any, Any, EvaluationResult]) -> EvaluationResult:
    """What an evaluator finds; without a score where the prompt does not fit into the model's context."""
    try:
        return asyncio.run(evaluating)
    except ValueError as error:
        return EvaluationResult(feedback=str(error))


def _kept(reason: str | None) -> str:
    return (reason or "")[:LONGEST]

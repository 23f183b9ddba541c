"""Asking the reference systems what Footnote was asked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from llama_index.core.schema import QueryBundle

from assistant.assistant import Assistant
from assistant.errors import CasesError
from assistant.local import LocalAssistant
from assistant.nodes import hit_of
from assistant.records import Answer
from eval.beside import AS_SET, NOTHING_DECLINED, Asked
from eval.outcome import Outcome, outcome
from eval.prediction import Prediction
from eval.progress import shown
from eval.references.systems import System, footnote, systems
from eval.run import DEPTH


def ask_references(assistant: Assistant, outcomes: Sequence[Outcome]) -> list[Asked]:
    """What each system makes of the cases that Footnote was asked: Footnote first, as it is set and with nothing
    declined, then the others. Raises CasesError for an assistant in another process, whose parts are out of reach.
    """
    if not isinstance(assistant, LocalAssistant):
        raise CasesError("Reference systems need the library in this process. Leave out --references.")
    with systems(assistant) as others:
        asked = [footnote(assistant, NOTHING_DECLINED), *others]
        found = _found(asked, outcomes)
    ranked = zip(outcomes, found[0], strict=True)
    as_set = [outcome(each.case, replace(each.prediction, hits=new.prediction.hits)) for each, new in ranked]
    named = (Asked(system.name, system.meaning, each) for system, each in zip(asked, found, strict=True))
    return [Asked(AS_SET, "as it is set for this run", as_set), *named]


def _found(asked: Sequence[System], outcomes: Sequence[Outcome]) -> list[list[Outcome]]:
    """Each system's outcomes. They take turns at each case, so that what slows the machine for a while slows all."""
    found: list[list[Outcome]] = [[] for _ in asked]
    for each in shown(outcomes, len(outcomes), "asked of all systems"):
        for system, own in zip(asked, found, strict=True):
            own.append(outcome(each.case, _answered(system, each.prediction)))
    return found


def _answered(system: System, before: Prediction) -> Prediction:
    """A system's reply to what Footnote searched, held against the same gold."""
    asked = QueryBundle(before.answer.searched or before.answer.question)
    begun = time.perf_counter()
    nodes = system.rank(asked)
    answer: Answer = (system.write(asked, nodes[: system.shown]).metadata or {})["answer"]
    seconds = time.perf_counter() - begun
    hits = tuple(hit_of(node) for node in nodes)
    return replace(
        before,
        answer=replace(answer, question=before.answer.question, passages=hits[: system.shown]),
        hits=hits[:DEPTH],
        inexact=(),
        indexed=(),
        seconds=seconds,
    )

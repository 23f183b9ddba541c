"""What a run costs: seconds by stage, memory, and tokens of a language model."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.records import Usage

NO_TOKENS = "Tokens sent to a language model: none."


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens sent to a language model and received from it, in all and on average over ``questions``.

    ``asked`` of the questions went to a model. For ``estimated`` of these the endpoint did not tell all of the tokens.
    """

    questions: int
    asked: int
    estimated: int
    sent: int
    received: int
    sent_mean: float
    received_mean: float


def latency(seconds: Sequence[float]) -> dict[str, float]:
    """The median ("p50") and the 95th percentile ("p95"), between two values in proportion; ``seconds`` not empty."""
    p50, p95 = np.quantile(seconds, [0.5, 0.95])
    return {"p50": float(p50), "p95": float(p95)}


def latency_by_stage(timings: Iterable[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The same for each stage, over the answers that went through it, in the order of the stages."""
    stages: dict[str, list[float]] = {}
    for each in timings:
        for stage, seconds in each.items():
            stages.setdefault(stage, []).append(seconds)
    return {stage: latency(seconds) for stage, seconds in stages.items()}


def tokens(usages: Sequence[Usage | None]) -> Tokens:
    """The tokens of questions, an element each; None for a question that went to no model."""
    used = [usage for usage in usages if usage is not None]
    sent, received = sum(usage.sent for usage in used), sum(usage.received for usage in used)
    questions = max(1, len(usages))
    estimated = sum(usage.estimated for usage in used)
    return Tokens(len(usages), len(used), estimated, sent, received, sent / questions, received / questions)


def how_estimated(found: Tokens) -> list[str]:
    """A sentence on the counts that are estimated; nothing where the endpoint has told all."""
    share = f"{found.estimated} of {found.asked}"
    rule = "a token for each four bytes of text, where the endpoint does not tell"
    return [f"Estimated for {share}: {rule}."] if found.estimated else []


def peak_memory() -> int | None:
    """The most bytes that this process has held in memory so far; None where the system does not tell (Windows)."""
    if sys.platform == "win32":
        return None
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024

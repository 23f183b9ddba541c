"""What a run costs: seconds by stage, and memory."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

import numpy as np


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


def peak_memory() -> int | None:
    """The most bytes that this process has held in memory so far; None where the system does not tell (Windows)."""
    if sys.platform == "win32":
        return None
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024

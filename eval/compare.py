"""``footnote eval compare A B``: what changed between two runs, and whether it is more than noise."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import CasesError
from eval.interval import RESAMPLES
from eval.metrics import METRICS
from eval.paired import SIGNIFICANCE, Difference, Word, differences
from eval.runs import Reply, Run, read_run
from eval.tables import cell, table

HIGHER_IS_BETTER = {metric.name: metric.higher_is_better for metric in METRICS}
METHOD = f"""\
Each metric is compared over the cases to which it applies in both runs. The interval is that of the difference, by
itself, from {RESAMPLES} paired bootstrap resamples (Efron, 1979); p is from flipping the signs of the differences
(Fisher, 1935), and p (Holm) is corrected for the number of metrics that differ (Holm, 1979), those that differ alike in
every case counting as one. Noise: p (Holm) is above {SIGNIFICANCE}."""

Pair = tuple[Reply, Reply]


@dataclass(frozen=True, slots=True)
class Latency:
    """Median seconds to the answer in each run, and how many times as long the second takes."""

    first: float
    second: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs held against each other over the ``pairs`` of replies to the same question with the same id.

    ``only_first``, ``only_second`` and ``changed`` are the ids left out; ``unknown`` are metrics of the runs that this
    version does not know, which are not compared.
    """

    first: str
    second: str
    pairs: tuple[Pair, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    changed: tuple[str, ...]
    differences: tuple[Difference, ...]
    unknown: tuple[str, ...]
    latency: Latency | None

    @property
    def mended(self) -> list[Pair]:
        """The replies that were wrong in the first run and are right in the second."""
        return [pair for pair in self.pairs if pair[0].ending.is_wrong and not pair[1].ending.is_wrong]

    @property
    def spoilt(self) -> list[Pair]:
        """The replies that were right in the first run and are wrong in the second."""
        return [pair for pair in self.pairs if pair[1].ending.is_wrong and not pair[0].ending.is_wrong]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``footnote eval compare``."""
    parser.add_argument("first", type=Path, metavar="A", help="the folder of a run, as --out wrote it")
    parser.add_argument("second", type=Path, metavar="B", help="the folder of the run to hold against it")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of tables")


def run(arguments: argparse.Namespace) -> None:
    """Print the comparison. Raises CasesError for runs that cannot be compared."""
    compared = compare(read_run(arguments.first), read_run(arguments.second))
    document = json.dumps(as_json(compared), ensure_ascii=False, indent=2) + "\n"
    sys.stdout.write(document if arguments.json else as_markdown(compared))


def compare(first: Run, second: Run) -> Comparison:
    """Pair the replies by id and measure what differs. Raises CasesError when the runs share no case."""
    ours, theirs = ({reply.id: reply for reply in each.replies} for each in (first, second))
    shared = [(reply, theirs[reply.id]) for reply in first.replies if reply.id in theirs]
    pairs = tuple(pair for pair in shared if pair[0].question == pair[1].question)
    if not pairs:
        raise CasesError(
            f"{first.folder} and {second.folder} share no question with the same id."
            " Compare two runs of the same cases."
        )
    measured = {name for pair in pairs for reply in pair for name in reply.metrics}
    return Comparison(
        first=str(first.folder),
        second=str(second.folder),
        pairs=pairs,
        only_first=tuple(each for each in ours if each not in theirs),
        only_second=tuple(each for each in theirs if each not in ours),
        changed=tuple(a.id for a, b in shared if a.question != b.question),
        differences=_differences(pairs),
        unknown=tuple(sorted(measured - HIGHER_IS_BETTER.keys())),
        latency=_latency(pairs),
    )


def as_json(compared: Comparison) -> dict[str, Any]:
    """The comparison as one JSON value; figures have six decimals."""
    return {
        "first": compared.first,
        "second": compared.second,
        "cases": {
            "compared": len(compared.pairs),
            "only_first": compared.only_first,
            "only_second": compared.only_second,
            "changed_question": compared.changed,
        },
        "metrics": {each.metric: _rounded(asdict(each)) for each in compared.differences},
        "metrics_not_known": compared.unknown,
        "wrong_to_right": [_flip(pair) for pair in compared.mended],
        "right_to_wrong": [_flip(pair) for pair in compared.spoilt],
        "median_seconds": None if compared.latency is None else _rounded(asdict(compared.latency)),
    }


def as_markdown(compared: Comparison) -> str:
    """The comparison as Markdown that also reads well as plain text."""
    parts = [
        "# A against B",
        f"- A: {cell(compared.first, 200)}\n- B: {cell(compared.second, 200)}",
        " ".join([f"{_counted(len(compared.pairs), 'question')} compared.", *_left_out(compared)]),
        _in_a_word(compared.differences),
        table(
            ("metric", "cases", "A", "B", "B - A", "95% interval", "p", "p (Holm)", "result"),
            [_row(each) for each in compared.differences],
            figures=True,
        ),
        METHOD,
        *_seconds(compared.latency),
        *_flips("From wrong to right", compared.mended),
        *_flips("From right to wrong", compared.spoilt),
    ]
    return "\n\n".join(parts) + "\n"


def _differences(pairs: Sequence[Pair]) -> tuple[Difference, ...]:
    figures: dict[str, dict[str, tuple[float, float]]] = {name: {} for name in HIGHER_IS_BETTER}
    for a, b in pairs:
        for name, values in figures.items():
            first, second = a.metrics.get(name), b.metrics.get(name)
            if first is not None and second is not None:
                values[a.id] = (first, second)
    return tuple(differences({name: values for name, values in figures.items() if values}, HIGHER_IS_BETTER))


def _latency(pairs: Sequence[Pair]) -> Latency | None:
    """None where a run does not tell, or tells no time at all."""
    timed = [(a.seconds, b.seconds) for a, b in pairs if a.seconds is not None and b.seconds is not None]
    if not timed:
        return None
    first, second = (float(each) for each in np.median(timed, axis=0))
    return Latency(first, second, second / first) if first > 0 else None


def _flip(pair: Pair) -> dict[str, str]:
    first, second = pair
    return {
        "id": first.id,
        "question": first.question,
        "kind": first.kind,
        "first": first.ending,
        "second": second.ending,
        "first_short_answer": first.short_answer,
        "second_short_answer": second.short_answer,
    }


def _flips(title: str, pairs: Sequence[Pair]) -> list[str]:
    if not pairs:
        return [f"## {title}: none"]
    rows = [(cell(a.id), cell(a.question, 120), _reply(a), _reply(b)) for a, b in pairs]
    return [f"## {title}: {len(pairs)}", table(("case", "question", "A", "B"), rows)]


def _reply(reply: Reply) -> str:
    """The short answer; where there is none, the beginning of the answer."""
    return "(refused)" if reply.refused else cell(reply.short_answer or reply.answer, 60) or "(nothing)"


def _row(each: Difference) -> tuple[str, ...]:
    name = each.metric if HIGHER_IS_BETTER[each.metric] else f"{each.metric} (lower is better)"
    interval = f"{each.low:+.3f} to {each.high:+.3f}"
    means = (f"{each.first:.3f}", f"{each.second:.3f}", f"{each.difference:+.3f}")
    return (name, str(each.cases), *means, interval, _chance(each.p), _chance(each.p_holm), each.word)


def _chance(p: float) -> str:
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def _in_a_word(found: Sequence[Difference]) -> str:
    def named(word: Word) -> str:
        return ", ".join(each.metric for each in found if each.word is word) or "none"

    noise = sum(each.word is Word.NOISE for each in found)
    return (
        f"Better: {named(Word.BETTER)}. Worse: {named(Word.WORSE)}. Noise: {noise} of {_counted(len(found), 'metric')}."
    )


def _left_out(compared: Comparison) -> list[str]:
    reasons = (
        ("only in A", compared.only_first),
        ("only in B", compared.only_second),
        ("with another question in each", compared.changed),
    )
    told = [f"Left out: {len(ids)} {why} ({_some(ids)})." for why, ids in reasons if ids]
    if compared.unknown:
        told.append(f"Metrics that this version does not know: {_some(compared.unknown)}.")
    return told


def _some(names: Sequence[str], most: int = 10) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(cell(name) for name in names[:most]) + more


def _seconds(latency: Latency | None) -> list[str]:
    if latency is None:
        return []
    medians = f"{latency.first:.3f} s in A, {latency.second:.3f} s in B"
    return [f"Time to the answer, median: {medians}; B takes {latency.ratio:.2f} times as long as A."]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in values.items()}

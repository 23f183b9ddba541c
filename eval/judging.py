"""What the judge found over a run, and how far it agrees with the deterministic figures on the same answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from assistant.records import Verdict
from eval.agreement import Agreement, agreement
from eval.cost import Tokens, how_estimated, tokens
from eval.interval import Estimate, bootstrap
from eval.judgement import Opinion
from eval.outcome import Outcome
from eval.tables import table
from eval.triage import is_right

RIGHT_FROM = 4.0  # of 5; llama-index's own threshold of a correct answer
TELLING = ("contains_answer", "yes_no", "citation_recall")  # a case with none of these cannot be told right or wrong
NAMES = {"correctness": "correctness, 1 to 5", "faithfulness": "faithfulness, share"}
AGAINST = {"correctness": "correct, right", "faithfulness": "faithful, supported"}
NOTE = """\
A language model's opinion (llama-index's evaluators) of the answers that were given, beside the figures above; no \
threshold depends on it."""
COUNTS = ("both good", "judge alone", "figures alone", "neither")
KAPPA = f"""\
Agreement is that of a correctness of {RIGHT_FROM:g} or more with an answer that is right by wording or evidence, and \
of faithfulness with every sentence supported by its quotes. Kappa is agreement beyond chance (Cohen, 1960): 1 is \
perfect, 0 that of chance."""


@dataclass(frozen=True, slots=True)
class Side:
    """One thing that was judged: its mean, the replies that held no verdict, and the agreement with the figures.

    ``mean`` and ``agreement`` are None where there is no verdict, or no case with a figure to hold it against.
    """

    mean: Estimate | None
    without_verdict: int
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class Judging:
    """``answers`` were judged; ``tokens`` is what that took, over these."""

    answers: int
    correctness: Side
    faithfulness: Side
    tokens: Tokens


def judging(outcomes: Sequence[Outcome]) -> Judging | None:
    """The judge in figures; None where no answer was judged."""
    judged = [(each, each.judgement) for each in outcomes if each.judgement is not None]
    if not judged:
        return None
    correct = [(each.correctness, _right(outcome)) for outcome, each in judged if each.correctness]
    faithful = [(each.faithfulness, _supported(outcome)) for outcome, each in judged if each.faithfulness]
    return Judging(
        len(judged), _side(correct, RIGHT_FROM), _side(faithful, 1.0), tokens([each.usage for _, each in judged])
    )


def as_json(found: Judging | None) -> dict[str, Any] | None:
    """The judge's figures as one JSON value, with six decimals; None where there is none."""
    return None if found is None else _rounded(asdict(found))


def as_markdown(found: Judging | None) -> list[str]:
    """The parts of the section in the report; none where nothing was judged."""
    if found is None:
        return []
    sides = {"correctness": found.correctness, "faithfulness": found.faithfulness}
    means = [
        (NAMES[name], *estimate_cells(side.mean), str(side.mean.cases if side.mean else 0), str(side.without_verdict))
        for name, side in sides.items()
    ]
    agreements = [(AGAINST[name], *agreement_cells(side.agreement)) for name, side in sides.items() if side.agreement]
    parts = ["## Judge", NOTE, table(("judged", "mean", "95% interval", "cases", "no verdict"), means, figures=True)]
    if agreements:
        header = ("agreement", "share", "95% interval", "kappa", "95% interval", "cases", *COUNTS)
        parts += [KAPPA, table(header, agreements, figures=True)]
    return [*parts, what_it_took(found.tokens)]


def what_it_took(spent: Tokens) -> str:
    """The tokens of judging, in words."""
    return " ".join(
        [f"Judging took {spent.sent:,} tokens sent and {spent.received:,} received.", *how_estimated(spent)]
    )


def _side(opinions: Sequence[tuple[Opinion, bool | None]], good_from: float) -> Side:
    """``opinions`` with what the figures say of the same answer, None where they say nothing."""
    verdicts = [(opinion.value, said) for opinion, said in opinions if opinion.value is not None]
    values = [value for value, _ in verdicts]
    mean = Estimate(float(np.mean(values)), *bootstrap(values), len(values)) if values else None
    both = [(value >= good_from, said) for value, said in verdicts if said is not None]
    agreed = agreement([judge for judge, _ in both], [said for _, said in both])
    return Side(mean, len(opinions) - len(verdicts), agreed)


def _right(outcome: Outcome) -> bool | None:
    """Whether the answer is right by its wording or its evidence, as the causes of misses see it."""
    known = any(outcome.metrics.get(name) is not None for name in TELLING)
    return is_right(outcome.case, outcome.metrics) if known else None


def _supported(outcome: Outcome) -> bool | None:
    verdicts = [sentence.verdict for sentence in outcome.prediction.answer.sentences]
    return all(verdict is Verdict.SUPPORTED for verdict in verdicts) if verdicts else None


def estimate_cells(estimate: Estimate | None) -> tuple[str, str]:
    """A figure and its interval; empty where there is none."""
    return (f"{estimate.value:.3f}", f"{estimate.low:.3f} to {estimate.high:.3f}") if estimate else ("", "")


def agreement_cells(found: Agreement) -> tuple[str, ...]:
    """Share and kappa with their intervals, the number of cases, and COUNTS."""
    counts = (found.both, found.judge_alone, found.figures_alone, found.neither)
    kappa = estimate_cells(found.kappa) if found.kappa else ("not defined", "")
    return (*estimate_cells(found.share), *kappa, str(found.share.cases), *map(str, counts))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return round(value, 6) if isinstance(value, float) else value

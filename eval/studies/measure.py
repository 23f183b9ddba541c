"""What the studies count: whether and how soon a ranking shows a passage with the answer's characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.records import Passage
from eval.studies.corpus import Question

Located = tuple[str, Passage]  # article title, passage
CUTS = (1, 3, 10)
BUDGETS = (2000, 6000)


def first_hit(question: Question, ranking: Iterable[Located]) -> int | None:
    """Rank, from 1, of the first passage that holds a whole annotated answer span."""
    for rank, (title, passage) in enumerate(ranking, 1):
        if title == question.article and _holds(question, passage.start, passage.end):
            return rank
    return None


def hit_within(question: Question, ranking: Iterable[Located], budget: int) -> bool:
    """Whether the answer's span lies within the first ``budget`` characters that the ranking shows."""
    shown = 0
    for title, passage in ranking:
        end = min(passage.end, passage.start + budget - shown)
        if title == question.article and _holds(question, passage.start, end):
            return True
        shown += passage.end - passage.start
        if shown >= budget:
            break
    return False


def summary(questions: Sequence[Question], rankings: Sequence[Sequence[Located]]) -> dict[str, float]:
    """MRR (over the ranking given), hit@k, characters shown at 3 and 10, and hits within the character budgets."""
    pairs = list(zip(questions, rankings, strict=True))
    ranks = [first_hit(question, ranking) for question, ranking in pairs]
    figures = {f"hit@{cut}": _share(rank is not None and rank <= cut for rank in ranks) for cut in CUTS}
    figures["MRR"] = sum(1 / rank for rank in ranks if rank) / len(pairs)
    for budget in BUDGETS:
        figures[f"hit in {budget:,}"] = _share(hit_within(question, ranking, budget) for question, ranking in pairs)
    figures["chars@10"] = sum(sum(p.end - p.start for _, p in ranking[:10]) for _, ranking in pairs) / len(pairs)
    return figures


def table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """A Markdown table: a line a row, shares with three decimals, lengths whole."""
    names = list(next(iter(rows.values())))
    lines = ["| setting | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for row, figures in rows.items():
        cells = [f"{figures[name]:.0f}" if name.startswith("chars") else f"{figures[name]:.3f}" for name in names]
        lines.append(f"| {row} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _holds(question: Question, start: int, end: int) -> bool:
    return any(start <= begin and stop <= end for begin, stop in question.answers)


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values)

"""Questions as people also ask them: mistyped, in lower case, or without what was asked before.

``footnote eval --perturb typos --out B`` beside a plain run A; ``footnote eval compare A B`` tells what it costs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from eval.cases import Case

_WORD = re.compile(r"[^\W\d_]{4,}")
_TYPED = 0.15  # share of the longer words that are mistyped; one at least


def typos(case: Case) -> Case:
    """Some longer words with two letters exchanged, one left out or one twice; the same ones every time."""
    choose = random.Random(f"typos {case.id}")  # noqa: S311 - nothing secret
    spans = [match.span() for match in _WORD.finditer(case.question)]
    chosen = sorted(choose.sample(spans, min(len(spans), max(1, round(_TYPED * len(spans))))), reverse=True)
    question = case.question
    for start, end in chosen:
        question = question[:start] + _mistyped(question[start:end], choose) + question[end:]
    return replace(case, question=question)


def _mistyped(word: str, choose: random.Random) -> str:
    at = choose.randrange(1, len(word) - 1)
    first, second, rest = word[at], word[at + 1], word[at + 2 :]
    return word[:at] + choose.choice([second + first, second, first + first + second]) + rest


def plain(case: Case) -> Case:
    """In lower case and without punctuation, as typed into a search box."""
    return replace(case, question=" ".join(re.sub(r"[^\w\s'’.%$€£-]|\.(?=\s|$)", " ", case.question.lower()).split()))


def no_history(case: Case) -> Case:
    """Without the turns before it."""
    return replace(case, history=())


PERTURBATIONS: dict[str, Callable[[Case], Case]] = {"typos": typos, "plain": plain, "no-history": no_history}

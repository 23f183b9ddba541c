"""Questions formed by rule from sentences that answer them. Pure functions.

A question is formed only where the rule is sure of its English; most sentences give none. ``pose`` makes questions that
read as a person would ask them; ``echoes`` (for drafts, which are edited) asks a sentence back in its own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.orders import order_spans
from assistant.posing.amounts import amounts
from assistant.posing.background import Background
from assistant.posing.dated import allowed_when, dated, placed
from assistant.posing.deeds import deeds
from assistant.posing.echoes import Echo, echoes
from assistant.posing.people import people
from assistant.posing.phrases import is_fit
from assistant.posing.posed import Kind, Posed
from assistant.posing.reasons import conditions, described, likened, reasons, required
from assistant.posing.told import told
from assistant.text import sentence_spans

_RULES = (reasons, conditions, people, dated, allowed_when, placed, amounts, deeds, required, described, likened)
_FEWEST, _MOST = 5, 45  # words of a sentence

__all__ = ["Background", "Echo", "Kind", "Posed", "echoes", "pose"]


def pose(text: str, start: int, end: int, background: Background) -> Iterator[Posed]:
    """The questions that the sentences of ``text[start:end]`` answer, in text order; several of a sentence may be."""
    orders = order_spans(text[start:end])
    for first, last in sentence_spans(text, start, end):
        sentence = text[first:last]
        ordering = any(first - start < stop and begin < last - start for begin, stop in orders)
        size = len(sentence.split())
        if ordering or not _FEWEST <= size <= _MOST or sentence[-1] not in '.!”"' or " | " in sentence:
            continue
        plain = sentence.removeprefix("- ")
        formed = [*told(text[start:end], first - start, last - start, background)]
        formed += [posed for rule in _RULES for posed in rule(plain, background)]
        for posed in formed:
            if is_fit(posed.question, background) and not _gives_away(posed):
                yield replace(posed, start=first, end=last)


def _gives_away(posed: Posed) -> bool:
    return bool(posed.answer) and posed.answer.casefold() in posed.question.casefold()

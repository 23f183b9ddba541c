"""A question that was formed from a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["said", "who", "when", "where", "how many", "how much", "how long", "why", "if", "what"]


@dataclass(frozen=True, slots=True)
class Posed:
    """``text[start:end]`` of the text that was read is the sentence; ``answer`` are words of it, "" for all of it."""

    kind: Kind
    question: str
    answer: str
    start: int = 0
    end: int = 0

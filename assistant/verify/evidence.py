"""What a sentence is checked against: the quotes that it cites, and the text around them, which counts less."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from assistant.facts import When, dates, numbers
from assistant.facts.quantity import Quantity
from assistant.records import Verdict
from assistant.text import STOPWORDS, stems


class Finding(NamedTuple):
    """Something amiss with a sentence: how far it lowers the verdict, and why, in words for people."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True)
class Evidence:
    """The cited spans as one text, a line each, and the texts around them as another."""

    quotes: tuple[str, ...]
    context: tuple[str, ...]

    @cached_property
    def quoted(self) -> str:
        """The quotes, a line each."""
        return "\n".join(self.quotes)

    @cached_property
    def around(self) -> str:
        """The context, a line each."""
        return "\n".join(self.context)

    @property
    def both(self) -> tuple[str, str]:
        """Quotes first, context second."""
        return self.quoted, self.around


@lru_cache(maxsize=1024)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text, as values."""
    return tuple(fact.value for fact in numbers(text))


@lru_cache(maxsize=1024)
def whens(text: str) -> tuple[When, ...]:
    """The dates of a text, as values."""
    return tuple(fact.value for fact in dates(text))


@lru_cache(maxsize=2048)
def ordered_stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words in order, stopwords left out."""
    bare = re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda match: match.group().replace(".", ""), text)
    return tuple(stem for stem in stems(bare) if stem not in STOPWORDS)

"""What a language model thinks of an answer, where one was asked to judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assistant.records import Usage


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge made of one thing, and its words; ``value`` is None where these hold no verdict."""

    value: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``correctness`` is from 1 to 5, ``faithfulness`` 1 or 0; None where the judge was not asked for it.

    ``usage`` is what judging took, None where the endpoint failed.
    """

    correctness: Opinion | None = None
    faithfulness: Opinion | None = None
    usage: Usage | None = None

    @property
    def opinions(self) -> Mapping[str, Opinion]:
        """Those that were asked for, by name."""
        named = {"correctness": self.correctness, "faithfulness": self.faithfulness}
        return {name: opinion for name, opinion in named.items() if opinion is not None}


def judgement_row(judgement: Judgement | None) -> dict[str, Any] | None:
    """A judgement as a line of predictions.jsonl has it."""
    return None if judgement is None else asdict(judgement)

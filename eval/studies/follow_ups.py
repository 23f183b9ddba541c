"""Whether a follow-up, as Footnote understands it without a model, finds what a person's wording of it finds.

MTRAG (Katsis et al., 2025): user turns of conversations, and the question a person wrote to stand for the last of them
on its own. The passages that the person's question finds count as right; a row tells how many of them the question as
it was typed finds, and how many Footnote's. First questions of a conversation are left out: there is nothing to carry.

    python -m eval.studies.follow_ups --data ../shared/data --home open-home

The library is the one of ``open_retrieval``, whole articles of an encyclopedia, whatever the conversation is about:
what is compared is where two questions lead, not whether they are answered. Footnote gets no earlier answers, as the
set names none.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.local import LocalAssistant
from assistant.models.training.questions import chance
from assistant.nodes import hit_of
from assistant.records import Turn
from assistant.retrieve import HybridRetriever
from assistant.session import standalone
from assistant.text import content_stems
from eval.interval import bootstrap
from eval.studies.open_retrieval import open_library
from eval.tables import table

REWRITES = "dev/mtrag-rewrites-half.jsonl.gz"
_FOUND = 10  # passages


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The last question of a conversation, the questions before it, and what a person wrote for it."""

    id: str
    question: str
    before: tuple[str, ...]
    written: str

    @property
    def part(self) -> str:
        """Conversations are kept apart: the id begins with theirs."""
        return "dev" if chance("mtrag", self.id.split("<")[0]).random() < 0.5 else "test"


def read_follow_ups(data: Path) -> list[FollowUp]:
    """All follow-ups, in the order of the file."""
    with gzip.open(data / REWRITES, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        FollowUp(row["id"], row["question"], tuple(row["user_turns"][:-1]), row["standalone"])
        for row in rows
        if len(row["user_turns"]) > 1
    ]


def understood(follow_up: FollowUp) -> str:
    """What Footnote searches for, turn after turn."""
    turns: list[Turn] = []
    for asked in follow_up.before:
        turns.append(Turn(asked, "", standalone(asked, turns)))
    return standalone(follow_up.question, turns)


WORDINGS: dict[str, Callable[[FollowUp], str]] = {"as typed": lambda each: each.question, "Footnote's": understood}


def measure(search: Callable[[str], set[str]], follow_up: FollowUp, wording: str) -> list[float]:
    """The share of the right passages found, and the overlap of words with what the person wrote (Jaccard)."""
    right, found = search(follow_up.written), search(wording)
    words, own = set(content_stems(follow_up.written)), set(content_stems(wording))
    return [len(right & found) / max(len(right), 1), len(words & own) / max(len(words | own), 1)]


def searcher(assistant: LocalAssistant) -> Callable[[str], set[str]]:
    """The ids of the best passages for a question, before any is read."""
    retriever = HybridRetriever(assistant._library, assistant._embedder)
    return lambda question: {hit_of(node).passage.id for node in retriever.retrieve(question)[:_FOUND]}


def main() -> None:
    """Print both parts, with 95% bootstrap intervals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True)
    given = parser.parse_args()
    assistant = open_library(given.data, given.home)
    search = searcher(assistant)
    for part in ("dev", "test"):
        asked = [each for each in read_follow_ups(given.data) if each.part == part]
        rows = [
            (name, *_cells(np.array([measure(search, each, wording(each)) for each in asked])))
            for name, wording in WORDINGS.items()
        ]
        header = ("question", f"same passages of {_FOUND}", "same words")
        print(f"\n{part}, {len(asked)} follow-ups\n\n{table(header, rows, figures=True)}")
    assistant.close()


def _cells(figures: np.ndarray) -> Sequence[str]:
    intervals = [bootstrap(column.tolist()) for column in figures.T]
    return [
        f"{mean:.3f} ({low:.3f} to {high:.3f})" for mean, (low, high) in zip(figures.mean(0), intervals, strict=True)
    ]


if __name__ == "__main__":
    main()

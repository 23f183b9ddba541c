"""Chooses how many candidates the reader reads, and whether its chance or its odds weigh against the fused score.

SQuAD 2.0 questions of articles that the reader was not trained on, searched among these and further whole articles; a
hit is a passage that holds the whole answer.

    python -m eval.studies.reading --data ../shared/data

It imports parts, since it chooses their settings.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from assistant.assistant import build_assistant
from assistant.models.training.plan import SQUAD2
from assistant.models.training.questions import Part, chance, part_of, read_squad
from assistant.nodes import hit_of
from assistant.records import Hit
from assistant.retrieve import HybridRetriever
from assistant.settings import Settings
from eval.studies.corpus import load_articles
from eval.studies.sentences import write_articles

_OTHERS = 60  # further articles
_DEPTHS = (8, 12, 16, 24)
_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One question's candidates in fused order, each array (candidates,). ``logits``: of the best reading."""

    fused: np.ndarray
    logits: np.ndarray
    gold: np.ndarray


def chances(logits: np.ndarray) -> np.ndarray:
    """The reader's probability that a passage answers."""
    shares: np.ndarray = 1 / (1 + np.exp(-logits))
    return shares


def odds(logits: np.ndarray) -> np.ndarray:
    """The logits as far as 5 either way, from 0 to 1."""
    scaled: np.ndarray = np.clip(logits / 10 + 0.5, 0, 1)
    return scaled


OPINIONS = {"chance": chances, "odds": odds}


def candidates(data: Path, part: Part, count: int, home: Path) -> list[Ranked]:
    """The best candidates of ``count`` answerable questions, with what the reader thinks of each."""
    articles = load_articles(data)
    asked = [question for question in read_squad(data / SQUAD2.path, SQUAD2.kind) if part_of(question.title) == part]
    asked = sorted(asked, key=lambda question: chance("reading", question.id).random())
    own = {question.title for question in asked}
    others = sorted(title for title in articles if part_of(title) == part and title not in own)[:_OTHERS]
    assistant = build_assistant(Settings(home=home / "library"))
    list(assistant.add([write_articles(home / "articles", articles, [*sorted(own), *others])]))
    retriever = HybridRetriever(assistant._library, assistant._embedder)
    found = []
    for question in [each for each in asked if each.answers][:count]:
        begin = assistant.document(f"{question.title}.md").text.find(question.passage)
        hits = [hit_of(node) for node in retriever.retrieve(question.question)][: _DEPTHS[-1]]
        readings = assistant._readings.of_passages(question.question, [hit.passage for hit in hits])
        spans = [(begin + start, begin + end) for start, end in question.answers]
        gold = [hit.source == f"{question.title}.md" and _holds(hit, spans) for hit in hits]
        logits = [best[0].score if best else -np.inf for best in readings]
        found.append(Ranked(np.array([hit.score for hit in hits]), np.array(logits), np.array(gold)))
    assistant.close()
    return found


def _holds(hit: Hit, spans: Sequence[tuple[int, int]]) -> bool:
    return any(hit.passage.start <= start and end <= hit.passage.end for start, end in spans)


def figures(ranked: Sequence[Ranked], opinion: str, depth: int, weight: float) -> tuple[float, float, float]:
    """hit@1, hit@3 and the mean reciprocal rank with the best ``depth`` candidates read."""
    ranks = []
    for each in ranked:
        read = np.where(np.arange(len(each.logits)) < depth, OPINIONS[opinion](each.logits), 0.0)
        order = np.argsort(-((1 - weight) * each.fused + weight * read), kind="stable")
        places = np.flatnonzero(each.gold[order])
        ranks.append(places[0] + 1 if len(places) else np.inf)
    rank = np.array(ranks)
    return float((rank <= 1).mean()), float((rank <= 3).mean()), float((1 / rank).mean())


def main() -> None:
    """Print the tables of both parts; settings are chosen on the development part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, default=400, help="questions of each part")
    given = parser.parse_args()
    parts: tuple[Part, ...] = ("dev", "test")
    for part in parts:
        with tempfile.TemporaryDirectory() as scratch:
            ranked = candidates(given.data, part, given.count, Path(scratch))
        print(f"\n{part}, {len(ranked)} questions\n")
        print("| opinion | read | its weight | hit@1 | hit@3 | MRR |\n|---|---|---|---|---|---|")
        for opinion, depth, weight in product(OPINIONS, _DEPTHS, _WEIGHTS):
            first, third, mean = figures(ranked, opinion, depth, weight)
            print(f"| {opinion} | {depth} | {weight} | {first:.3f} | {third:.3f} | {mean:.3f} |")


if __name__ == "__main__":
    main()

"""Which passage size, overlap and context: ``python -m eval.studies.chunking --data ../shared/data``.

Larger passages hold an answer more easily and cost more to read, so each setting is also measured within a fixed number
of characters shown. Imports the splitter and the embedder, because they are what is measured.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from assistant.records import Document, Passage
from assistant.split import split
from assistant.text import sentence_spans
from eval.studies.corpus import Question, load_articles, load_questions, sub_corpus
from eval.studies.measure import Located, summary, table
from eval.studies.search import WordIndex, default_cache, embed

DEPTH = 100


@dataclass(frozen=True, slots=True)
class Setting:
    """``limit`` in characters; ``overlap`` in sentences of the passage before; ``title`` put before a passage."""

    limit: int
    overlap: int = 0
    title: bool = True

    def __str__(self) -> str:
        return f"{self.limit}, overlap {self.overlap}, {'title' if self.title else 'no title'}"


def passages_of(articles: dict[str, Document], setting: Setting) -> list[Located]:
    """All passages with their article's title, in order."""
    located = []
    for title, document in articles.items():
        passages = split(document, title, setting.limit)
        located += [(title, passage) for passage in (_overlapping(document, passages) if setting.overlap else passages)]
    return located


def _overlapping(document: Document, passages: list[Passage]) -> Iterator[Passage]:
    """Each passage together with the last sentence of the one before it."""
    yield from passages[:1]
    for before, passage in pairwise(passages):
        start = list(sentence_spans(document.text, before.start, before.end))[-1][0]
        yield replace(passage, start=start, text=document.text[start : passage.end])


def measure(
    articles: dict[str, Document], questions: list[Question], setting: Setting, cache: Path
) -> dict[str, dict[str, float]]:
    """The figures of BM25, dense and their even score fusion for one setting."""
    located = passages_of(articles, setting)
    contexts = [articles[title].title if setting.title else "" for title, _ in located]
    bodies = [passage.text for _, passage in located]
    texts = [f"{context}\n{body}" if context else body for context, body in zip(contexts, bodies, strict=True)]
    vectors = embed(texts, cache)
    asked = embed([question.text for question in questions], cache, queries=True)
    index = WordIndex(bodies, contexts)
    rankings: dict[str, list[list[Located]]] = {"BM25": [], "dense": [], "fusion": []}
    for question, vector in zip(questions, asked, strict=True):
        cosines = vectors @ vector
        words = np.zeros(len(located), dtype=np.float32)
        for row, score in index.search(question.text, DEPTH):
            words[row] = score
        words /= max(float(words.max()), 1e-9)
        for name, scores in (("BM25", words), ("dense", cosines), ("fusion", words + cosines)):
            best = np.argsort(-scores, kind="stable")[:20]
            rankings[name].append([located[row] for row in best])
    return {f"{setting}, {name}": summary(questions, ranking) for name, ranking in rankings.items()}


def main() -> None:
    """Measure the grid and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=default_cache())
    parser.add_argument("--articles", type=int, default=120, help="how many articles the corpus has")
    parser.add_argument("--questions", type=int, default=1500)
    parser.add_argument("--limits", type=int, nargs="+", default=[400, 600, 800, 1000, 1400])
    parser.add_argument("--overlaps", type=int, nargs="+", default=[0], choices=[0, 1])
    parser.add_argument("--no-title", action="store_true", help="leave the title out")
    arguments = parser.parse_args()
    everything = load_articles(arguments.data)
    questions = load_questions(arguments.data, everything, "dev", arguments.questions)
    articles = sub_corpus(everything, questions, arguments.articles)
    rows: dict[str, dict[str, float]] = {}
    for limit in arguments.limits:
        for overlap in arguments.overlaps:
            rows |= measure(articles, questions, Setting(limit, overlap, not arguments.no_title), arguments.cache)
    print(table(rows))


if __name__ == "__main__":
    main()

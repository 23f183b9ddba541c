"""How to fuse words and meaning: ``python -m eval.studies.fusion --data ../shared/data`` (``--half test`` at the end).

Each method turns one question's BM25 scores and cosines into one score for every passage. Imports the splitter and the
embedder, because the figures depend on them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.studies.chunking import Setting, passages_of
from eval.studies.corpus import Question, load_articles, load_questions
from eval.studies.measure import Located, summary, table
from eval.studies.search import Vectors, WordIndex, default_cache, embed

Scores = NDArray[np.float64]
KEPT = 20  # passages of a ranking that are measured


@dataclass(frozen=True, slots=True)
class Evidence:
    """What both searches say of one question: rows with BM25 scores, best first, and the cosine of every row."""

    words: Sequence[tuple[int, float]]
    cosines: Vectors

    def nearest(self, depth: int) -> NDArray[np.intp]:
        """The ``depth`` rows of highest cosine, best first."""
        near = np.argpartition(-self.cosines, depth)[:depth]
        return near[np.argsort(-self.cosines[near], kind="stable")]


Method = Callable[[Evidence], dict[int, float]]


def words_only(evidence: Evidence) -> dict[int, float]:
    """BM25 as it comes."""
    return dict(evidence.words[:KEPT])


def meaning_only(evidence: Evidence) -> dict[int, float]:
    """Cosine as it comes."""
    return {int(row): float(evidence.cosines[row]) for row in evidence.nearest(KEPT)}


def rank_fusion(evidence: Evidence, k: int, weight: float, depth: int) -> dict[int, float]:
    """Reciprocal rank fusion (Cormack et al., 2009), ``weight`` on words and the rest on meaning."""
    scores: dict[int, float] = {}
    for share, rows in (
        (weight, [row for row, _ in evidence.words[:depth]]),
        (1 - weight, evidence.nearest(depth).tolist()),
    ):
        for rank, row in enumerate(rows, 1):
            scores[row] = scores.get(row, 0.0) + share / (k + rank)
    return scores


def score_fusion(
    evidence: Evidence, scale: Callable[[Scores, Scores], tuple[Scores, Scores]], weight: float, depth: int
) -> dict[int, float]:
    """``weight`` × scaled BM25 + the rest × scaled cosine, over the best ``depth`` of both searches.

    A passage that the word search did not bring has BM25 0; the cosine is known for every passage.
    """
    words = dict(evidence.words[:depth])
    rows = sorted(words.keys() | set(evidence.nearest(depth).tolist()))
    bm25, cosine = scale(np.array([words.get(row, 0.0) for row in rows]), evidence.cosines[rows].astype(np.float64))
    return dict(zip(rows, (weight * bm25 + (1 - weight) * cosine).tolist(), strict=True))


def by_top(words: Scores, cosines: Scores) -> tuple[Scores, Scores]:
    """BM25 over its best; cosine as it is."""
    return words / (words.max() or 1.0), cosines


def by_range(words: Scores, cosines: Scores) -> tuple[Scores, Scores]:
    """Both from 0 at their least to 1 at their best (min-max)."""
    return _ranged(words), _ranged(cosines)


def by_deviation(words: Scores, cosines: Scores) -> tuple[Scores, Scores]:
    """Both as standard deviations from their mean (z-score)."""
    return (words - words.mean()) / (words.std() or 1.0), (cosines - cosines.mean()) / (cosines.std() or 1.0)


def _ranged(values: Scores) -> Scores:
    least, most = float(values.min()), float(values.max())
    return np.asarray((values - least) / ((most - least) or 1.0), dtype=np.float64)


def methods() -> dict[str, Method]:
    """Every method that is compared, by name."""
    named: dict[str, Method] = {"BM25": words_only, "dense": meaning_only}
    for k in (10, 20, 60):
        named[f"RRF k={k}, depth 100"] = partial(rank_fusion, k=k, weight=0.5, depth=100)
    for weight in (0.6, 0.7):
        named[f"RRF k=10, words {weight}, depth 100"] = partial(rank_fusion, k=10, weight=weight, depth=100)
    for name, scale in (("BM25/top + cosine", by_top), ("min-max", by_range), ("z-score", by_deviation)):
        for weight in (0.3, 0.4, 0.5, 0.6, 0.7):
            named[f"{name}, words {weight}, depth 100"] = partial(score_fusion, scale=scale, weight=weight, depth=100)
    for depth in (20, 50, 200):
        named[f"BM25/top + cosine, words 0.5, depth {depth}"] = partial(
            score_fusion, scale=by_top, weight=0.5, depth=depth
        )
    return named


def word_forms() -> dict[str, dict[str, float | bool]]:
    """The forms of the word query that are compared: arguments of WordIndex.search."""
    forms: dict[str, dict[str, float | bool]] = {}
    for boost in (0.0, 0.25, 0.5, 1.0, 2.0):
        forms[f"title boost {boost}, without stopwords"] = {"context_boost": boost, "stopwords": False}
    forms["title boost 0.5, with stopwords"] = {"context_boost": 0.5, "stopwords": True}
    return forms


class Bench:
    """The corpus, searched: passages, vectors, word index and questions."""

    def __init__(self, data: Path, half: str, count: int, limit: int, cache: Path) -> None:
        articles = load_articles(data)
        self.questions: list[Question] = load_questions(data, articles, "test" if half == "test" else "dev", count)
        self.located = passages_of(articles, Setting(limit))
        bodies = [passage.text for _, passage in self.located]
        titles = [articles[title].title for title, _ in self.located]
        texts = [f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
        self._vectors = embed(texts, cache)
        self._asked = embed([question.text for question in self.questions], cache, queries=True)
        self._words = WordIndex(bodies, titles)

    def rank(self, compared: Mapping[str, Method], form: Mapping[str, float | bool]) -> dict[str, list[list[Located]]]:
        """The rankings of every method, question by question."""
        rankings: dict[str, list[list[Located]]] = {name: [] for name in compared}
        for question, vector in zip(self.questions, self._asked, strict=True):
            found = self._words.search(question.text, 200, float(form["context_boost"]), bool(form["stopwords"]))
            evidence = Evidence(found, self._vectors @ vector)
            for name, method in compared.items():
                best = sorted(method(evidence).items(), key=lambda scored: (-scored[1], scored[0]))[:KEPT]
                rankings[name].append([self.located[row] for row, _ in best])
        return rankings

    def figures(
        self, compared: Mapping[str, Method], form: Mapping[str, float | bool], label: str = ""
    ) -> dict[str, dict[str, float]]:
        """Method name (and label) to its figures."""
        ranked = self.rank(compared, form)
        return {f"{name}{label}": summary(self.questions, rankings) for name, rankings in ranked.items()}


def main() -> None:
    """Compare forms of the word query, then methods; with ``--only`` the named methods alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=default_cache())
    parser.add_argument("--half", choices=["dev", "test"], default="dev")
    parser.add_argument("--questions", type=int, default=1500)
    parser.add_argument("--limit", type=int, default=800, help="characters in a passage")
    parser.add_argument("--form", default="title boost 0.25, without stopwords", choices=sorted(word_forms()))
    parser.add_argument("--only", nargs="*", default=[], help="names of methods")
    arguments = parser.parse_args()
    bench = Bench(arguments.data, arguments.half, arguments.questions, arguments.limit, arguments.cache)
    compared = methods()
    if arguments.only:
        compared = {name: compared[name] for name in arguments.only}
    else:
        basic = {name: compared[name] for name in ("BM25", "BM25/top + cosine, words 0.5, depth 100")}
        forms: dict[str, dict[str, float]] = {}
        for name, form in word_forms().items():
            forms |= bench.figures(basic, form, f"; {name}")
        print(table(forms), end="\n\n")
    print(table(bench.figures(compared, word_forms()[arguments.form])))


if __name__ == "__main__":
    main()

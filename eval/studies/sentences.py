"""Fits the weights by which the extractive answer ranks sentences and tells whether the documents answer at all.

Ranking: a softmax over each answerable question's candidate sentences, the gold sentence against the rest. Confidence:
a logistic regression on the best sentence, answerable questions against unanswerable ones. Both with a little ridge, on
the development halves of the built-in cases and of the SQuAD files; a question whose article is left out of the library
is unanswerable there. Figures are given for the development half (in cross-validation) and once for the test half.

    python -m eval.studies.sentences --data ../shared/data

It imports parts, since it chooses their settings.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answer import ExtractiveSynthesizer, build_engine, retrieve
from assistant.assistant import build_assistant
from assistant.extract import CONFIDENCE, RANKING, Candidate, absent_names
from assistant.local import LocalAssistant
from assistant.question import Asks, parse
from assistant.records import Filters
from assistant.session import standalone
from assistant.settings import Settings
from eval.cases import builtin
from eval.places import Place, locate
from eval.studies.corpus import load_articles, load_questions

_ARTICLES = 40
FEATURES = (*RANKING, *(name for name in CONFIDENCE if name not in (*RANKING, "absent", "bias")))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its candidates' features, which of them are gold, and whether a name in it is nowhere."""

    features: np.ndarray  # float64 (candidates, len(FEATURES)); the first len(RANKING) rank
    gold: np.ndarray  # bool (candidates,)
    answerable: bool
    absent: float


def builtin_questions(split: str, home: Path) -> Iterator[Asked]:
    """The built-in cases of one split, asked of a library of the samples."""
    with builtin() as given:
        assistant = build_assistant(Settings(home=home))
        list(assistant.add([given.documents]))
        names = [source.name for source in assistant.sources()]
        texts = {name: assistant.document(name).text for name in names}
        for case in given.cases:
            if case.split == split and parse(case.question).asks is not Asks.SUMMARY:
                places = [place for quote in case.evidence for place in locate(quote, names, texts.__getitem__)]
                yield ask(assistant, standalone(case.question, case.history), places, case.answerable)
        assistant.close()


def wikipedia_questions(data: Path, half: str, count: int, home: Path) -> Iterator[Asked]:
    """``count`` questions on articles that are in the library and as many on articles that are left out."""
    articles = load_articles(data)
    questions = load_questions(data, articles, "dev" if half == "dev" else "test", 10_000)
    titles = sorted({question.article for question in questions})
    random.Random(3).shuffle(titles)  # noqa: S311  # a sample, not a secret
    kept = set(titles[: len(titles) // 2])
    others = sorted(set(articles) - set(titles))[: _ARTICLES - len(kept)]
    folder = home / "articles"
    folder.mkdir(parents=True)
    for title in [*kept, *others]:
        (folder / f"{title.replace('/', '_')}.md").write_text(f"# {articles[title].title}\n\n{articles[title].text}")
    assistant = build_assistant(Settings(home=home / "library"))
    list(assistant.add([folder]))
    inside = [question for question in questions if question.article in kept][:count]
    outside = [question for question in questions if question.article not in kept][:count]
    for question in inside:
        name = f"{question.article.replace('/', '_')}.md"
        text = articles[question.article].text
        places = []
        for start, end in question.answers:
            around = text[max(0, start - 60) : end + 60].split("\n")[
                0 if "\n" not in text[max(0, start - 60) : start] else -1
            ]
            at = assistant.document(name).text.find(around)
            if at >= 0:
                begin = at + around.find(text[start:end])
                places.append(Place(name, begin, begin + end - start))
        yield ask(assistant, question.text, places, True)
    for question in outside:
        yield ask(assistant, question.text, [], False)
    assistant.close()


def ask(assistant: LocalAssistant, question: str, places: Sequence[Place], answerable: bool) -> Asked:
    """Retrieve and rank as the product does, and label the candidates."""
    library, embedder = assistant._library, assistant._embedder
    synthesizer = ExtractiveSynthesizer(library, embedder, 0.5)
    hits = retrieve(build_engine(library, embedder, synthesizer, Filters(), assistant.settings.passages), question)
    titles = {source.id: source.title for source in assistant.sources()}
    parsed = parse(question)
    ranked = synthesizer._ranked(parsed, hits, titles)
    features = np.array([[each.features[name] for name in FEATURES] for each in ranked]).reshape(len(ranked), -1)
    gold = np.array([any(_holds(each, place) for place in places) for each in ranked], dtype=bool)
    return Asked(features, gold, answerable, float(bool(absent_names(parsed, hits, titles))))


def _holds(candidate: Candidate, place: Place) -> bool:
    here = Place(candidate.hit.source, candidate.start, candidate.end)
    return here.shared(place) * 2 >= min(here.end - here.start, place.end - place.start) > 0


def fit_ranking(asked: Sequence[Asked], ridge: float = 0.5, steps: int = 400) -> np.ndarray:
    """Softmax weights by gradient ascent; questions without a gold candidate teach nothing here."""
    usable = [each for each in asked if each.gold.any()]
    weights = np.zeros(len(RANKING))
    for _ in range(steps):
        gradient = -ridge * weights
        for each in usable:
            shares = _softmax(_ranking(each) @ weights)
            right = shares * each.gold
            gradient += _ranking(each).T @ (right / right.sum() - shares)
        weights += 2.0 * gradient / len(usable)
    return weights


def fit_confidence(asked: Sequence[Asked], weights: np.ndarray, ridge: float = 0.3) -> np.ndarray:
    """Logistic weights by Newton's method, both classes weighing alike; the bias is last and free of the ridge."""
    rows, labels = _best_rows(asked, weights)
    shares = np.where(labels, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    penalty = ridge * np.eye(rows.shape[1])
    penalty[-1, -1] = 0.0
    found = np.zeros(rows.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-rows @ found))
        gradient = rows.T @ (shares * (labels - chances)) - penalty @ found
        curvature = (rows * (shares * chances * (1 - chances))[:, None]).T @ rows + penalty
        found += np.linalg.solve(curvature, gradient)
    return found


def _best_rows(asked: Sequence[Asked], weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, labels = [], []
    for each in asked:
        if len(each.features):
            best = each.features[int((_ranking(each) @ weights).argmax())]
            values = dict(zip(FEATURES, best, strict=True)) | {"absent": each.absent, "bias": 1.0}
            rows.append([values[name] for name in CONFIDENCE])
            labels.append(each.answerable)
    return np.array(rows), np.array(labels, dtype=bool)


def report(name: str, asked: Sequence[Asked], ranking: np.ndarray, confidence: np.ndarray) -> str:
    """A row of figures: best sentence right, AUROC, and errors of both kinds at 0.5."""
    usable = [each for each in asked if each.answerable and len(each.features)]
    right = [bool(each.gold[int((_ranking(each) @ ranking).argmax())]) for each in usable]
    reachable = [bool(each.gold.any()) for each in usable]
    rows, labels = _best_rows(asked, ranking)
    chances = 1 / (1 + np.exp(-rows @ confidence))
    pairs = chances[labels][:, None] - chances[~labels][None, :]
    auroc = float((pairs > 0).mean() + 0.5 * (pairs == 0).mean())
    refused_wrongly, answered_wrongly = float((chances[labels] < 0.5).mean()), float((chances[~labels] >= 0.5).mean())
    return (
        f"| {name} | {np.mean(right):.3f} | {np.mean(reachable):.3f} | {auroc:.3f} | {refused_wrongly:.3f} "
        f"| {answered_wrongly:.3f} |"
    )


def _ranking(asked: Asked) -> np.ndarray:
    return asked.features[:, : len(RANKING)]


def _softmax(values: np.ndarray) -> np.ndarray:
    shifted = np.exp(values - values.max())
    shares: np.ndarray = shifted / shifted.sum()
    return shares


def main() -> None:
    """Fit on the development halves, report on both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, default=250, help="questions of each kind from the articles")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        cases = {split: list(builtin_questions(split, home / f"cases-{split}")) for split in ("dev", "test")}
        wiki = {
            split: list(wikipedia_questions(given.data, split, given.count, home / f"wiki-{split}"))
            for split in ("dev", "test")
        }
    ranking = fit_ranking([*cases["dev"], *wiki["dev"]])
    confidence = fit_confidence([*cases["dev"], *wiki["dev"]], ranking)
    print("RANKING =", {name: round(float(value), 2) for name, value in zip(RANKING, ranking, strict=True)})
    print("CONFIDENCE =", {name: round(float(value), 2) for name, value in zip(CONFIDENCE, confidence, strict=True)})
    print("| questions | best sentence right | gold among candidates | AUROC | refused wrongly | answered wrongly |")
    print("|---|---|---|---|---|---|")
    for split in ("dev", "test"):
        print(report(f"built-in, {split}", cases[split], ranking, confidence))
        print(report(f"articles, {split}", wiki[split], ranking, confidence))


if __name__ == "__main__":
    main()

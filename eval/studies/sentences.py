"""Fits the weights by which the extractive answer ranks sentences and tells whether the documents answer at all.

Ranking: a softmax over each answerable question's candidate sentences, the gold sentence against the rest. Confidence:
a logistic regression on the best sentence, answerable questions against unanswerable ones. Both with a little ridge, on
the development parts of the built-in cases and of SQuAD 2.0 (by article: see ``part_of``). Figures are given for both
parts; nothing is chosen on the test part.

    python -m eval.studies.sentences --data ../shared/data

It imports parts, since it chooses their settings.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answer import ExtractiveSynthesizer, retrieve
from assistant.assistant import build_assistant
from assistant.extract import CONFIDENCE, RANKING, Candidate, absent_names
from assistant.local import LocalAssistant
from assistant.models.training.plan import SQUAD2
from assistant.models.training.questions import Part, chance, part_of, read_squad
from assistant.question import Asks, parse
from assistant.records import Document, Filters
from assistant.session import standalone
from assistant.settings import Settings
from eval.cases import builtin
from eval.places import Place, locate
from eval.studies.corpus import load_articles

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


def wikipedia_questions(data: Path, part: Part, count: int, home: Path) -> Iterator[Asked]:
    """``count`` answerable questions on the articles of one part, and as many that the library does not answer.

    Of these, half were written so (SQuAD 2.0), and half are about an article that is left out. No article is one that
    the reader was trained on.
    """
    articles = load_articles(data)
    asked = [question for question in read_squad(data / SQUAD2.path, SQUAD2.kind) if part_of(question.title) == part]
    asked.sort(key=lambda question: chance("sentences", question.id).random())
    *kept, left_out = sorted({question.title for question in asked})
    others = sorted(title for title in articles if part_of(title) == part and title not in (*kept, left_out))
    assistant = build_assistant(Settings(home=home / "library"))
    list(assistant.add([write_articles(home / "articles", articles, [*kept, *others[:_ARTICLES]])]))
    answerable = [question for question in asked if question.answers and question.title in kept][:count]
    written_so = [question for question in asked if not question.answers and question.title in kept][: count // 2]
    left = [question for question in asked if question.answers and question.title == left_out][: count // 2]
    for question in answerable:
        begin = assistant.document(f"{question.title}.md").text.find(question.passage)
        places = [Place(f"{question.title}.md", begin + start, begin + end) for start, end in question.answers]
        yield ask(assistant, question.question, places if begin >= 0 else [], True)
    for question in (*written_so, *left):
        yield ask(assistant, question.question, [], False)
    assistant.close()


def write_articles(folder: Path, articles: Mapping[str, Document], titles: Sequence[str]) -> Path:
    """The articles as Markdown files, each under its title, in ``folder``."""
    folder.mkdir(parents=True)
    for title in titles:
        text = f"# {articles[title].title}\n\n{articles[title].text}"
        (folder / f"{title.replace('/', '_')}.md").write_text(text, encoding="utf-8")
    return folder


def ask(assistant: LocalAssistant, question: str, places: Sequence[Place], answerable: bool) -> Asked:
    """Retrieve and rank as the product does, and label the candidates."""
    library, embedder = assistant._library, assistant._embedder
    synthesizer = ExtractiveSynthesizer(library, embedder, 0.5)
    hits = retrieve(assistant._engine(synthesizer, Filters()), question)
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

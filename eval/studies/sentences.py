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
import pickle
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.answer import retrieve
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
from eval.datasets import open_dataset
from eval.places import Place, locate
from eval.studies.corpus import load_articles
from eval.studies.fitting import Asked, fit_confidence, fit_ranking, report

_ARTICLES = 40
_READ_ALONE = 8  # of the best sentences: another fit may put another one first


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


def clapnq_questions(data: Path, part: Part, count: int, home: Path) -> Iterator[Asked]:
    """``count`` questions that people put to a search engine, half of them without an answer in any passage (CLAPNQ).

    The passages are all of the set; the parts are by question.
    """
    spec = f"clapnq:{data / 'dev/clapnq-questions.jsonl.gz'},corpus={data / 'dev/clapnq-passages.jsonl.gz'}"
    with open_dataset(spec) as given:
        assistant = build_assistant(Settings(home=home))
        list(assistant.add([given.documents]))
        names = [source.name for source in assistant.sources()]
        cases = sorted(given.cases, key=lambda case: chance("clapnq", case.id).random())
        for case in [case for case in cases if clapnq_part(case.id) == part][:count]:
            places = [
                place
                for quote in case.evidence
                for place in locate(quote, names, lambda name: assistant.document(name).text)
            ]
            yield ask(assistant, case.question, places, case.answerable)
        assistant.close()


def clapnq_part(id_: str) -> Part:
    """Which half of CLAPNQ a question belongs to."""
    return "dev" if chance("part", id_).random() < 0.5 else "test"


def write_articles(folder: Path, articles: Mapping[str, Document], titles: Sequence[str]) -> Path:
    """The articles as Markdown files, each under its title, in ``folder``."""
    folder.mkdir(parents=True)
    for title in titles:
        text = f"# {articles[title].title}\n\n{articles[title].text}"
        (folder / f"{title.replace('/', '_')}.md").write_text(text, encoding="utf-8")
    return folder


def ask(assistant: LocalAssistant, question: str, places: Sequence[Place], answerable: bool) -> Asked:
    """Retrieve and rank as the product does, and label the candidates."""
    synthesizer = assistant._extractive()
    hits = retrieve(assistant._engine(synthesizer, Filters()), question)
    titles = {source.id: source.title for source in assistant.sources()}
    parsed = parse(question)
    ranked = synthesizer._ranked(parsed, hits, titles)
    names = ranked[0].features if ranked else ()
    features = {name: np.array([each.features[name] for each in ranked]) for name in names}
    best = [synthesizer._steady(parsed, each) for each in ranked[:_READ_ALONE]]
    steady = np.array([*best, *[0.0] * (len(ranked) - len(best))])
    gold = np.array([any(_holds(each, place) for place in places) for each in ranked], dtype=bool)
    return Asked(question, features, gold, answerable, bool(absent_names(parsed, hits, titles)), steady)


def _holds(candidate: Candidate, place: Place) -> bool:
    here = Place(candidate.hit.source, candidate.start, candidate.end)
    return here.shared(place) * 2 >= min(here.end - here.start, place.end - place.start) > 0


def _kept(path: Path | None) -> dict[str, dict[Part, list[Asked]]]:
    """What an earlier run of this study wrote; empty where there is none."""
    return dict(pickle.loads(path.read_bytes())) if path and path.exists() else {}  # noqa: S301 - our own


def _collected(data: Path, count: int) -> dict[str, dict[Part, list[Asked]]]:
    """The questions by set and part."""
    parts: tuple[Part, ...] = ("dev", "test")
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        return {
            "built-in": {part: list(builtin_questions(part, home / f"cases-{part}")) for part in parts},
            "articles": {part: list(wikipedia_questions(data, part, count, home / f"wiki-{part}")) for part in parts},
            "clapnq": {part: list(clapnq_questions(data, part, 2 * count, home / f"clapnq-{part}")) for part in parts},
        }


def main() -> None:
    """Fit on the development halves, report on both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, default=250, help="questions of each kind from the articles")
    parser.add_argument("--kept", type=Path, help="where the questions' features are kept, to fit again at once")
    given = parser.parse_args()
    asked = _kept(given.kept) or _collected(given.data, given.count)
    if given.kept:
        given.kept.write_bytes(pickle.dumps(asked))
    developed = [each for parts in asked.values() for each in parts["dev"]]
    ranking = fit_ranking(developed)
    confidence = fit_confidence(developed, ranking)
    print("RANKING =", {name: round(float(value), 2) for name, value in zip(RANKING, ranking, strict=True)})
    print("CONFIDENCE =", {name: round(float(value), 2) for name, value in zip(CONFIDENCE, confidence, strict=True)})
    print("| questions | best sentence right | gold among candidates | AUROC | refused wrongly | answered wrongly |")
    print("|---|---|---|---|---|---|")
    for name, parts in asked.items():
        for part, some in parts.items():
            print(report(f"{name}, {part}", some, ranking, confidence))


if __name__ == "__main__":
    main()

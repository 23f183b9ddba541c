"""What the reader adds where the answer stands somewhere in hundreds of whole articles.

Answerable SQuAD 2.0 questions of the test articles, asked of every whole article. Both systems search alike; one ranks
passages and sentences by the search alone, the other also reads.

    python -m eval.studies.open_retrieval --data ../shared/data --home open-home

The home is kept and used again: reading the articles into it takes minutes. It imports parts, since it takes the reader
out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.answer import build_engine, finish, retrieve
from assistant.assistant import build_assistant
from assistant.local import LocalAssistant
from assistant.models.training.plan import SQUAD2
from assistant.models.training.questions import Question, chance, part_of, read_squad
from assistant.records import Filters, Hit, Sentence
from assistant.settings import Settings
from assistant.text import fold, squeeze
from eval.interval import bootstrap
from eval.studies.corpus import load_articles
from eval.studies.sentences import write_articles
from eval.tables import table

FIGURES = ("hit@1", "hit@3", "MRR", "best sentence right", "answer right", "answer right, declining", "declined")


@dataclass(frozen=True, slots=True)
class System:
    """One way to answer: with the reader or without."""

    name: str
    reads: bool


SYSTEMS = (System("without the reader", reads=False), System("with the reader", reads=True))


def open_library(data: Path, home: Path) -> LocalAssistant:
    """An assistant on ``home``, which has read all whole articles."""
    assistant = build_assistant(Settings(home=home))
    articles = load_articles(data)
    if len(assistant.sources()) < len(articles):
        folder = home / "articles"
        written = folder if folder.exists() else write_articles(folder, articles, sorted(articles))
        list(assistant.add([written]))
    return assistant


def questions(data: Path, count: int) -> list[Question]:
    """``count`` answerable questions of the test articles, always the same."""
    asked = [each for each in read_squad(data / SQUAD2.path, SQUAD2.kind) if part_of(each.title) == "test"]
    return sorted((each for each in asked if each.answers), key=lambda each: chance("open", each.id).random())[:count]


def measure(assistant: LocalAssistant, question: Question, system: System) -> list[float]:
    """The FIGURES of one question, each 0 or 1 but for the reciprocal rank."""
    strict = assistant._extractive()
    reads = assistant._readings.of_passages if system.reads else None
    engine = build_engine(
        assistant._library, assistant._embedder, strict, Filters(), assistant.settings.passages, reads=reads
    )
    hits = retrieve(engine, question.question)
    never = assistant._extractive(0.0)
    given, careful = (finish(each.write(question.question, hits)) for each in (never, strict))
    right = [_holds(f"{draft.short_answer} {_told(draft.sentences)}", question) for draft in (given, careful)]
    best = given.sentences[0].text if given.sentences else ""
    rank = _rank(assistant, question, hits)
    return [float(x) for x in (rank <= 1, rank <= 3, 1 / rank, _holds(best, question), *right, careful.refused)]


def _told(sentences: Sequence[Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


def _rank(assistant: LocalAssistant, question: Question, hits: Sequence[Hit]) -> float:
    """Of the first passage that holds a whole answer in its place; infinity where none does."""
    source = f"{question.title.replace('/', '_')}.md"
    begin = assistant.document(source).text.find(question.passage)
    spans = [(begin + start, begin + end) for start, end in question.answers]
    for number, hit in enumerate(hits, 1):
        inside = any(hit.passage.start <= start and end <= hit.passage.end for start, end in spans)
        if hit.source == source and begin >= 0 and inside:
            return number
    return np.inf


def _holds(text: str, question: Question) -> bool:
    there = squeeze(fold(text))
    return any(squeeze(fold(reference)) in there for reference in question.references)


def main() -> None:
    """Print both systems' figures and what lies between them, with 95% bootstrap intervals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True, help="where the library of articles is, or is to be")
    parser.add_argument("--count", type=int, default=500, help="questions")
    given = parser.parse_args()
    assistant = open_library(given.data, given.home)
    asked = questions(given.data, given.count)
    found = [np.array([measure(assistant, each, system) for each in asked]) for system in SYSTEMS]
    assistant.close()
    rows = [(system.name, *map(_cell, figures.T)) for system, figures in zip(SYSTEMS, found, strict=True)]
    rows.append(("difference", *map(_cell, (found[1] - found[0]).T)))
    print(f"{len(asked)} questions\n\n{table(('system', *FIGURES), rows, figures=True)}")


def _cell(values: np.ndarray) -> str:
    low, high = bootstrap(values.tolist())
    return f"{values.mean():.3f} ({low:.3f} to {high:.3f})"


if __name__ == "__main__":
    main()

"""The open-retrieval corpus: whole Wikipedia articles, and SQuAD questions whose answers are places in them.

``wikipedia-articles.jsonl.gz`` holds ``{title, text}`` a line; the SQuAD paragraphs stand verbatim in the texts.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.records import Block, BlockKind, Document

ARTICLES = "dev/wikipedia-articles.jsonl.gz"
QUESTIONS = ("dev/squad2-half.json.gz", "train/squad11-train-part.json.gz")
Half = Literal["dev", "test"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with every annotated answer span, as half-open offsets into its article's text."""

    id: str
    text: str
    article: str  # its title
    answers: tuple[Span, ...]


def load_articles(data: Path) -> dict[str, Document]:
    """Title to document; each line of an article is a paragraph."""
    with gzip.open(data / ARTICLES, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["title"]: _document(row["title"], row["text"]) for row in rows}


def _document(title: str, text: str) -> Document:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line)))
        start += len(line) + 1
    return Document(text=text, kind="text", title=title.replace("_", " "), blocks=tuple(blocks))


def load_questions(data: Path, articles: dict[str, Document], half: Half, count: int, seed: int = 7) -> list[Question]:
    """A seeded sample of ``count`` answerable questions from one half; the halves share no article."""
    questions = [question for file in QUESTIONS for question in _read(data / file, articles)]
    titles = sorted({question.article for question in questions})
    random.Random(seed).shuffle(titles)  # noqa: S311  # a sample, not a secret
    middle = len(titles) // 2
    chosen = set(titles[:middle] if half == "dev" else titles[middle:])
    pool = sorted((question for question in questions if question.article in chosen), key=lambda each: each.id)
    return random.Random(seed).sample(pool, min(count, len(pool)))  # noqa: S311


def sub_corpus(articles: dict[str, Document], questions: list[Question], size: int) -> dict[str, Document]:
    """The questions' articles and, up to ``size`` articles in all, others that only distract."""
    needed = {question.article for question in questions}
    others = [title for title in sorted(articles) if title not in needed]
    random.Random(7).shuffle(others)  # noqa: S311
    kept = needed | set(others[: max(0, size - len(needed))])
    return {title: document for title, document in articles.items() if title in kept}


def _read(path: Path, articles: dict[str, Document]) -> Iterator[Question]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        data: list[dict[str, Any]] = json.load(file)["data"]
    for article in data:
        text = articles[article["title"]].text
        for paragraph in article["paragraphs"]:
            begin = text.find(paragraph["context"])
            for asked in paragraph["qas"] if begin >= 0 else ():
                spans = {_span(begin, answer) for answer in asked["answers"]}
                if spans and not asked.get("is_impossible", False):
                    yield Question(asked["id"], asked["question"], article["title"], tuple(sorted(spans)))


def _span(begin: int, answer: dict[str, Any]) -> Span:
    start = begin + int(answer["answer_start"])
    return start, start + len(answer["text"])

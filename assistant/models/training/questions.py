"""Questions over passages, as read from SQuAD-format files, and the rule that keeps articles apart."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import CasesError

Part = Literal["train", "dev", "test"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a passage: ``passage[start:end]`` answers it for each span in ``answers``; none: unanswerable.

    ``kind`` says where the question comes from, such as "squad11" or "removed" (a made unanswerable one).
    """

    id: str
    title: str
    question: str
    passage: str
    answers: tuple[Span, ...]
    kind: str

    @property
    def references(self) -> list[str]:
        """The texts of the answers; empty for a question without an answer."""
        return [self.passage[start:end] for start, end in self.answers]

    @property
    def answer(self) -> Span | None:
        """The span that most annotators gave, the shorter one where they differ evenly; None without an answer."""
        counted = Counter(self.answers)
        return min(counted, key=lambda span: (-counted[span], span[1] - span[0], span), default=None)


def part_of(title: str) -> Part:
    """Where an article belongs: 50 % train, 20 % dev, 30 % test, by the SHA-256 of its title. The one rule for all.

    It is for articles that are to be tested on (SQuAD 2.0) and for what is made from whole articles.
    """
    bucket = int(hashlib.sha256(title.encode()).hexdigest()[:8], 16) % 10
    return "train" if bucket < 5 else "dev" if bucket < 7 else "test"


def chance(*key: object) -> random.Random:
    """A generator that depends on ``key`` alone, so that no choice moves when another question is added."""
    return random.Random("\0".join(map(str, key)))  # noqa: S311 - nothing secret


def read_squad(path: Path, kind: str) -> Iterator[Question]:
    """The questions of a gzipped SQuAD-format file, in order. Answers that do not stand at their offset are left out.

    Raises CasesError when the file cannot be read.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            articles = json.load(file)["data"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CasesError(f"{path} cannot be read as gzipped SQuAD data ({error}); fetch the file again.") from error
    for article in articles:
        for paragraph in article["paragraphs"]:
            yield from _of_paragraph(article["title"], paragraph, kind)


def _of_paragraph(title: str, paragraph: dict[str, list[dict[str, object]]], kind: str) -> Iterator[Question]:
    passage = str(paragraph["context"])
    for asked in paragraph["qas"]:
        spans = [] if asked.get("is_impossible") else list(_spans(passage, asked.get("answers")))
        if spans or asked.get("is_impossible"):
            yield Question(str(asked["id"]), title, str(asked["question"]).strip(), passage, tuple(spans), kind)


def _spans(passage: str, answers: object) -> Iterator[Span]:
    for answer in answers if isinstance(answers, list) else []:
        start, text = int(answer["answer_start"]), str(answer["text"])
        if text and passage[start : start + len(text)] == text:
            yield start, start + len(text)


def read_articles(path: Path) -> Iterator[tuple[str, str]]:
    """Title and text of each whole article of a gzipped JSON-lines file. Raises CasesError when it cannot be read."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                article = json.loads(line)
                yield article["title"], article["text"]
    except (OSError, ValueError, KeyError) as error:
        raise CasesError(f"{path} cannot be read as gzipped JSON lines ({error}); fetch the file again.") from error

"""Measure an exported reader on documents that it was not trained on.

    python -m eval.training.measure --reader FOLDER --data DIR [--own FILE ...] [--claims FILE ...]
        [--most 400] [--part dev]

SQuAD 2.0 (the part's articles): F1 and exact match of answerable questions, AUROC of relevance, official F1 with the
best threshold. Own questions: AUROC of relevance, share of evidence found. Claims: balanced accuracy of "supported".
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import string
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.models.reader import Reader, Text
from eval.training.examples import Claim, Question, claims, own
from eval.training.parts import part_of


def normal(text: str) -> list[str]:
    """SQuAD's normal form, as words."""
    plain = "".join(letter for letter in text.lower() if letter not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", plain).split()


def f1(found: str, wanted: str) -> float:
    """Word F1 of two answers."""
    left, right = normal(found), normal(wanted)
    if not left or not right:
        return float(left == right)
    same = sum((Counter(left) & Counter(right)).values())
    return 2 * same / (len(left) + len(right))


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """How often a true one has the higher score."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    true = np.asarray(labels)
    positive, negative = true.sum(), (~true).sum()
    return float((ranks[true].sum() - positive * (positive + 1) / 2) / max(1, positive * negative))


def squad2(reader: Reader, path: Path, part: str, most: int) -> dict[str, float]:
    """Figures on SQuAD 2.0 questions over their paragraphs."""
    asked = [
        (question["question"], paragraph["context"], [answer["text"] for answer in question["answers"]])
        for article in json.load(gzip.open(path))["data"]
        if part_of(article["title"]) == part
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    ]
    random.Random(1).shuffle(asked)  # noqa: S311
    scores, answerable, values, exact = [], [], [], []
    for question, passage, answers in asked[:most]:
        [read] = reader.read(question, [Text(passage)])
        said = passage[slice(*read.spans[0][:2])] if read.spans else ""
        scores.append(read.relevance)
        answerable.append(bool(answers))
        values.append(max((f1(said, answer) for answer in answers), default=0.0))
        exact.append(max((float(normal(said) == normal(answer)) for answer in answers), default=0.0))
    true = np.asarray(answerable)
    official = max(
        float(np.where(np.asarray(scores) >= at, np.where(true, values, 0.0), ~true).mean()) for at in sorted(scores)
    )
    return {
        "questions": len(scores),
        "F1": float(np.asarray(values)[true].mean()),
        "exact": float(np.asarray(exact)[true].mean()),
        "AUROC": auroc(scores, answerable),
        "official": official,
    }


def written(reader: Reader, path: Path, most: int) -> dict[str, float]:
    """Figures on own questions of held-out documents."""
    asked: list[Any] = [one for one in own(path, "dev") if isinstance(one, Question)]
    random.Random(1).shuffle(asked)  # noqa: S311
    scores, answerable, inside = [], [], []
    for one in asked[:most]:
        [read] = reader.read(one.question, [Text(one.passage)])
        scores.append(read.relevance)
        answerable.append(bool(one.evidence))
        if one.evidence:
            first, last, _ = max(read.tokens, key=lambda token: token[2])
            inside.append(any(start <= first and last <= end for start, end in one.evidence))
    return {"questions": len(scores), "AUROC": auroc(scores, answerable), "evidence": float(np.mean(inside))}


def judged(reader: Reader, path: Path, most: int) -> dict[str, float]:
    """Balanced accuracy of "supported" at one half, and its AUROC."""
    pairs: list[Claim] = list(claims(path, path.stem))
    random.Random(1).shuffle(pairs)  # noqa: S311
    pairs = pairs[:most]
    found = reader.judge([(one.claim, one.quote) for one in pairs])[:, 0]
    true = np.array([one.label == "supported" for one in pairs])
    balanced = ((found > 0.5)[true].mean() + (found <= 0.5)[~true].mean()) / 2
    return {"pairs": len(pairs), "balanced": float(balanced), "AUROC": auroc(found.tolist(), true.tolist())}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--own", type=Path, nargs="*", default=[])
    parser.add_argument("--claims", type=Path, nargs="*", default=[])
    parser.add_argument("--most", type=int, default=400)
    parser.add_argument("--part", default="dev")
    options = parser.parse_args()
    reader = Reader(folder=options.reader)
    figures = {"squad2": squad2(reader, options.data / "dev/squad2-half.json.gz", options.part, options.most)}
    figures |= {path.stem: written(reader, path, options.most) for path in options.own}
    figures |= {path.stem: judged(reader, path, options.most) for path in options.claims}
    for name, values in figures.items():
        print(name, {key: round(value, 3) for key, value in values.items()})


if __name__ == "__main__":
    main()

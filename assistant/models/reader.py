"""The embedded reader: where in a passage the answer to a question stands, and whether it stands there at all.

A MiniLM encoder with three scores for each token (see ``training.network``), as an int8 ONNX graph, on the CPU, without
torch and without network. A passage's reading does not depend on what is read beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.models.encoder import batches_by_length, checked_file, cores, open_session, read_facts, readable
from assistant.models.spans import best_spans
from assistant.models.windows import Window, Windows, padded

RECORD = "reader.json"
BATCH_TOKENS = 512  # padding included; larger batches leave the cache, and are harder to share out among cores
SPANS = 3  # of one window, at most


@dataclass(frozen=True, slots=True)
class Text:
    """A passage to read, and the title of its document (may be empty)."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A place that may answer: ``text[start:end]`` of the passage. ``score`` is in logits, above 0 for rather yes."""

    start: int
    end: int
    score: float


class Reader:
    """Reads passages. The model is loaded when it is first used; ModelError then says if its files are damaged.

    Safe to call from threads.
    """

    def __init__(self, threads: int = 0, folder: Path | None = None) -> None:
        self._folder = folder
        self._loading = Lock()
        self._loaded: tuple[onnxruntime.InferenceSession, Windows] | None = None
        self._pool = ThreadPoolExecutor(threads or cores(), thread_name_prefix="reading")

    def read(self, question: str, passages: Sequence[Text]) -> list[list[Span]]:
        """The best spans of each passage, in the order of ``passages``; best first, none overlapping a better one."""
        return self.read_each([(question, passage) for passage in passages])

    def read_each(self, asked: Sequence[tuple[str, Text]]) -> list[list[Span]]:
        """As ``read``, for questions that each have a passage of their own."""
        session, cutter = self._model()
        cut = [
            (number, window)
            for number, (question, passage) in enumerate(asked)
            for window in cutter.of(readable(question), readable(passage.text), title=readable(passage.title))
        ]
        batches = batches_by_length([len(window.ids) for _, window in cut], BATCH_TOKENS)

        def run(batch: list[int]) -> list[tuple[int, list[Span]]]:
            ids, mask = padded([cut[place][1].ids for place in batch])
            (scores,) = session.run(None, {"input_ids": ids, "attention_mask": mask})
            return [
                (cut[place][0], list(_spans(cut[place][1], found))) for place, found in zip(batch, scores, strict=True)
            ]

        spans: list[list[Span]] = [[] for _ in asked]
        for done in self._pool.map(run, batches):
            for number, found in done:
                spans[number] += found
        return [_apart(found) for found in spans]

    def _model(self) -> tuple[onnxruntime.InferenceSession, Windows]:
        with self._loading:
            if self._loaded is None:
                facts = read_facts(self._folder, RECORD)
                tokenizer = checked_file(self._folder, "tokenizer.json", facts.tokenizer_sha256).decode()
                session = open_session(checked_file(self._folder, facts.model, facts.model_sha256))
                self._loaded = session, Windows(Tokenizer.from_str(tokenizer))
            return self._loaded


def _spans(window: Window, scores: NDArray[np.float32]) -> Iterator[Span]:
    """The spans of one window by the mean of two opinions: above "no answer", and that there is an answer."""
    for start, end, margin in best_spans(scores[:, 0], scores[:, 1], window.first, window.last, SPANS):
        yield Span(*window.span(start, end), (margin + float(scores[0, 2])) / 2)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Spans of overlapping windows, best first, without those that overlap a better one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (-span.score, span.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return kept[:SPANS]

"""An exported reader, as it is measured before it is shipped.

An encoder with five heads, int8, on the processor, without torch. One text is read at a time, so a reading does not
depend on what is read with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.models.encoder import cores, open_session, readable

LONGEST = 384  # tokens of a question and a passage
QUESTION = 60  # tokens of a question, at most
ANSWER = 24  # tokens of a short answer, at most
SPANS = 3
VERDICTS = ("supported", "contradicted", "neither")

Floats = NDArray[np.float32]


EVEN = 0.4  # a token's probability from which it belongs to the answer rather than not


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the reader finds in a passage. Offsets are in the canonical text.

    ``relevance``: logit that the passage answers. ``short``: logit that a few words of it do. ``spans``: such words,
    best first, with their probability. ``tokens``: start, end, and the probability to belong to the answer.
    """

    relevance: float
    short: float
    spans: tuple[tuple[int, int, float], ...]
    tokens: tuple[tuple[int, int, float], ...] = field(repr=False)

    @property
    def chance(self) -> float:
        """The relevance as a number from 0 to 1."""
        return 1 / (1 + math.exp(-self.relevance))

    def bears(self, start: int, end: int) -> float:
        """How much of the evidence stands in ``text[start:end]``: the sum over its tokens above even chance."""
        return sum(chance - EVEN for first, last, chance in self.tokens if first < end and start < last)


@dataclass(frozen=True, slots=True)
class Text:
    """A passage to read. ``head`` (its headings) is read with it, but nothing of it is found; ``start``: its offset."""

    text: str
    head: str = ""
    start: int = 0


class Reader:
    """An exported reader in ``folder``, loaded when it is first used. Safe to call from threads."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self._folder = folder
        self._loading = Lock()
        self._loaded: tuple[onnxruntime.InferenceSession, Tokenizer, NDArray[np.int8], Floats] | None = None
        self._pool = ThreadPoolExecutor(threads or cores(), thread_name_prefix="reading")

    def read(self, question: str, passages: Sequence[Text]) -> list[Evidence]:
        """What is found in each passage, in their order."""
        return list(self._pool.map(lambda passage: self._read(question, passage), passages))

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Probabilities of ``VERDICTS``, float32 (pairs, 3), for pairs of a claim and a quote."""
        found = self._pool.map(lambda pair: self._run(*pair)[1][2:], pairs)
        return np.stack([_softmax(logits) for logits in found]) if pairs else np.zeros((0, 3), np.float32)

    def _read(self, question: str, passage: Text) -> Evidence:
        head = f"{passage.head}\n" if passage.head else ""
        tokens, text, offsets = self._run(question, head + passage.text)
        inside = offsets[:, 0] >= len(head)
        tokens, offsets = tokens[inside], offsets[inside] + (passage.start - len(head))
        chances = 1 / (1 + np.exp(-tokens[:, 2]))
        return Evidence(
            float(text[0]),
            float(text[1]),
            _spans(tokens[:, 0], tokens[:, 1], offsets),
            tuple((int(start), int(end), float(chance)) for (start, end), chance in zip(offsets, chances, strict=True)),
        )

    def _run(self, first: str, second: str) -> tuple[Floats, Floats, NDArray[np.int32]]:
        """Logits of the tokens of ``second`` (tokens, 3), of the text (5,), and the tokens' characters."""
        session, tokenizer, rows, scales = self._model()
        left = tokenizer.encode(readable(first), add_special_tokens=False).ids[:QUESTION]
        right = tokenizer.encode(readable(second), add_special_tokens=False)
        begin, *between, end = tokenizer.encode("", "").ids  # <s> </s></s> </s>, or [CLS] [SEP] [SEP]
        taken = right.ids[: LONGEST - len(left) - len(between) - 2]
        ids = np.array([begin, *left, *between, *taken, end])
        words = rows[ids].astype(np.float32) * scales[ids]
        given = {"words": words[None], "attention_mask": np.ones((1, len(ids)), np.int32)}
        tokens, text = session.run(None, given)
        first_token = 1 + len(left) + len(between)
        offsets = np.array(right.offsets[: len(taken)], np.int32).reshape(-1, 2)
        return tokens[0, first_token : first_token + len(taken)], text[0], offsets

    def _model(self) -> tuple[onnxruntime.InferenceSession, Tokenizer, NDArray[np.int8], Floats]:
        with self._loading:
            if self._loaded is None:
                words = np.load(self._folder / "reader-words.npz")
                tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
                tokenizer.no_truncation()
                tokenizer.no_padding()
                session = open_session((self._folder / "reader.int8.onnx").read_bytes())
                self._loaded = session, tokenizer, words["rows"], words["scales"]
            return self._loaded


def _spans(starts: Floats, ends: Floats, offsets: NDArray[np.int32]) -> tuple[tuple[int, int, float], ...]:
    """The most probable spans, none overlapping a better one: start, end, probability."""
    if not len(starts):
        return ()
    logs = _log_softmax(starts)[:, None] + _log_softmax(ends)[None, :]
    place = np.arange(len(starts))
    length = place[None, :] - place[:, None]
    logs = np.where((length >= 0) & (length < ANSWER), logs, -np.inf)
    found: list[tuple[int, int, float]] = []
    for flat in np.argsort(logs, axis=None)[::-1][:40]:
        first, last = divmod(int(flat), len(ends))
        start, end = int(offsets[first, 0]), int(offsets[last, 1])
        if all(end <= other[0] or other[1] <= start for other in found):
            found.append((start, end, float(np.exp(logs[first, last]))))
        if len(found) == SPANS:
            break
    return tuple(found)


def _softmax(logits: Floats) -> Floats:
    return np.exp(_log_softmax(logits))


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), np.float32)

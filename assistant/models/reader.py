"""The embedded reader: whether a passage answers a question, where, in how much text; and what a quote says of a claim.

An encoder with five heads (see the model card), int8, on the processor, without torch and without network. One text is
read at a time, so a reading does not depend on what is read with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.models.encoder import checked_file, cores, open_session, read_facts, readable
from assistant.records import Evidence

RECORD = "reader.json"
LONGEST = 384  # tokens of a question and a passage
QUESTION = 60  # tokens of a question, at most
ANSWER = 24  # tokens of a short answer, at most
SPANS = 3
VERDICTS = ("supported", "contradicted", "neither")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Text:
    """A passage to read. ``head`` (its headings) is read with it, but nothing of it is found; ``start``: its offset."""

    text: str
    head: str = ""
    start: int = 0


class Reader:
    """Loaded when it is first used; ModelError then says if its files are damaged. Safe to call from threads."""

    def __init__(self, threads: int = 0, folder: Path | None = None) -> None:
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
                facts = read_facts(self._folder, RECORD)

                def file(name: str) -> bytes:
                    return checked_file(self._folder, name, facts.files[name])

                words = np.load(BytesIO(file("reader-words.npz")))
                tokenizer = Tokenizer.from_str(file("reader-tokenizer.json").decode())
                tokenizer.no_truncation()
                tokenizer.no_padding()
                self._loaded = open_session(file(facts.model)), tokenizer, words["rows"], words["scales"]
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
        if not 0 <= last - first < ANSWER:
            break  # only impossible spans are left
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

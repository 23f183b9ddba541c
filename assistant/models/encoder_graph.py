"""The BERT encoder with mean pooling, written down as an ONNX graph, whole or with int8 weights.

Written by hand rather than traced: the nodes are then the fused and the fast ones by construction, torch is not needed,
and activations can be quantised row by row. Each token has a scale of its own, so a text's vector does not depend on
what else is in its batch (with one scale for the whole tensor, as in dynamic quantisation, it does).

Needs the package ``onnx``, which nothing else uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[np.float32]]
Array = NDArray[Any]

_ZERO, _ACTIVATION_STEPS = 128, 127  # an activation's zero point, and the steps on either side
# Not 127: without VNNI, x86 adds two 8-bit products in 16 bits and saturates. 255 * 63 * 2 still fits.
_WEIGHT_STEPS = 63
_ROW_STEPS = 127  # of the embedding table, which is looked up, never multiplied
_EPSILON = 1e-12
_FUSED = "com.microsoft"
_OPSET, _IR_VERSION = 18, 9


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of an encoder. ``positions`` is how many tokens a text may have."""

    layers: int
    heads: int
    width: int
    positions: int


def encoder_model(weights: Weights, shape: Shape, *, int8: bool) -> Any:
    """An ``onnx.ModelProto``: int32 ``input_ids`` and ``attention_mask`` (batch, tokens), padded on the right, to unit
    vectors ``embedding``, float32 (batch, width). ``weights`` are named as in a Hugging Face BertModel.
    """
    graph = _Graph(weights, shape, int8)
    output = graph.pool(graph.encode())
    tensor = onnx.helper.make_tensor_value_info
    inputs = [tensor(name, onnx.TensorProto.INT32, ["batch", "tokens"]) for name in ("input_ids", "attention_mask")]
    outputs = [tensor(output, onnx.TensorProto.FLOAT, ["batch", shape.width])]
    return onnx.helper.make_model(
        onnx.helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.constants),
        opset_imports=[onnx.helper.make_opsetid("", _OPSET), onnx.helper.make_opsetid(_FUSED, 1)],
        ir_version=_IR_VERSION,
        producer_name="footnote",
    )


def quantised_columns(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """``matrix`` (inputs, outputs) as int8 with one scale for each column; no column may be all zero."""
    scales = (np.abs(matrix).max(axis=0) / _WEIGHT_STEPS).astype(np.float32)
    return np.round(matrix / scales).astype(np.int8), scales


def quantised_rows(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """``table`` as int8 with one scale for each row (rows, 1); a row of zeros stays one."""
    scales = np.maximum(np.abs(table).max(axis=1, keepdims=True) / _ROW_STEPS, np.finfo(np.float32).tiny)
    return np.round(table / scales).astype(np.int8), scales.astype(np.float32)


@dataclass
class _Graph:
    """Nodes and constants as they are written down; methods take and return names of values."""

    weights: Weights
    shape: Shape
    int8: bool
    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    zero: str = ""  # the byte that stands for 0 in an activation,
    zeros: str = ""  # and as many of them as there are tokens

    def constant(self, value: Array) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants.append(onnx.numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))

    def node(self, kind: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: Any) -> list[str]:
        stem = f"{kind}_{len(self.nodes)}"
        names = [stem] if outputs == 1 else [f"{stem}_{number}" for number in range(outputs)]
        made = onnx.helper.make_node(kind, list(inputs), names, name=stem, domain=domain, **attributes)
        self.nodes.append(made)
        return names

    def one(self, kind: str, *inputs: str, **attributes: Any) -> str:
        return self.node(kind, *inputs, **attributes)[0]

    def encode(self) -> str:
        """Last hidden states, one row a token: (batch * tokens, width)."""
        lengths = self.one("ReduceSum", "attention_mask", self.integers(1), keepdims=0)
        size = self.one("Shape", "input_ids")
        if self.int8:
            self.zero = self.constant(np.array(_ZERO, np.uint8))
            self.zeros = self.one("Expand", self.zero, self.one("ReduceProd", size, keepdims=1))
        hidden = self.embed(size)
        for number in range(self.shape.layers):
            layer = f"encoder.layer.{number}"
            attended = self.attend(f"{layer}.attention.self", hidden, size, lengths)
            hidden = self.add_and_norm(f"{layer}.attention.output", attended, hidden)
            inner = self.multiply(hidden, self.weights[f"{layer}.intermediate.dense.weight"].T)
            bias = self.constant(self.weights[f"{layer}.intermediate.dense.bias"])
            inner = self.one("BiasGelu", inner, bias, domain=_FUSED)
            hidden = self.add_and_norm(f"{layer}.output", inner, hidden)
        return hidden

    def embed(self, size: str) -> str:
        """Words, positions and the first token type, normalised: (batch * tokens, width)."""
        words = self.look_up(self.weights["embeddings.word_embeddings.weight"])
        positions = self.weights["embeddings.position_embeddings.weight"][: self.shape.positions]
        table = self.constant(positions + self.weights["embeddings.token_type_embeddings.weight"][0])
        tokens = self.one("Slice", size, self.integers(1), self.integers(2))
        zero = self.integers(0)
        summed = self.one("Add", words, self.one("Slice", table, zero, tokens, zero))
        return self.norm("embeddings.LayerNorm", self.one("Reshape", summed, self.integers(-1, self.shape.width)))

    def look_up(self, table: NDArray[np.float32]) -> str:
        if not self.int8:
            return self.one("Gather", self.constant(table), "input_ids")
        rows, scales = quantised_rows(table)
        found = self.one("Gather", self.constant(rows), "input_ids")
        scale = self.one("Gather", self.constant(scales), "input_ids")
        return self.one("Mul", self.one("Cast", found, to=onnx.TensorProto.FLOAT), scale)

    def attend(self, part: str, hidden: str, size: str, lengths: str) -> str:
        """Self-attention; queries, keys and values come from one product."""
        width = self.shape.width
        joined = np.concatenate([self.weights[f"{part}.{name}.weight"].T for name in ("query", "key", "value")], axis=1)
        bias = np.concatenate([self.weights[f"{part}.{name}.bias"] for name in ("query", "key", "value")])
        product = self.one("Reshape", self.multiply(hidden, joined), self.sized(size, 3 * width))
        parts = self.node("Split", product, outputs=3, axis=2, num_outputs=3)
        attended = self.one(
            "MultiHeadAttention",
            *parts,
            self.constant(bias),
            lengths,
            domain=_FUSED,
            num_heads=self.shape.heads,
        )
        return self.one("Reshape", attended, self.integers(-1, width))

    def sized(self, size: str, width: int) -> str:
        return self.one("Concat", size, self.integers(width), axis=0)

    def add_and_norm(self, part: str, inner: str, residual: str) -> str:
        """A dense layer, the residual and the norm. SkipLayerNormalization would do as one node, but is slower."""
        dense = self.multiply(inner, self.weights[f"{part}.dense.weight"].T)
        biased = self.one("Add", dense, self.constant(self.weights[f"{part}.dense.bias"]))
        return self.norm(f"{part}.LayerNorm", self.one("Add", biased, residual))

    def norm(self, part: str, values: str) -> str:
        scale, bias = (self.constant(self.weights[f"{part}.{name}"]) for name in ("weight", "bias"))
        return self.one("LayerNormalization", values, scale, bias, axis=-1, epsilon=_EPSILON)

    def multiply(self, rows: str, matrix: NDArray[np.float32]) -> str:
        """``rows @ matrix``. In int8, rows become bytes with one scale a row."""
        if not self.int8:
            return self.one("MatMul", rows, self.constant(matrix))
        scales = self.row_scales(rows)
        flat = self.one("Reshape", scales, self.integers(-1))
        quantised = self.one("QuantizeLinear", rows, flat, self.zeros, axis=0)
        columns, column_scales = quantised_columns(matrix)
        unit = self.constant(np.array(1, np.float32))
        inputs = (quantised, self.constant(columns), unit, self.constant(column_scales), self.zero)
        return self.one("Mul", self.one("MatMulIntegerToFloat", *inputs, domain=_FUSED), scales)

    def row_scales(self, rows: str) -> str:
        """The greatest magnitude of each row, in steps: (rows, 1), never zero."""
        step = np.array(1 / _ACTIVATION_STEPS, np.float32)
        above = self.one("Mul", self.one("ReduceMax", rows, self.integers(-1), keepdims=1), self.constant(step))
        below = self.one("Mul", self.one("ReduceMin", rows, self.integers(-1), keepdims=1), self.constant(-step))
        return self.one("Max", above, below, self.constant(np.array(1e-6, np.float32)))

    def pool(self, hidden: str) -> str:
        """The mean of each text's tokens, made a unit vector (which makes dividing by their number needless)."""
        one = self.integers(1)
        mask = self.one("Cast", "attention_mask", to=onnx.TensorProto.FLOAT)
        states = self.one("Reshape", hidden, self.sized(self.one("Shape", "input_ids"), self.shape.width))
        summed = self.one("Squeeze", self.one("MatMul", self.one("Unsqueeze", mask, one), states), one)
        self.nodes.append(onnx.helper.make_node("LpNormalization", [summed], ["embedding"], axis=-1, p=2))
        return "embedding"

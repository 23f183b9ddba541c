"""Export a trained reader for the processor: adapters merged, int8, without torch at run time.

    python -m eval.training.export --encoder DIR --checkpoint FILE --out FOLDER [--whole]

Writes ``reader.int8.onnx`` and ``reader-words.npz``. The graph takes embedded words, float32 (batch, tokens, width),
and ``attention_mask``, int32 (batch, tokens), padded on the right; it gives ``tokens`` (batch, tokens, 3) and ``text``
(batch, 5) logits. The word table stands in a file of its own, because one file may hold at most 95 MB. ``--whole``
keeps float32, to measure what int8 costs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from assistant.models.encoder_graph import _FUSED, _IR_VERSION, _OPSET, Shape, _Graph, quantised_rows
from eval.training.network import VERDICTS, Reader

POSITIONS = 384  # tokens of the longest text
_BUCKETS, _FARTHEST = 32, 128  # of relative positions, as MPNet was trained with

Weights = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How an encoder is built and what its parts are called; the names follow ``encoder.layer.N.``"""

    layers: int
    heads: int
    width: int
    queries_keys_values: tuple[str, str, str]
    attention_out: str
    attention_norm: str
    first_position: int  # rows of the position table before it are for padding
    relative: bool  # whether attention gains or loses by distance
    epsilon: float


def layout_of(weights: Weights) -> Layout:
    """MPNet's or BERT's, by the names of the weights."""
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
    width = weights["embeddings.word_embeddings.weight"].shape[1]
    if "encoder.relative_attention_bias.weight" in weights:
        names = ("attention.attn.q", "attention.attn.k", "attention.attn.v")
        return Layout(layers, 12, width, names, "attention.attn.o", "attention.LayerNorm", 2, True, 1e-5)
    names = ("attention.self.query", "attention.self.key", "attention.self.value")
    return Layout(layers, 12, width, names, "attention.output.dense", "attention.output.LayerNorm", 0, False, 1e-12)


def merged(encoder: Path, checkpoint: Path) -> dict[str, NDArray[np.float32]]:
    """The reader's weights by name, its adapters merged into the encoder's matrices."""
    reader = Reader(encoder)
    kept = torch.load(checkpoint, weights_only=False)["weights"]
    if unknown := set(kept) - set(reader.state_dict()):
        raise SystemExit(f"{checkpoint} has weights that the network does not have: {sorted(unknown)[:3]}")
    reader.load_state_dict(kept, strict=False)
    return {name: value.detach().float().numpy() for name, value in reader.merged().items()}


@dataclass
class _ReaderGraph(_Graph):
    """The encoder's layers and the reader's heads."""

    layout: Layout = field(kw_only=True)

    def encode(self) -> str:
        """Last hidden states, one row a token: (batch * tokens, width)."""
        size = self.one("Shape", "attention_mask")
        lengths = self.one("ReduceSum", "attention_mask", self.integers(1), keepdims=0)
        if self.int8:
            self.zero = self.constant(np.array(128, np.uint8))
            self.zeros = self.one("Expand", self.zero, self.one("ReduceProd", size, keepdims=1))
        bias = self.relative_positions(size) if self.layout.relative else ""
        hidden = self.embedded(size)
        for number in range(self.shape.layers):
            layer = f"encoder.layer.{number}"
            attended = self.attended(layer, hidden, size, lengths, bias)
            out, norm = self.layout.attention_out, self.layout.attention_norm
            hidden = self.joined(f"{layer}.{out}", f"{layer}.{norm}", attended, hidden)
            inner = self.multiply(hidden, self.weights[f"{layer}.intermediate.dense.weight"].T)
            inner = self.one(
                "BiasGelu", inner, self.constant(self.weights[f"{layer}.intermediate.dense.bias"]), domain=_FUSED
            )
            hidden = self.joined(f"{layer}.output.dense", f"{layer}.output.LayerNorm", inner, hidden)
        return hidden

    def embedded(self, size: str) -> str:
        """Words and positions, normalised."""
        first = self.layout.first_position
        table = self.weights["embeddings.position_embeddings.weight"][first : first + self.shape.positions]
        if "embeddings.token_type_embeddings.weight" in self.weights:
            table = table + self.weights["embeddings.token_type_embeddings.weight"][0]
        places = self.constant(table)
        tokens, zero = self.one("Slice", size, self.integers(1), self.integers(2)), self.integers(0)
        summed = self.one("Add", "words", self.one("Slice", places, zero, tokens, zero))
        return self.norm("embeddings.LayerNorm", self.one("Reshape", summed, self.integers(-1, self.shape.width)))

    def relative_positions(self, size: str) -> str:
        """What attention gains or loses by distance: (1, heads, tokens, tokens)."""
        table = self.weights["encoder.relative_attention_bias.weight"][_buckets(self.shape.positions)]
        scalar = self.one("Squeeze", self.one("Slice", size, self.integers(1), self.integers(2)))
        places = self.one("Range", self.scalar(0), scalar, self.scalar(1))
        ahead = self.one("Unsqueeze", places, self.integers(0))
        back = self.one("Unsqueeze", places, self.integers(1))
        distance = self.one("Add", self.one("Sub", ahead, back), self.integers(self.shape.positions - 1))
        found = self.one("Gather", self.constant(table), distance)
        return self.one("Unsqueeze", self.one("Transpose", found, perm=[2, 0, 1]), self.integers(0))

    def attended(self, layer: str, hidden: str, size: str, lengths: str, bias: str) -> str:
        """Self-attention; queries, keys and values come from one product."""
        names = [f"{layer}.{name}" for name in self.layout.queries_keys_values]
        joined = np.concatenate([self.weights[f"{name}.weight"].T for name in names], axis=1)
        shift = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        product = self.one("Reshape", self.multiply(hidden, joined), self.sized(size, 3 * self.shape.width))
        parts = self.node("Split", product, outputs=3, axis=2, num_outputs=3)
        inputs = [*parts, self.constant(shift), lengths, *([bias] if bias else [])]
        found = self.one("MultiHeadAttention", *inputs, domain=_FUSED, num_heads=self.layout.heads)
        return self.one("Reshape", found, self.integers(-1, self.shape.width))

    def joined(self, dense: str, norm: str, inner: str, residual: str) -> str:
        """A dense layer, the residual and the norm."""
        product = self.multiply(inner, self.weights[f"{dense}.weight"].T)
        biased = self.one("Add", product, self.constant(self.weights[f"{dense}.bias"]))
        return self.norm(norm, self.one("Add", biased, residual))

    def norm(self, part: str, values: str) -> str:
        """See ``_Graph``; the epsilon is the encoder's."""
        scale, bias = (self.constant(self.weights[f"{part}.{name}"]) for name in ("weight", "bias"))
        return self.one("LayerNormalization", values, scale, bias, axis=-1, epsilon=self.layout.epsilon)

    def head(self, name: str, rows: str) -> str:
        """A head keeps its whole weights."""
        product = self.one("MatMul", rows, self.constant(self.weights[f"{name}.weight"].T))
        return self.one("Add", product, self.constant(self.weights[f"{name}.bias"]))

    def scalar(self, value: int) -> str:
        """A constant without dimensions."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(onnx.numpy_helper.from_array(np.array(value, np.int64), name))
        return name

    def named(self, kind: str, name: str, *inputs: str, **attributes: Any) -> None:
        """A node whose output is the graph's."""
        self.nodes.append(onnx.helper.make_node(kind, list(inputs), [name], name=name, **attributes))


def _buckets(positions: int) -> NDArray[np.int64]:
    """The bucket of each distance from 1 - ``positions`` to ``positions`` - 1 (memory minus query)."""
    distance = -np.arange(1 - positions, positions)
    half = _BUCKETS // 2
    found = np.where(distance < 0, half, 0)
    far = np.abs(distance)
    exact = half // 2
    logs = exact + (np.log(np.maximum(far, 1) / exact) / np.log(_FARTHEST / exact) * (half - exact)).astype(np.int64)
    return found + np.where(far < exact, far, np.minimum(logs, half - 1))


def reader_model(weights: Weights, *, int8: bool) -> Any:
    """The reader as an ``onnx.ModelProto``."""
    layout = layout_of(weights)
    graph = _ReaderGraph(weights, Shape(layout.layers, layout.heads, layout.width, POSITIONS), int8, layout=layout)
    hidden = graph.encode()
    size = graph.one("Shape", "attention_mask")
    graph.named("Reshape", "tokens", graph.head("tokens", hidden), graph.sized(size, 3))
    states = graph.one("Reshape", hidden, graph.sized(size, layout.width))
    first = graph.one("Gather", states, graph.scalar(0), axis=1)
    graph.named("Identity", "text", graph.head("text", graph.one("Tanh", graph.head("pooled", first))))
    tensor, kinds = onnx.helper.make_tensor_value_info, onnx.TensorProto
    inputs = [
        tensor("words", kinds.FLOAT, ["batch", "tokens", layout.width]),
        tensor("attention_mask", kinds.INT32, ["batch", "tokens"]),
    ]
    outputs = [
        tensor("tokens", kinds.FLOAT, ["batch", "tokens", 3]),
        tensor("text", kinds.FLOAT, ["batch", 2 + len(VERDICTS)]),
    ]
    return onnx.helper.make_model(
        onnx.helper.make_graph(graph.nodes, "reader", inputs, outputs, graph.constants),
        opset_imports=[onnx.helper.make_opsetid("", _OPSET), onnx.helper.make_opsetid(_FUSED, 1)],
        ir_version=_IR_VERSION,
        producer_name="footnote",
    )


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--whole", action="store_true", help="float32")
    options = parser.parse_args()
    weights = merged(options.encoder, options.checkpoint)
    options.out.mkdir(parents=True, exist_ok=True)
    name = "reader.float32.onnx" if options.whole else "reader.int8.onnx"
    (options.out / name).write_bytes(reader_model(weights, int8=not options.whole).SerializeToString())
    rows, scales = quantised_rows(weights["embeddings.word_embeddings.weight"])
    np.savez(options.out / "reader-words.npz", rows=rows, scales=scales)
    (options.out / "reader-tokenizer.json").write_bytes((options.encoder / "tokenizer.json").read_bytes())
    record = {
        "name": name.removesuffix(".onnx"),
        "dimension": weights["embeddings.word_embeddings.weight"].shape[1],
        "most_tokens": POSITIONS,
        "files": {
            file: {"sha256": hashlib.sha256((options.out / file).read_bytes()).hexdigest()}
            for file in (name, "reader-words.npz", "reader-tokenizer.json")
        },
    }
    (options.out / "reader.json").write_text(json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()

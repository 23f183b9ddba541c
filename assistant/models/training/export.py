"""The trained reader as an ONNX graph, fused and quantised like the embedder's, and read with onnxruntime."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from assistant.models.encoder_graph import _FUSED, _IR_VERSION, _OPSET, Shape, _Graph
from assistant.models.training.watch import Scorer
from assistant.models.windows import LENGTH

SHAPE = Shape(layers=6, heads=12, width=384, positions=LENGTH)


def reader_model(weights: Mapping[str, NDArray[np.float32]], *, int8: bool) -> Any:
    """An ``onnx.ModelProto``: int32 ``input_ids`` and ``attention_mask`` (batch, tokens), padded on the right, to
    ``scores`` (batch, tokens, 3) float32. The head keeps its whole weights: it is small, and every figure hangs on it.
    """
    graph = _Graph(weights, SHAPE, int8)
    hidden = graph.encode()
    head = graph.one("MatMul", hidden, graph.constant(weights["reader.weight"].T))
    scores = graph.one("Add", head, graph.constant(weights["reader.bias"]))
    shape = graph.sized(graph.one("Shape", "input_ids"), 3)
    graph.nodes.append(onnx.helper.make_node("Reshape", [scores, shape], ["scores"], name="scores"))
    tensor = onnx.helper.make_tensor_value_info
    inputs = [tensor(name, onnx.TensorProto.INT32, ["batch", "tokens"]) for name in ("input_ids", "attention_mask")]
    outputs = [tensor("scores", onnx.TensorProto.FLOAT, ["batch", "tokens", 3])]
    return onnx.helper.make_model(
        onnx.helper.make_graph(graph.nodes, "reader", inputs, outputs, graph.constants),
        opset_imports=[onnx.helper.make_opsetid("", _OPSET), onnx.helper.make_opsetid(_FUSED, 1)],
        ir_version=_IR_VERSION,
        producer_name="footnote",
    )


def onnx_scorer(model: bytes, threads: int = 1) -> Scorer:
    """A reader that runs an exported model with onnxruntime."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def scorer(ids: NDArray[np.int32], mask: NDArray[np.int32]) -> NDArray[np.float32]:
        (found,) = session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(found, np.float32)

    return scorer

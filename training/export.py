"""The trained encoder as an ONNX graph with 8-bit weights.

Attention and GELU are ONNX Runtime's fused operators (`com.microsoft`), and query, key and value are one product: on
one core the graph is otherwise bound by passing arrays between small operators. Residual norms stay apart, see
`streams.entities.tagger.encoder`. There is no mask of padding: without one the attention takes its faster path.
"""

import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from streams.entities.tagger.bio import LABELS
from training.e5 import HEADS, LAYERS, Weights

_FUSED: Final = "com.microsoft"
_EPSILON: Final = 1e-12


class _Graph:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def linear(self, state: str, name: str, weights: Weights) -> str:
        product = self.node("MatMul", [state, self.constant(name, weights[name])], f"{name}.product")
        bias = self.constant(f"{name}_bias", weights[f"{name}_bias"])
        return self.node("Add", [product, bias], f"{name}.sum")

    def residual_norm(self, state: str, change: str, name: str, weights: Weights) -> str:
        scale, shift = self.constant(name, weights[name]), self.constant(f"{name}_bias", weights[f"{name}_bias"])
        total = self.node("Add", [state, change], f"{name}.total")
        return self.node("LayerNormalization", [total, scale, shift], f"{name}.state", axis=-1, epsilon=_EPSILON)


def _embed(graph: _Graph, words: NDArray[np.float32], positions: NDArray[np.float32], weights: Weights) -> str:
    first, second = graph.constant("zero", np.array([0])), graph.constant("one", np.array([1]))
    length = graph.node(
        "Slice", [graph.node("Shape", ["ids"], "shape"), second, graph.constant("two", np.array([2]))], "length"
    )
    places = graph.node("Slice", [graph.constant("positions", positions), first, length], "places")
    batch_of_one = graph.node("Unsqueeze", [places, first], "places.batch")
    looked_up = graph.node("Gather", [graph.constant("words", words), "ids"], "vectors")
    summed = graph.node("Add", [looked_up, batch_of_one], "summed")
    scale, shift = graph.constant("norm", weights["norm"]), graph.constant("norm_bias", weights["norm_bias"])
    return graph.node("LayerNormalization", [summed, scale, shift], "state", axis=-1, epsilon=_EPSILON)


def _layer(graph: _Graph, state: str, layer: int, weights: Weights) -> str:
    joined = graph.linear(state, f"{layer}.qkv", weights)
    parts = [f"{layer}.query", f"{layer}.key", f"{layer}.value"]
    graph.nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=3))
    context = graph.node("MultiHeadAttention", parts, f"{layer}.context", domain=_FUSED, num_heads=HEADS)
    state = graph.residual_norm(state, graph.linear(context, f"{layer}.out", weights), f"{layer}.norm1", weights)
    widened = graph.linear(state, f"{layer}.up", weights)
    active = graph.node("FastGelu", [widened], f"{layer}.active", domain=_FUSED)
    return graph.residual_norm(state, graph.linear(active, f"{layer}.down", weights), f"{layer}.norm2", weights)


def _model(words: NDArray[np.float32], positions: NDArray[np.float32], weights: Weights) -> onnx.ModelProto:
    graph = _Graph()
    state = _embed(graph, words, positions, weights)
    for layer in range(LAYERS):
        state = _layer(graph, state, layer, weights)
    graph.node("Identity", [graph.linear(state, "classifier", weights)], "logits")
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "length", len(LABELS)])]
    body = helper.make_graph(graph.nodes, "ner", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=9)


def export(words: NDArray[np.float32], positions: NDArray[np.float32], weights: Weights, out: Path) -> None:
    """Writes the graph: ids (batch × length, no padding) in, logits (batch × length × labels) out."""
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder, "full.onnx")
        onnx.save(_model(words, positions, weights), full)
        quantize_dynamic(
            full,
            out,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )

"""The trained encoder as an ONNX graph with 8-bit weights.

Attention and GELU are ONNX Runtime's fused operators (`com.microsoft`), and query, key and value are one product: on
one core the graph is otherwise bound by passing arrays between small operators. Residual norms stay apart, see
`streams.entities.tagger.encoder`. There is no mask of padding: without one the attention takes its faster path.

Activations share one 8-bit scale a window, and a few channels of the feed-forward inputs reach up to 35 times the
median: SmoothQuant (Xiao et al. 2023, arXiv:2211.10438) moves part of that range into the weights, which
have a scale a column. Without it the graph loses two points of F1 to its float original, with it none.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from streams.entities.tagger.bio import LABELS
from streams.entities.tagger.pieces import Pieces, pack
from training.e5 import HEADS, LAYERS, Weights

_FUSED: Final = "com.microsoft"
_SMOOTHED: Final = tuple(f"{layer}.{name}" for layer in range(LAYERS) for name in ("up", "down"))
_MOVED: Final = 0.8
"""How much of the range goes into the weights; nearest to the float graph on text of train_part."""
_LEAST: Final = 1e-4
Scales = Mapping[str, NDArray[np.float32]]
Tables = tuple[NDArray[np.float32], NDArray[np.float32]]
_EPSILON: Final = 1e-12


class _Graph:
    """Collects nodes and constants; products named in `scales` divide their input by it and multiply their weights."""

    def __init__(self, scales: Scales) -> None:
        self._scales = scales
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def linear(self, state: str, name: str, weights: Weights) -> str:
        weight = weights[name]
        if name in self._scales:
            inverse = self.constant(f"{name}.inverse", 1 / self._scales[name])
            state = self.node("Mul", [state, inverse], f"{name}.smooth")
            weight = weight * self._scales[name][:, None]
        product = self.node("MatMul", [state, self.constant(name, weight)], f"{name}.product")
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


def _model(
    words: NDArray[np.float32], positions: NDArray[np.float32], weights: Weights, scales: Scales
) -> onnx.ModelProto:
    graph = _Graph(scales)
    state = _embed(graph, words, positions, weights)
    for layer in range(LAYERS):
        state = _layer(graph, state, layer, weights)
    graph.node("Identity", [graph.linear(state, "classifier", weights)], "logits")
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "length", len(LABELS)])]
    body = helper.make_graph(graph.nodes, "ner", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=9)


def _ranges(model: onnx.ModelProto, windows: Sequence[Sequence[int]]) -> dict[str, NDArray[np.float32]]:
    """The largest absolute value of each input channel of the products to smooth."""
    inputs = {node.input[1]: node.input[0] for node in model.graph.node if node.input[1:2] and node.op_type == "MatMul"}
    probed = onnx.ModelProto()
    probed.CopyFrom(model)
    for name in _SMOOTHED:
        probed.graph.output.append(helper.make_tensor_value_info(inputs[name], TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(probed.SerializeToString(), providers=["CPUExecutionProvider"])
    largest = {name: np.float32(_LEAST) for name in _SMOOTHED}
    for ids in windows:
        values = session.run([inputs[name] for name in _SMOOTHED], {"ids": np.array([ids], np.int64)})
        for name, value in zip(_SMOOTHED, values, strict=True):
            largest[name] = np.maximum(largest[name], np.abs(value[0]).max(0))
    return largest


def _scales(ranges: Scales, weights: Weights) -> Scales:
    """What each input channel is divided by: range of the inputs against range of the weights, geometric mean 1."""
    found = {}
    for name, largest in ranges.items():
        rows = np.maximum(np.abs(weights[name]).max(1), _LEAST)
        scale = largest**_MOVED / rows ** (1 - _MOVED)
        found[name] = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
    return found


def export(
    tables: Tables,
    weights: Weights,
    sample: tuple[Pieces, Sequence[Sequence[str]]],
    out: Path,
) -> None:
    """Writes the graph: ids (batch × length, no padding) in, logits (batch × length × labels) out.

    Args:
        tables: vectors of words and of positions.
        weights: all above them.
        sample: sentences to measure activations on, and how to cut them into pieces.
        out: the file.
    """
    pieces, sentences = sample
    windows = [window.ids for window in pack(sentences, pieces)]
    scales = _scales(_ranges(_model(*tables, weights, {}), windows), weights)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder, "full.onnx")
        onnx.save(_model(*tables, weights, scales), full)
        quantize_dynamic(
            full,
            out,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )

"""The encoder in TensorFlow: BERT (Devlin et al. 2019) with a token classifier, trained in bfloat16.

Word vectors stay frozen: they are looked up outside, so that the 26 k × 384 table needs no gradient and no optimizer
state, and names never seen in training keep the place pre-training gave them.
"""

import math
from typing import Final

import numpy as np
import tensorflow as tf

from streams.entities.tagger.bio import LABELS
from training.e5 import HEADS, HIDDEN, LAYERS, Weights

_DROPOUT: Final = 0.1
_EPSILON: Final = 1e-12
_HALF: Final = tf.bfloat16
SIGNATURE: Final = (tf.TensorSpec([None, None, HIDDEN]), tf.TensorSpec([None, None], tf.bool))


def with_classifier(weights: Weights, seed: int) -> Weights:
    """The pre-trained weights with a fresh classifier."""
    random = np.random.default_rng(seed)
    classifier = random.normal(0, 0.02, (HIDDEN, len(LABELS))).astype(np.float32)
    return weights | {"classifier": classifier, "classifier_bias": np.zeros(len(LABELS), np.float32)}


class Encoder(tf.Module):
    """Twelve layers of 384 and a linear classifier over `LABELS`."""

    def __init__(self, weights: Weights) -> None:
        """Takes over `weights` as trainable variables."""
        super().__init__()
        self.weights = {name: tf.Variable(value, name=name.replace(".", "_")) for name, value in weights.items()}
        self.predict = tf.function(lambda vectors, mask: self.logits(vectors, mask, 0.0), input_signature=SIGNATURE)

    def snapshot(self) -> Weights:
        """The weights as they are now."""
        return {name: variable.numpy() for name, variable in self.weights.items()}

    def logits(self, vectors: tf.Tensor, mask: tf.Tensor, dropout: float = _DROPOUT) -> tf.Tensor:
        """Scores (batch × length × labels) of embedded pieces (batch × length × 384); `mask` is true on real pieces."""
        batch, length = tf.shape(vectors)[0], tf.shape(vectors)[1]
        state = self._drop(self._norm(tf.reshape(vectors, [-1, HIDDEN]), "norm"), dropout)
        hidden_pads = tf.cast(tf.where(mask, 0.0, -1e9), _HALF)[:, None, None, :]
        for layer in range(LAYERS):
            attended = self._attention(state, layer, hidden_pads, (batch, length))
            state = self._norm(state + tf.cast(self._drop(attended, dropout), tf.float32), f"{layer}.norm1")
            widened = tf.nn.gelu(self._linear(state, f"{layer}.up"), approximate=True)
            narrowed = self._drop(self._linear(widened, f"{layer}.down"), dropout)
            state = self._norm(state + tf.cast(narrowed, tf.float32), f"{layer}.norm2")
        scores = tf.matmul(self._drop(state, dropout), self.weights["classifier"]) + self.weights["classifier_bias"]
        return tf.reshape(scores, [batch, length, len(LABELS)])

    def _attention(
        self, state: tf.Tensor, layer: int, bias: tf.Tensor, shape: tuple[tf.Tensor, tf.Tensor]
    ) -> tf.Tensor:
        batch, length = shape
        split = tf.reshape(self._linear(state, f"{layer}.qkv"), [batch, length, 3, HEADS, HIDDEN // HEADS])
        query, key, value = tf.unstack(tf.transpose(split, [2, 0, 3, 1, 4]))
        scale = tf.cast(1 / math.sqrt(HIDDEN // HEADS), _HALF)
        weight = tf.nn.softmax(tf.matmul(query * scale, key, transpose_b=True) + bias)
        context = tf.reshape(tf.transpose(tf.matmul(weight, value), [0, 2, 1, 3]), [-1, HIDDEN])
        return self._linear(context, f"{layer}.out")

    def _linear(self, state: tf.Tensor, name: str) -> tf.Tensor:
        product = tf.matmul(tf.cast(state, _HALF), tf.cast(self.weights[name], _HALF))
        return product + tf.cast(self.weights[name + "_bias"], _HALF)

    def _norm(self, state: tf.Tensor, name: str) -> tf.Tensor:
        mean, variance = tf.nn.moments(state, [-1], keepdims=True)
        return (state - mean) * tf.math.rsqrt(variance + _EPSILON) * self.weights[name] + self.weights[name + "_bias"]

    def _drop(self, state: tf.Tensor, rate: float) -> tf.Tensor:
        return tf.nn.dropout(state, rate) if rate else state

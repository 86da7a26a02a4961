"""Fits the encoder: AdamW, warm-up then cosine decay, gradients clipped to norm 1."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import tensorflow as tf

from streams.entities.tagger.bio import LABELS
from training.batches import Batches, Corpus
from training.encoder import SIGNATURE, Encoder

_log = logging.getLogger(__name__)
_REPORT_EVERY: Final = 50


@dataclass(frozen=True)
class Schedule:
    """One stage of training.

    Attributes:
        limits: window size in pieces of each epoch.
        rate: highest learning rate.
        seed: of order, windows and dropout.
    """

    limits: tuple[int, ...]
    rate: float
    seed: int


def _optimizer(schedule: Schedule, steps: int) -> tf.keras.optimizers.Optimizer:
    rate = tf.keras.optimizers.schedules.CosineDecay(
        0.0, steps, alpha=0.02, warmup_target=schedule.rate, warmup_steps=steps // 10 + 1
    )
    return tf.keras.optimizers.AdamW(rate, weight_decay=0.01, beta_2=0.98, global_clipnorm=1.0)


def fit(encoder: Encoder, batches: Batches, corpora: Sequence[Corpus], schedule: Schedule) -> None:
    """Trains `encoder` in place."""
    tf.keras.utils.set_random_seed(schedule.seed)
    random = np.random.default_rng(schedule.seed)
    epochs = [batches.epoch(corpora, limit, random) for limit in schedule.limits]
    order = [examples for epoch in epochs for examples in epoch]
    variables = list(encoder.weights.values())
    optimizer = _optimizer(schedule, len(order))
    optimizer.build(variables)

    @tf.function(
        input_signature=(*SIGNATURE, tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, 1, len(LABELS)]))
    )
    def step(vectors: tf.Tensor, mask: tf.Tensor, labels: tf.Tensor, bias: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = _loss(encoder.logits(vectors, mask) + bias, labels)
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
        return loss

    started, total = time.monotonic(), 0.0
    for number, examples in enumerate(order, 1):
        batch = batches.arrays(examples)
        total += float(step(batch.vectors, batch.mask, batch.labels, batch.bias))
        if number % _REPORT_EVERY == 0 or number == len(order):
            _log.info(
                "step %d of %d, loss %.4f, %.0f s", number, len(order), total / number, time.monotonic() - started
            )


def _loss(logits: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    counted = tf.cast(labels >= 0, tf.float32)
    each = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(labels, 0), logits)
    return tf.reduce_sum(each * counted) / tf.maximum(tf.reduce_sum(counted), 1.0)

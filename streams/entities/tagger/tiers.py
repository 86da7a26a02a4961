"""The two tiers that ship: `default` (encoder and linear model averaged) and `fast` (linear model alone)."""

import functools
from collections.abc import Sequence
from typing import Final

import numpy as np

from streams.entities.tagger import consistency, package
from streams.entities.tagger.bio import LABELS, viterbi_all
from streams.entities.tagger.crf import LinearModel
from streams.entities.tagger.encoder import Encoder

ENCODER_SHARE: Final = 0.65
NONE_PENALTY: Final = 0.75
"""Taken off the log score of O: both models miss more names than they invent. Both constants were tuned on dev_part."""

_PENALTIES: Final = np.array([NONE_PENALTY if label == "O" else 0.0 for label in LABELS])


class FastTagger:
    """The linear model with names and clusters."""

    name = "fast"

    def __init__(self) -> None:
        self._linear = _linear_model()

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """One BIO tag a word."""
        return self._linear.tag(sentences)


class AveragedTagger:
    """Log probabilities of encoder and linear model averaged, evidence shared between occurrences, then Viterbi.

    The two err differently: the encoder knows context and meaning, the linear model spelling and lists of names.
    """

    name = "default"

    def __init__(self, linear: LinearModel | None = None, encoder: Encoder | None = None) -> None:
        """Takes the models that ship for those not given."""
        self._linear = linear or _linear_model()
        self._encoder = encoder or _encoder()

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """One BIO tag a word; the sentences of a call are read as one text."""
        read = self._encoder.log_probabilities(sentences)
        scores = [
            ENCODER_SHARE * encoded + (1 - ENCODER_SHARE) * linear
            for encoded, linear in zip(read, self._linear.log_marginals(sentences), strict=True)
        ]
        return viterbi_all([score - _PENALTIES for score in consistency.share(sentences, scores)])


@functools.cache
def _linear_model() -> LinearModel:
    with package.file("crf.npz") as weights, package.file("names.tsv.gz") as names:
        return LinearModel.load(weights, names)


@functools.cache
def _encoder() -> Encoder:
    with package.file("encoder.onnx") as graph, package.file("tokenizer.json") as tokenizer:
        return Encoder.load(graph, tokenizer)

"""The encoder at run time: an int8 ONNX graph on one thread."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from streams.entities.tagger.bio import LABELS
from streams.entities.tagger.pieces import Pieces, Window, pack

Scores = NDArray[np.float32]
_SLOW_FUSION: Final = "SkipLayerNormFusion"
"""Measured on a CPU: the fused operator takes a quarter of the graph's whole time, sum and norm a tenth of that."""


class Encoder:
    """Label probabilities of words in the context of their neighbours."""

    def __init__(self, session: onnxruntime.InferenceSession, pieces: Pieces) -> None:
        """See `load`."""
        self._session, self._pieces = session, pieces

    @classmethod
    def load(cls, graph: Path, tokenizer: Path) -> Self:
        """Opens the graph: ids (batch × length) in, logits (batch × length × labels) out."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"], disabled_optimizers=[_SLOW_FUSION]
        )
        return cls(session, Pieces(tokenizer))

    def log_probabilities(self, sentences: Sequence[Sequence[str]]) -> list[Scores]:
        """Log probabilities, one array (words × labels) a sentence; neighbours are read as one article."""
        found = [np.zeros((len(sentence), len(LABELS)), np.float32) for sentence in sentences]
        for window in pack(sentences, self._pieces):
            for (sentence, word), row in zip(window.words, _log_softmax(self._logits(window)), strict=True):
                found[sentence][word] = row
        return found

    def _logits(self, window: Window) -> Scores:
        """Scores of the window's words, words × labels. One window a run: on one core a batch gains nothing."""
        (logits,) = self._session.run(["logits"], {"ids": np.array([window.ids], np.int64)})
        scores: Scores = logits[0][window.firsts]
        return scores


def _log_softmax(logits: Scores) -> Scores:
    shifted = logits - logits.max(-1, keepdims=True)
    logs: Scores = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return logs

"""The peer of the default tier: a fine-tuned encoder alone, one sentence at a time, as exported before this project.

Files: `PREFIX.int8.onnx` (ids int64 and mask float32 in, logits out) and `PREFIX.tokenizer.json`.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from streams.entities.tagger.bio import LABELS, viterbi
from streams.entities.tagger.pieces import PAD, Pieces, Window, pack

_BATCH_PIECES = 1024


class Baseline:
    """Argmax under BIO of one encoder's log probabilities."""

    name = "baseline"

    def __init__(self, prefix: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(f"{prefix}.int8.onnx", options)
        self._pieces = Pieces(Path(f"{prefix}.tokenizer.json"))

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """One BIO tag a word."""
        scores = [np.zeros((len(sentence), len(LABELS)), np.float32) for sentence in sentences]
        windows = [
            (number, window) for number, sentence in enumerate(sentences) for window in pack([sentence], self._pieces)
        ]
        windows.sort(key=lambda pair: len(pair[1].ids))
        while windows:
            count = 1
            while count < len(windows) and (count + 1) * len(windows[count][1].ids) <= _BATCH_PIECES:
                count += 1
            self._fill(windows[:count], scores)
            windows = windows[count:]
        return [viterbi(score - np.logaddexp.reduce(score, axis=1, keepdims=True)) for score in scores]

    def _fill(self, batch: list[tuple[int, Window]], scores: list[np.ndarray]) -> None:
        ids = np.full((len(batch), len(batch[-1][1].ids)), PAD, np.int64)
        for row, (_, window) in zip(ids, batch, strict=True):
            row[: len(window.ids)] = window.ids
        (logits,) = self._session.run(["logits"], {"ids": ids, "mask": (ids != PAD).astype(np.float32)})
        for row, (number, window) in zip(logits, batch, strict=True):
            for (_, word), first in zip(window.words, window.firsts, strict=True):
                scores[number][word] = row[first]

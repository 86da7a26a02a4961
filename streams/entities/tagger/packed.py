"""Sentences side by side, so that one array operation takes a step in all of them.

Rows of all sentences lie in one array, first words first, then second words, longest sentence first in each step: the
rows of a step continue the first rows of the step before it, and no row is padding.
"""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray


class Packed:
    """Where the rows of sentences of given lengths lie."""

    def __init__(self, lengths: Sequence[int]) -> None:
        self._lengths = np.asarray(lengths, np.int64)
        self._order = np.argsort(-self._lengths, kind="stable")
        longest = int(self._lengths.max(initial=0))
        active = np.searchsorted(np.sort(self._lengths), np.arange(longest), side="right")
        self._starts = np.concatenate([[0], np.cumsum(len(lengths) - active)])
        self._rank = np.empty_like(self._order)
        self._rank[self._order] = np.arange(len(lengths))
        self.steps = [slice(a, b) for a, b in zip(self._starts.tolist(), self._starts[1:].tolist(), strict=False)]
        """The rows of each step."""
        self.sentences = self.steps[0].stop if self.steps else 0
        """How many have a word: the rows of the first step."""

    @classmethod
    def of(cls, sentences: Sequence[Sequence[object] | NDArray[np.floating]]) -> Self:
        """Places for sentences."""
        return cls([len(sentence) for sentence in sentences])

    def rows(self, sentence: int) -> NDArray[np.int64]:
        """Where the words of a sentence lie."""
        found: NDArray[np.int64] = self._starts[: self._lengths[sentence]] + self._rank[sentence]
        return found

    def pack(self, arrays: Sequence[NDArray[np.floating]], width: int) -> NDArray[np.float64]:
        """One array (all words × `width`) of the sentences' arrays (words × `width`)."""
        packed = np.empty((int(self._lengths.sum()), width))
        for sentence, array in enumerate(arrays):
            packed[self.rows(sentence)] = array
        return packed

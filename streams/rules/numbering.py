"""Words numbered as they come, and looked up many at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SLOTS: Final = 1 << 20
_UNKNOWN: Final = -1


class Numbering:
    """A dictionary from words to numbers, with a table of their hashes before it.

    Looked up one by one among hundred thousands, each word waits for memory four times (slot, entry, key, number). The
    table is looked up by arrays, where the processor waits for all words of a text at once: matching as a whole is
    nearly twice as fast. A slot holds the word that was asked for last; what is not there is asked of the dictionary.
    Two words of one hash would count as one: of 400 000 words with 64-bit hashes two meet in one process of hundred
    million.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        """By number."""
        self._numbers: dict[str, int] = {}
        self._hashes = np.zeros(_SLOTS, np.int64)
        self._in_slot = np.full(_SLOTS, _UNKNOWN, np.intc)

    def __contains__(self, word: str) -> bool:
        return word in self._numbers

    def add(self, word: str) -> None:
        """Give a word that has none the next number."""
        self._numbers[word] = len(self.words)
        self.words.append(word)

    def look_up(self, words: Collection[str]) -> NDArray[np.intp]:
        """The words' numbers in the order of the collection, -1 for those that have none."""
        asked = list(words)
        hashes = np.fromiter(map(hash, asked), np.int64, len(asked))
        slots = hashes & (_SLOTS - 1)
        found: NDArray[np.intp] = self._in_slot[slots].astype(np.intp)
        for at in np.flatnonzero(self._hashes[slots] != hashes).tolist():
            found[at] = self._numbers.get(asked[at], _UNKNOWN)
            if found[at] != _UNKNOWN:
                self._hashes[slots[at]], self._in_slot[slots[at]] = hashes[at], found[at]
        return found

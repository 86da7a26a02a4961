"""Rules by pairs of words, packed so that a text with hundreds of anchored words is looked up in a few array steps."""

from __future__ import annotations

from array import array
from functools import cached_property
from itertools import repeat
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from streams.rules.words import Words

_NO_WORD: Final = 0


class PairTable:
    """Which rules need which two words. Filled first, asked afterwards."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {"": _NO_WORD}
        self._rows: list[tuple[int, int, int]] = []
        self._era = -1
        self._of_number = array("i")
        """Our id of a word by the number that the memory of raw words gives it."""

    def __bool__(self) -> bool:
        return bool(self._rows)

    def add(self, first: str, second: str | None, number: int) -> None:
        """Rule `number` may match a text that has both words; without a second, one that has the first."""
        one = self._id(first)
        self._rows.append((one, one if second is None else self._id(second), number))

    def find(self, words: Words) -> list[int]:
        """Numbers of the rules both of whose words are among the forms of a text, ascending, each once."""
        there = self._there(words)
        packed = self._packed
        begin = packed.begin[there]
        count = packed.begin[there + 1] - begin
        rows = np.repeat(begin - count.cumsum() + count, count) + np.arange(count.sum())
        present = np.zeros(len(self._ids), np.bool_)
        present[there] = True
        return sorted(set(packed.number[rows[present[packed.second[rows]]]].tolist()))

    def _there(self, words: Words) -> NDArray[np.intp]:
        """Our ids of the forms of a text."""
        memory = words.memory
        if self._era != memory.era:
            self._era, self._of_number = memory.era, array("i")
        if len(self._of_number) < len(memory.raws):
            self._of_number.extend(map(self._ids.get, memory.raws[len(self._of_number) :], repeat(_NO_WORD)))
        plain = np.frombuffer(self._of_number, np.intc)[words.numbers]
        added = np.fromiter(map(self._ids.get, words.added, repeat(_NO_WORD)), np.intc, len(words.added))
        return np.concatenate((plain, added)).astype(np.intp)

    def _id(self, word: str) -> int:
        return self._ids.setdefault(word, len(self._ids))

    @cached_property
    def _packed(self) -> _Packed:
        return _Packed(np.array(self._rows, np.intp).reshape(-1, 3), len(self._ids))


class _Packed:
    """The rows in the order of their first words; those of word i are `begin[i]:begin[i + 1]`."""

    def __init__(self, rows: Any, words: int) -> None:
        ordered = rows[np.argsort(rows[:, 0], kind="stable")]
        self.begin = np.searchsorted(ordered[:, 0], np.arange(words + 1))
        self.second = np.ascontiguousarray(ordered[:, 1])
        self.number = np.ascontiguousarray(ordered[:, 2])

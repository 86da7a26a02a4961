"""How often a word is written, and how much a string of letters looks like a word.

Everything is in centibels below 1: 300 is one in a thousand, 600 one in a million. Smaller is commoner, and adding them
multiplies the shares.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources import files
from itertools import repeat

UNKNOWN = 900
"""Centibels given to a word that is not in the list."""
LETTERS = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"
"""The letters of normalised Arabic; their place here, from 1, is their number in the letter model, 0 the boundary."""
ORDER = 4
_BASE = len(LETTERS) + 1
_CONTEXT = _BASE ** (ORDER - 1)
_NUMBER = {letter: index for index, letter in enumerate(LETTERS, 1)}
_GROUP = 3
STEP = 2
"""Centibels to a unit of the letter model."""


class Lexicon:
    """A list of normalised words with their frequencies, and a model of their letters."""

    def __init__(self, words: dict[str, int], letter_costs: bytes) -> None:
        self.words = words
        self._letter_costs = letter_costs

    @cached_property
    def _beginnings(self) -> _Spelt:
        return _Spelt(self.words)

    @cached_property
    def _endings(self) -> _Spelt:
        return _Spelt(self.words, backwards=True)

    def begun(self, word: str) -> int:
        """How many letters at the beginning of a word some word of the list begins with; 0 for fewer than three."""
        return self._beginnings.shared(word)

    def ended(self, word: str) -> int:
        """How many letters at the end of a word some word of the list ends with; 0 for fewer than three."""
        return self._endings.shared(word[::-1])

    def rarity(self, word: str) -> int:
        """Centibels of a normalised word, `UNKNOWN` for one that is not in the list."""
        return self.words.get(word, UNKNOWN)

    def spelling(self, word: str) -> int:
        """Centibels of a normalised Arabic word among all strings of letters.

        A four-gram model of letters over the word list, with Witten-Bell smoothing (Witten and Bell 1991).
        """
        costs, state, total = self._letter_costs, 0, 0
        for letter in word:
            state = state * _BASE + _NUMBER.get(letter, 1)
            total += costs[state]
            state %= _CONTEXT
        return (total + costs[state * _BASE]) * STEP


class _Spelt:
    """Words by their first letters, forwards or backwards; each group is put in order when it is first asked for.

    Putting all words in order takes longer than loading them, and most groups are never asked for.
    """

    def __init__(self, words: Iterable[str], backwards: bool = False) -> None:
        self._groups: defaultdict[str, list[str]] = defaultdict(list)
        self._backwards = backwards
        key = slice(-_GROUP, None) if backwards else slice(_GROUP)
        for word in words:
            self._groups[word[key]].append(word)
        self._ordered: dict[str, list[str]] = {}

    def shared(self, word: str) -> int:
        """The longest beginning that a word shares with any of the words: one of its two neighbours has it."""
        first = word[:_GROUP]
        ordered = self._ordered.get(first)
        if ordered is None:
            ordered = self._ordered[first] = self._order(first)
        place = bisect_left(ordered, word)
        return max((_alike(word, other) for other in ordered[max(place - 1, 0) : place + 1]), default=0)

    def _order(self, first: str) -> list[str]:
        if self._backwards:
            return sorted(word[::-1] for word in self._groups.get(first[::-1], ()))
        return sorted(self._groups.get(first, ()))


def _alike(word: str, other: str) -> int:
    """How many letters two words share from their beginning."""
    for place, (mine, theirs) in enumerate(zip(word, other, strict=False)):
        if mine != theirs:
            return place
    return min(len(word), len(other))


def packed(name: str) -> bytes:
    """An unpacked data file of the package."""
    return gzip.decompress((files("marsad.arabic.data") / name).read_bytes())


@cache
def lexicon() -> Lexicon:
    """The list that ships: about 440 000 words, names included, loaded once in about 0.2 s."""
    words: dict[str, int] = {}
    for line in packed("words.txt.gz").decode().splitlines():
        centibels, *same = line.split(" ")
        words.update(zip(same, repeat(int(centibels)), strict=False))
    return Lexicon(words, packed("letters.bin.gz"))

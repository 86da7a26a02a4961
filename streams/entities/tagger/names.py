"""Lists of known names as evidence for the linear model (not as answers)."""

import gzip
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final, Self

from streams.entities.tagger.words import Word

_TYPES: Final = ("PER", "LOC", "ORG", "MISC")
SEEN: Final = {kind: f"seen-{kind}" for kind in _TYPES}
"""Phrases that an earlier model tagged in raw news, by the type it mostly gave them."""
MOSTLY: Final = {kind: f"mostly-{kind}" for kind in _TYPES}
"""Words that in raw news mostly stood in names of one type."""
SOMETIMES: Final = "sometimes"
NEVER: Final = "never"
"""Words that in raw news stood in names at times, and frequent ones that hardly ever did."""
KINDS: Final = (*_TYPES, *SEEN.values())
UNITS: Final = ("given", "family", *MOSTLY.values(), SOMETIMES, NEVER)
Mark = tuple[str, ...]


class Names:
    """Phrases (words in normal form) by kind, and single words: given, family, and what raw news says of them."""

    def __init__(self, phrases: Iterable[tuple[str, str]], units: Iterable[tuple[str, str]]) -> None:
        """Both hold (kind, name) pairs."""
        self._kinds: dict[str, Mark] = {}
        self._longest: dict[str, int] = {}
        self._units: dict[str, Mark] = {}
        for kind, phrase in phrases:
            self._kinds[phrase] = _with(self._kinds.get(phrase), kind)
            first, _, rest = phrase.partition(" ")
            length = 2 + rest.count(" ") if rest else 1
            if length > self._longest.get(first, 0):
                self._longest[first] = length
        for kind, name in units:
            self._units[name] = _with(self._units.get(name), kind)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads lines of `kind TAB name`, gzipped; kinds are those of `KINDS` and `UNITS`."""
        lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
        pairs: dict[str, list[tuple[str, str]]] = {kind: [] for kind in (*KINDS, *UNITS)}
        for line in lines:
            kind, _, name = line.partition("\t")
            pairs[kind].append((kind, name))
        return cls(*(chain.from_iterable(pairs[kind] for kind in kinds) for kinds in (KINDS, UNITS)))

    def lists(self, heads: Sequence[str]) -> Mark:
        """The single-name lists that hold a word, bare or under one proclitic (marked `~`)."""
        own = self._units.get(heads[0], ())
        return own or tuple(f"~{kind}" for head in heads[1:] for kind in self._units.get(head, ()))

    def match(self, words: Sequence[Word]) -> list[Mark]:
        """Longest matches from left to right; each word of one gets its kinds with 1 or m (many words), B or I."""
        marks: list[Mark] = [()] * len(words)
        free = 0
        for start, word in enumerate(words):
            length, kinds = self._longest_at(words, start, word)
            if start + length <= free:
                continue
            size = "1" if length == 1 else "m"
            marks[start] += tuple(f"{kind}{size}B" for kind in kinds)
            for inside in range(start + 1, start + length):
                marks[inside] += tuple(f"{kind}{size}I" for kind in kinds)
            free = start + length
        return marks

    def _longest_at(self, words: Sequence[Word], start: int, word: Word) -> tuple[int, Mark]:
        for head in word.heads:
            for length in range(min(self._longest.get(head, 0), len(words) - start), 0, -1):
                phrase = " ".join([head, *(follower.form for follower in words[start + 1 : start + length])])
                kinds = self._kinds.get(phrase)
                if kinds:
                    return length, kinds
        return 0, ()


@cache
def _with(mark: Mark | None, kind: str) -> Mark:
    """A mark with one kind more, in order; there are few, so that names share them."""
    return tuple(sorted({*(mark or ()), kind}))

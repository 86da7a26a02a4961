"""The words of a text in every form that a query may name them by, as the Arabic core reads them.

A raw word (what stands between two spaces) is read once by the core and remembered, since a vocabulary is small and a
stream is long: `والصواريخ،` is one word in three forms (`والصواريخ`, `الصواريخ`, `صواريخ`), `تركياوروسيا` is two words.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from marsad.arabic import Token, read
from streams.entities.gazetteer.key import RUNS
from streams.rules.numbering import Numbering

_REMEMBERED: Final = 400_000
_ARTICLE: Final = "ال"
_PROCLITICS: Final = "وفبلك"
_SHORTEST: Final = 4
"""Letters: a word no longer than this that starts with `ال` is taken whole (`الله`, `التي`, `الان`)."""


Forms = tuple[tuple[str, ...], ...]
"""Of a raw word: for each word in it its forms, the whole word first."""


class Memory:
    """Raw words read before, numbered. Most are one plain word in one form; only of the others more is kept.

    A text's words are looked up here once; what else is known of a word (which rules wait for it) lies in arrays by its
    number.
    """

    def __init__(self) -> None:
        self.varied: dict[str, Forms] = {}
        self.era = 0
        """Counts how often all was forgotten: numbers hold within an era."""
        self._numbering = Numbering()

    @property
    def raws(self) -> list[str]:
        """The raw words by number."""
        return self._numbering.words

    def numbers(self, raws: set[str]) -> NDArray[np.intp]:
        """The numbers of raw words; those that are not known yet are read first."""
        found = self._numbering.look_up(raws)
        if len(found) and found.min() < 0:
            self._learn(raws)
            found = self._numbering.look_up(raws)
        return found

    def _learn(self, raws: set[str]) -> None:
        if len(self.raws) > _REMEMBERED:
            self._numbering = Numbering()
            self.varied.clear()
            self.era += 1
        for raw in raws:
            if raw not in self._numbering:
                words = read_raw(raw)
                if words != ((raw,),):
                    self.varied[raw] = words
                self._numbering.add(raw)


_memory = Memory()


def read_raw(raw: str) -> Forms:
    """The words of what stands between two spaces, each in its forms."""
    return tuple(word for token in read(raw).tokens for word in _words(token))


def query_words(term: str) -> tuple[str, ...]:
    """The words that a query term asks for, one after the other; clitics stay, since the writer put them there."""
    return tuple(run for token in read(term).tokens for run in RUNS.findall(token.norm))


class Words:
    """A text as a sequence of words.

    `forms` holds every form of every word. Raw words stand among them too: no query asks for one that is no form.
    """

    def __init__(self, text: str, memory: Memory = _memory) -> None:
        self._raws = text.split()
        self.forms = set(self._raws)
        self.memory = memory
        self.numbers = memory.numbers(self.forms)
        """The raw words, as `memory` numbers them."""
        self._varied = {raw: memory.varied[raw] for raw in memory.varied.keys() & self.forms}
        self.added: set[str] = set()
        """The forms that are not the raw words themselves."""
        for words in self._varied.values():
            self.added.update(*words)
        self.forms |= self.added

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """For each form the positions of the words that have it, ascending."""
        places: dict[str, list[int]] = defaultdict(list)
        position = 0
        for raw in self._raws:
            for word in self.words_of(raw):
                for form in word:
                    places[form].append(position)
                position += 1
        return places

    def words_of(self, raw: str) -> Forms:
        """The words of a raw word of the text."""
        return self._varied.get(raw) or ((raw,),)

    def find(self, words: tuple[str, ...]) -> list[int]:
        """Where the words stand one after the other: the position of the first, ascending."""
        if not words or not self.forms.issuperset(words):
            return []
        starts = self.places[words[0]]
        for step, word in enumerate(words[1:], 1):
            there = self.places[word]
            starts = [start for start in starts if start + step in there]
        return starts

    def has(self, words: tuple[str, ...]) -> bool:
        """Whether the words stand one after the other somewhere.

        Where each stands in the text only as it is asked for, the text itself answers, faster than positions would.
        """
        if not self.forms.issuperset(words):
            return False
        if len(words) == 1 or f" {' '.join(words)} " in self._joined:
            return True
        return not self._varied_forms.isdisjoint(words) and bool(self.find(words))

    @cached_property
    def _joined(self) -> str:
        return f" {' '.join(self._raws)} "

    @cached_property
    def _varied_forms(self) -> frozenset[str]:
        """The forms of raw words that are not one plain word."""
        return frozenset(form for words in self._varied.values() for word in words for form in word)


def _words(token: Token) -> list[tuple[str, ...]]:
    """One word, or the runs of letters and digits that a designation is made of: `اس-400` is two."""
    runs = RUNS.findall(token.norm)
    if len(runs) < 2:
        return [_forms(runs[0], token.proclitics, token.stem)] if runs else []
    return [_designation(runs[0]), *((run,) for run in runs[1:])]


def _designation(letters: str) -> tuple[str, ...]:
    """The letters of a designation, with and without one proclitic: `واس-400` is `و` before `اس-400`."""
    return (letters, letters[1:]) if len(letters) > 1 and letters[0] in _PROCLITICS else (letters,)


def _forms(word: str, proclitics: tuple[str, ...], stem: str) -> tuple[str, ...]:
    """The whole word, then without one proclitic after the other, then its stem; each without the article too."""
    forms = [word]
    rest = word
    for clitic in proclitics:
        if not rest.startswith(clitic):
            break
        rest = rest[len(clitic) :]
        forms.append(_ARTICLE + rest if clitic == "لل" else rest)
    forms += [stem] if stem else []
    forms += [form[2:] for form in forms if form.startswith(_ARTICLE) and len(form) > _SHORTEST]
    return tuple(dict.fromkeys(forms))

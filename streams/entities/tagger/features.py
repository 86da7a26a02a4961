"""Sentences to the attributes of the linear model."""

from collections.abc import Mapping, Sequence
from typing import Final

from streams.entities.tagger.names import Mark, Names
from streams.entities.tagger.words import Word, heads, normal, pair, shape, split

_CACHE_WORDS: Final = 100_000
BEGIN: Final = "begin"
END: Final = "end"


class Features:
    """Analyses words once, and spells out what the model may know of each word of a sentence."""

    def __init__(self, names: Names, clusters: Mapping[str, Sequence[str]]) -> None:
        """`clusters` maps normal forms to cluster ids, coarse first."""
        self._names, self._clusters = names, clusters
        self._seen: dict[str, Word] = {}

    def word(self, text: str) -> Word:
        """The analysed word, from the cache where it recurs."""
        found = self._seen.get(text)
        if found is None:
            if len(self._seen) >= _CACHE_WORDS:
                self._seen.clear()
            found = self._seen[text] = self._analyse(text)
        return found

    def _analyse(self, text: str) -> Word:
        form = normal(text)
        clitics, stem = split(form)
        forms = heads(form)
        clusters = next((tuple(self._clusters[f]) for f in (*forms, stem) if f in self._clusters), ())
        return Word(form, clitics, stem, shape(form), clusters, self._names.lists(forms), forms)

    def marks(self, words: Sequence[Word]) -> list[tuple[Mark, Mark, Mark]]:
        """What lists of names say of the word before, the word, and the word after."""
        own: list[Mark] = [(), *self._names.match(words), ()]
        return list(zip(own, own[1:], own[2:], strict=False))

    def attributes(self, sentence: Sequence[str]) -> list[list[str]]:
        """All attributes of each word, for training; `crf.LinearModel` sums the same ones without spelling them."""
        words = [self.word(text) for text in sentence]
        spelt = [word.inner() for word in words]
        for at, (word, marks) in enumerate(zip(words, self.marks(words), strict=True)):
            spelt[at] += mark_attributes(marks)
            for offset in (-1, 1):
                if 0 <= at + offset < len(words):
                    spelt[at] += words[at + offset].near(offset)
            for offset in (-2, 2):
                if 0 <= at + offset < len(words):
                    spelt[at] += words[at + offset].far(offset)
            if at:
                spelt[at] += pair(words[at - 1], word, "-")
                spelt[at - 1] += pair(words[at - 1], word, "+")
        if words:
            spelt[0].append(BEGIN)
            spelt[-1].append(END)
        return spelt


def mark_attributes(marks: tuple[Mark, Mark, Mark]) -> list[str]:
    """Attributes of the marks of the word before, the word, and the word after."""
    return [prefix + mark for prefix, found in zip(("-g=", "g=", "+g="), marks, strict=True) for mark in found]

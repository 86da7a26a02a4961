"""Made-up articles and rules: words of a made-up vocabulary, drawn by Zipf's law as in any language."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

from marsad.contracts import Rule
from streams.rules.words import read_raw

_LETTERS = "بتثجحخدذرزسشصضطظعغقمني"
_WORDS = 400
_VOCABULARY = 60_000
_BEGINS = 1_000
"""The commonest words, which no rule asks for: rules ask for names and terms, and few match an article."""


@dataclass(frozen=True, slots=True)
class Query:
    """A rule in the form that both sides read."""

    id: str
    every: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()

    def rule(self) -> Rule:
        """Ours."""
        parts = {"all": self.every, "any": self.some, "none": self.none}
        text: dict[str, object] = {name: list(words) for name, words in parts.items() if words}
        if self.phrase:
            text["phrase"] = " ".join(self.phrase)
        return Rule(id=self.id, name=self.id, when={"text": text}, alert_on=("every_mention",))

    def line(self) -> str:
        """Lucene's, as the Java program reads it."""
        return "\t".join((self.id, *(" ".join(p) for p in (self.every, self.some, self.none, self.phrase))))


class Corpus:
    """Articles and rules out of one seed."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._words = vocabulary(_VOCABULARY, self._random)
        self._common = frozenset(self._words[:_BEGINS])
        self._weights = list(itertools.accumulate(1 / rank for rank in range(10, len(self._words) + 10)))

    def articles(self, count: int) -> list[str]:
        """Texts of 400 words."""
        return [" ".join(self._draw(_WORDS)) for _ in range(count)]

    def queries(self, count: int, articles: list[str]) -> list[Query]:
        """Five of ten ask for two words, two for a phrase, two for a word and one of three, one refuses a third."""
        return [self._query(number, articles) for number in range(count)]

    def _query(self, number: int, articles: list[str]) -> Query:
        kind, name = number % 10, f"r{number:06d}"
        if kind < 5:
            return Query(name, every=self._rare(2))
        if kind < 7:
            return Query(name, phrase=self._phrase(articles))
        if kind < 9:
            return Query(name, some=self._rare(3), every=self._rare(1))
        return Query(name, every=self._rare(2), none=self._rare(1))

    def _rare(self, count: int) -> tuple[str, ...]:
        found: dict[str, None] = {}
        while len(found) < count:
            rank = int(_BEGINS * (len(self._words) / _BEGINS) ** self._random.random())
            found[self._words[min(rank, len(self._words) - 1)]] = None
        return tuple(found)

    def _phrase(self, articles: list[str]) -> tuple[str, ...]:
        """Two words that stand one after the other in an article, neither of the commonest."""
        while True:
            words = self._random.choice(articles).split()
            at = self._random.randrange(len(words) - 1)
            pair = tuple(words[at : at + 2])
            if self._common.isdisjoint(pair):
                return pair

    def _draw(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)


def vocabulary(count: int, chance: random.Random) -> list[str]:
    """So many made-up words that the Arabic core takes whole, so that both sides see the same tokens."""
    found: dict[str, None] = {}
    while len(found) < count:
        word = "".join(chance.choices(_LETTERS, k=chance.randint(4, 8)))
        if read_raw(word) == ((word,),):
            found[word] = None
    return list(found)

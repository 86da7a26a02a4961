"""Anchors: what must be there for a rule to match at all. Rules are looked up by them, so most are never looked at.

A condition that must hold gives groups: of each group, one member is there whenever the condition holds. A rule is
looked up by its cheapest group; where that is of words and there is a second group of words, by pairs of the two, so
that a rule for a rare and a common word is looked at only where both are. Looking words up in a table beats an
Aho–Corasick pass here: a stream's vocabulary repeats, so that what a raw word anchors is remembered, and the cost does
not grow with the number of patterns (docs/rules.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from marsad.arabic.lexicon import lexicon
from streams.rules import conditions
from streams.rules.conditions import Condition
from streams.rules.language import TYPES
from streams.rules.pairs import PairTable
from streams.rules.subject import Subject

_NAME_COST: Final = 1_000.0
_TYPE_COST: Final = 100_000.0
_MAX_PAIRS: Final = 16


@dataclass(frozen=True, slots=True)
class Group:
    """A subject that has none of these cannot match. `cost` says how often one of them turns up, about."""

    cost: float
    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    @property
    def only_words(self) -> bool:
        """Whether it can be one side of a pair."""
        return not self.names and not self.types


def groups(node: Condition, used: Counter[str]) -> list[Group]:
    """Every group of a condition; none where it can match a subject that has nothing in particular.

    Args:
        node: The condition.
        used: How many rules ask for each word, so that rules spread over rare words.
    """
    if isinstance(node, conditions.All):
        return [group for child in node.of for group in groups(child, used)]
    if isinstance(node, conditions.Any):
        return _union([groups(child, used) for child in node.of])
    if isinstance(node, conditions.TextCondition):
        return list(_text(node, used))
    return list(_named(node))


def words_of(node: Condition) -> Iterable[str]:
    """Every word that a condition asks for."""
    if isinstance(node, conditions.TextCondition):
        for term in (*node.every, *node.some, *node.near):
            yield from term
    for child in node.children():
        yield from words_of(child)


def _union(found: list[list[Group]]) -> list[Group]:
    if not all(found):
        return []
    best = [min(one, key=lambda group: group.cost) for one in found]
    return [
        Group(
            cost=sum(one.cost for one in best),
            words=frozenset().union(*(one.words for one in best)),
            names=frozenset().union(*(one.names for one in best)),
            types=frozenset().union(*(one.types for one in best)),
        )
    ]


def _named(node: Condition) -> Iterator[Group]:
    if isinstance(node, conditions.EventCondition):
        for test in node.roles:
            yield _names(test.keys)
        types = node.types or frozenset(TYPES)
        yield Group(_TYPE_COST * len(types), types=types)
    elif isinstance(node, conditions.EntityCondition) and node.keys:
        yield _names(node.keys)
    elif isinstance(node, conditions.TogetherCondition):
        for keys in node.of:
            yield _names(keys)


def _names(keys: frozenset[str]) -> Group:
    return Group(_NAME_COST * len(keys), names=keys)


def _text(node: conditions.TextCondition, used: Counter[str]) -> Iterator[Group]:
    for term in (*node.every, *node.near):
        for word in term:
            yield Group(_cost(word, used), words=frozenset((word,)))
    if node.some:
        rarest = frozenset(min(term, key=lambda word: _cost(word, used)) for term in node.some)
        yield Group(sum(_cost(word, used) for word in rarest), words=rarest)


def _cost(word: str, used: Counter[str]) -> float:
    """Centibels of rarity as a share of all words, times the rules that wait for it."""
    return float(10 ** (6 - lexicon().rarity(word) / 100)) * (1 + used[word])


class Index:
    """Rule numbers by anchor. Filled first, asked afterwards."""

    def __init__(self) -> None:
        self._by_words = PairTable()
        self._by_name: dict[str, list[int]] = {}
        self._by_type: dict[str, list[int]] = {}

    def add(self, number: int, found: list[Group]) -> None:
        """Put a rule under its cheapest group, by pairs where a second group of words allows it."""
        ranked = sorted(found, key=lambda group: group.cost)
        first, second = ranked[0], next((group for group in ranked[1:] if group.only_words), None)
        others: Iterable[str | None] = (None,)
        if second and first.only_words and len(first.words) * len(second.words) <= _MAX_PAIRS:
            others = second.words
        for other in others:
            for word in first.words:
                self._by_words.add(word, other, number)
        for table, keys in ((self._by_name, first.names), (self._by_type, first.types)):
            for key in keys:
                table.setdefault(key, []).append(number)

    def candidates(self, subject: Subject) -> list[int]:
        """Numbers of the rules that may match, ascending; the cost grows with the words of the text and with these."""
        found: set[int] = set()
        for view in subject.events:
            found.update(self._by_type.get(view.type, ()))
            for keys in view.keys.values():
                self._names(keys, found)
        self._names(subject.entity_keys, found)
        worded = self._by_words.find(subject.words) if self._by_words else []
        return sorted(found.union(worded)) if found else worded

    def _names(self, keys: Iterable[str], found: set[int]) -> None:
        if self._by_name:
            for key in keys:
                found.update(self._by_name.get(key, ()))

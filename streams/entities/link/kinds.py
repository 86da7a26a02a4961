"""What words behind a class of weapons say that it is: `صواريخ روسية مضادة للسفن` are anti-ship missiles.

A head (`منظومات`, `طائرات`) is a class of weapons only by such words, and none without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from streams.entities.gazetteer.match import Hit
from streams.entities.gazetteer.table import Entry, table
from streams.entities.gazetteer.view import View
from streams.entities.link.cover import Cover

_ADJECTIVE = r"(?:(?!التي |الذي |وهي )\w{3,}(?:ه|ي|يا|يين|يتين)|(?:ال)?صنع)"
_ARTICLED = 4
"""Letters of a word that cannot be the article and a noun."""
_KINDS = ("weapon_class", "weapon_head")
_ENDINGS = ("", "ه", "ا", "ي", "ين", "ان", "تين", "تان", "تي", "ات")
_LETTERS = 80
_AHEAD = 4
"""Words behind a class among which those that tell it begin."""


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What may stand behind a class or head: a pattern with a group for each class, and the words it begins with."""

    pattern: re.Pattern[str]
    entries: tuple[Entry, ...]
    first: frozenset[str]


@cache
def _patterns() -> dict[str, _Kinds]:
    """Id of a class or head → what may stand behind it, up to three adjectives between."""
    found = {}
    for of, rows in table().kinds.items():
        ordered = sorted(rows, key=lambda row: -len(row[0]))
        told = "|".join(f"({' '.join(map(_inflected, words.split()))})" for words, _ in ordered)
        pattern = re.compile(rf" ((?:{_ADJECTIVE} ){{0,3}}?)(?:{told})(?= )")
        stems = {_stem(words.split()[0]) for words, _ in ordered}
        first = frozenset(article + stem + ending for article in ("", "ال") for stem in stems for ending in _ENDINGS)
        found[of] = _Kinds(pattern, tuple(entry for _, entry in ordered), first)
    return found


def _inflected(word: str) -> str:
    """A word in any number, gender and state: `مضاد` is `المضادة` and `مضادا` too."""
    return rf"(?:ال)?{_stem(word)}(?:{'|'.join(_ENDINGS[1:])})?"


def _stem(word: str) -> str:
    return word.removeprefix("ال") if len(word) > _ARTICLED else word


def of_kind(view: View, found: Sequence[Hit]) -> list[Hit]:
    """The hits by position, each class as the words behind it tell; heads that nothing tells are left out.

    A class reaches over the words that stand right behind it; those behind an adjective (`روسية`) stay the text's.
    """
    systems = Cover([hit for hit in found if hit.entry.kind == "weapon_system"])
    kept: list[Hit] = []
    reached = 0
    for hit in sorted(found, key=lambda hit: hit.start):
        if hit.entry.kind not in _KINDS:
            kept.append(hit)
        elif hit.start >= reached:
            told, reached = _told(view, hit, systems)
            if told.entry.kind != "weapon_head":
                kept.append(told)
    return kept


def _told(view: View, hit: Hit, systems: Cover[Hit]) -> tuple[Hit, int]:
    """A class as the words behind it tell, and where they end; one word may tell more of what another told."""
    reached = hit.end
    while known := _patterns().get(hit.entry.id):
        if known.first.isdisjoint(view.text[reached + 1 : reached + _LETTERS].split(" ", _AHEAD)[:_AHEAD]):
            break
        match = known.pattern.match(view.text, reached)
        if match is None or match.lastindex is None or systems.touching(match.start(), match.end()):
            break
        end = match.end() if hit.end == reached and not match[1] else hit.end
        hit = replace(hit, entry=known.entries[match.lastindex - 2], end=end)
        reached = match.end()
    return hit, reached

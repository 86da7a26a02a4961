"""One Aho-Corasick pass over a document's view: every name at a word's start, or behind its proclitics."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from streams.entities.gazetteer.table import Entry, Name, Table
from streams.entities.gazetteer.view import View

_PROCLITICS = frozenset({"", *"وفبلك", "وب", "ول", "وك", "فب", "فل", "فك"})
_ARTICLES = frozenset({prefix + "ال" for prefix in _PROCLITICS} | {"لل", "ولل", "فلل"})
_SHORT = 3
"""A name of so few letters is not looked for behind proclitics, a country's apart: too many words would hold it."""
_CAPITALS = frozenset({"سول", "برن", "دكا"})
"""Capitals of so few letters that no word holds behind a proclitic (`لسول`)."""
_LETTER = "ام|ايه|كيو|كيه|سي|دي|بي|اس|جي|جيه|تي|ار|يو|اتش|ايتش"
_MARK = re.compile(rf" (?:{_LETTER})(?: (?:{_LETTER}|كي|اي|ان|ال|في))*(?: \d)?(?= )")
"""Letter names behind a number; those that are words too only behind another."""
_VARIANT = re.compile(r"(?:[a-z]{1,4}|\d{1,2})(?= )")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at `start:end` of the view's text, its closing space not included."""

    start: int
    end: int
    name: Name
    entry: Entry

    @property
    def length(self) -> int:
        """Letters and digits covered, spaces included."""
        return self.end - self.start


def hits(view: View, table: Table) -> list[Hit]:
    """All names in the text, overlapping ones included, in no order."""
    found = []
    for index, start, end in table.automaton.find_matches_as_indexes(view.text, overlapping=True):
        name = table.names[index]
        if _begins(view, start, name):
            found.append(Hit(start, end - 1, name, name.entries[0]))
    return found


def _begins(view: View, start: int, name: Name) -> bool:
    text = view.text
    if text[start - 1] == " ":
        return True
    run = view.starts[view.run_at(start)]
    prefix = text[run:start]
    if name.key[0].isascii():
        return prefix in _PROCLITICS or prefix in _ARTICLES
    if name.key.startswith("لل"):
        return prefix in {"و", "ف"}
    told = len(name.key) > _SHORT or name.entries[0].kind == "country" or name.key in _CAPITALS
    return prefix in _PROCLITICS and told


def longest(found: list[Hit]) -> list[Hit]:
    """Hits that do not overlap, in order: longer ones win, then those that begin earlier."""
    taken: list[Hit] = []
    reached: set[int] = set()
    for hit in sorted(found, key=lambda hit: (-hit.length, hit.start)):
        span = range(hit.start, hit.end)
        if reached.isdisjoint((span[0], span[-1])) and reached.isdisjoint(span):
            taken.append(hit)
            reached.update(span)
    return sorted(taken, key=lambda hit: hit.start)


def with_variants(view: View, taken: list[Hit]) -> list[Hit]:
    """Hits in order, a system's name with the variant that is written on to it: `F-16C`, `S-300PMU-2`."""
    limits = [*(hit.start for hit in taken), len(view.text)][1:]
    return [
        replace(hit, end=_variant_end(view, hit, limit)) if hit.entry.kind == "weapon_system" else hit
        for hit, limit in zip(taken, limits, strict=True)
    ]


def with_marks(view: View, found: list[Hit]) -> list[Hit]:
    """Hits, a system's number with the mark in Arabic letter names behind it: `سو-30 إم كي 2`, `إف-15 كيو إيه`."""
    return [_marked(view, hit) if hit.entry.kind == "weapon_system" else hit for hit in found]


def _marked(view: View, hit: Hit) -> Hit:
    mark = _MARK.match(view.text, hit.end) if hit.name.key[-1].isdigit() else None
    return replace(hit, end=mark.end()) if mark else hit


def _variant_end(view: View, hit: Hit, limit: int) -> int:
    end = hit.end
    token = view.token_at(hit.end - 1)
    while match := _VARIANT.match(view.text, end + 1, limit):
        if view.token_at(match.start()) != token:
            break
        end = match.end()
    return end

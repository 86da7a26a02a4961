"""The gazetteer's tables as shipped: entries, names, and the automaton over all names."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ahocorasick_rs import AhoCorasick, Implementation

from marsad.contracts.enriched import EntityType


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that has names."""

    id: str
    type: EntityType
    kind: str
    country: str | None
    name_en: str | None
    name_ar: str | None
    metonym_of: str | None
    group: str | None
    """Weapons: the class (`air_defence`). Heads of composed names (`وزارة الدفاع`): the slug."""


@dataclass(frozen=True, slots=True)
class Name:
    """One key and the entries it may name, the likeliest first."""

    key: str
    entries: tuple[Entry, ...]
    mode: str
    """`plain`; `name`: also a person's or company's; `cue`: also a common word, needs a weapon word; `counted`: needs a
    number; `weak`: needs the tagger or a neighbour; `head`: stands only with its country.
    """
    cue: int
    """How many of its first runs are no part of the name."""


@dataclass(frozen=True, slots=True)
class Table:
    """All names, and the automaton that finds them."""

    entries: tuple[Entry, ...]
    names: tuple[Name, ...]
    by_key: dict[str, Name]
    words: frozenset[str]
    """All words that names are made of."""
    by_id: dict[str, Entry]
    kinds: dict[str, tuple[tuple[str, Entry], ...]]
    """Id of a class of weapons, or of a head, → words that may stand behind it, and the class that they make of it."""
    automaton: AhoCorasick


MODES = {"p": "plain", "h": "head", "n": "name", "c": "cue", "q": "counted", "w": "weak"}


def _rows(file: str) -> list[list[str]]:
    data = resources.files("streams.entities.gazetteer").joinpath("data", file).read_bytes()
    return [line.split("\t") for line in gzip.decompress(data).decode("utf-8").splitlines()]


def _entry(row: list[str]) -> Entry:
    identifier, kind_of, *rest = row
    return Entry(identifier, kind_of, *(value or None for value in rest))  # type: ignore[arg-type]


@cache
def table() -> Table:
    """Read the shipped tables, once a process."""
    entries = tuple(_entry(row) for row in _rows("entries.tsv.gz"))
    names = tuple(
        Name(key, tuple(entries[int(index)] for index in indexes.split(",")), MODES[mode], int(cue))
        for key, indexes, mode, cue in _rows("names.tsv.gz")
    )
    by_id = {entry.id: entry for entry in entries}
    kinds: dict[str, list[tuple[str, Entry]]] = {}
    for of, words, identifier in _rows("kinds.tsv.gz"):
        kinds.setdefault(of, []).append((words, by_id[identifier]))
    return Table(
        entries=entries,
        names=names,
        by_key={name.key: name for name in names},
        words=frozenset(word for name in names for word in name.key.split()),
        by_id=by_id,
        kinds={of: tuple(rows) for of, rows in kinds.items()},
        automaton=AhoCorasick([name.key + " " for name in names], implementation=Implementation.NoncontiguousNFA),
    )


@cache
def given() -> frozenset[str]:
    """Keys of given names whose first letter looks like a proclitic: `بلال`, `وائل`, `باسم`."""
    return frozenset(row[0] for row in _rows("given.tsv.gz"))


@cache
def people() -> dict[str, tuple[str, str]]:
    """Key of a full name → its usual Latin spelling, and the ISO code of its country or the empty string.

    Too many and too common names to be sought in a text; they give a name that the tagger found its spelling.
    """
    return {key: (latin, country) for key, latin, country in _rows("people.tsv.gz")}

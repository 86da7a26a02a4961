"""What a rule may call things by: names in either language, ids, classes of weapon, regions."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable
from importlib import resources
from typing import Final

import msgspec

from streams.entities.gazetteer.table import Entry, table
from streams.rules.subject import class_key, name_key

# Groups of the gazetteer's weapons; `any` is a weapon of which the text says no more.
CLASSES: Final = (
    "air_defence",
    "aircraft",
    "helicopters",
    "drones",
    "missiles",
    "rockets",
    "artillery",
    "armour",
    "ships",
    "submarines",
    "munitions",
    "any",
)


def names_keys(names: Iterable[str]) -> frozenset[str]:
    """The keys that an entity with one of these names or ids has: the name's own, and the id that it stands for."""
    return frozenset(key for name in names for key in (name.strip(), name_key(name), *_ids(entry_of(name))))


def actor_keys(names: Iterable[str]) -> frozenset[str]:
    """As `names_keys`, for those who act: a capital stands for its government's country too."""
    listed = list(names)
    entries = (entry_of(name) for name in listed)
    return names_keys(listed) | {entry.metonym_of for entry in entries if entry and entry.metonym_of}


def entry_of(name: str) -> Entry | None:
    """What the gazetteer knows by an id or a name, its likeliest reading; None where it knows neither."""
    known = table()
    if name.strip() in known.by_id:
        return known.by_id[name.strip()]
    found = known.by_key.get(name_key(name))
    return found.entries[0] if found else _english().get(name_key(name))


@functools.cache
def _english() -> dict[str, Entry]:
    """By canonical English name; a country or a capital before anything else of its name."""
    ranked = sorted(table().entries, key=lambda entry: entry.kind not in ("country", "capital"))
    found: dict[str, Entry] = {}
    for entry in ranked:
        if entry.name_en:
            found.setdefault(name_key(entry.name_en), entry)
    return found


def _ids(entry: Entry | None) -> tuple[str, ...]:
    return (entry.id,) if entry else ()


def class_keys(classes: Iterable[str]) -> frozenset[str]:
    """The keys of items of these classes.

    Raises:
        LookupError: (message, hint) for a class that there is none of.
    """
    return frozenset(class_key(_known(name, CLASSES, "class of item")) for name in classes)


def region_codes(regions: Iterable[str]) -> frozenset[str]:
    """ISO 3166 codes of the countries of these regions.

    Raises:
        LookupError: (message, hint) for a region that the table does not have.
    """
    table = region_table()
    return frozenset(code for name in regions for code in table[_known(name, tuple(table), "region")])


@functools.cache
def region_table() -> dict[str, tuple[str, ...]]:
    """Codes by region, as `regions.yaml` has them."""
    data = resources.files(__package__).joinpath("regions.yaml").read_bytes()
    return msgspec.yaml.decode(data, type=dict[str, tuple[str, ...]])


def _known(name: str, allowed: tuple[str, ...], what: str) -> str:
    if name in allowed:
        return name
    close = difflib.get_close_matches(name, allowed, n=1)
    hint = f"did you mean «{close[0]}»?" if close else f"one of: {', '.join(allowed)}"
    raise LookupError(f"unknown {what} «{name}»", hint)

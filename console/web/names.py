"""Names that Elasticsearch counts by, in the reader's language: it has the English ones."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable
from typing import Final

from console.web.words import Words
from streams.entities.gazetteer.table import Entry, table
from streams.rules.names import entry_of

_OF_A_STATE: Final = re.compile(r"(.+) \((.+)\)")
"""What the linker calls a ministry, an embassy or an army of a state: `Embassy (Russia)`."""


def naming(said: Words) -> Callable[[str], str]:
    """Turns a name into that of the reader's language, where the gazetteer knows it."""
    return _arabic if said.language == "ar" else str


@functools.cache
def entries() -> dict[str, Entry]:
    """What the gazetteer knows of each id, under the first of its names: the others are shorter ones."""
    return {entry.id: entry for entry in reversed(table().entries)}


@functools.cache
def aliases() -> dict[str, list[str]]:
    """The keys of the gazetteer that lead to each entity first."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in table().names:
        found[name.entries[0].id].append(name.key)
    return found


@functools.lru_cache(maxsize=4096)
def _arabic(name: str) -> str:
    entry = entry_of(name)
    known = entries().get(entry.id) if entry else None
    if known is not None and known.name_ar:
        return known.name_ar
    whole = _OF_A_STATE.fullmatch(name)
    parts = [_arabic(part) for part in whole.groups()] if whole else []
    return "{} ({})".format(*parts) if whole and not set(parts) & set(whole.groups()) else name

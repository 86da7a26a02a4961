"""Names that Elasticsearch counts by, in the reader's language: it has the English ones."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable

from console.web.words import Words
from streams.entities.gazetteer.table import table
from streams.rules.names import entry_of


def naming(said: Words) -> Callable[[str], str]:
    """Turns a name into that of the reader's language, where the gazetteer knows it."""
    return _arabic if said.language == "ar" else str


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
    return (entry.name_ar if entry else None) or name

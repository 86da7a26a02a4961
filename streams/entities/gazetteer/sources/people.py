"""People known by full name: ArWikiCats, and `arabic_name_romanizer` (Wikidata labels, CC0)."""

from __future__ import annotations

import sqlite3
from importlib.metadata import distribution

from streams.entities.gazetteer.key import key
from streams.entities.gazetteer.sources.arwikicats import people as arwikicats_people
from streams.entities.gazetteer.sources.draft import Draft, slug

_PREFERENCE = {"en": 0, "fr": 1}


def famous(known: list[Draft]) -> list[Draft]:
    """One draft a person of ArWikiCats that our own list lacks, full names only."""
    taken = {name for draft in known for name in draft.names}
    drafts = []
    for english, arabic in sorted(arwikicats_people().items()):
        name = key(arabic)
        if " " not in name or " " not in english or name in taken or name[0].isascii():
            continue
        taken.add(name)
        draft = Draft(
            id=f"marsad:per:{slug(english)}",
            type="PER",
            kind="person",
            name_en=english.title(),
            name_ar=arabic,
            rank=2e3,
        )
        drafts.append(draft.add([arabic]))
    return drafts


def _database() -> sqlite3.Connection:
    file = distribution("arabic_name_romanizer").locate_file("arabic_name_romanizer/resources/names.sqlite3")
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)


def full_names() -> dict[str, tuple[str, str]]:
    """Key of a full name → its usual Latin spelling and its country, where one country alone has it."""
    rows = _database().execute(
        "select arabic_key, latin, latin_lang, country, count from full_names"
        " where source = 'wikidata' and arabic_key like '% %'"
    )
    best: dict[str, tuple[tuple[int, int, str], str]] = {}
    countries: dict[str, set[str]] = {}
    for arabic, latin, language, country, count in rows:
        name = key(arabic)
        order = (_PREFERENCE.get(language, 2), -count, latin)
        countries.setdefault(name, set()).add(country)
        if name not in best or order < best[name][0]:
            best[name] = (order, latin)
    return {
        name: (latin, next(iter(of)) if len(of := countries[name]) == 1 else "") for name, (_, latin) in best.items()
    }


def given_names() -> set[str]:
    """Keys of given names that several people bear."""
    rows = _database().execute(
        "select arabic_key from units where role = 'given' group by arabic_key having sum(count) >= 3"
    )
    return {key(name) for (name,) in rows}

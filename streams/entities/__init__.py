"""Pure: find people, organisations, places and weapons in a document, and link them to canonical ids."""

from streams.entities.extract import Extractor
from streams.entities.lookup import Country, WeaponSystem, country, weapon
from streams.entities.mention import Mention, to_entities
from streams.entities.warm import warm

__all__ = ["Country", "Extractor", "Mention", "WeaponSystem", "country", "to_entities", "warm", "weapon"]

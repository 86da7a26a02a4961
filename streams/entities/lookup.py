"""Look up what the gazetteer knows by id or code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from streams.entities.gazetteer.table import Entry, table


@dataclass(frozen=True, slots=True)
class Country:
    """A country: `id` is its ISO 3166 alpha-2 code; `capital` the id of its capital."""

    id: str
    name_en: str
    name_ar: str
    capital: str | None


@dataclass(frozen=True, slots=True)
class WeaponSystem:
    """A weapon system or a class of weapons."""

    id: str
    name_en: str
    name_ar: str | None
    maker: str | None
    """ISO code of the maker's country; None for classes and for systems of several countries."""
    group: str
    """air_defence, aircraft, helicopters, drones, missiles, rockets, artillery, armour, ships, submarines, munitions;
    `any` for weapons at large.
    """


@cache
def _capitals() -> dict[str, str]:
    return {entry.country or "": entry.id for entry in table().by_id.values() if entry.kind == "capital"}


@cache
def _countries() -> dict[str, Entry]:
    return {entry.id: entry for entry in table().entries if entry.kind == "country"}


def country(code: str) -> Country | None:
    """The country of an ISO 3166 alpha-2 code, or None."""
    entry = _countries().get(code)
    if entry is None:
        return None
    return Country(entry.id, entry.name_en or code, entry.name_ar or code, _capitals().get(code))


def weapon(identifier: str) -> WeaponSystem | None:
    """The weapon system (`weapon:s-400`) or class (`class:tanks`) of an id, or None."""
    entry = table().by_id.get(identifier)
    if entry is None or entry.type != "WEAPON":
        return None
    return WeaponSystem(entry.id, entry.name_en or identifier, entry.name_ar, entry.country, entry.group or "any")

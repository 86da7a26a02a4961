"""What is particular to weapons: elided designations, and classes that only describe a system named beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from marsad.arabic.document import Document
from streams.entities.gazetteer.match import Hit
from streams.entities.gazetteer.table import Table, table
from streams.entities.gazetteer.view import View
from streams.entities.link.context import after
from streams.entities.link.cover import Cover
from streams.entities.link.words import WEAPON
from streams.entities.mention import Mention

_ELIDED = re.compile(r" (?:و|او) (\d{1,4})(?= )")
_NAMED = frozenset({"class:howitzer"})
"""Classes that are items by their own name, beside systems of other groups too."""
_FAMILIES = frozenset({"weapon:mig", "weapon:sukhoi", "weapon:shahed"})
_STANDARDS = frozenset({("weapon:rafale", "weapon:f-4-phantom")})
"""A system, and another whose designation is also a standard of the first."""
_LINKS = frozenset({"class:weapons"})
"""So general that they never are an entity; an event may still take them as its item."""


def elided(view: View, found: list[Hit], table: Table) -> list[Hit]:
    """Second designations whose letters are left out: `إس 300 و400` names the S-400 too, `و400 صاروخ` does not."""
    added: list[Hit] = []
    there = Cover(found)
    for hit in found:
        prefix, _, digits = hit.name.key.rpartition(" ")
        if hit.entry.kind != "weapon_system" or not digits.isdigit():
            continue
        end = hit.end
        while match := _ELIDED.match(view.text, end):
            name = table.by_key.get(f"{prefix} {match[1]}")
            if name is None or name.entries[0].kind != "weapon_system":
                break
            second = Hit(match.start(1), match.end(1), name, name.entries[0])
            if not WEAPON.isdisjoint(after(view, second, 1)) or there.touching(second.start, second.end):
                break
            added.append(second)
            end = match.end()
    return added


def without_standards(found: list[Hit]) -> list[Hit]:
    """Drop what names another system's standard right behind it: `رافال F4` is no Phantom."""
    ends = {hit.end + 1: hit.entry.id for hit in found if hit.entry.kind == "weapon_system"}
    return [hit for hit in found if (ends.get(hit.start), hit.entry.id) not in _STANDARDS]


def without_families(found: list[Hit]) -> list[Hit]:
    """Drop a family's name right before one of its systems: `سوخوي Su-30` is one mention."""
    starts = {hit.start for hit in found if hit.entry.kind == "weapon_system"}
    return [hit for hit in found if hit.entry.id not in _FAMILIES or hit.end + 1 not in starts]


def mark_classes(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Keep weapon classes as entities only where no system is named in the same sentence or the ones next to it."""
    ends = [sentence.end for sentence in document.sentences]
    numbers = [bisect_right(ends, mention.start) for mention in mentions]
    systems = {n for n, mention in zip(numbers, mentions, strict=True) if mention.kind == "weapon_system"}
    near = systems | {n + 1 for n in systems} | {n - 1 for n in systems}
    groups = {
        (n, table().by_id[mention.id].group if mention.id in table().by_id else None)
        for n, mention in zip(numbers, mentions, strict=True)
        if mention.kind == "weapon_system"
    }
    return [
        replace(mention, entity=False) if _describes(mention, number, near, groups) else mention
        for number, mention in zip(numbers, mentions, strict=True)
    ]


def _describes(mention: Mention, number: int, near: set[int], groups: set[tuple[int, str | None]]) -> bool:
    if mention.kind != "weapon_class":
        return False
    if mention.id in _NAMED:
        return (number, table().by_id[mention.id].group) in groups
    return mention.id in _LINKS or number in near

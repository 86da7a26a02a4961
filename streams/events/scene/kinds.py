"""Kinds of arms: which named systems a class may stand for."""

from __future__ import annotations

from streams.entities.gazetteer.table import table

_FLYING = frozenset({"aircraft", "drones", "helicopters"})
_FIRED = frozenset({"missiles", "rockets", "air_defence", "munitions"})
_ALIKE = {
    "aircraft": _FLYING,
    "missiles": _FIRED,
    "rockets": frozenset({"rockets", "missiles", "artillery"}),
    "artillery": frozenset({"artillery", "rockets", "air_defence"}),
    "munitions": _FIRED | {"artillery"},
    "ships": frozenset({"ships", "submarines"}),
}
"""Groups of named systems that a class of a group may stand for, beside its own."""
_OF_NO_ENTRY = {"class:aircraft": "aircraft"}
"""Groups of the classes that the gazetteer does not have (`الطائرات`)."""


def may_be(arms: str | None, named: str | None) -> bool:
    """Whether a class, by its id, may stand for a named system: `الطائرات` for no missile, `الأسلحة` for all."""
    group, other = _group(arms), _group(named)
    return group in (None, "any") or other is None or group == other or other in _ALIKE.get(group, ())


def _group(identifier: str | None) -> str | None:
    entry = table().by_id.get(identifier or "")
    return entry.group if entry else _OF_NO_ENTRY.get(identifier or "")

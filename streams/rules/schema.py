"""The JSON Schema of rule files, for editors; generated from the language, so that it cannot drift from it."""

from __future__ import annotations

from typing import Any, Final, get_args

from marsad.contracts import Rule, Severity
from marsad.contracts.enriched import ROLE_NAMES
from marsad.contracts.rules import AlertOn
from streams.rules.language import ENTITY_TYPES, STATUSES, TYPES
from streams.rules.names import CLASSES, region_table
from streams.rules.options import DAYS

_DURATION: Final = r"^[1-9][0-9]*\s*[smhdw]$"
_RATE: Final = r"^[1-9][0-9]*\s*/\s*[1-9][0-9]*\s*[smhdw]$"


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a rule file: one rule, or a list of them."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Marsad rules",
        "anyOf": [{"$ref": "#/$defs/rule"}, {"type": "array", "items": {"$ref": "#/$defs/rule"}}],
        "$defs": {
            "rule": _rule(),
            "condition": _condition(),
            "event": _event(),
            "names": _one_or_more({"type": "string", "minLength": 1}),
            "hours": _hours(),
        },
    }


def _rule() -> dict[str, Any]:
    text = {"type": "string"}
    fields: dict[str, Any] = {
        "id": {"type": "string", "minLength": 1, "description": "Never change it: alert ids are made from it."},
        "name": text,
        "description": text,
        "when": {"$ref": "#/$defs/condition"},
        "alert_on": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": list(get_args(AlertOn))}},
        "severity": {"enum": list(get_args(Severity))},
        "channels": {"type": "array", "items": text},
        "enabled": {"type": "boolean"},
        "throttle": _object({"rule": _pattern(_RATE), "event": _pattern(_RATE)}),
        "quiet": {"$ref": "#/$defs/hours"},
        "active": {"$ref": "#/$defs/hours"},
        "digest": _object({"every": _pattern(_DURATION)}, required=("every",)),
        "expires": {"type": "string", "description": "2030-12-31 or 2030-12-31T18:00Z"},
    }
    missing = set(Rule.__struct_fields__) - set(fields) - {"schema_version"}
    if missing:
        raise AssertionError(f"fields of Rule without a schema: {sorted(missing)}")
    return _object(fields, required=("id", "name", "when"))


def _condition() -> dict[str, Any]:
    this = {"$ref": "#/$defs/condition"}
    several = {"type": "array", "minItems": 1, "items": this}
    names = {"$ref": "#/$defs/names"}
    node = _object(
        {
            "all": several,
            "any": several,
            "not": this,
            "event": {"$ref": "#/$defs/event"},
            "entity": {"anyOf": [names, _entity()]},
            "together": {"anyOf": [{"type": "array", "minItems": 2, "items": names}, _together()]},
            "text": {"anyOf": [names, _text()]},
        }
    )
    return {**node, "minProperties": 1, "description": "Where several keys stand, all must hold."}


def _event() -> dict[str, Any]:
    regions = _one_or_more({"enum": sorted(region_table())})
    fields: dict[str, Any] = {
        "type": _one_or_more({"enum": list(TYPES)}),
        "status": _one_or_more({"enum": list(STATUSES)}),
        "item_class": _one_or_more({"enum": list(CLASSES)}),
        "region": {**regions, "description": "A country of it plays any role."},
        "supplier_region": regions,
        "recipient_region": regions,
        "actor": {"$ref": "#/$defs/names", "description": "Plays any role but item."},
    }
    return _object(fields | {name: {"$ref": "#/$defs/names"} for name in ROLE_NAMES})


def _entity() -> dict[str, Any]:
    types = _one_or_more({"enum": list(ENTITY_TYPES)})
    count = {"type": "integer", "minimum": 1}
    return {**_object({"name": {"$ref": "#/$defs/names"}, "type": types, "at_least": count}), "minProperties": 1}


def _together() -> dict[str, Any]:
    groups = {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/names"}}
    return _object({"of": groups, "within": {"enum": ["article", "sentence"]}}, required=("of",))


def _text() -> dict[str, Any]:
    names = {"$ref": "#/$defs/names"}
    terms = {"type": "array", "minItems": 2, "items": {"type": "string"}}
    near = _object({"terms": terms, "within": {"type": "integer", "minimum": 1}}, required=("terms",))
    return {**_object({"all": names, "any": names, "none": names, "phrase": names, "near": near}), "minProperties": 1}


def _hours() -> dict[str, Any]:
    clock = _pattern(r"^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")
    days = _one_or_more({"enum": list(DAYS)})
    return _object({"from": clock, "to": clock, "zone": {"type": "string", "examples": ["Asia/Riyadh"]}, "days": days})


def _object(fields: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": fields}
    return found | ({"required": list(required)} if required else {})


def _one_or_more(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "minItems": 1, "items": item}]}


def _pattern(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern}

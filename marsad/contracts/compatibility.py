"""What would break a program that consumes our topics, found by comparing two JSON Schemas of one record.

A consumer may rely on: every field it knows staying there, staying required, and holding no type or value that it did
not hold before. We may add fields. (This is FORWARD compatibility in the terms of Confluent's Schema Registry: readers
of the old schema read data of the new one.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """One sentence for each change from `old` to `new` that would break an existing consumer; empty when none would."""
    comparison = _Comparison(old, new)
    comparison.compare(old, new, old.get("title", "record"))
    return comparison.problems


@dataclass(slots=True)
class _Comparison:
    """Walks two schemas side by side; `seen` keeps a recursive definition from being walked twice."""

    old_root: Schema
    new_root: Schema
    problems: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def compare(self, old: Schema, new: Schema, path: str) -> None:
        """Compare one value's schemas."""
        if old.get("$ref", "") in self.seen:
            return
        self.seen |= {old["$ref"]} if "$ref" in old else set()
        before, after = _alternatives(old, self.old_root), _alternatives(new, self.new_root)
        self.problems += [
            f"{path}: may now be {name}, which consumers do not expect" for name in sorted(after.keys() - before.keys())
        ]
        for name in sorted(before.keys() & after.keys()):
            self._compare_kind(before[name], after[name], path)

    def _compare_kind(self, old: Schema, new: Schema, path: str) -> None:
        if "enum" in old:
            added = {str(value) for value in new.get("enum", ["any value"])} - {str(value) for value in old["enum"]}
            self.problems += [f"{path}: may now hold {value!r}" for value in sorted(added)]
        for part in ("items", "additionalProperties"):
            if isinstance(old.get(part), dict) and isinstance(new.get(part), dict):
                self.compare(old[part], new[part], f"{path}[]")
        self._compare_properties(old, new, path)

    def _compare_properties(self, old: Schema, new: Schema, path: str) -> None:
        lost = set(old.get("required", ())) - set(new.get("required", ()))
        for name, schema in old.get("properties", {}).items():
            if name not in new.get("properties", {}):
                self.problems.append(f"{path}.{name}: is gone")
                continue
            if name in lost:
                self.problems.append(f"{path}.{name}: is no longer always there")
            self.compare(schema, new["properties"][name], f"{path}.{name}")


def _alternatives(schema: Schema, root: Schema) -> dict[str, Schema]:
    """The types that a schema allows, by name, with `$ref` and `anyOf` followed."""
    if "$ref" in schema:
        return _alternatives(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root)
    if "anyOf" in schema:
        return {name: kind for option in schema["anyOf"] for name, kind in _alternatives(option, root).items()}
    kinds = schema.get("type", "string" if "enum" in schema else "anything")
    return dict.fromkeys([kinds] if isinstance(kinds, str) else kinds, schema)

"""A rule as YAML, and what the rule language says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import yaml

from marsad.contracts import Rule
from streams.rules.book import Compiled
from streams.rules.check import check
from streams.rules.load import Finding
from streams.rules.schema import schema

_NAME: Final = "rule"
_MAX_TEXT: Final = 100_000
_EXAMPLES: Final = {
    "id": "s400-delivery",
    "when": "event: {type, status, item, supplier, recipient, region}\nentity: [S-400, إس-400]\n"
    "text: {all: [], any: [], none: []}\ntogether: [[…], […]]\nall · any · not",
    "channels": "[email, webhook]",
    "enabled": "true · false",
    "throttle": "{rule: 10/1h, event: 1/6h}",
    "quiet": '{from: "23:00", to: "06:00", zone: Asia/Riyadh}',
    "active": '{from: "07:00", to: "19:00", days: [sun, mon]}',
    "digest": "{every: 6h}",
    "expires": "2030-12-31 · 2030-12-31T18:00Z",
}
_HIDDEN: Final = ("schema_version",)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was made of a text: the rule, where there is exactly one that is right, and what there is to say."""

    text: str
    compiled: Compiled | None
    findings: tuple[Finding, ...]

    @property
    def rule(self) -> Rule | None:
        """The rule, where the text is one."""
        return self.compiled.rule if self.compiled else None


def read(text: str) -> Draft:
    """Check one rule's YAML."""
    if len(text) > _MAX_TEXT:
        finding = Finding(_NAME, 1, 1, f"the text is longer than {_MAX_TEXT} characters")
        return Draft(text, None, (finding,))
    loaded, findings = check([(_NAME, text)], datetime.now(UTC))
    errors = [finding for finding in findings if not finding.warning]
    if not errors and len(loaded) != 1:
        findings = [*findings, Finding(_NAME, 1, 1, f"one rule is expected here, found {len(loaded)}")]
        return Draft(text, None, tuple(findings))
    return Draft(text, loaded[0].compiled if not errors else None, tuple(findings))


def as_yaml(rule: Rule) -> str:
    """A rule as its writer would write it: nothing that is as it is without being said."""
    plain: dict[str, Any] = msgspec.to_builtins(rule)
    unset = {f.encode_name: f.default for f in msgspec.structs.fields(rule) if not f.required}
    said = {name: value for name, value in plain.items() if name not in unset or getattr(rule, name) != unset[name]}
    shown = {name: value for name, value in said.items() if name not in _HIDDEN}
    return yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=100)


def help_rows() -> list[tuple[str, str]]:
    """The keys of a rule, from the schema that editors use, each with the values that it takes or an example."""
    properties = schema()["$defs"]["rule"]["properties"]
    return [(name, _EXAMPLES.get(name) or _values(value)) for name, value in properties.items()]


def _values(value: dict[str, Any]) -> str:
    return " · ".join(value.get("enum") or value.get("items", {}).get("enum") or ())

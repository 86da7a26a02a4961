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
    """The keys of a rule and what may stand there, from the schema that editors use."""
    properties = schema()["$defs"]["rule"]["properties"]
    return [(name, _described(value)) for name, value in properties.items() if name != "when"]


def _described(value: dict[str, Any]) -> str:
    values = value.get("enum") or value.get("items", {}).get("enum")
    if values:
        return " · ".join(map(str, values))
    inner = value.get("properties")
    return str(value.get("description") or (", ".join(inner) if inner else value.get("type", "")))

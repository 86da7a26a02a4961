"""Warnings about rules that are well formed and can never fire, or not as their writer thinks."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from importlib import resources
from typing import Any, Final

import msgspec

from streams.entities.gazetteer.table import Entry
from streams.rules import conditions
from streams.rules.book import Compiled
from streams.rules.conditions import Condition
from streams.rules.language import Path
from streams.rules.load import Finding, Loaded, read
from streams.rules.names import entry_of, region_table

Warned = tuple[Path, str, str | None]


def check(texts: Iterable[tuple[str, str]], now: datetime) -> tuple[list[Loaded], list[Finding]]:
    """Everything that is wrong or odd in rule files, in the order of files and lines.

    Args:
        texts: File names and their contents.
        now: For rules that have expired.

    Returns:
        The rules that can be read, and the findings: errors and warnings.
    """
    loaded, findings = read(texts)
    for one in loaded:
        for path, message, hint in warnings(one.compiled, now):
            line, column = one.at(path)
            findings.append(Finding(one.file, line, column, message, hint, warning=True))
    return loaded, sorted(findings, key=lambda finding: (finding.file, finding.line, finding.column))


def warnings(compiled: Compiled, now: datetime) -> Iterator[Warned]:
    """What a rule's writer should look at again: place, message, hint."""
    rule, options = compiled.rule, compiled.options
    if options.expires and options.expires <= now:
        yield ("expires",), f"the rule can never fire: it expired on {rule.expires}", "set a later day or leave it out"
    for name, hours in (("active", options.active), ("quiet", options.quiet)):
        if hours and hours.start == hours.end:
            yield (name,), f"«{name}» begins and ends at the same time, so it never holds", "set another end"
    if "every_mention" in rule.alert_on and len(rule.alert_on) > 1:
        yield ("alert_on",), "every_mention covers the other kinds", "leave them out"
    if not compiled.on_events and {"first_mention", "every_mention"}.isdisjoint(rule.alert_on):
        yield ("alert_on",), "a rule without an event speaks up for each article, whatever is new", "leave alert_on out"
    yield from _never(compiled.condition, ("when",))
    yield from _unknown(rule.when, ("when",))


def _never(node: Condition, path: Path) -> Iterator[Warned]:
    """Conditions that no article and no event can fulfil."""
    reason = _impossible(node)
    if reason:
        yield path, f"the rule can never fire: {reason}", "correct the condition or remove it"
        return
    for child in node.children():
        if isinstance(node, conditions.All):
            yield from _never(child, path)


def _impossible(node: Condition) -> str | None:
    if isinstance(node, conditions.Any):
        reasons = [_impossible(child) for child in node.of]
        return reasons[0] if all(reasons) else None
    if isinstance(node, conditions.All):
        return _clash(node)
    if isinstance(node, conditions.EventCondition):
        return _foreign_role(node)
    if isinstance(node, conditions.TextCondition):
        return _text(node)
    return None


def _clash(node: conditions.All) -> str | None:
    parts = list(_conjuncts(node))
    refused = [part.of for part in parts if isinstance(part, conditions.Not)]
    if any(part in refused for part in parts):
        return "what one part asks for another refuses"
    events = [part for part in parts if isinstance(part, conditions.EventCondition)]
    for field, what in (("types", "event type"), ("statuses", "status")):
        asked = [getattr(event, field) for event in events if getattr(event, field)]
        if len(asked) > 1 and not frozenset.intersection(*asked):
            return f"no event has more than one {what}"
    return next((reason for part in parts if (reason := _impossible(part))), None)


def _conjuncts(node: Condition) -> Iterator[Condition]:
    for child in node.children():
        if isinstance(child, conditions.All):
            yield from _conjuncts(child)
        else:
            yield child


def _foreign_role(node: conditions.EventCondition) -> str | None:
    """A role that none of the types has, such as the supplier of a strike."""
    for test in node.roles:
        if node.types and all(frame_roles(kind).isdisjoint(test.names) for kind in node.types):
            kinds = ", ".join(sorted(node.types))
            return f"«{test.label.split()[0]}» is no role of {kinds}; it has {', '.join(sorted(_roles_of(node)))}"
    return None


def _roles_of(node: conditions.EventCondition) -> frozenset[str]:
    return frozenset().union(*(frame_roles(kind) for kind in node.types))


def _text(node: conditions.TextCondition) -> str | None:
    asked = [*node.every, *node.near]
    for refused in node.none:
        if any(_within(refused, term) for term in asked) or (
            node.some and all(_within(refused, term) for term in node.some)
        ):
            return f"the text must hold «{' '.join(refused)}» and must not"
    return None


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


@functools.cache
def frame_roles(kind: str) -> frozenset[str]:
    """The roles that events of a type have, as the frames' data files say."""
    data = resources.files("streams.events.frames").joinpath(f"{kind}.yaml").read_bytes()
    return frozenset(msgspec.yaml.decode(data)["roles"])


def _unknown(when: Any, path: Path) -> Iterator[Warned]:
    """Names that the gazetteer does not know: they match only words as written."""
    if isinstance(when, list):
        for index, one in enumerate(when):
            yield from _unknown(one, (*path, index))
    elif isinstance(when, Mapping):
        for name, value in when.items():
            place = (*path, name)
            if name in ("event", "entity", "together"):
                yield from _unknown_names(value, place)
                yield from _of_no_such_kind(value, place)
            elif name != "text":
                yield from _unknown(value, place)


_NO_NAMES = ("type", "status", "item_class", "region", "supplier_region", "recipient_region", "at_least", "within")


def _unknown_names(value: Any, path: Path) -> Iterator[Warned]:
    if isinstance(value, str):
        yield from _unknown_name(value, path)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _unknown_names(one, (*path, index))
    elif isinstance(value, Mapping):
        for name, one in value.items():
            if name not in _NO_NAMES:
                yield from _unknown_names(one, (*path, name))


def _of_no_such_kind(value: Any, path: Path) -> Iterator[Warned]:
    """A name beside a type, a class or a region that what it names is not of."""
    if not isinstance(value, Mapping):
        return
    for name, kind, of in _KINDS.get(path[-1], ()):
        named, wanted = _listed(value.get(name)), _listed(value.get(kind))
        entries = [entry_of(one) for one in named]
        if entries and wanted and all(entry and of(entry).isdisjoint(wanted) for entry in entries):
            message = f"the rule can never fire: {', '.join(named)} is not of {kind} {' or '.join(wanted)}"
            yield (*path, kind), message, f"leave out {name} or {kind}"


def _listed(value: Any) -> list[str]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _classes(entry: Entry) -> frozenset[str]:
    return frozenset((entry.group or "any",))


def _regions(entry: Entry) -> frozenset[str]:
    """The regions of the country that a party goes by, or that its government stands in for."""
    countries = {entry.id, entry.country, entry.metonym_of}
    return frozenset(name for name, codes in region_table().items() if not countries.isdisjoint(codes))


_KINDS: Final[Mapping[str | int, tuple[tuple[str, str, Callable[[Entry], frozenset[str]]], ...]]] = {
    "entity": (("name", "type", lambda entry: frozenset((entry.type,))),),
    "event": (
        ("item", "item_class", _classes),
        ("supplier", "supplier_region", _regions),
        ("recipient", "recipient_region", _regions),
    ),
}
"""Of which conditions a name and a kind must agree, and which kinds an entry of the gazetteer is of."""


def _unknown_name(name: str, path: Path) -> Iterator[Warned]:
    entry = entry_of(name)
    if entry is None:
        yield path, f"no known entity is called «{name}»", "it is matched as written; check the spelling"
    elif path[-1] == "item" and entry.type != "WEAPON":
        yield path, f"«{name}» is no weapon but a {entry.kind}", "an item is a weapon system or a class of weapons"
    elif entry.type == "WEAPON" and path[-1] in ("supplier", "recipient", "actor", "imposer", "visitor", "host"):
        yield path, f"«{name}» is a weapon, which never is a {path[-1]}", "did you mean item?"

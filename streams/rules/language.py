"""From a rule's `when` to its condition tree; every problem names its place in the rule and says what to do."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, get_args

from marsad.contracts import EntityType, Status
from marsad.contracts.enriched import ROLE_NAMES
from streams.rules import conditions
from streams.rules.names import actor_keys, class_keys, names_keys, region_codes
from streams.rules.words import query_words

Path = tuple[str | int, ...]

TYPES: Final = (
    "arms_delivery",
    "arms_deal",
    "arms_halt",
    "strike",
    "sanction",
    "deployment",
    "meeting_visit",
    "agreement_ceasefire",
)
STATUSES: Final[tuple[str, ...]] = get_args(Status)
ENTITY_TYPES: Final[tuple[str, ...]] = get_args(EntityType)
ACTORS: Final = tuple(name for name in ROLE_NAMES if name != "item")
_EVENT_KEYS: Final = (
    "type",
    "status",
    "item_class",
    "region",
    "supplier_region",
    "recipient_region",
    "actor",
    *ROLE_NAMES,
)


class RuleProblem(Exception):  # noqa: N818 - a finding about a rule, turned into a ConfigError where the file is known
    """Something wrong in a rule, at a path such as ("when", "event", "type")."""

    def __init__(self, path: Path, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.message = message
        self.hint = hint


def condition(when: Any, path: Path = ("when",)) -> conditions.Condition:
    """Read a condition: a mapping of all, any, not, event, entity, together, text; where several stand, all must hold.

    Raises:
        RuleProblem: naming the place and what stands there.
    """
    node = _mapping(when, path, tuple(_NODES))
    parts = tuple(_NODES[name](value, (*path, name)) for name, value in node.items())
    if not parts:
        raise RuleProblem(path, "the condition is empty", f"give one of: {', '.join(_NODES)}")
    return parts[0] if len(parts) == 1 else conditions.All(parts)


def _all(value: Any, path: Path) -> conditions.Condition:
    return conditions.All(tuple(condition(one, (*path, i)) for i, one in enumerate(_list(value, path))))


def _any(value: Any, path: Path) -> conditions.Condition:
    return conditions.Any(tuple(condition(one, (*path, i)) for i, one in enumerate(_list(value, path))))


def _not(value: Any, path: Path) -> conditions.Condition:
    return conditions.Not(condition(value, path))


def _event(value: Any, path: Path) -> conditions.Condition:
    node = _mapping(value, path, _EVENT_KEYS)
    tests = [_role_test(name, one, (*path, name)) for name, one in node.items() if name not in ("type", "status")]
    statuses = _choices(node.get("status"), (*path, "status"), STATUSES)
    return conditions.EventCondition(
        types=_choices(node.get("type"), (*path, "type"), TYPES),
        statuses=statuses,  # type: ignore[arg-type]
        roles=tuple(tests),
    )


def _role_test(name: str, value: Any, path: Path) -> conditions.RoleTest:
    wanted = _strings(value, path)
    label = f"{name} {' or '.join(wanted)}"
    if name == "item_class":
        return conditions.RoleTest(("item",), _looked_up(class_keys, wanted, path), label)
    if name == "region" or name.endswith("_region"):
        roles = ACTORS if name == "region" else (name.removesuffix("_region"),)
        return conditions.RoleTest(roles, _looked_up(region_codes, wanted, path), label)
    if name == "item":
        return conditions.RoleTest(("item",), names_keys(wanted), label)
    return conditions.RoleTest(ACTORS if name == "actor" else (name,), actor_keys(wanted), label)


def _looked_up(table: Callable[[Iterable[str]], frozenset[str]], wanted: list[str], path: Path) -> frozenset[str]:
    try:
        return table(wanted)
    except LookupError as error:
        raise RuleProblem(path, str(error.args[0]), str(error.args[1])) from error


def _entity(value: Any, path: Path) -> conditions.Condition:
    node = _mapping({"name": value} if isinstance(value, str | list) else value, path, ("name", "type", "at_least"))
    wanted = _strings(node["name"], (*path, "name")) if "name" in node else []
    types = _choices(node.get("type"), (*path, "type"), ENTITY_TYPES)
    if not wanted and not types:
        raise RuleProblem(path, "the entity condition asks for nothing", "give a name, a type, or both")
    label = " or ".join(wanted or sorted(types))
    at_least = _count(node.get("at_least", 1), (*path, "at_least"))
    return conditions.EntityCondition(names_keys(wanted), types, at_least, label)


def _together(value: Any, path: Path) -> conditions.Condition:
    node = _mapping({"of": value} if isinstance(value, list) else value, path, ("of", "within"))
    groups = [_strings(one, (*path, "of", i)) for i, one in enumerate(_list(node.get("of"), (*path, "of")))]
    if len(groups) < 2:
        raise RuleProblem((*path, "of"), "`together` needs two names at least", "add one, or use `entity`")
    within = _choice(node.get("within", "article"), (*path, "within"), ("article", "sentence"))
    labels = tuple(" or ".join(group) for group in groups)
    return conditions.TogetherCondition(tuple(names_keys(group) for group in groups), labels, within == "sentence")


def _text(value: Any, path: Path) -> conditions.Condition:
    keys = ("all", "any", "none", "phrase", "near")
    node = _mapping({"any": value} if isinstance(value, str | list) else value, path, keys)
    near, within = _near(node["near"], (*path, "near")) if "near" in node else ((), 0)
    found = conditions.TextCondition(
        every=_terms(node, "all", path) + _terms(node, "phrase", path),
        some=_terms(node, "any", path),
        none=_terms(node, "none", path),
        near=near,
        within=within,
    )
    if not (found.every or found.some or found.none or found.near):
        raise RuleProblem(path, "the text condition asks for nothing", f"give one of: {', '.join(keys)}")
    return found


def _near(value: Any, path: Path) -> tuple[conditions.Terms, int]:
    node = _mapping(value, path, ("terms", "within"))
    terms = _terms(node, "terms", path)
    if len(terms) < 2:
        raise RuleProblem(path, "`near` needs two terms at least", "write terms: [one, other] and within: 10")
    return terms, _count(node.get("within", 10), (*path, "within"))


def _terms(node: Mapping[str, Any], name: str, path: Path) -> conditions.Terms:
    if name not in node:
        return ()
    terms = []
    for index, term in enumerate(_strings(node[name], (*path, name))):
        words = query_words(term)
        if not words:
            raise RuleProblem((*path, name, index), f"«{term}» holds no word", "write letters or digits")
        terms.append(words)
    return tuple(terms)


def _mapping(value: Any, path: Path, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise RuleProblem(path, f"expected a mapping, found {kind(value)}", f"its keys may be: {', '.join(allowed)}")
    for name in value:
        if name not in allowed:
            raise RuleProblem((*path, name), f"unknown key «{name}»", suggest(str(name), allowed))
    return value


def _list(value: Any, path: Path) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise RuleProblem(path, f"expected a list with something in it, found {kind(value)}", "write [ … ]")
    return value


def _strings(value: Any, path: Path) -> list[str]:
    values = value if isinstance(value, list) else [value]
    for index, one in enumerate(values):
        if not isinstance(one, str) or not one.strip():
            place = (*path, index) if isinstance(value, list) else path
            raise RuleProblem(place, f"expected text, found {kind(one)}", "put it in quotes")
    if not values:
        raise RuleProblem(path, "the list is empty", "name one at least, or leave the key out")
    return values


def _choices(value: Any, path: Path, allowed: tuple[str, ...]) -> frozenset[str]:
    if value is None:
        return frozenset()
    values = value if isinstance(value, list) else [value]
    places = [(*path, i) if isinstance(value, list) else path for i in range(len(values))]
    return frozenset(_choice(one, place, allowed) for one, place in zip(values, places, strict=True))


def _choice(value: Any, path: Path, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise RuleProblem(path, f"unknown value «{value}»", suggest(str(value), allowed))
    return str(value)


def _count(value: Any, path: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise RuleProblem(path, f"expected a whole number from 1, found {kind(value)}", "write a number")
    return value


def suggest(value: str, allowed: tuple[str, ...]) -> str:
    """What the writer may have meant: the value that looks most like it, else all of them."""
    close = difflib.get_close_matches(value, allowed, n=1)
    return f"did you mean «{close[0]}»?" if close else f"one of: {', '.join(allowed)}"


def kind(value: Any) -> str:
    """What stands somewhere, for people: `a number (5)`."""
    if value is None:
        return "nothing"
    names = {str: "text", list: "a list", dict: "a mapping", bool: "yes or no", int: "a number", float: "a number"}
    return f"{names.get(type(value), type(value).__name__)} ({value!r:.40})"


_NODES: Final[dict[str, Callable[[Any, Path], conditions.Condition]]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "event": _event,
    "entity": _entity,
    "together": _together,
    "text": _text,
}

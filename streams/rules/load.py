"""Rules from YAML files, with the line and column of everything that is wrong."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
import yaml

from marsad.contracts import Rule, Severity
from marsad.contracts.rules import AlertOn
from marsad.errors import ConfigError
from streams.rules.book import Compiled, RuleBook, compile_rule
from streams.rules.language import Path as RulePath
from streams.rules.language import RuleProblem, kind, suggest


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a rules file. Line and column count from 1."""

    file: str
    line: int
    column: int
    message: str
    hint: str | None = None
    warning: bool = False

    def __str__(self) -> str:
        hint = f" — {self.hint}" if self.hint else ""
        kind = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}:{self.column}: {kind}{self.message}{hint}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A rule with where it stands."""

    compiled: Compiled
    file: str
    node: yaml.Node

    def at(self, path: RulePath) -> tuple[int, int]:
        """Line and column of a place in the rule."""
        return _position(self.node, path)


def load(path: Path | None = None) -> RuleBook:
    """The rules of a file or folder; those that ship where no path is given.

    Raises:
        ConfigError: with file, line, column and what to do for each thing that is wrong.
    """
    loaded, findings = read(files(path))
    if findings:
        raise ConfigError("\n".join(str(finding) for finding in findings), resource=findings[0].file)
    return RuleBook(one.compiled for one in loaded)


def files(path: Path | None = None) -> list[tuple[str, str]]:
    """Names and texts of the rule files at a path.

    Raises:
        ConfigError: when there is nothing to read there.
    """
    root: Any = resources.files("rules") if path is None else path
    if not root.is_dir() and not root.is_file():
        raise ConfigError(f"{root} is neither a file nor a folder", resource=str(root), hint="name a rules file")
    found = sorted(root.iterdir(), key=lambda one: str(one.name)) if root.is_dir() else [root]
    named = [one for one in found if root.is_file() or one.name.endswith((".yaml", ".yml"))]
    if not named:
        raise ConfigError(f"no rules in {root}", resource=str(root), hint="rules are files that end in .yaml")
    return [(str(one), one.read_text("utf-8")) for one in named]


def read(texts: Iterable[tuple[str, str]]) -> tuple[list[Loaded], list[Finding]]:
    """Read rule files as far as they can be read.

    Args:
        texts: File names and their contents.

    Returns:
        The rules that are right, and what is wrong with the others.
    """
    loaded: list[Loaded] = []
    findings: list[Finding] = []
    first: dict[str, str] = {}
    for file, text in texts:
        try:
            for node in _rule_nodes(text):
                try:
                    loaded.append(_new(_rule(file, node), first))
                except _Wrong as wrong:
                    line, column = _position(wrong.node, wrong.path)
                    findings.append(Finding(file, line, column, wrong.message, wrong.hint))
        except yaml.MarkedYAMLError as error:
            findings.append(_syntax(file, error))
        except yaml.YAMLError as error:
            findings.append(Finding(file, 1, 1, f"not YAML: {error}"))
    return loaded, findings


_CHOICES: Final[dict[str | int, tuple[str, ...]]] = {"alert_on": get_args(AlertOn), "severity": get_args(Severity)}


class _Wrong(Exception):  # noqa: N818
    def __init__(self, node: yaml.Node, path: RulePath, message: str, hint: str | None) -> None:
        super().__init__(message)
        self.node, self.path, self.message, self.hint = node, path, message, hint


def _new(one: Loaded, first: dict[str, str]) -> Loaded:
    """The rule, with its place kept in `first`; its id must be its own."""
    rule_id = one.compiled.rule.id
    if rule_id in first:
        raise _Wrong(one.node, ("id",), f"the id «{rule_id}» is taken by {first[rule_id]}", "give it another")
    first[rule_id] = f"{one.file}:{one.at(('id',))[0]}"
    return one


def _rule_nodes(text: str) -> Iterator[yaml.Node]:
    """The rules of a file: one mapping, or a list of them, or several documents."""
    for document in yaml.compose_all(text, _Loader):
        if isinstance(document, yaml.SequenceNode):
            yield from document.value
        elif document is not None:
            yield document


def _rule(file: str, node: yaml.Node) -> Loaded:
    value = _construct(node)
    if not isinstance(value, dict):
        raise _Wrong(node, (), "expected a rule, which is a mapping", "begin with id:, name: and when:")
    _known_fields(node, value)
    try:
        rule = msgspec.convert(value, Rule)
        return Loaded(compile_rule(rule), file, node)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        raise _wrong_type(node, value, _path(place.rstrip("`")), message) from None
    except RuleProblem as problem:
        raise _Wrong(node, problem.path, problem.message, problem.hint) from None


def _wrong_type(node: yaml.Node, value: Any, path: RulePath, message: str) -> _Wrong:
    allowed = _CHOICES.get(path[0]) if path else None
    found = functools.reduce(operator.getitem, path, value)
    if allowed is None or not isinstance(found, str):
        return _Wrong(node, path, f"found {kind(found)} here: {message}", "docs/rules.md says what a rule holds")
    return _Wrong(node, path, f"unknown value «{found}»", suggest(found, allowed))


def _construct(node: yaml.Node) -> Any:
    loader = _Loader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


class _Loader(yaml.SafeLoader):
    """Safe, and leaves dates and times as they are written."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _known_fields(node: yaml.Node, value: dict[Any, Any]) -> None:
    allowed = tuple(field for field in Rule.__struct_fields__ if field != "schema_version")
    for name in value:
        if name not in allowed:
            raise _Wrong(node, (name,), f"unknown key «{name}»", f"a rule has: {', '.join(allowed)}")
    for name in ("id", "name", "when"):
        if name not in value:
            raise _Wrong(node, (), f"the rule has no «{name}»", f"add {name}:")


def _path(place: str) -> RulePath:
    parts = place.replace("[", ".[").split(".")
    return tuple(int(p[1:-1]) if p[1:-1].isdigit() and p.startswith("[") else p for p in parts if p)


def _position(node: yaml.Node, path: RulePath) -> tuple[int, int]:
    """Line and column of a place: the key where the path ends in a mapping, else the value."""
    mark = node.start_mark
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == step), None)
            if pair is None:
                break
            node, mark = pair[1], pair[0].start_mark
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
    return mark.line + 1, mark.column + 1


def _syntax(file: str, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Finding(file, line, column, f"not YAML: {error.problem or error}", "check indentation and quotes")

"""The rules in force as the workers see them, and who changed what."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from marsad.contracts import AuditEntry, Rule, decode
from marsad.errors import ContractError

_KEPT: Final = 5000


class Rules:
    """The rules at hand with what was published over them. Called from the event loop's thread.

    Args:
        shipped: Those of this installation's files.
    """

    def __init__(self, shipped: Iterable[Rule]) -> None:
        self._rules = {rule.id: rule for rule in shipped}
        self.shipped = frozenset(self._rules)

    def take(self, key: bytes, value: bytes | None) -> None:
        """One record of the topic; one that is no rule is passed over, as the workers do."""
        if value is None:
            self._rules.pop(key.decode("utf-8", "replace"), None)
            return
        try:
            rule = decode(value, Rule)
        except ContractError:
            return
        self._rules[rule.id] = rule

    def all(self) -> list[Rule]:
        """By name."""
        return sorted(self._rules.values(), key=lambda rule: rule.name)

    def get(self, rule_id: str) -> Rule | None:
        """A rule by its id."""
        return self._rules.get(rule_id)


class Trail:
    """The latest entries of the audit topic, newest first."""

    def __init__(self) -> None:
        self._entries: deque[AuditEntry] = deque(maxlen=_KEPT)

    def take(self, value: bytes | None) -> None:
        """One record of the topic; one that is no entry is passed over."""
        try:
            self._entries.appendleft(decode(value or b"", AuditEntry))
        except ContractError:
            return

    def all(self) -> list[AuditEntry]:
        """Every entry in memory."""
        return list(self._entries)

    def of(self, subject: str, prefix: str = "") -> list[AuditEntry]:
        """The entries about one thing, of actions that begin with `prefix`."""
        return [entry for entry in self._entries if entry.subject == subject and entry.action.startswith(prefix)]

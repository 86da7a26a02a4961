"""The rules in force: those that ship or are in the settings, and every change on the compacted `rules` topic."""

from __future__ import annotations

from marsad import telemetry
from marsad.contracts import Rule, decode
from marsad.errors import MarsadError
from streams.rules import RuleBook

_log = telemetry.logger("rules")


class Rules:
    """Holds the book that all stages of this process read."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book

    def apply(self, key: bytes | None, value: bytes | None) -> None:
        """Take one record of the rules topic; a bad rule is refused with a log line, and the old one stays."""
        rule_id = (key or b"").decode("utf-8", "replace")
        try:
            if value is None:
                self.book = self.book.without(rule_id)
            else:
                self.book = self.book.updated(decode(value, Rule))
        except MarsadError as error:
            _log.error("rule refused, the old one stays", rule=rule_id, reason=str(error))
            telemetry.RULES_REFUSED.inc()
        else:
            _log.info("rule changed", rule=rule_id)

"""The rules in force: those that ship or are in the settings, and every change on the compacted `rules` topic."""

from __future__ import annotations

import asyncio
from typing import Any

from marsad import telemetry
from marsad.contracts import Rule, decode, topics
from marsad.errors import MarsadError
from streams.rules import RuleBook

_log = telemetry.logger("rules")
_POLL_MS = 1000


class Rules:
    """Holds the book that all stages of this process read. Each worker follows the whole topic by itself."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.caught_up = asyncio.Event()
        """Set once what was on the topic when the worker started is in the book: no record is judged before."""

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

    async def follow(self, consumer: Any) -> None:
        """Read the rules topic from its beginning and for ever.

        Args:
            consumer: a started aiokafka consumer without a group, assigned to every partition of `rules`.
        """
        while True:
            try:
                await self._note_progress(consumer)
                batches = await consumer.getmany(timeout_ms=_POLL_MS)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                _log.warning("rules topic not readable, trying again", topic=topics.RULES.name, reason=str(error))
                await asyncio.sleep(1.0)
                continue
            for record in (record for batch in batches.values() for record in batch):
                self.apply(record.key, record.value)

    async def _note_progress(self, consumer: Any) -> None:
        if self.caught_up.is_set():
            return
        ends = await consumer.end_offsets(consumer.assignment())
        if all([await consumer.position(partition) >= end for partition, end in ends.items()]):
            self.caught_up.set()

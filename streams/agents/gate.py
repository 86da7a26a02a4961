"""alerts.candidates → alerts: what is new under its rule and not held back comes through, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from typing import Any, ClassVar

from aiokafka.partitioner import murmur2

from marsad import telemetry
from marsad.contracts import Alert, decode, encode, topics
from marsad.contracts.deadletter import Stage
from streams.agents.muted import Muted
from streams.agents.outlet import Outlet
from streams.agents.rules import Rules
from streams.rules import GateEntry, GateOutcome, Shelf, flush, gate, shelf_of

_log = telemetry.logger("gate")
_SHELF = b"\x1f"
"""Between a rule's id and the number of a shelf; no id of a rule has it."""


@dataclass(frozen=True, slots=True)
class Gate:
    """All candidates of one rule meet here, so that throttles and novelty are exact with any number of workers."""

    table: Any
    """faust.Table: rule id → GateEntry, rule id and number of a shelf → Shelf, as JSON bytes."""
    rules: Rules
    muted: Muted
    alerts: Outlet
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Keeps `flush` from between another record's reading and writing of an entry."""
    name: ClassVar[Stage] = "gate"
    source: ClassVar[topics.Topic] = topics.ALERTS_CANDIDATES

    async def process(self, candidate: Alert) -> None:
        """Let a candidate through, or hold it back."""
        async with self.lock:
            rule_id = candidate.rule.id
            entry, at = self._entry(rule_id), place(rule_id, shelf_of(candidate), self.source.partitions)
            ids = self.table.get(at)
            shelf = decode(ids, Shelf) if ids else None
            rule, mutes = self.rules.book.rule(rule_id), self.muted.mutes
            outcome = gate(entry, shelf, candidate, rule, datetime.now(UTC), mutes=mutes)
            await self._settle(rule_id, entry, outcome)
            if outcome.shelf is not None:
                self.table[at] = encode(outcome.shelf)

    async def flush(self, owned: Callable[[bytes], bool]) -> None:
        """Send the digests that are due and what waited for the end of quiet hours, of the rules we own."""
        for key in [key for key in self.table.keys() if _SHELF not in key and owned(key)]:  # noqa: SIM118 (a Faust table is no dict)
            rule_id = key.decode()
            async with self.lock:
                if entry := self._entry(rule_id):
                    outcome = flush(entry, self.rules.book.rule(rule_id), datetime.now(UTC))
                    await self._settle(rule_id, entry, outcome)

    def _entry(self, rule_id: str) -> GateEntry | None:
        known = self.table.get(rule_id.encode())
        return decode(known, GateEntry) if known else None

    async def _settle(self, rule_id: str, entry: GateEntry | None, outcome: GateOutcome) -> None:
        """Send, then write the table: a kill between the two repeats an alert with its id, never loses one.

        The shelf that knows the id is written last, for the same reason.
        """
        for alert in outcome.alerts:
            await self.alerts.send(alert.id, alert)
        for held in outcome.held:
            telemetry.HELD_BACK.labels(cause=held.cause).inc()
            _log.info("alert held back", rule=rule_id, alert=held.id, reason=held.reason)
        if outcome.entry != entry:
            self.table[rule_id.encode()] = encode(outcome.entry)


@lru_cache(maxsize=65_536)
def place(rule_id: str, shelf: int, partitions: int) -> bytes:
    """The table's key for a shelf: one that Kafka's partitioner sends where it sends the rule's id.

    The table's changelog is partitioned by key, and a worker that takes over a rule must find its shelves too.
    """
    key = rule_id.encode()
    home = partition_of(key, partitions)
    tries = (key + _SHELF + b"%02d.%d" % (shelf, salt) for salt in count())
    return next(one for one in tries if partition_of(one, partitions) == home)


def partition_of(key: bytes, partitions: int) -> int:
    """Where Kafka's default partitioner puts a key (murmur2, its sign left out)."""
    return int(murmur2(key) & 0x7FFFFFFF) % partitions

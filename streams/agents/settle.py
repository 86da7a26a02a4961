"""events → events.ledger and alerts.candidates: what a mention changes in what is known of its event."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from marsad.contracts import EventMention, decode, encode, topics
from marsad.contracts.deadletter import Stage
from streams.agents.outlet import Outlet
from streams.agents.rules import Rules
from streams.events import ledger


@dataclass(frozen=True, slots=True)
class Settle:
    """Sends first and writes the table after: a kill between the two repeats an output, never loses one."""

    table: Any
    """faust.Table: meeting key → LedgerEntry, as JSON bytes."""
    rules: Rules
    states: Outlet
    candidates: Outlet
    retention_days: int
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Keeps `sweep` from between another mention's reading and writing of an entry."""
    name: ClassVar[Stage] = "ledger"
    source: ClassVar[topics.Topic] = topics.EVENTS

    async def process(self, mention: EventMention) -> None:
        """Merge a mention into the ledger; send the states it changed and the alerts it may raise."""
        async with self.lock:
            now = datetime.now(UTC)
            key = mention.key.encode()
            known = self.table.get(key)
            entry = decode(known, ledger.LedgerEntry) if known else None
            outcome = ledger.merge(entry, mention, now=now, retention_days=self.retention_days)
            for state in outcome.states:
                await self.states.send(state.id, state)
            for news in outcome.news:
                for candidate in self.rules.book.on_news(news, now):
                    await self.candidates.send(candidate.rule.id, candidate)
            if outcome.entry != entry:
                self.table[key] = encode(outcome.entry)

    async def sweep(self, owned: Callable[[bytes], bool]) -> None:
        """Forget what is past its retention, of the keys we own: nothing would come by to do so."""
        now = datetime.now(UTC)
        for key in [key for key in self.table.keys() if owned(key)]:  # noqa: SIM118 (a Faust table is no dict)
            async with self.lock:
                known = self.table.get(key)
                entry = decode(known, ledger.LedgerEntry) if known else None
                kept = ledger.prune(entry, now=now, retention_days=self.retention_days) if entry else None
                if kept is None:
                    self.table.pop(key, None)
                elif kept != entry:
                    self.table[key] = encode(kept)

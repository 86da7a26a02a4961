"""Where agents send: a topic that takes records, confirmed by the broker before the agent goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marsad import tracing
from marsad.contracts import Record, encode
from marsad.contracts.topics import Topic


@dataclass(frozen=True, slots=True)
class Outlet:
    """A Faust topic for one kind of record."""

    topic: Topic
    channel: Any
    """faust.TopicT; untyped here, since Faust ships no types that mypy follows."""

    async def send(self, key: str, record: Record) -> None:
        """Send a record and wait until the broker has it: a table is written, and an offset committed, only after."""
        acknowledged = await self.channel.send(key=key.encode(), value=encode(record), headers=tracing.carried())
        await acknowledged

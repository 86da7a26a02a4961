"""Compacted topics that each process follows whole, by itself: the rules, and what people say of events."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from marsad import telemetry

_log = telemetry.logger("follow")
_POLL_MS = 1000
_RETRY_SECONDS = 1.0

Take = Callable[[bytes | None, bytes | None], None]
"""Takes the key and the value of one record; raises nothing."""


class Follower:
    """Hands every record of its topics, by name, to whoever takes them."""

    def __init__(self, takers: Mapping[str, Take]) -> None:
        self._takers = takers
        self.caught_up = asyncio.Event()
        """Set once what was on the topics when the worker started was taken: no record is judged before."""

    async def follow(self, consumer: Any) -> None:
        """Read the topics from their beginning and for ever.

        Args:
            consumer: a started aiokafka consumer without a group, assigned to every partition of the topics.
        """
        while True:
            try:
                await self._note_progress(consumer)
                batches = await consumer.getmany(timeout_ms=_POLL_MS)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                _log.warning("topics not readable, trying again", topics=list(self._takers), reason=str(error))
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            for record in (record for batch in batches.values() for record in batch):
                self._takers[record.topic](record.key, record.value)

    async def _note_progress(self, consumer: Any) -> None:
        if self.caught_up.is_set():
            return
        ends = await consumer.end_offsets(consumer.assignment())
        if all([await consumer.position(partition) >= end for partition, end in ends.items()]):
            self.caught_up.set()

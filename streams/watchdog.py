"""Ends a worker whose recovery or progress stands still, so that its supervisor starts a fresh one.

Measured on faust-streaming 0.15.3: recovery of a table can hang for ever with nothing but a warning, and the process
stays in its consumer group meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from typing import Any

from marsad import probes, telemetry
from marsad.contracts import topics

_log = telemetry.logger("watchdog")
_CHECK_SECONDS = 5.0


class Progress:
    """Whether a worker with something to do has moved within `patience` seconds."""

    def __init__(self, patience: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience = patience
        self._clock = clock
        self._last: tuple[int, int] | None = None
        self._since = clock()

    def stands_still(self, position: int, lag: int) -> bool:
        """Tell whether nothing moved for too long, with records left to read.

        Args:
            position: Sum of the offsets committed so far; any change counts as movement.
            lag: Records still to read; with none left, standing still is right.
        """
        now = (position, lag)
        if now != self._last or lag == 0:
            self._last, self._since = now, self._clock()
            return False
        return self._clock() - self._since > self._patience


class Watchdog:
    """Looks at recovery and lag every few seconds; ends the process when they stand still."""

    def __init__(self, app: Any, patience: float) -> None:
        self._app = app
        self._progress = Progress(patience)

    async def run(self) -> None:
        """Watch for ever."""
        while True:
            await asyncio.sleep(_CHECK_SECONDS)
            position, lag = self._measure()
            probes.HEALTH.beat()
            self._count_entries()
            if self._progress.stands_still(position, lag):
                _log.critical("no progress, ending this worker to be started again", lag=lag, position=position)
                os._exit(probes.START_AGAIN)

    def _count_entries(self) -> None:
        """How large tables are; RocksDB would have to read all of one to know."""
        if self._app.conf.store.scheme == "memory":
            for name, table in self._app.tables.items():
                telemetry.TABLE_ENTRIES.labels(table=name).set(len(table))

    def _measure(self) -> tuple[int, int]:
        recovery = self._app.tables.recovery
        if recovery.in_recovery or recovery.need_recovery():
            remaining = int(recovery.active_remaining_total())
            return -remaining, remaining
        consumer = self._app.consumer
        position = lag = 0
        if consumer.assignment():
            probes.HEALTH.ready()
        for partition in consumer.assignment():
            if partition.topic not in topics.NAMES:  # changelogs have no committed offset to look at
                continue
            done = consumer._committed_offset[partition] or 0
            left = max(0, (consumer.highwater(partition) or 0) - done)
            position, lag = position + done, lag + left
            telemetry.LAG.labels(topic=partition.topic, partition=partition.partition).set(left)
        return position, lag

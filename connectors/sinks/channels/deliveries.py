"""The delivery ledger: which alert went out on which channel, so that a crash repeats at most the one in flight."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from connectors import database

WINDOW: Final = 100_000
"""Alerts remembered per channel: far more than Kafka can redeliver after a crash."""
_PRUNE_EVERY: Final = 1000
_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS deliveries ("
    " channel TEXT NOT NULL, alert TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (channel, alert))"
)


class Deliveries:
    """One channel's part of the ledger; several processes may share the file."""

    def __init__(self, path: Path, channel: str, *, window: int = WINDOW) -> None:
        self._channel = channel
        self._window = window
        self._since_pruned = 0
        self._database = database.connect(path, [_SCHEMA], any_thread=True, durable=True)

    def has(self, alert: str) -> bool:
        """Whether this alert went out before."""
        row = self._database.execute(
            "SELECT 1 FROM deliveries WHERE channel = ? AND alert = ?", (self._channel, alert)
        ).fetchone()
        return row is not None

    def add(self, *alerts: str) -> None:
        """Write down that these went out, all or none; on disk when this returns."""
        now = time.time()
        with database.transaction(self._database):
            self._database.executemany(
                "INSERT OR REPLACE INTO deliveries VALUES (?, ?, ?)", [(self._channel, alert, now) for alert in alerts]
            )
        self._since_pruned += len(alerts)
        if self._since_pruned >= _PRUNE_EVERY:
            self._prune()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _prune(self) -> None:
        self._since_pruned = 0
        self._database.execute(
            "DELETE FROM deliveries WHERE channel = ?1 AND rowid NOT IN"
            " (SELECT rowid FROM deliveries WHERE channel = ?1 ORDER BY at DESC LIMIT ?2)",
            (self._channel, self._window),
        )

"""Writes what people say and do, and returns only when Kafka has it."""

from __future__ import annotations

import threading
from typing import Any, Final

from console.rooms import Rooms
from marsad.contracts import Record, encode
from marsad.contracts.topics import Topic

_ACK_SECONDS: Final = 15


class Writer:
    """Called from worker threads; the producer is made when it is needed first."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._lock = threading.Lock()
        self._producer: Any = None

    def write(self, topic: Topic, key: str, record: Record | None) -> int:
        """Write one record, or its withdrawal; returns its offset.

        Raises:
            ServerError: when Kafka does not take it in time.
        """
        with self._rooms.kafka_errors():
            sent = self._made().send(topic.name, encode(record) if record else None, key=key.encode())
            return int(sent.get(timeout=_ACK_SECONDS).offset)

    def close(self) -> None:
        """Let go of the connection."""
        if self._producer is not None:
            self._producer.close(timeout=2)

    def _made(self) -> Any:
        with self._lock:
            if self._producer is None:
                self._producer = self._rooms.producer()
            return self._producer

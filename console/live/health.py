"""Which servers answer. Asked for every few seconds, so that a page can say what it lacks before somebody misses it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Final

from console.rooms import Rooms
from marsad.errors import MarsadError
from marsad.servers import kafka_bootstrap
from marsad.settings import Settings

_SECONDS: Final = 3.0
_CONNECT_SECONDS: Final = 2.0


class Health:
    """The reason why a server is away, or None.

    Args:
        settings: Where Kafka is.
        rooms: To ask Elasticsearch.
        changed: Called, in the thread that noticed, when a server came or went.
    """

    def __init__(self, settings: Settings, rooms: Rooms, changed: Callable[[], None]) -> None:
        self._settings, self._rooms, self._changed = settings, rooms, changed
        self._reasons: dict[str, str | None] = {"kafka": None, "follower": None, "elasticsearch": None}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="health", daemon=True)

    @property
    def kafka(self) -> str | None:
        """Why Kafka cannot be followed."""
        return self._reasons["kafka"] or self._reasons["follower"]

    @property
    def elasticsearch(self) -> str | None:
        """Why Elasticsearch cannot be asked."""
        return self._reasons["elasticsearch"]

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stop.set()
        self._thread.join(10)

    def follower(self, reason: str | None) -> None:
        """What the follower of Kafka has to say."""
        self._set("follower", reason)

    def _run(self) -> None:
        while not self._stop.wait(_SECONDS):
            self._set("kafka", self._probe_kafka())
            self._set("elasticsearch", self._probe_elasticsearch())

    def _probe_kafka(self) -> str | None:
        """A port that takes connections: cheaper than a client, and a client says nothing while it reconnects."""
        try:
            addresses = [part.strip().rpartition(":") for part in kafka_bootstrap(self._settings).split(",")]
        except MarsadError as error:
            return error.message
        for host, _, port in addresses:
            try:
                socket.create_connection((host, int(port)), timeout=_CONNECT_SECONDS).close()
            except (OSError, ValueError):
                continue
            return None
        return "Kafka does not answer"

    def _probe_elasticsearch(self) -> str | None:
        try:
            self._rooms.ask("alerts", {"size": 0, "timeout": "2s"})
        except MarsadError as error:
            return error.message
        return None

    def _set(self, server: str, reason: str | None) -> None:
        before = (self.kafka is None, self.elasticsearch is None)
        self._reasons[server] = reason
        if before != (self.kafka is None, self.elasticsearch is None):
            self._changed()

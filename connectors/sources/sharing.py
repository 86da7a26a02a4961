"""Several source processes share one feed list: each takes the parts that Kafka's consumer group gives it.

Who is there is known to the group (`marsad-sources`, on `feeds.health`); when a member ends or falls silent, its
partitions go to the others, with what it last told of their feeds. A member that is gone may have polled what it did
not publish any more: its successor asks with the state that is in Kafka, which is never newer than the articles there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from kafka import ConsumerRebalanceListener, TopicPartition
from kafka.errors import KafkaError

from connectors import kafka
from connectors.sources import health
from connectors.sources.parts import Broken, Part
from connectors.sources.state import FeedState
from marsad import telemetry
from marsad.contracts import FeedHealth, decode
from marsad.contracts.topics import FEEDS_HEALTH
from marsad.errors import ContractError, ServerError
from marsad.settings import Settings

GROUP: Final = "marsad-sources"
Given = Callable[[frozenset[int], dict[str, FeedState]], None]
"""Takes the parts that are ours now, and the latest states of their feeds."""
_POLL_MS: Final = 500
_PAUSE: Final = 2.0


class Sharing:
    """A member of the group, in a thread of its own.

    Args:
        settings: Where Kafka is.
        given: Called in that thread whenever the parts change.
        broken: Told of an error that ended it: nobody knows any more whose feeds are whose.
    """

    def __init__(self, settings: Settings, given: Given, broken: Broken | None = None) -> None:
        self.settings = settings
        self.given = given
        self.log = telemetry.logger("sources.sharing")
        self._stop = threading.Event()
        self._assigned: list[TopicPartition] | None = None
        self.part = Part("sharing", self._run, broken)

    def start(self) -> None:
        """Join the group."""
        self.part.start()

    def stop(self) -> None:
        """Leave it, so that others take over at once."""
        self._stop.set()
        self.part.join(10)

    def take(self, parts: Iterable[TopicPartition]) -> None:
        """Note what the group has given us."""
        self._assigned = list(parts)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._attend()
            except (KafkaError, ServerError, OSError) as error:
                self.log.error("cannot share feeds; keeping what is ours", error=str(error))
                self._stop.wait(_PAUSE)

    def _attend(self) -> None:
        consumer = kafka.consumer(self.settings, group=GROUP, topics=[], client_id="marsad-source")
        try:
            consumer.subscribe([FEEDS_HEALTH.name], listener=_Listener(self))
            while not self._stop.is_set():
                self.part.beat()
                consumer.poll(timeout_ms=_POLL_MS)
                if self._assigned is not None:
                    assigned, self._assigned = self._assigned, None
                    states = self._states(consumer, assigned)
                    if self._assigned is None:
                        parts = frozenset(part.partition for part in assigned)
                        self.log.info("feeds shared anew", parts=sorted(parts))
                        self.given(parts, states)
        finally:
            consumer.close()

    def _states(self, consumer: Any, parts: list[TopicPartition]) -> dict[str, FeedState]:
        """The latest of every feed of these partitions."""
        if not parts:
            return {}
        consumer.seek_to_beginning(*parts)
        ends = consumer.end_offsets(parts)
        states: dict[str, FeedState] = {}
        while not self._stop.is_set() and any(consumer.position(part) < ends[part] for part in parts):
            self.part.beat()
            for records in consumer.poll(timeout_ms=_POLL_MS).values():
                for record in records:
                    try:
                        found = decode(record.value or b"", FeedHealth)
                    except ContractError:
                        continue
                    states[found.url] = health.restored(found)
            if set(consumer.assignment()) != set(parts):
                break
        return states


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    """What was ours stays so until the group has decided: a feed polled twice costs less than one polled by nobody."""

    def __init__(self, sharing: Sharing) -> None:
        self.sharing = sharing

    def on_partitions_revoked(self, revoked: Any) -> None:
        """Wait for what is given next."""

    def on_partitions_assigned(self, assigned: Any) -> None:
        """Take what is given."""
        self.sharing.take(assigned)

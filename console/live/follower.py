"""Follows the topics that the console lives from, in a thread of its own, and starts again wherever it was."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kafka import TopicPartition

from console.rooms import Rooms
from marsad.contracts.topics import ALERTS, ANNOTATIONS, AUDIT, RULES
from marsad.errors import MarsadError
from marsad.telemetry import logger

_POLL_MS: Final = 200
_PAUSES: Final = (0.5, 1.0, 2.0, 5.0)
_ALL_OF: Final = (RULES, ANNOTATIONS)
_AUDIT_TAIL: Final = 2000
_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """Records as they came. `starts` has the first offset of each partition of `alerts` when reading begins there."""

    records: Sequence[Any]
    starts: list[int] = field(default_factory=list)


class Follower:
    """Reads `rules` and `annotations` whole, the end of `alerts` and `audit`, then all of them as they go on.

    Args:
        rooms: Where the consumer comes from.
        alerts: How many alerts to read back, at most, of each partition.
        deliver: Takes each batch, in this thread.
        told: Takes None when Kafka answers, and the reason when it does not.
    """

    def __init__(
        self, rooms: Rooms, alerts: int, deliver: Callable[[Batch], None], told: Callable[[str | None], None]
    ) -> None:
        self._rooms, self._alerts, self._deliver, self._told = rooms, alerts, deliver, told
        self._stop = threading.Event()
        self._next: dict[TopicPartition, int] = {}
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the end."""
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                self._follow()
            except MarsadError as error:
                self._told(error.message)
                _log.warning("Kafka cannot be followed, trying again", reason=str(error))
            failures = min(failures + 1, len(_PAUSES))
            self._stop.wait(_PAUSES[failures - 1])

    def _follow(self) -> None:
        self._rooms.ensure_topics((ALERTS, ANNOTATIONS, AUDIT, RULES))
        with self._rooms.kafka_errors():
            consumer = self._rooms.consumer()
            try:
                self._assign(consumer)
                self._told(None)
                while not self._stop.is_set():
                    self._take(consumer.poll(timeout_ms=_POLL_MS))
            finally:
                consumer.close()

    def _assign(self, consumer: Any) -> None:
        partitions = [
            TopicPartition(topic.name, number)
            for topic in (RULES, ANNOTATIONS, AUDIT, ALERTS)
            for number in sorted(consumer.partitions_for_topic(topic.name) or ())
        ]
        consumer.assign(partitions)
        first, ends = consumer.beginning_offsets(partitions), consumer.end_offsets(partitions)
        for partition in partitions:
            consumer.seek(partition, self._start(partition, first[partition], ends[partition]))
        starts = {p.partition: consumer.position(p) for p in partitions if p.topic == ALERTS.name}
        records = self._history(consumer, partitions, ends)
        self._deliver(Batch(records, [starts[number] for number in sorted(starts)]))

    def _start(self, partition: TopicPartition, first: int, end: int) -> int:
        if partition in self._next:
            return self._next[partition] if first <= self._next[partition] <= end else first
        if partition.topic in {topic.name for topic in _ALL_OF}:
            return first
        return max(first, end - (self._alerts if partition.topic == ALERTS.name else _AUDIT_TAIL))

    def _history(self, consumer: Any, partitions: list[TopicPartition], ends: dict[TopicPartition, int]) -> list[Any]:
        found: dict[TopicPartition, list[Any]] = {partition: [] for partition in partitions}
        while not self._stop.is_set() and any(consumer.position(p) < ends[p] for p in partitions):
            for partition, records in consumer.poll(timeout_ms=_POLL_MS).items():
                found[partition] += records
        merged = _merged(found)
        self._remember(merged)
        return merged

    def _take(self, found: dict[TopicPartition, list[Any]]) -> None:
        if found:
            records = _merged(found)
            self._deliver(Batch(records))
            self._remember(records)

    def _remember(self, records: Sequence[Any]) -> None:
        for record in records:
            partition = TopicPartition(record.topic, record.partition)
            self._next[partition] = max(self._next.get(partition, 0), record.offset + 1)


def _merged(found: dict[TopicPartition, list[Any]]) -> list[Any]:
    """By time, and within a partition in its own order: a page resumes by offsets."""
    return list(heapq.merge(*found.values(), key=lambda record: record.timestamp))

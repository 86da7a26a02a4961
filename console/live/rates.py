"""What is in each topic, how fast it grows, and how far behind its readers are."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kafka import TopicPartition
from kafka.errors import UnsupportedVersionError

from console.live.desk import Held
from console.rooms import Rooms
from marsad.contracts.topics import ALL


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic: records in it, and records a second since it was looked at before; None at the first look."""

    name: str
    records: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of readers, and how many records it has still to read of a topic."""

    group: str
    topic: str
    lag: int


class Rates:
    """Looks at Kafka when asked; blocks. Its connections stay open from one look to the next."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._lock = threading.Lock()
        self._clients: tuple[Any, Any] | None = None
        self._before: tuple[float, dict[str, int]] | None = None

    def look(self) -> tuple[list[TopicRow], list[GroupRow]]:
        """Every topic of ours, and every group that reads one.

        Raises:
            ServerError: when Kafka cannot be asked.
        """
        with self._lock, self._rooms.kafka_errors():
            consumer, admin = self._clients = self._clients or (self._rooms.consumer(), self._rooms.admin())
            try:
                partitions = [
                    TopicPartition(t.name, n) for t in ALL for n in consumer.partitions_for_topic(t.name) or ()
                ]
                ends, starts = consumer.end_offsets(partitions), consumer.beginning_offsets(partitions)
                groups = list(_groups(admin, starts, ends))
            except BaseException:
                self._close()
                raise
            return self._topics(ends, starts), groups

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        for client in self._clients or ():
            client.close()
        self._clients = None

    def _topics(self, ends: dict[Any, int], starts: dict[Any, int]) -> list[TopicRow]:
        now, before = time.monotonic(), self._before
        written: dict[str, int] = {}
        there: dict[str, int] = {}
        for partition, end in ends.items():
            written[partition.topic] = written.get(partition.topic, 0) + end
            there[partition.topic] = there.get(partition.topic, 0) + end - starts[partition]
        self._before = (now, written)
        return [
            TopicRow(
                name, there[name], (count - before[1].get(name, 0)) / max(now - before[0], 0.1) if before else None
            )
            for name, count in written.items()
        ]


def _groups(admin: Any, starts: dict[Any, int], ends: dict[Any, int]) -> Iterable[GroupRow]:
    """A partition on which a group has committed nothing yet, of a topic that it reads, it has still to read whole."""
    names = sorted(group["group_id"] for group in admin.list_groups())
    for name, offsets in _offsets(admin, names):
        done = {partition: found.offset for partition, found in offsets.items()}
        lags: dict[str, int] = dict.fromkeys(sorted({partition.topic for partition in done}), 0)
        for partition, end in ends.items():
            if partition.topic in lags:
                lags[partition.topic] += max(end - max(done.get(partition, 0), starts[partition]), 0)
        read = {partition.topic for partition in ends}
        yield from (GroupRow(name, topic, lag) for topic, lag in lags.items() if topic in read)


def _offsets(admin: Any, groups: list[str]) -> Iterable[tuple[str, dict[Any, Any]]]:
    """Of all groups in one request, where the broker has that (Kafka 3.0 and later)."""
    if not groups:
        return []
    try:
        found = admin.list_group_offsets(groups)
    except UnsupportedVersionError:
        found = {name: admin.list_group_offsets(name)[name] for name in groups}
    return [(name, found[name]) for name in groups]


def delays(held: Iterable[Held]) -> tuple[float, float] | None:
    """Seconds from an article's being seen to its alert in Kafka: median and 95th percentile; None without alerts."""
    seconds = sorted(
        one.stamp / 1000 - one.alert.article.seen.timestamp() for one in held if one.alert.article.seen is not None
    )
    if not seconds:
        return None
    return statistics.median(seconds), seconds[min(int(len(seconds) * 0.95), len(seconds) - 1)]

"""Intake: what a sink reads. It keeps its place in the group while work waits, and commits only what is confirmed."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from kafka import ConsumerRebalanceListener, OffsetAndMetadata, TopicPartition
from kafka.errors import CommitFailedError, KafkaError

from connectors import kafka
from marsad.contracts.topics import Topic
from marsad.errors import ServerError
from marsad.probes import HEALTH
from marsad.settings import Settings
from marsad.telemetry import LAG, logger

POLL_SECONDS: Final = 0.1
_COMMIT_MS: Final = 5000
_LAG_SECONDS: Final = 5.0
_LAG_MS: Final = 1000
_SILENT_SECONDS: Final = 30.0
"""Without a heartbeat of ours, with Kafka in reach; its session timeout is shorter."""

Offsets = Mapping[TopicPartition, int]


class _Rebalances(ConsumerRebalanceListener):  # type: ignore[misc]
    """Counts rebalances; called on the client's own thread, so it only counts."""

    def __init__(self) -> None:
        self.count = 0
        self.given = False

    def on_partitions_revoked(self, revoked: Iterable[Any]) -> None:
        """Something was taken away."""
        if list(revoked):
            self.count += 1

    def on_partitions_assigned(self, assigned: Iterable[Any]) -> None:
        """Something was given: positions start at what is committed."""
        self.given = self.given or bool(list(assigned))


class Intake:
    """A consumer group member for one sink.

    `poll` says when partitions were taken away: the caller then forgets what it holds, and what was not committed
    comes again. `hold` stops records and not the membership, so a server that is down causes no rebalance.
    """

    def __init__(self, settings: Settings, *, group: str, topics: Sequence[Topic], from_beginning: bool = True) -> None:
        self._log = logger(__name__).bind(group=group)
        self._settings = settings
        self._rebalances = _Rebalances()
        self._seen_rebalances = 0
        self._uncommitted: dict[TopicPartition, int] = {}
        self._held = False
        self._lag_due = 0.0
        self._cut_off_since: float | None = None
        self._done: dict[TopicPartition, int] = {}
        self._from_beginning = from_beginning
        self._consumer = kafka.consumer(
            settings, group=group, topics=[], from_beginning=from_beginning, client_id=f"marsad-{group}"
        )
        self._consumer.subscribe([topic.name for topic in topics], listener=self._rebalances)
        with kafka.translated(settings):
            # A member that joins before it knows the partitions is given none, or joins again once it does.
            self._consumer.topics()

    def poll(self, seconds: float = POLL_SECONDS) -> list[Any] | None:
        """Records in the order of their partitions; None when partitions were taken away since the last call.

        Raises:
            ServerError: when Kafka refuses us; an outage is waited out.
        """
        with kafka.translated(self._settings):
            if self._held:
                self._consumer.pause(*self._consumer.assignment())
            polled = self._consumer.poll(timeout_ms=int(seconds * 1000))
            if self._rebalances.count != self._seen_rebalances:
                self._rewind()
                return None
            if not self._from_beginning:
                self._keep_place(polled)
        self._report_lag()
        return [record for records in polled.values() for record in records]

    def hold(self) -> None:
        """Take no more records until `resume`; keep polling meanwhile."""
        self._held = True

    def resume(self) -> None:
        """Take records again."""
        if self._held:
            self._held = False
            self._consumer.resume(*self._consumer.paused())

    def commit(self, offsets: Offsets) -> None:
        """Commit the next offset of each partition; what fails now goes along with the next commit."""
        self._uncommitted.update(offsets)
        if not self._uncommitted:
            return
        wanted = {partition: OffsetAndMetadata(offset, "", -1) for partition, offset in self._uncommitted.items()}
        try:
            self._consumer.commit(wanted, timeout_ms=_COMMIT_MS)
        except CommitFailedError:
            self._uncommitted.clear()
            self._log.info("commit came after a rebalance; these records come again", partitions=len(wanted))
        except KafkaError as error:
            self._log.warning("commit failed; it is tried again", error=str(error))
        else:
            self._done |= self._uncommitted
            self._uncommitted.clear()

    def close(self) -> None:
        """Leave the group, so that another member takes over at once."""
        self.commit({})
        self._consumer.close(autocommit=False, timeout_ms=_COMMIT_MS)

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Keep the membership for so long without taking records; False when there is no reason left to wait.

        That is when `stop` is set, or partitions were taken away.
        """
        self.hold()
        try:
            remaining = seconds
            while remaining > 0 and not stop.is_set():
                step = min(POLL_SECONDS, remaining)
                HEALTH.beat()
                if self.poll(0) is None:
                    return False
                stop.wait(step)
                remaining -= step
        finally:
            self.resume()
        return not stop.is_set()

    def _report_lag(self) -> None:
        """What is not committed of each partition, every few seconds; without an answer it stays as it was."""
        if time.monotonic() < self._lag_due:
            return
        self._lag_due = time.monotonic() + _LAG_SECONDS
        self._check_membership()
        with contextlib.suppress(KafkaError):
            ends = self._consumer.end_offsets(list(self._consumer.assignment()), timeout_ms=_LAG_MS)
            for partition, end in ends.items():
                if partition not in self._done:
                    self._done[partition] = self._consumer.committed(partition, timeout_ms=_LAG_MS) or 0
                left = max(0, end - self._done[partition])
                LAG.labels(topic=partition.topic, partition=partition.partition).set(left)

    def _check_membership(self) -> None:
        """End when the client has dropped out of its group and does not notice, though Kafka answers others.

        One way to it is mended in `connectors.kafka`; should there be another, this finds it.

        Raises:
            ServerError: so that the process ends and its supervisor starts a fresh one.
        """
        metrics = self._consumer.metrics().get("consumer-coordinator-metrics", {})
        silent = metrics.get("last-heartbeat-seconds-ago", 0.0)
        if not self._consumer.assignment() or silent < _SILENT_SECONDS or not kafka.answers(self._settings):
            self._cut_off_since = None
            return
        self._cut_off_since = self._cut_off_since or time.monotonic()
        if time.monotonic() - self._cut_off_since > _SILENT_SECONDS:
            raise ServerError(
                "Kafka answers, but not to this process, which sends no heartbeats",
                resource="MARSAD_KAFKA_BOOTSTRAP",
                hint="it has to be started again, as `marsad up`, compose and Kubernetes do by themselves",
            )

    def _rewind(self) -> None:
        """Start again at what is committed: records in hand may belong to another member by now."""
        self._seen_rebalances = self._rebalances.count
        self._uncommitted.clear()
        self._done.clear()
        LAG.clear()
        for partition in self._consumer.assignment():
            committed = self._consumer.committed(partition)
            if committed is not None:
                self._consumer.seek(partition, committed)
            elif self._from_beginning:
                self._consumer.seek_to_beginning(partition)
            else:
                self._consumer.seek_to_end(partition)

    def _keep_place(self, polled: Mapping[TopicPartition, Sequence[Any]]) -> None:
        """Commit where we begin on partitions that nobody has read: a start after this must not begin later still."""
        if not self._rebalances.given:
            if self._uncommitted:
                self.commit({})
            return
        self._rebalances.given = False
        begun: dict[TopicPartition, int] = {}
        for partition in self._consumer.assignment():
            if self._consumer.committed(partition) is None:
                records = polled.get(partition)
                begun[partition] = records[0].offset if records else self._consumer.position(partition)
        self.commit(begun)


def next_offsets(records: Iterable[Any]) -> dict[TopicPartition, int]:
    """What to commit once these records are done; they are in the order of their offsets."""
    return {TopicPartition(record.topic, record.partition): record.offset + 1 for record in records}

"""The Elasticsearch sink: poll, bulk, confirmed, commit.

Batches are sent side by side and committed in the order they were read. While Elasticsearch does not answer, what is
in hand is tried again for ever, the intake is held, and the group keeps its members: nothing is lost, no rebalance.
"""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from kafka import TopicPartition

from connectors.sinks.deadletters import DeadLetterWriter
from connectors.sinks.elasticsearch.bulk import Item, Outcome, send
from connectors.sinks.elasticsearch.client import connect, passing
from connectors.sinks.elasticsearch.documents import TOPICS, document
from connectors.sinks.elasticsearch.templates import ensure_index, ensure_templates
from connectors.sinks.intake import Intake, next_offsets
from marsad import telemetry, tracing
from marsad.errors import ContractError, ServerError
from marsad.probes import HEALTH
from marsad.settings import Settings

GROUP: Final = "marsad-elasticsearch"
BULKS_IN_FLIGHT: Final = 4
_UNCOMMITTED: Final = 2 * BULKS_IN_FLIGHT
"""Requests whose records are not committed: those under way, and those that are done and wait for an earlier one."""
_BACKOFF_FIRST: Final = 0.2
_BACKOFF_MAX: Final = 10.0
_REPORT_SECONDS: Final = 30.0
_DRAIN_SECONDS: Final = 20.0


_Dead = tuple[Any, str, str]
"""A record, the code of its error, and the reason."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Records sent together, and what may be committed once they are done."""

    records: list[Any]
    offsets: Mapping[TopicPartition, int]


@dataclass(slots=True)
class Counts:
    """What became of the records so far."""

    written: int = 0
    outdated: int = 0
    rejected: int = 0


class ElasticsearchSink:
    """Consumes articles.enriched, events.ledger and alerts into their indices until `stop` is set."""

    def __init__(self, settings: Settings, stop: threading.Event) -> None:
        self._settings = settings
        self._stop = stop
        self._log = telemetry.logger(__name__)
        self._client = connect(settings)
        self._intake = Intake(settings, group=GROUP, topics=TOPICS)
        self._letters = DeadLetterWriter(settings, "elasticsearch")
        self._pool = ThreadPoolExecutor(BULKS_IN_FLIGHT, thread_name_prefix="bulk")
        self._flights: deque[tuple[_Batch, Future[bool]]] = deque()
        self._indices: set[str] = set()
        self._buffer: list[Any] = []
        self._buffered_bytes = 0
        self._oldest = 0.0
        self._reported = time.monotonic()
        self._told = 0
        self._lock = threading.Lock()
        self.counts = Counts()

    def run(self) -> Counts:
        """Work until `stop` is set, then send what is in hand, commit and leave the group."""
        try:
            self._prepare()
            while not self._stop.is_set():
                self._turn()
            self._drain()
        finally:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._intake.close()
            self._letters.close()
            self._client.close()
        return self.counts

    def _prepare(self) -> None:
        """Install the templates; wait for Elasticsearch as long as it takes."""
        pause = _BACKOFF_FIRST
        while not self._stop.is_set():
            try:
                ensure_templates(self._settings, self._client)
            except ServerError as error:
                if not passing(error):
                    raise
                HEALTH.beat()
                self._log.warning("waiting for Elasticsearch", error=str(error))
                self._stop.wait(pause)
                pause = min(pause * 2, _BACKOFF_MAX)
            else:
                self._log.info("templates are in place", prefix=self._settings.elasticsearch.prefix)
                return

    def _turn(self) -> None:
        # The next request is in hand before there is room for it, so that Elasticsearch need not wait for Kafka.
        if not self._has_room() and self._is_full():
            self._intake.hold()
        else:
            self._intake.resume()
        records = self._intake.poll(0.02 if self._flights or self._buffer else 0.1)
        HEALTH.beat()
        if records is None:
            self._forget()
            return
        HEALTH.ready()
        self._take(records)
        while self._has_room() and self._due():
            self._launch()
        self._land()
        self._report()

    def _has_room(self) -> bool:
        """Whether another request may begin."""
        running = sum(not future.done() for _, future in self._flights)
        return running < BULKS_IN_FLIGHT and len(self._flights) < _UNCOMMITTED

    def _take(self, records: list[Any]) -> None:
        if records and not self._buffer:
            self._oldest = time.monotonic()
        self._buffer += records
        self._buffered_bytes += sum(map(_size, records))

    def _is_full(self) -> bool:
        elastic = self._settings.elasticsearch
        return len(self._buffer) >= elastic.bulk_docs or self._buffered_bytes >= elastic.bulk_bytes

    def _due(self) -> bool:
        waited = time.monotonic() - self._oldest
        return bool(self._buffer) and (self._is_full() or waited >= self._settings.elasticsearch.bulk_seconds)

    def _launch(self) -> None:
        """Send the oldest records, as many as one request may hold, and one at least."""
        elastic = self._settings.elasticsearch
        taken, size = 0, 0
        for record in self._buffer[: elastic.bulk_docs]:
            size += _size(record)
            if taken and size > elastic.bulk_bytes:
                size -= _size(record)
                break
            taken += 1
        batch = _Batch(self._buffer[:taken], next_offsets(self._buffer[:taken]))
        self._buffer = self._buffer[taken:]
        self._buffered_bytes -= size
        self._flights.append((batch, self._pool.submit(self._deliver, batch)))

    def _land(self) -> None:
        """Commit the batches that are done, in the order they were read; a later one waits for an earlier one."""
        offsets: dict[TopicPartition, int] = {}
        while self._flights and self._flights[0][1].done():
            batch, future = self._flights.popleft()
            if not future.result():
                self._flights.clear()
                break
            offsets.update(batch.offsets)
        if offsets:
            self._intake.commit(offsets)

    def _forget(self) -> None:
        """Partitions moved: what is not committed comes again, here or elsewhere, and overwrites nothing newer."""
        self._log.info("partitions moved", in_flight=len(self._flights), buffered=len(self._buffer))
        self._buffer = []
        self._buffered_bytes = 0
        self._flights.clear()

    def _drain(self) -> None:
        """Send what is in hand, if Elasticsearch answers in time; what it does not confirm comes again."""
        deadline = time.monotonic() + _DRAIN_SECONDS
        while self._buffer:
            self._launch()
        while self._flights and time.monotonic() < deadline:
            self._land()
            time.sleep(0.02)

    def _deliver(self, batch: _Batch) -> bool:
        """Write a batch, for ever; True when every record is written or dead, False when we stop before that."""
        items, unreadable = self._read(batch.records)
        if not self._bury(unreadable):
            return False
        pause, began = _BACKOFF_FIRST, time.time()
        while items:
            outcome = self._attempt(items)
            if not self._bury([(item.record, code, why) for item, code, why in outcome.rejected]):
                return False
            self._count(outcome)
            items = outcome.again
            if not items:
                _observe(batch.records)
                for record in batch.records:
                    tracing.noted("elasticsearch", record.headers, began)
                break
            self._log.warning("Elasticsearch takes none of it now", documents=len(items), cause=outcome.cause)
            if self._stop.wait(pause * random.uniform(0.5, 1.0)):
                return False
            pause = min(pause * 2, _BACKOFF_MAX)
        return True

    def _attempt(self, items: list[Item]) -> Outcome:
        missing = {item.document.index for item in items} - self._indices
        try:
            for name in sorted(missing):
                ensure_index(self._client, name)
                self._indices.add(name)
        except Exception as error:
            return Outcome(again=items, cause=f"no index: {error}")
        with telemetry.BULK_SECONDS.time():
            outcome = send(self._client, items)
        if outcome.again:
            self._indices.clear()
            telemetry.BULK_RETRIES.labels(_kind(outcome.cause)).inc()
        return outcome

    def _read(self, records: list[Any]) -> tuple[list[Item], list[_Dead]]:
        items: list[Item] = []
        unreadable: list[_Dead] = []
        for record in records:
            try:
                items.append(Item(record, document(record, self._settings.elasticsearch.prefix)))
            except ContractError as error:
                unreadable.append((record, error.code, str(error)))
        return items, unreadable

    def _bury(self, dead: list[_Dead]) -> bool:
        """Write dead letters, for ever: no record is passed before Kafka has it. False when we stop before that."""
        return all(self._letters.write_until(self._stop, record, code=code, message=why) for record, code, why in dead)

    def _count(self, outcome: Outcome) -> None:
        with self._lock:
            self.counts.written += outcome.written
            self.counts.outdated += outcome.outdated
            self.counts.rejected += len(outcome.rejected)
        telemetry.DOCUMENTS.labels("written").inc(outcome.written)
        telemetry.DOCUMENTS.labels("outdated").inc(outcome.outdated)
        telemetry.DOCUMENTS.labels("rejected").inc(len(outcome.rejected))

    def _report(self) -> None:
        if time.monotonic() - self._reported < _REPORT_SECONDS:
            return
        self._reported = time.monotonic()
        if self.counts.written != self._told:
            self._told = self.counts.written
            self._log.info("indexed", written=self.counts.written, rejected=self.counts.rejected)


def _size(record: Any) -> int:
    return len(record.value or b"")


def _kind(cause: str | None) -> str:
    """A cause without its particulars, so that there are few of them: the status, or why there is none."""
    return (cause or "unknown").partition(":")[0]


def _observe(records: list[Any]) -> None:
    """How long a batch took: its slowest record stands for all, since they became searchable together."""
    oldest: dict[str, int] = {}
    for record in records:
        oldest[record.topic] = min(record.timestamp, oldest.get(record.topic, record.timestamp))
    for topic, stamp in oldest.items():
        moments: dict[str, datetime | None] = {"kafka": datetime.fromtimestamp(stamp / 1000, UTC)}
        telemetry.observe_since(telemetry.SEARCHABLE_SECONDS, moments, topic=topic)

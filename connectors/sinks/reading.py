"""Reading a topic without a group: for commands that look and leave no trace."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from kafka import TopicPartition

from connectors import kafka
from marsad.contracts import Alert, decode
from marsad.contracts.topics import ALERTS, Topic
from marsad.errors import ConfigError, ContractError
from marsad.settings import Settings

_POLL_MS: Final = 200
_REMEMBERED: Final = 100_000
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


@dataclass(frozen=True, slots=True)
class Start:
    """Where to begin: a time, an offset, or one of the two ends."""

    since: datetime | None = None
    offset: int | None = None
    from_beginning: bool = False


def read(
    settings: Settings,
    topic: Topic,
    start: Start,
    *,
    follow: bool,
    stop: threading.Event,
    caught_up: threading.Event | None = None,
) -> Iterator[Any]:
    """Records from `start` to what is there now, or for ever when `follow`; ends when `stop` is set.

    Args:
        settings: Of Kafka.
        topic: To read.
        start: Where to begin.
        follow: Whether to stay at the end for what comes.
        stop: Ends the reading.
        caught_up: Set once whoever reads has taken all that was there at the beginning.

    Raises:
        ServerError: when Kafka cannot be reached or refuses.
    """
    consumer = kafka.consumer(settings, group=None, topics=[], client_id="marsad-reader")
    try:
        with kafka.translated(settings):
            partitions = _partitions(consumer, topic, stop, wait=follow)
            if partitions:
                consumer.assign(partitions)
                _seek(consumer, partitions, start)
                yield from _records(consumer, partitions, follow, stop, caught_up or threading.Event())
    finally:
        consumer.close(autocommit=False)


def alerts(settings: Settings, start: Start, *, follow: bool, stop: threading.Event) -> Iterator[tuple[Alert, bytes]]:
    """Alerts with their bytes, each id once; what is no alert is passed over."""
    seen: OrderedDict[str, None] = OrderedDict()
    for record in read(settings, ALERTS, start, follow=follow, stop=stop):
        try:
            alert = decode(record.value or b"", Alert)
        except ContractError:
            continue
        if alert.id in seen:
            continue
        seen[alert.id] = None
        if len(seen) > _REMEMBERED:
            seen.popitem(last=False)
        yield alert, record.value


def moment(text: str) -> datetime:
    """A time as people write it: `90s`, `30m`, `1h`, `7d`, `2w` ago, or ISO 8601 (UTC where it names no zone).

    Raises:
        ConfigError: when it is neither.
    """
    if ago := re.fullmatch(r"(\d{1,6})\s*([smhdw])", text.strip().lower()):
        return datetime.now(UTC) - timedelta(seconds=int(ago[1]) * _UNITS[ago[2]])
    try:
        parsed = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ConfigError(f"{text!r} is no time", hint="write 30m, 1h, 7d or 2026-11-22T09:00") from error
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _partitions(consumer: Any, topic: Topic, stop: threading.Event, *, wait: bool) -> list[TopicPartition]:
    """All partitions of a topic; one that is not there yet has none, unless we may wait for it."""
    while not stop.is_set():
        numbers = consumer.partitions_for_topic(topic.name)
        if numbers:
            return [TopicPartition(topic.name, number) for number in sorted(numbers)]
        if not wait:
            break
        stop.wait(1.0)
    return []


def _seek(consumer: Any, partitions: list[TopicPartition], start: Start) -> None:
    if start.since is not None:
        stamp = int(start.since.timestamp() * 1000)
        found = consumer.offsets_for_times(dict.fromkeys(partitions, stamp))
        ends = consumer.end_offsets(partitions)
        for partition in partitions:
            at = found.get(partition)
            consumer.seek(partition, at.offset if at is not None else ends[partition])
    elif start.offset is not None:
        first, ends = consumer.beginning_offsets(partitions), consumer.end_offsets(partitions)
        for partition in partitions:
            consumer.seek(partition, min(max(start.offset, first[partition]), ends[partition]))
    elif start.from_beginning:
        consumer.seek_to_beginning(*partitions)
    else:
        consumer.seek_to_end(*partitions)
        for partition in partitions:
            consumer.position(partition)


def _records(
    consumer: Any, partitions: list[TopicPartition], follow: bool, stop: threading.Event, caught_up: threading.Event
) -> Iterator[Any]:
    ends = consumer.end_offsets(partitions)
    while not stop.is_set():
        if not caught_up.is_set() and all(consumer.position(partition) >= ends[partition] for partition in partitions):
            caught_up.set()
        if caught_up.is_set() and not follow:
            return
        for partition, records in consumer.poll(timeout_ms=_POLL_MS).items():
            for record in records:
                if follow or record.offset < ends[partition]:
                    yield record

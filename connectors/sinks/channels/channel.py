"""What a channel is, and the loop that feeds one: take, wait if the policy says so, deliver, write it down, commit."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from kafka import TopicPartition

from connectors.sinks.channels.acknowledgements import Acknowledgements
from connectors.sinks.channels.deliveries import Deliveries
from connectors.sinks.channels.policy import Policy, Waiting, together, utc_now
from connectors.sinks.deadletters import DeadLetterWriter
from connectors.sinks.intake import Intake
from marsad import telemetry, tracing
from marsad.contracts import Alert, decode
from marsad.contracts.topics import ALERTS
from marsad.errors import ContractError, MarsadError
from marsad.probes import HEALTH
from marsad.settings import ChannelSettings, Settings

_PAUSE_FIRST: Final = 1.0
_PAUSE_MAX: Final = 60.0
_DOUBLINGS: Final = 10
_TOUCH_SECONDS: Final = 2.0
_WAITING_MAX: Final = 10_000
"""Alerts held in memory; beyond that no more are taken from Kafka until some went out."""


class DeliveryError(MarsadError):
    """A channel did not take an alert.

    Args:
        message: What it answered.
        final: No further attempt can help.
        away: The receiver takes nothing now; that says nothing of this alert, and counts as no attempt.
        retry_after: Seconds that the receiver asks us to wait.
    """

    code = "channel"

    def __init__(
        self, message: str, *, final: bool = False, away: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.final = final
        self.away = away
        self.retry_after = retry_after


class _LeftError(Exception):
    """We stop, or partitions are another member's now: neither delivered nor dead."""


class Channel(Protocol):
    """One way to tell somebody."""

    name: str
    attempts: int
    """How often an alert is tried before it becomes a dead letter."""
    timing: ChannelSettings
    """When it tells."""

    def deliver(self, alert: Alert) -> None:
        """Deliver one alert, which may stand for several (`alert.digest`); returns once the receiver has it.

        Raises:
            DeliveryError: when it does not.
        """

    def close(self) -> None:
        """Let go of connections."""


class ChannelSink:
    """Feeds one channel from `alerts` until `stop` is set: each alert once.

    What waits is held in memory and not committed; what goes out before it is known by its id when it comes again.
    """

    def __init__(
        self,
        settings: Settings,
        make: Callable[[Settings], Channel],
        stop: threading.Event,
        *,
        from_beginning: bool = True,
    ) -> None:
        self._stop = stop
        self._channel = make(settings)
        self.name = self._channel.name
        self._log = telemetry.logger(__name__).bind(channel=self._channel.name)
        self._policy = Policy(self._channel.timing)
        self._deliveries = Deliveries(settings.data_dir / "deliveries.sqlite", self._channel.name)
        group = f"marsad-channel-{self._channel.name}"
        self._intake = Intake(settings, group=group, topics=(ALERTS,), from_beginning=from_beginning)
        self._letters = DeadLetterWriter(settings, "channel")
        self._acknowledged = Acknowledgements(settings) if self._channel.timing.escalate else None
        self._waiting: dict[str, Waiting] = {}
        self._read: dict[TopicPartition, int] = {}
        """The next offset of each partition that something was taken from."""
        self._committed: dict[TopicPartition, int] = {}
        self._touched = time.monotonic()
        self.delivered = 0

    def run(self) -> int:
        """Work until `stop` is set; returns how many alerts were delivered."""
        try:
            while not self._stop.is_set():
                self._turn()
        finally:
            self._intake.close()
            self._letters.close()
            self._deliveries.close()
            self._channel.close()
            if self._acknowledged:
                self._acknowledged.close()
        return self.delivered

    def _turn(self) -> None:
        if len(self._waiting) >= _WAITING_MAX:
            self._intake.hold()
        else:
            self._intake.resume()
        records = self._intake.poll()
        self._touched = time.monotonic()
        HEALTH.beat()
        try:
            if records is None:
                raise _LeftError
            HEALTH.ready()
            for record in records:
                self._take(record)
            self._release()
            self._commit()
        except _LeftError:
            self._waiting.clear()
            self._read.clear()
            self._committed.clear()
        telemetry.WAITING.labels(self._channel.name).set(len(self._waiting))

    def _take(self, record: Any) -> None:
        """Keep what is for this channel and not out yet; bury what is no alert.

        Raises:
            _LeftError: when we stop before a dead letter is written.
        """
        try:
            alert = decode(record.value or b"", Alert)
        except ContractError as error:
            if not self._letters.write_until(self._stop, record, code=error.code, message=str(error)):
                raise _LeftError from error
        else:
            if alert.id in self._waiting or self._deliveries.has(alert.id):
                self._count("repeated")
            elif addressed(alert, self._channel.name):
                self._waiting[alert.id] = Waiting(record, alert, utc_now())
        self._read[TopicPartition(record.topic, record.partition)] = record.offset + 1

    def _release(self) -> None:
        """Send what is due, message by message, and commit after each.

        Raises:
            _LeftError: when partitions moved or we end: what is not committed comes again and is known by its id.
        """
        if self._acknowledged and not self._acknowledged.caught_up.is_set():
            return
        while due := self._policy.due(list(self._waiting.values()), utc_now()):
            unseen = [one for one in due if not (self._acknowledged and self._acknowledged.has(one.alert.id))]
            if unseen:
                with tracing.following(self.name, unseen[0].record.headers):
                    self._tell(unseen)
            self._count("acknowledged", len(due) - len(unseen))
            for one in due:
                del self._waiting[one.alert.id]
            self._commit()
            self._touch()

    def _touch(self) -> None:
        """Keep the membership while a slow receiver takes its time."""
        if self._stop.is_set():
            raise _LeftError
        if time.monotonic() - self._touched >= _TOUCH_SECONDS:
            self._touched = time.monotonic()
            HEALTH.beat()
            if not self._intake.wait(0.001, self._stop):
                raise _LeftError

    def _tell(self, due: Sequence[Waiting]) -> None:
        """Deliver these as one message and write it down, or bury them."""
        failure = self._try(together([one.alert for one in due]))
        self._policy.sent(utc_now())
        if failure is None:
            self._deliveries.add(*(one.alert.id for one in due))
            self.delivered += len(due)
            self._count("delivered", len(due))
            for one in due:
                self._observe(one.alert)
            return
        for one in due:
            message = f"{self._channel.name}: {failure}"
            attempts = self._channel.attempts
            if not self._letters.write_until(
                self._stop, one.record, code=failure.code, message=message, attempts=attempts
            ):
                raise _LeftError
            self._count("failed")

    def _try(self, alert: Alert) -> DeliveryError | None:
        """Attempts with growing pauses; None once delivered, else the last failure.

        A receiver that is away is waited for as long as it takes: dead letters would need a hand once it is back.

        Raises:
            _LeftError: when the pause was cut short.
        """
        tried = attempts = 0
        while True:
            HEALTH.beat()
            try:
                with telemetry.DELIVERY_SECONDS.labels(self._channel.name).time():
                    self._channel.deliver(alert)
            except DeliveryError as error:
                failure = error
            else:
                return None
            tried, attempts = tried + 1, attempts + (not failure.away)
            self._log.warning("not delivered", alert=alert.id, attempt=tried, away=failure.away, error=str(failure))
            if failure.final or attempts >= self._channel.attempts:
                return failure
            self._count("again")
            if not self._intake.wait(_pause(tried, failure.retry_after), self._stop):
                raise _LeftError

    def _commit(self) -> None:
        """Commit what was read, up to the first alert of each partition that still waits."""
        offsets = dict(self._read)
        for one in self._waiting.values():
            partition = TopicPartition(one.record.topic, one.record.partition)
            offsets[partition] = min(offsets[partition], one.record.offset)
        moved = {partition: offset for partition, offset in offsets.items() if self._committed.get(partition) != offset}
        if moved:
            self._intake.commit(moved)
            self._committed |= moved

    def _count(self, outcome: str, number: int = 1) -> None:
        telemetry.ALERTS.labels(self._channel.name, outcome).inc(number)

    def _observe(self, alert: Alert) -> None:
        moments = {"published": alert.article.published, "seen": alert.article.seen, "raised": alert.at}
        telemetry.observe_since(telemetry.ALERT_LATENCY_SECONDS, moments, channel=self._channel.name)


def addressed(alert: Alert, channel: str) -> bool:
    """Whether an alert is for this channel; one that names none is for all."""
    return not alert.channels or channel in alert.channels


def _pause(tried: int, retry_after: float | None) -> float:
    pause = min(_PAUSE_FIRST * 2.0 ** min(tried - 1, _DOUBLINGS), _PAUSE_MAX)
    return max(pause * random.uniform(0.75, 1.0), min(retry_after or 0.0, _PAUSE_MAX))

"""When an alert goes out: at once, after quiet hours, with others as one message, or only if nobody acknowledged it.

Pure: the sink asks with what it holds and the time. What waits is not committed, so a restart finds it in Kafka again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from marsad.contracts import Alert, Change
from marsad.contracts.alerts import DigestLine
from marsad.contracts.ids import alert_id
from marsad.settings import ChannelSettings

SEVERITIES: Final = ("info", "low", "medium", "high", "critical")
_MINUTE: Final = timedelta(minutes=1)


@dataclass(slots=True)
class Waiting:
    """An alert that is not out yet, with its Kafka record; `held` once it was not let out on arrival."""

    record: Any
    alert: Alert
    came: datetime
    held: bool = False


class Policy:
    """Decides for one channel; remembers when its messages of the last minute went out."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        self._zone = ZoneInfo(settings.timezone)
        self._sent: deque[datetime] = deque()

    def due(self, waiting: Sequence[Waiting], now: datetime) -> list[Waiting]:
        """What goes out now as one message: one alert by itself, or all that were held; empty when nothing is due."""
        opened = min((one.came for one in waiting if not self._is_urgent(one.alert)), default=now)
        free = self._is_within_rate(now)
        due: list[Waiting] = []
        for one in waiting:
            if free and self._is_due(one, opened, now):
                due.append(one)
            else:
                one.held = True
        return next(([one] for one in due if not one.held), due)

    def sent(self, now: datetime) -> None:
        """A message has gone out."""
        self._sent.append(now)

    def is_quiet(self, now: datetime) -> bool:
        """Whether it is within the quiet hours, on the clock of their time zone; they may cross midnight."""
        if self._settings.quiet is None:
            return False
        start, end = map(time.fromisoformat, self._settings.quiet.split("-"))
        clock = now.astimezone(self._zone).time()
        return start <= clock < end if start <= end else clock >= start or clock < end

    def _is_due(self, one: Waiting, opened: datetime, now: datetime) -> bool:
        if now < one.alert.at + timedelta(seconds=self._settings.escalate):
            return False
        if self._is_urgent(one.alert):
            return True
        return not self.is_quiet(now) and now >= opened + timedelta(seconds=self._settings.digest)

    def _is_urgent(self, alert: Alert) -> bool:
        return SEVERITIES.index(alert.rule.severity) >= SEVERITIES.index(self._settings.urgent)

    def _is_within_rate(self, now: datetime) -> bool:
        while self._sent and now - self._sent[0] >= _MINUTE:
            self._sent.popleft()
        return not self._settings.rate or len(self._sent) < self._settings.rate


def together(alerts: Sequence[Alert]) -> Alert:
    """One alert that stands for several: the gravest and latest of them, with a line for each."""
    if len(alerts) == 1:
        return alerts[0]
    first = max(alerts, key=lambda alert: (SEVERITIES.index(alert.rule.severity), alert.at, alert.id))
    lines = sorted((line for alert in alerts for line in _lines(alert)), key=lambda line: (line.at, line.id))
    return msgspec.structs.replace(
        first,
        id=alert_id(first.rule.id, "together", "|".join(line.id for line in lines)),
        change=Change(kind="digest"),
        digest=tuple(lines),
    )


def _lines(alert: Alert) -> tuple[DigestLine, ...]:
    return alert.digest or (DigestLine(id=alert.id, title=alert.title, at=alert.at, link=alert.link),)


def utc_now() -> datetime:
    """The time that policies are asked with."""
    return datetime.now(UTC)

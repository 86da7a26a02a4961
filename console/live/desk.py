"""The alerts in memory with what people said of them. A function of the topics, so every console shows the same."""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import dropwhile, islice
from typing import Final

from console.live.log import Cause, Log
from marsad.contracts import Alert, Annotation
from streams.rules.mutes import events_of

_NOTICES_PER_ALERT: Final = 2


@dataclass(frozen=True, slots=True)
class Held:
    """An alert and where Kafka has it; `stamp` is the record's time in milliseconds."""

    alert: Alert
    partition: int
    offset: int
    stamp: int


class Desk:
    """Everything is called from the event loop's thread.

    Args:
        size: Alerts kept.
        clock: What time it is.
    """

    def __init__(self, size: int, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self.log = Log(size * _NOTICES_PER_ALERT)
        self._size = size
        self._alerts: OrderedDict[str, Held] = OrderedDict()
        self._next: list[int] = []
        self._floor: list[int] = []
        self._said: dict[str, dict[str, Annotation]] = {}
        self._subjects: dict[str, str] = {}
        self._said_at: dict[str, int] = {}
        self._ends: list[tuple[datetime, str]] = []
        self._lapsed: set[str] = set()
        self._said_next = 0
        self._ready = asyncio.Event()

    def begin(self, offsets: list[int]) -> None:
        """Where reading of the partitions of `alerts` begins; a later call changes nothing that is known."""
        while len(self._next) < len(offsets):
            self._floor.append(offsets[len(self._next)])
            self._next.append(offsets[len(self._next)])

    def begun(self) -> None:
        """What Kafka has is here now; until then nobody can be told what they have missed."""
        self._ready.set()

    async def ready(self) -> None:
        """Until what Kafka has is here."""
        await self._ready.wait()

    @property
    def position(self) -> str:
        """What a page resumes from: the next offsets of `alerts`, then that of `annotations`."""
        return ".".join(map(str, (*self._next, self._said_next)))

    def take_alert(self, held: Held) -> None:
        """Keep an alert and tell the pages; a redelivery is passed over."""
        self._next[held.partition] = max(self._next[held.partition], held.offset + 1)
        if held.alert.id in self._alerts:
            return
        self._alerts[held.alert.id] = held
        if len(self._alerts) > self._size:
            _, old = self._alerts.popitem(last=False)
            self._floor[old.partition] = max(self._floor[old.partition], old.offset + 1)
        self.log.add("alert", held.alert.id, self.position)

    def take_annotation(self, key: str, annotation: Annotation | None, offset: int) -> None:
        """Keep or withdraw what somebody said, and tell the pages; one that is known already is passed over."""
        if offset < self._said_next:
            return
        self._said_next = offset + 1
        subject = annotation.subject if annotation else self._subjects.get(key)
        if subject is None:
            return
        said = self._said.setdefault(subject, {})
        if annotation is None:
            said.pop(key, None)
        else:
            said[key] = annotation
            self._subjects[key] = subject
            if annotation.until is not None:
                heapq.heappush(self._ends, (annotation.until, subject))
        self._said_at[subject] = offset
        self._lapsed.discard(subject)
        self.log.add("annotation", subject, self.position)

    def lapse(self) -> None:
        """Tell the pages of what has ended by itself."""
        now = self._clock()
        while self._ends and self._ends[0][0] <= now:
            _, subject = heapq.heappop(self._ends)
            if not all(one.lasts(now) for one in self._said.get(subject, {}).values()):
                self._lapsed.add(subject)
                self.log.add("annotation", subject, self.position)

    def status_changed(self) -> None:
        """Tell the pages that a server came or went."""
        self.log.add("status", "", self.position)

    def get(self, alert_id: str) -> Held | None:
        """An alert that is in memory."""
        return self._alerts.get(alert_id)

    def newest(self, before: str | None = None) -> Iterator[Held]:
        """From the latest to the earliest, or from the one before an alert; none where that is not in memory."""
        latest = reversed(self._alerts.values())
        return islice(dropwhile(lambda held: held.alert.id != before, latest), 1, None) if before else latest

    def of_event(self, event_id: str) -> list[Held]:
        """The alerts on an event, earliest first."""
        return [held for held in self._alerts.values() if event_id in events_of(held.alert)]

    def said(self, subject: str) -> list[Annotation]:
        """What people say of an alert or an event, earliest first; a mute that has ended is said no more."""
        now = self._clock()
        found = (one for one in self._said.get(subject, {}).values() if one.lasts(now))
        return sorted(found, key=lambda one: one.at)

    def state(self, alert: Alert) -> list[Annotation]:
        """What people say of an alert and of its event, under the ids that it had too."""
        return [one for subject in (alert.id, *events_of(alert)) for one in self.said(subject)]

    def subject(self, alert: Alert, kind: str) -> str:
        """What an annotation of this kind is about: for a mute the event, under the id that is muted if one is."""
        if kind != "muted":
            return alert.id
        muted = (one.subject for one in self.state(alert) if one.kind == "muted")
        return next(muted, alert.event_id or alert.id)

    def version(self, alert: Alert) -> str:
        """Another one whenever something more was said of an alert or of its event, or is said no more."""
        offsets = (self._said_at.get(subject, -1) for subject in (alert.id, *events_of(alert)))
        return ".".join(map(str, (*offsets, len(self.state(alert)))))

    def feedback(self) -> Counter[str]:
        """How often people found an alert not relevant, by rule."""
        return Counter(
            one.rule or "" for said in self._said.values() for one in said.values() if one.kind == "irrelevant"
        )

    def missed(self, position: str) -> list[tuple[Cause, str]] | None:
        """The alerts that came after a position, or of which something was said, in order; None where some are gone.

        A position of another number of partitions, or one that is none, counts as gone. It does not say when it was:
        what has ended by itself is told to everybody who comes back.
        """
        parts = position.split(".")
        if len(parts) != len(self._next) + 1 or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        *offsets, said = map(int, parts)
        if any(seen < floor for seen, floor in zip(offsets, self._floor, strict=True)):
            return None
        changed = {subject for subject, at in self._said_at.items() if at >= said} | self._lapsed
        found: list[tuple[Cause, str]] = []
        for held in self._alerts.values():
            if held.offset >= offsets[held.partition]:
                found.append(("alert", held.alert.id))
            elif not changed.isdisjoint((held.alert.id, *events_of(held.alert))):
                found.append(("annotation", held.alert.id))
        return found

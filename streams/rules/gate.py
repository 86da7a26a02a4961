"""The gate: the last word before an alert goes out, one table entry per rule and `SHELVES` for the ids it raised.

In this order: an alert id that came through, or was held back, before is a repeat and is dropped without a word; a
disabled or expired rule and one outside its active hours says nothing; an alert on a muted event is held back; in quiet
hours (but for critical rules) and under a digest an alert waits; a throttle holds it back. The next one that comes
through says how many a throttle held back, and on an event that was muted how many the mute did.

The outcome is a function of entry, candidate, rule, mutes and `now` alone: a worker that dies between sending and
writing the table sends the same ids again. A repeat stays a repeat whatever becomes of the rule in between.

Both are bounded. Ids lie on shelves by how they begin, so that a candidate rewrites one shelf and not all that its rule
ever raised. A shelf remembers `MAX_SEEN` ids with the times of their articles. Beyond that the oldest articles are
forgotten, and a candidate older than those counts as a repeat: a replay of a whole topic raises nothing again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from marsad.contracts import Alert, Change, Record, Rule
from marsad.contracts.alerts import DigestLine
from marsad.contracts.ids import alert_id
from streams.rules.mutes import Mutes, events_of
from streams.rules.options import Options, Rate, options

SHELVES: Final = 32
MAX_SEEN: Final = 320
"""On one shelf: about 10 000 a rule."""
MAX_WAITING: Final = 200
_MAX_EVENTS: Final = 1_000
_PREFIX: Final = 16
"""Hexadecimal digits of an alert id that are kept: 64 bits."""


class Shelf(Record, frozen=True, kw_only=True):
    """The table's value for some of the alert ids of one rule. Times are seconds since 1970."""

    seen: dict[str, int] = msgspec.field(default_factory=dict)
    """Start of an alert id → time of its article."""
    forgotten: int | None = None
    """Article time up to which ids were forgotten: all older candidates are repeats."""


class GateEntry(Record, frozen=True, kw_only=True):
    """The table's value for one rule. Times are seconds since 1970."""

    sent: tuple[float, ...] = ()
    """When alerts came through, as far back as the rule's throttle looks."""
    sent_by_event: dict[str, tuple[float, ...]] = msgspec.field(default_factory=dict)
    held: int = 0
    """Held back by a throttle since the last one that came through."""
    muted: dict[str, int] = msgspec.field(default_factory=dict)
    """Event id → alerts held back by its mute, until one on it comes through."""
    waiting: tuple[DigestLine, ...] = ()
    latest: Alert | None = None
    """The last of `waiting`, whole."""
    waiting_since: float | None = None


Cause = Literal["disabled", "expired", "inactive", "mute", "quiet", "digest", "throttle"]


class Held(Record, frozen=True, kw_only=True):
    """An alert that did not come through, and why: `cause` for counting, `reason` for the log."""

    id: str
    cause: Cause
    reason: str


class GateOutcome(Record, frozen=True, kw_only=True):
    """What to write: the table's new values and the alerts that come through."""

    entry: GateEntry
    shelf: Shelf | None = None
    """None where the shelf stays as it is."""
    alerts: tuple[Alert, ...] = ()
    held: tuple[Held, ...] = ()


def shelf_of(candidate: Alert) -> int:
    """The number of the shelf that the candidate's id belongs on, below `SHELVES`."""
    return int(candidate.id[:2], 16) % SHELVES


def gate(
    entry: GateEntry | None,
    shelf: Shelf | None,
    candidate: Alert,
    rule: Rule | None,
    now: datetime,
    *,
    mutes: Mutes | None = None,
) -> GateOutcome:
    """Decide on one candidate.

    Args:
        entry: The table's value for the candidate's rule, or None.
        shelf: The table's value for `shelf_of` the candidate under that rule, or None.
        candidate: As it came on `alerts.candidates`.
        rule: The rule as it is now; None where this worker does not know it (yet): the candidate comes through.
        now: The worker's clock.
        mutes: The events that people muted, if any.

    Raises:
        RuleProblem: where the rule's options cannot be read; a rule book lets no such rule in.
    """
    known, ids = entry or GateEntry(), shelf or Shelf()
    if _is_repeat(ids, candidate):
        return GateOutcome(entry=known)
    return msgspec.structs.replace(_decide(known, candidate, rule, now, mutes), shelf=_mark(ids, candidate))


def _decide(entry: GateEntry, candidate: Alert, rule: Rule | None, now: datetime, mutes: Mutes | None) -> GateOutcome:
    """What becomes of a candidate that is no repeat."""
    set_ = options(rule) if rule else Options()
    if held := _silenced(candidate, rule, set_, now):
        return GateOutcome(entry=entry, held=(held,))
    if mutes is not None and mutes.holds(candidate, now):
        return GateOutcome(entry=_count_muted(entry, candidate), held=(_held(candidate, "mute", "the event is muted"),))
    if held := _waits(candidate, set_, now):
        return GateOutcome(entry=_wait(entry, candidate, now), held=(held,))
    return _throttle(entry, candidate, set_, now)


def flush(entry: GateEntry, rule: Rule | None, now: datetime) -> GateOutcome:
    """What has waited long enough, as one alert. Call it from a timer; without anything due it changes nothing."""
    set_ = options(rule) if rule else Options()
    if entry.latest is None or entry.waiting_since is None or (set_.quiet and set_.quiet.hold(now)):
        return GateOutcome(entry=entry)
    if set_.digest and now.timestamp() < entry.waiting_since + set_.digest.total_seconds():
        return GateOutcome(entry=entry)
    alert = entry.latest if len(entry.waiting) == 1 else _digest(entry.latest, entry.waiting)
    cleared = msgspec.structs.replace(entry, waiting=(), latest=None, waiting_since=None)
    return _tell(cleared, msgspec.structs.replace(alert, at=now), set_, now)


def _is_repeat(shelf: Shelf, candidate: Alert) -> bool:
    if candidate.id[:_PREFIX] in shelf.seen:
        return True
    return shelf.forgotten is not None and _article_time(candidate) <= shelf.forgotten


def _mark(shelf: Shelf, candidate: Alert) -> Shelf:
    seen = {**shelf.seen, candidate.id[:_PREFIX]: _article_time(candidate)}
    if len(seen) <= MAX_SEEN:
        return msgspec.structs.replace(shelf, seen=seen)
    oldest = sorted(seen.items(), key=lambda one: (one[1], one[0]))
    gone, kept = oldest[: MAX_SEEN // 4], oldest[MAX_SEEN // 4 :]
    return Shelf(seen=dict(kept), forgotten=gone[-1][1])


def _article_time(candidate: Alert) -> int:
    moment = candidate.article.published or candidate.article.seen or candidate.at
    return int(moment.timestamp())


def _held(candidate: Alert, cause: Cause, reason: str) -> Held:
    return Held(id=candidate.id, cause=cause, reason=reason)


def _silenced(candidate: Alert, rule: Rule | None, set_: Options, now: datetime) -> Held | None:
    if rule is None:
        return None
    if not rule.enabled:
        return _held(candidate, "disabled", "the rule is disabled")
    if set_.expires and now >= set_.expires:
        return _held(candidate, "expired", f"the rule expired on {set_.expires.isoformat()}")
    if set_.active and not set_.active.hold(now):
        return _held(candidate, "inactive", "outside the rule's active hours")
    return None


def _count_muted(entry: GateEntry, candidate: Alert) -> GateEntry:
    event = _event(candidate)
    counts = dict(entry.muted)
    counts[event] = counts.pop(event, 0) + 1
    return msgspec.structs.replace(entry, muted=dict(list(counts.items())[-_MAX_EVENTS:]))


def _waits(candidate: Alert, set_: Options, now: datetime) -> Held | None:
    if set_.quiet and set_.quiet.hold(now) and candidate.rule.severity != "critical":
        return _held(candidate, "quiet", "waits for the end of quiet hours")
    return _held(candidate, "digest", "waits for the digest") if set_.digest else None


def _wait(entry: GateEntry, candidate: Alert, now: datetime) -> GateEntry:
    if any(line.id == candidate.id for line in entry.waiting):
        return entry
    line = DigestLine(id=candidate.id, title=candidate.title, at=candidate.at, link=candidate.link)
    over = max(0, len(entry.waiting) + 1 - MAX_WAITING)
    return msgspec.structs.replace(
        entry,
        waiting=(*entry.waiting, line)[over:],
        latest=candidate,
        waiting_since=entry.waiting_since if entry.waiting_since is not None else now.timestamp(),
        held=entry.held + over,
    )


def _throttle(entry: GateEntry, candidate: Alert, set_: Options, now: datetime) -> GateOutcome:
    names = events_of(candidate) or (_event(candidate),)
    by_event = [time for name in names for time in entry.sent_by_event.get(name, ())]
    for rate, sent, what in ((set_.per_rule, entry.sent, "rule"), (set_.per_event, by_event, "event")):
        if rate and len(_recent(sent, rate, now)) >= rate.count:
            reason = f"throttled: {rate.count} per {rate.per} for this {what}"
            more = msgspec.structs.replace(entry, held=entry.held + 1)
            return GateOutcome(entry=more, held=(_held(candidate, "throttle", reason),))
    return _tell(entry, candidate, set_, now)


def _tell(entry: GateEntry, alert: Alert, set_: Options, now: datetime) -> GateOutcome:
    """The alert with how many were held back before it, and the entry that counts anew."""
    muted = _muted(entry, alert)
    told = msgspec.structs.replace(alert, held_back=entry.held, held_by_mute=muted)
    if muted:
        line = f"held back while the event was muted: {muted}"
        told = msgspec.structs.replace(told, derivation=(*told.derivation, line))
    left = {event: count for event, count in entry.muted.items() if event not in events_of(alert)}
    cleared = msgspec.structs.replace(entry, held=0, muted=left)
    return GateOutcome(entry=_sent(cleared, told, set_, now), alerts=(told,))


def _muted(entry: GateEntry, alert: Alert) -> int:
    return sum(entry.muted.get(event, 0) for event in events_of(alert))


def _sent(entry: GateEntry, told: Alert, set_: Options, now: datetime) -> GateEntry:
    at, event = now.timestamp(), _event(told)
    sent = (*_recent(entry.sent, set_.per_rule, now), at) if set_.per_rule else ()
    if not set_.per_event:
        return msgspec.structs.replace(entry, sent=sent, sent_by_event={})
    events = {
        name: kept for name, times in entry.sent_by_event.items() if (kept := _recent(times, set_.per_event, now))
    }
    events[event] = (*events.pop(event, ()), at)
    newest = dict(list(events.items())[-_MAX_EVENTS:])
    return msgspec.structs.replace(entry, sent=sent, sent_by_event=newest)


def _recent(times: Sequence[float], rate: Rate | None, now: datetime) -> tuple[float, ...]:
    since = now.timestamp() - (rate.per if rate else timedelta()).total_seconds()
    return tuple(time for time in times if time > since)


def _event(alert: Alert) -> str:
    return alert.event_id or alert.article.id


def _digest(latest: Alert, waiting: tuple[DigestLine, ...]) -> Alert:
    return msgspec.structs.replace(
        latest,
        id=alert_id(latest.rule.id, "digest", "|".join(line.id for line in waiting)),
        change=Change(kind="digest"),
        title=f"{latest.rule.name}: {len(waiting)} alerts, the latest: {latest.title}",
        digest=waiting,
    )

"""The merge: one more mention against the table's entry of its meeting key.

**State.** The entry keeps the mentions of a key. Its events are a pure left fold over them, sorted by time of
publication (then first seen, then id), so they depend on the *set* of mentions: articles in any order, late or twice,
settle to the same states with the same ids. When an entry holds more than `MAX_MENTIONS`, the oldest are folded into
`settled` for good, which changes no state; a mention older than those comes too late to count.

**Event ids** are functions of the state too. An event has the id of its founder: of the mentions in it that assert it
in a main clause, the one that we saw first. Articles carry the time at which we saw them: neither a role that becomes
known nor an article that comes late changes the id. Where a late article splits an event, the part with the founder
keeps the id; where it joins two, the id of the one seen first stays, and the other id gets a last state with
`superseded_by`. News names the other ids under which its event was told (`formerly`).

Whatever late articles do, a fact is told once under an id, or the gate would take news for a repeat: a founder may move
by itself into an event whose other mentions were told elsewhere. So each mention keeps the id under which it was told,
and a fact that comes a second time under an id is told under a name of its own.

**News** is not a function of the set, because what was told cannot be untold. Each mention keeps the facts that it made
news of ("status:planned", "date:2030-05-01/2030-05-31"), and a fact of an event is told once. So a late article that
turns out to be the true first mention tells nothing again under another id: its facts are told already. A late article
is news only where what it says is what holds *now* and was not told, such as a completion that reached us after a
younger paper still wrote of the plan. Everything that a mention says is marked told together with its news, so an alert
id is a function of rule, event and fact whichever way the articles came.

**Repeats.** A mention whose id the entry holds changes nothing. A worker that dies between sending and writing the
table does it again from the same entry, which gives the same ids: `merge` reads no clock (`now` only dates what has no
date of its own, and says when the entry was last touched).
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from marsad.contracts import Change, EventMention, EventState, Record
from streams.events.ledger.cluster import Cluster, Step, asserts, counters, holds, said
from streams.events.ledger.fold import Folded, Kept, fold, place, states
from streams.events.ledger.mentions import position, slim

MAX_MENTIONS: Final = 1000
"""Of one meeting key, held one by one; about 1 kB each in the table."""
_OF_ANOTHER: Final = "@"


class LedgerEntry(Record, frozen=True, kw_only=True):
    """The table's value for one meeting key."""

    key: str
    settled: tuple[Cluster, ...] = ()
    mentions: tuple[Kept, ...] = ()
    """Sorted by `Kept.order`."""
    horizon: datetime | None = None
    """Time of the youngest settled mention: nothing up to here can change any more."""
    touched: datetime | None = None
    """When a mention was last merged, by the worker's clock."""


class News(Record, frozen=True, kw_only=True):
    """What one mention changed that nobody was told of yet. `changes[0]` is `change`, the weightiest."""

    state: EventState
    change: Change
    mention: EventMention
    changes: tuple[Change, ...] = ()
    facts: tuple[str, ...] = ()
    """One per change: what became known."""
    before: EventState | None = None
    """The event before this mention; null for a new one."""
    formerly: tuple[str, ...] = ()
    """Other ids that the event had when news of it was told."""


class Outcome(Record, frozen=True, kw_only=True):
    """What to write: the table's new value, the states that changed, and the news."""

    entry: LedgerEntry
    states: tuple[EventState, ...] = ()
    news: tuple[News, ...] = ()


def merge(entry: LedgerEntry | None, mention: EventMention, *, now: datetime, retention_days: int) -> Outcome:
    """Fold one mention into the entry of its meeting key.

    Args:
        entry: The table's value, or None for a key not seen before.
        mention: As it came on `events`.
        now: The worker's clock; decides nothing but the time of an article that has none.
        retention_days: An event is forgotten so many days after its last mention, in the articles' own time.
    """
    held = entry or LedgerEntry(key=mention.key)
    kept = Kept(mention=slim(mention), at=position(mention, now))
    retention = timedelta(days=retention_days)
    if _is_known(held, kept) or _is_too_late(held, kept, retention):
        return Outcome(entry=held)
    before = _View.of(held.key, held.settled, fold(held.settled, held.mentions))
    mentions, events = _insert(held, before, kept)
    after = _View.of(held.key, held.settled, events)
    news = _news(before, after, mentions, kept, mention)
    made = {one.mention.id: one for one in news}
    mentions = [_marked(one, made[one.mention.id]) if one.mention.id in made else one for one in mentions]
    entry = LedgerEntry(key=held.key, settled=held.settled, mentions=tuple(mentions), horizon=held.horizon, touched=now)
    return Outcome(entry=_settle(_expire(entry, after, retention)), states=_changed(before, after), news=news)


def prune(entry: LedgerEntry, *, now: datetime, retention_days: int) -> LedgerEntry | None:
    """The entry, or None once nothing was merged into it for `retention_days`: the table may drop it."""
    stale = entry.touched is not None and entry.touched < now - timedelta(days=retention_days)
    return None if stale else entry


@dataclass(frozen=True, slots=True)
class _View:
    """The events of an entry, with what names each of them across two folds: its mentions or its settled place."""

    events: list[Folded]
    states: list[EventState]
    marks: list[frozenset[str]]

    @classmethod
    def of(cls, key: str, settled: Sequence[Cluster], events: list[Folded]) -> _View:
        marks = [
            frozenset(event.members | ({f"settled:{index}"} if index < len(settled) else set()))
            for index, event in enumerate(events)
        ]
        return cls(events, states(key, events), marks)

    def sharing(self, marks: frozenset[str]) -> EventState | None:
        """The event that has most of these marks, the first of several; None where none has one."""
        shares = [len(own & marks) for own in self.marks]
        most = max(shares, default=0)
        return self.states[shares.index(most)] if most else None


def _is_known(entry: LedgerEntry, kept: Kept) -> bool:
    return any(other.mention.id == kept.mention.id for other in entry.mentions)


def _is_too_late(entry: LedgerEntry, kept: Kept, retention: timedelta) -> bool:
    if entry.horizon is not None and kept.at <= entry.horizon:
        return True
    return bool(entry.mentions) and kept.at < entry.mentions[-1].at - retention


def _insert(entry: LedgerEntry, before: _View, kept: Kept) -> tuple[list[Kept], list[Folded]]:
    """Put the mention in its place. The youngest goes on from the fold that we have; a late one needs a new fold."""
    mentions = list(entry.mentions)
    bisect.insort(mentions, kept, key=lambda other: other.order)
    if mentions[-1] is not kept:
        return mentions, fold(entry.settled, mentions)
    events = [Folded(event.cluster, set(event.members), dict(event.steps)) for event in before.events]
    place(events, kept)
    return mentions, events


def _news(before: _View, after: _View, mentions: Sequence[Kept], kept: Kept, mention: EventMention) -> tuple[News, ...]:
    """What the new mention makes known; and the first mention of an event that nobody was told of.

    The second is rare: a late article shows that what was taken for a copy is an event of its own.
    """
    news = []
    for state, event, marks in zip(after.states, after.events, after.marks, strict=True):
        inside = [other for other in mentions if other.mention.id in event.members]
        told = set(event.cluster.told).union(*(other.told for other in inside))
        was = before.sharing(marks)
        if kept in inside and (asserts(mention.event) or (told and counters(mention.event))):
            teller, steps = mention, _untold(event, kept, told, was)
        elif event.cluster.main and not told and (first := _first_assertion(inside)) is not None:
            teller, steps = first.mention, _untold(event, first, told, None)
        else:
            continue
        if steps:
            used = _told_under(state.id, mentions, after.events)
            formerly = {*event.cluster.told_under, *(other.under for other in inside if other.under)} - {state.id}
            news.append(_one(state, was, teller, steps, used=used, formerly=formerly))
    return tuple(news)


def _one(
    state: EventState,
    was: EventState | None,
    teller: EventMention,
    steps: list[Step],
    *,
    used: set[str],
    formerly: set[str],
) -> News:
    return News(
        state=state,
        change=steps[0].change,
        mention=teller,
        changes=tuple(step.change for step in steps),
        facts=tuple(_own_name(step.fact, teller, used) for step in steps),
        before=was,
        formerly=tuple(sorted(formerly)),
    )


def _first_assertion(mentions: Sequence[Kept]) -> Kept | None:
    return next((kept for kept in mentions if asserts(kept.mention.event)), None)


def _told_under(event_id: str, mentions: Sequence[Kept], events: Sequence[Folded]) -> set[str]:
    """Every fact that was told under an id, of whichever event it was then."""
    found = {fact for kept in mentions if kept.under == event_id for fact in kept.told}
    return found.union(*(event.cluster.told for event in events if event_id in event.cluster.told_under))


def _own_name(fact: str, mention: EventMention, used: set[str]) -> str:
    """The fact's name in an alert's id: one of its own where the event's id told the like of another event."""
    return f"{fact}{_OF_ANOTHER}{mention.id}" if fact in used else fact


def _untold(event: Folded, kept: Kept, told: set[str], was: EventState | None) -> list[Step]:
    status = kept.mention.event.status
    if not told:
        return [Step(Change(kind="first_mention", after=status), f"status:{status}")]
    steps = [step for step in event.steps[kept.mention.id] if step.fact not in told and holds(event.cluster, step)]
    return [_as_late(step, was) for step in steps]


def _as_late(step: Step, was: EventState | None) -> Step:
    """The oldest mention of an event that was told already changes its status; it is not its first mention."""
    if step.change.kind != "first_mention" or was is None:
        return step
    return Step(Change(kind="status_change", before=was.status, after=step.change.after), step.fact)


def _marked(kept: Kept, news: News) -> Kept:
    """The mention with what it made news of, and under which id."""
    plain = (fact.partition(_OF_ANOTHER)[0] for fact in news.facts)
    told = tuple(dict.fromkeys((*news.facts, *plain, *said(news.mention.event))))
    return msgspec.structs.replace(kept, told=told, under=news.state.id)


def _changed(before: _View, after: _View) -> tuple[EventState, ...]:
    old = {state.id: state for state in before.states}
    living = {state.id for state in after.states}
    changed = [state for state in after.states if old.get(state.id) != state]
    for state, marks in zip(before.states, before.marks, strict=True):
        heir = after.sharing(marks)
        if state.id not in living and heir is not None:
            changed.append(msgspec.structs.replace(state, superseded_by=heir.id))
    return tuple(changed)


def _expire(entry: LedgerEntry, after: _View, retention: timedelta) -> LedgerEntry:
    """Forget the events whose last mention is older than the retention, counted from the youngest mention."""
    limit = entry.mentions[-1].at - retention
    gone = [event.cluster.last_seen < limit for event in after.events]
    if not any(gone):
        return entry
    lost = set().union(*(event.members for event, old in zip(after.events, gone, strict=True) if old))
    settled = tuple(cluster for cluster, old in zip(entry.settled, gone, strict=False) if not old)
    mentions = tuple(kept for kept in entry.mentions if kept.mention.id not in lost)
    return msgspec.structs.replace(entry, settled=settled, mentions=mentions)


def _settle(entry: LedgerEntry) -> LedgerEntry:
    """Fold the oldest quarter in for good once the entry holds too many mentions."""
    if len(entry.mentions) <= MAX_MENTIONS:
        return entry
    oldest, rest = entry.mentions[: MAX_MENTIONS // 4], entry.mentions[MAX_MENTIONS // 4 :]
    events = fold(entry.settled, ())
    for kept in oldest:
        cluster = place(events, kept).cluster
        cluster.told.extend(kept.told)
        if kept.under and kept.under not in cluster.told_under:
            cluster.told_under.append(kept.under)
    settled = tuple(event.cluster for event in events)
    return msgspec.structs.replace(entry, settled=settled, mentions=rest, horizon=oldest[-1].at)

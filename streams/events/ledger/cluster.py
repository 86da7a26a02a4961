"""What is known of one event while mentions are folded into it, one at a time, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from marsad.contracts import (
    ArticleRef,
    Change,
    DateMention,
    Event,
    EventMention,
    HistoryEntry,
    Quantity,
    Role,
    Status,
)
from streams.events.ledger.mentions import agreement, claimed, compared
from streams.events.ledger.status import asserts_date, transition
from streams.events.ledger.types import spec

_MAX_HISTORY: Final = 100
_MAX_SOURCES: Final = 100
_DAY: Final = timedelta(days=1)

Founder = tuple[bool, datetime, datetime, str, tuple[bool, int], str]
"""What orders mentions for founding an event (`Kept.founds`); the mention's id is the last."""


class Step(msgspec.Struct, frozen=True):
    """One thing that a mention changed. `fact` is what became known, without what was known before."""

    change: Change
    fact: str


class Cluster(msgspec.Struct, kw_only=True):
    """The accumulator of the fold: everything about one event that later mentions are held against."""

    type: str
    status: Status
    first_seen: datetime
    last_seen: datetime
    start: date
    end: date
    """The days that main mentions speak of, until the event is completed."""
    roles: dict[str, Role | None] = msgspec.field(default_factory=dict)
    tokens: dict[str, str] = msgspec.field(default_factory=dict)
    """What identifies the roles that keep events apart, where known."""
    founder: Founder | None = None
    """The mention that gives the event its id."""
    main: bool = False
    """Whether a main, asserted mention has been seen; until then nothing is news."""
    batch: int | None = None
    date: DateMention | None = None
    quantity: Quantity | None = None
    changed_at: datetime | None = None
    held: dict[str, int] = msgspec.field(default_factory=dict)
    """Facts that were current at some time, with how often they came to be."""
    history: list[HistoryEntry] = msgspec.field(default_factory=list)
    sources: list[ArticleRef] = msgspec.field(default_factory=list)
    mentions: int = 0
    contradictions: list[Change] = msgspec.field(default_factory=list)
    told: list[str] = msgspec.field(default_factory=list)
    """Facts that made news in mentions already settled into this record."""
    told_under: list[str] = msgspec.field(default_factory=list)
    """Ids that the event had when they did."""

    def copy(self) -> Cluster:
        """A record of its own that may be folded into."""
        return msgspec.structs.replace(
            self,
            roles=dict(self.roles),
            tokens=dict(self.tokens),
            held=dict(self.held),
            history=list(self.history),
            sources=list(self.sources),
            contradictions=list(self.contradictions),
            told=list(self.told),
            told_under=list(self.told_under),
        )


def begin(item: EventMention, at: datetime) -> Cluster:
    """An event of which nothing is known yet but when the mention speaks of it."""
    first, last = interval(item.event, at)
    return Cluster(
        type=item.event.type,
        status=item.event.status,
        first_seen=at,
        last_seen=at,
        start=first,
        end=last,
    )


def interval(event: Event, at: datetime) -> tuple[date, date]:
    """The days that a mention speaks of: the date it claims, else the day it was published."""
    return claimed(event) or (at.date(), at.date())


def asserts(event: Event) -> bool:
    """Whether the mention says in its main clause that the event is so: it makes news by itself."""
    return event.salience == "main" and event.asserted


def counters(event: Event) -> bool:
    """Whether it says in its main clause that the event is not so after all: news of an event that was told."""
    return event.salience == "main" and not event.asserted and event.status in ("denied", "halted")


def is_statement(event: Event) -> bool:
    """Whether it says that something is so or is not so, and does not wish, ask, threaten or suppose."""
    return event.asserted or event.status in ("denied", "halted")


def said(event: Event) -> tuple[str, ...]:
    """The facts that a mention says, whoever said them first: its status, its date, its quantity."""
    days = claimed(event)
    facts = [f"status:{event.status}"]
    if days and asserts_date(event.status):
        facts.append(f"date:{days[0]}/{days[1]}")
    if event.quantity and event.quantity.value is not None:
        facts.append(f"quantity:{event.quantity.value:g}")
    return tuple(facts)


def holds(cluster: Cluster, step: Step) -> bool:
    """Whether what a step made known is what holds now, after all mentions."""
    kind, after = step.change.kind, step.change.after
    if kind == "date_change":
        return current_days(cluster) == after
    if kind == "quantity_change":
        return cluster.quantity is not None and f"{cluster.quantity.value:g}" == after
    if kind == "contradiction":
        return cluster.status in (step.change.before, after)
    return kind == "roles_known" or cluster.status == after


def current_days(cluster: Cluster) -> str | None:
    """The days that the event is dated to, as `first/last`."""
    days = _current_days(cluster)
    return f"{days[0]}/{days[1]}" if days else None


def fit(cluster: Cluster, item: EventMention, at: datetime, tokens: dict[str, str]) -> tuple[int, int] | None:
    """How well a mention fits an event, larger is better: (roles agreed, minus days apart); None where it is another.

    A background clause without a date ("the system that Egypt received lately") speaks of an event that is known, so it
    fits the latest one whose roles agree, however long ago. Where an open event has no date yet, the first one claimed
    for it may be far off, and a paper may still tell the plan of a completed event: then it is enough that the papers
    are of about the same time. A plan for other days after the completion is another event.
    """
    agreed = agreement(tokens, cluster.tokens)
    if agreed is None or _other_batch(cluster, item.event):
        return None
    background = item.event.salience == "background"
    days = _days_apart(cluster, interval(item.event, at))
    if background and claimed(item.event) is None:
        return agreed, -days
    closed = cluster.status == "completed"
    told_again = closed and _tells_again(cluster, item.event)
    if closed and not told_again and _speaks_of_later(cluster, item.event):
        return None
    if not background and (told_again or (cluster.date is None and not closed)):
        days = min(days, _days_apart(cluster, (at.date(), at.date())))
    row = spec(cluster.type)
    window = row.closed if closed or background else row.open
    return (agreed, -days) if days <= window else None


def apply(cluster: Cluster, item: EventMention, at: datetime, found: dict[str, Role | None]) -> tuple[Step, ...]:
    """Fold one mention in; say what it changed. A copy, a background clause or a hedged one changes nothing."""
    fresh = cluster.mentions == 0
    cluster.mentions += 1
    cluster.first_seen, cluster.last_seen = min(cluster.first_seen, at), max(cluster.last_seen, at)
    _add_source(cluster, item.article)
    steps: list[Step] = []
    if asserts(item.event):
        steps = _main(cluster, item.event, at)
    elif cluster.main and counters(item.event):
        steps = _status(cluster, item.event.status, at)
    elif fresh:
        cluster.status = item.event.status
    named = _fill_roles(cluster, item.event, found)
    if named and cluster.main and asserts(item.event) and not _is_first(steps):
        steps.append(Step(Change(kind="roles_known", after=named), f"roles:{named}"))
    if steps:
        _remember(cluster, item, at, steps)
    return tuple(steps)


def _main(cluster: Cluster, event: Event, at: datetime) -> list[Step]:
    if not cluster.main:
        return _first(cluster, event, at)
    steps = _status(cluster, event.status, at)
    if event.status == cluster.status or cluster.status not in ("completed", "denied"):
        steps += _date(cluster, event) + _quantity(cluster, event)
    _stretch(cluster, event, at)
    return steps


def _first(cluster: Cluster, event: Event, at: datetime) -> list[Step]:
    cluster.main = True
    cluster.status = event.status
    cluster.changed_at = at
    fact = _hold(cluster, f"status:{event.status}")
    _date(cluster, event)
    _quantity(cluster, event)
    _stretch(cluster, event, at)
    return [Step(Change(kind="first_mention", after=event.status), fact)]


def _status(cluster: Cluster, new: Status, at: datetime) -> list[Step]:
    held = f"status:{new}" in cluster.held
    since = at - cluster.changed_at if cluster.changed_at else None
    kinds, moves = transition(cluster.status, new, held=held, since=since)
    if not kinds:
        return []
    before = cluster.status
    fact = _hold(cluster, f"status:{new}")
    steps = [Step(Change(kind=kind, before=before, after=new), fact) for kind in kinds]
    cluster.contradictions += [step.change for step in steps if step.change.kind == "contradiction"]
    if moves:
        cluster.status = new
        cluster.changed_at = at
    return steps


def _date(cluster: Cluster, event: Event) -> list[Step]:
    days = claimed(event)
    if days is None or event.date is None or not asserts_date(event.status):
        return []
    fact = f"date:{days[0]}/{days[1]}"
    current = _current_days(cluster)
    if current and days[0] <= current[1] and current[0] <= days[1]:
        if current[0] <= days[0] and days[1] <= current[1]:
            cluster.date = event.date
        return []
    if fact in cluster.held:
        return []
    cluster.date = event.date
    before = f"{current[0]}/{current[1]}" if current else None
    return [Step(Change(kind="date_change", before=before, after=fact[5:]), _hold(cluster, fact))]


def _quantity(cluster: Cluster, event: Event) -> list[Step]:
    if event.quantity is None or event.quantity.value is None:
        return []
    after = f"{event.quantity.value:g}"
    if f"quantity:{after}" in cluster.held:
        return []
    known = cluster.quantity.value if cluster.quantity else None
    cluster.quantity = event.quantity
    before = None if known is None else f"{known:g}"
    return [Step(Change(kind="quantity_change", before=before, after=after), _hold(cluster, f"quantity:{after}"))]


def _fill_roles(cluster: Cluster, event: Event, found: dict[str, Role | None]) -> str:
    named = []
    for name, role in found.items():
        known = cluster.roles.setdefault(name, None)
        if role is not None and known is None:
            cluster.roles[name] = role
            named.append(f"{name}={role.id or role.text}")
    if named:
        cluster.tokens = compared(spec(cluster.type), cluster.roles)
    cluster.batch = cluster.batch or event.batch
    return ",".join(named)


def _stretch(cluster: Cluster, event: Event, at: datetime) -> None:
    if cluster.status == "completed":
        if event.status == "completed" and cluster.changed_at == at:
            cluster.end = max(cluster.start, at.date())
        return
    first, last = interval(event, at)
    cluster.start, cluster.end = min(cluster.start, first, at.date()), max(cluster.end, last, at.date())


def _hold(cluster: Cluster, fact: str) -> str:
    times = cluster.held.get(fact, 0) + 1
    cluster.held[fact] = times
    return fact if times == 1 else f"{fact}#{times}"


def _add_source(cluster: Cluster, article: ArticleRef) -> None:
    if len(cluster.sources) < _MAX_SOURCES and all(source.id != article.id for source in cluster.sources):
        cluster.sources.append(article)


def _remember(cluster: Cluster, item: EventMention, at: datetime, steps: list[Step]) -> None:
    entry = HistoryEntry(
        at=at,
        changes=tuple(step.change for step in steps),
        status=cluster.status,
        evidence=item.event.evidence,
        article=item.article,
        date=item.event.date,
        quantity=item.event.quantity,
        speaker=item.event.speaker,
    )
    cluster.history.append(entry)
    del cluster.history[1:-_MAX_HISTORY]


def _other_batch(cluster: Cluster, event: Event) -> bool:
    return cluster.batch is not None and event.batch is not None and cluster.batch != event.batch


def _tells_again(cluster: Cluster, event: Event) -> bool:
    """Whether the plan of a completed event is told: its batch, or days that were claimed for it."""
    if event.batch is not None and event.batch == cluster.batch:
        return True
    days = claimed(event)
    return days is not None and any(
        days[0].isoformat() <= last and first <= days[1].isoformat() for first, last in _claims(cluster)
    )


def _claims(cluster: Cluster) -> Iterator[tuple[str, str]]:
    for fact in cluster.held:
        if fact.startswith("date:"):
            first, _, last = fact.removeprefix("date:").partition("/")
            yield first, last


def _speaks_of_later(cluster: Cluster, event: Event) -> bool:
    days = claimed(event)
    return event.status != "completed" and days is not None and days[0] > cluster.end


def _days_apart(cluster: Cluster, days: tuple[date, date]) -> int:
    gap = max(days[0] - cluster.end, cluster.start - days[1], 0 * _DAY)
    return gap.days


def _current_days(cluster: Cluster) -> tuple[date, date] | None:
    if cluster.date is None:
        return None
    first, last = cluster.date.from_ or cluster.date.to, cluster.date.to or cluster.date.from_
    return (date.fromisoformat(first[:10]), date.fromisoformat(last[:10])) if first and last else None


def _is_first(steps: list[Step]) -> bool:
    return any(step.change.kind == "first_mention" for step in steps)

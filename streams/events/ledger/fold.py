"""The fold: mentions of one meeting key, oldest first, into events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from marsad.contracts import EventMention, EventState
from marsad.contracts.ids import digest
from streams.events.ledger.cluster import Cluster, Step, apply, begin, fit
from streams.events.ledger.mentions import compared, known_roles
from streams.events.ledger.types import spec


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A mention that the ledger still holds, with its place in time and the facts that it made news of."""

    mention: EventMention
    at: datetime
    told: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[datetime, datetime, str, tuple[bool, int], str]:
        """Oldest first; a feed that dates by the day leaves the order to when we saw the articles, then to ids.

        Within an article the headline comes first, then what stands first.
        """
        article, evidence = self.mention.article, self.mention.event.evidence
        return self.at, article.seen or self.at, article.id, (evidence.field == "text", evidence.start), self.mention.id


@dataclass(slots=True)
class Folded:
    """An event after the fold: what is known, which mentions are in it, and what each of them changed."""

    cluster: Cluster
    members: set[str] = field(default_factory=set)
    steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)


def fold(settled: Sequence[Cluster], mentions: Iterable[Kept]) -> list[Folded]:
    """Every event of a meeting key. The result depends on the set of mentions alone, not on their order of arrival.

    Args:
        settled: Events as mentions that are no longer held left them; not changed here.
        mentions: Sorted by `Kept.order`.
    """
    events = [Folded(cluster.copy()) for cluster in settled]
    for kept in mentions:
        place(events, kept)
    return events


def place(events: list[Folded], kept: Kept) -> Folded:
    """Fold one mention, younger than all before it, into the event that fits best, or into a new one."""
    best: tuple[tuple[int, int, int], Folded] | None = None
    found_roles = known_roles(kept.mention.event)
    tokens = compared(spec(kept.mention.event.type), found_roles)
    for index, event in enumerate(events):
        score = fit(event.cluster, kept.mention, kept.at, tokens)
        if score is not None and (best is None or (*score, index) > best[0]):
            best = (*score, index), event
    if best is None:
        events.append(Folded(begin(kept.mention, kept.at)))
    found = best[1] if best else events[-1]
    found.steps[kept.mention.id] = apply(found.cluster, kept.mention, kept.at, found_roles)
    found.members.add(kept.mention.id)
    return found


def states(key: str, events: Sequence[Folded]) -> list[EventState]:
    """One state per event, in the same order."""
    taken: dict[str, int] = {}
    return [_state(key, event.cluster, taken) for event in events]


def _state(key: str, cluster: Cluster, taken: dict[str, int]) -> EventState:
    name = _name(key, cluster)
    taken[name] = taken.get(name, 0) + 1
    days = cluster.date
    return EventState(
        id=digest("event", name, str(taken[name])),
        key=key,
        type=cluster.type,
        item=cluster.roles.get("item"),
        supplier=cluster.roles.get("supplier"),
        recipient=cluster.roles.get("recipient"),
        roles=dict(cluster.roles),
        status=cluster.status,
        first_seen=cluster.first_seen,
        last_seen=cluster.last_seen,
        date_from=days.from_ if days else None,
        date_to=days.to if days else None,
        history=tuple(cluster.history),
        sources=tuple(cluster.sources),
        mentions=cluster.mentions,
        contradictions=tuple(cluster.contradictions),
        quantity=cluster.quantity,
        batch=cluster.batch,
    )


def _name(key: str, cluster: Cluster) -> str:
    """What tells an event from the others of its key: roles, batch, and the month or day it was first spoken of."""
    row = spec(cluster.type)
    named = [f"{name}={cluster.tokens[name]}" for name in row.compare if name in cluster.tokens]
    period = cluster.anchor.isoformat()[: 7 if row.period == "month" else 10]
    return "|".join((key, *named, str(cluster.batch or ""), period))

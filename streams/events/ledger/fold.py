"""The fold: mentions of one meeting key, oldest first, into events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from marsad.contracts import EventMention, EventState
from marsad.contracts.ids import digest
from streams.events.ledger.cluster import Cluster, Founder, Step, apply, asserts, begin, fit
from streams.events.ledger.mentions import compared, known_roles
from streams.events.ledger.types import spec


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A mention that the ledger still holds, with its place in time and the facts that it made news of."""

    mention: EventMention
    at: datetime
    told: tuple[str, ...] = ()
    under: str = ""
    """Id that the event had when this mention made news of it; empty where it made none."""

    @property
    def order(self) -> tuple[datetime, datetime, str, tuple[bool, int], str]:
        """Oldest first; a feed that dates by the day leaves the order to when we saw the articles, then to ids.

        Within an article the headline comes first, then what stands first.
        """
        article, evidence = self.mention.article, self.mention.event.evidence
        return self.at, article.seen or self.at, article.id, (evidence.field == "text", evidence.start), self.mention.id

    @property
    def founds(self) -> Founder:
        """The least of an event's mentions gives it its id: what makes news by itself first, of that what we saw first.

        Articles keep the time at which we saw them, so the order in which they are processed plays no part. A mention
        that makes no news may move into another event without a trace; one that was told may not.
        """
        at, seen, article, place, name = self.order
        return not asserts(self.mention.event), seen, at, article, place, name


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
    found.cluster.founder = min(found.cluster.founder or kept.founds, kept.founds)
    return found


def states(key: str, events: Sequence[Folded]) -> list[EventState]:
    """One state per event, in the same order."""
    return [_state(key, event.cluster) for event in events]


def _state(key: str, cluster: Cluster) -> EventState:
    days, founder = cluster.date, cluster.founder
    return EventState(
        id=digest("event", key, founder[-1] if founder else cluster.first_seen.isoformat()),
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

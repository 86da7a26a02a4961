"""Alert: why somebody should look now, on `alerts`."""

from __future__ import annotations

from typing import Literal

from marsad.contracts.enriched import Entity, Event, Evidence
from marsad.contracts.events import ArticleRef, Change
from marsad.contracts.record import Record, Time

Severity = Literal["info", "low", "medium", "high", "critical"]


class RuleRef(Record, frozen=True, kw_only=True):
    """The rule that fired."""

    id: str
    name: str
    severity: Severity = "medium"


class DigestLine(Record, frozen=True, kw_only=True):
    """One alert that waited for a digest."""

    id: str
    title: str
    at: Time
    link: str | None = None


class Alert(Record, frozen=True, kw_only=True):
    """One thing that is new under one rule. `id` is a function of rule, event and change, nothing else."""

    id: str
    rule: RuleRef
    change: Change
    title: str
    evidence: Evidence
    article: ArticleRef
    at: Time
    event_id: str | None = None
    event_key: str | None = None
    formerly: tuple[str, ...] = ()
    """Ids that the event had when earlier alerts told of it: what is said of those is said of this event."""
    event: Event | None = None
    entities: tuple[Entity, ...] = ()
    link: str | None = None
    channels: tuple[str, ...] = ()
    held_back: int = 0
    """How many alerts of this rule a throttle held back since the last one that came through."""
    held_by_mute: int = 0
    """How many alerts of this rule on this event were held back while the event was muted."""
    digest: tuple[DigestLine, ...] = ()
    """The alerts that this one stands for, where quiet hours or a digest made them wait; the latest gives the rest."""
    derivation: tuple[str, ...] = ()
    schema_version: int = 1

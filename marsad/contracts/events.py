"""EventMention (topic `events`) and EventState (topic `events.ledger`)."""

from __future__ import annotations

from typing import Literal

import msgspec

from marsad.contracts.article import FeedRef
from marsad.contracts.enriched import DateMention, Event, Evidence, Quantity, Role, Status
from marsad.contracts.record import Record, Time


class ArticleRef(Record, frozen=True, kw_only=True):
    """Enough of an article to cite it."""

    id: str
    revision: str = ""
    url: str | None = None
    title: str | None = None
    published: Time | None = None
    seen: Time | None = None
    language: str | None = None
    feed: FeedRef | None = None


class EventMention(Record, frozen=True, kw_only=True):
    """One article's mention of one event. `key` is the meeting key: all mentions that may be one event share it."""

    id: str
    key: str
    event: Event
    article: ArticleRef
    entities: tuple[str, ...] = ()
    """Ids of the entities that the article names, for rules that ask for an event and an entity."""
    schema_version: int = 1


ChangeKind = Literal[
    "first_mention",
    "status_change",
    "date_change",
    "quantity_change",
    "contradiction",
    "roles_known",
    "mention",
    "digest",
]


class Change(Record, frozen=True, kw_only=True):
    """What one mention changed in what was known of an event."""

    kind: ChangeKind
    before: str | None = None
    after: str | None = None


class HistoryEntry(Record, frozen=True, kw_only=True):
    """One step in an event's history: what changed, and the article that said so first."""

    at: Time
    changes: tuple[Change, ...]
    status: Status
    evidence: Evidence
    article: ArticleRef
    date: DateMention | None = None
    quantity: Quantity | None = None
    speaker: Role | None = None


class EventState(Record, frozen=True, kw_only=True):
    """What is known of one event: its current state with its history."""

    id: str
    key: str
    type: str
    item: Role | None = None
    supplier: Role | None = None
    recipient: Role | None = None
    roles: dict[str, Role | None] = msgspec.field(default_factory=dict)
    """Every role of the frame by name, the three above among them."""
    status: Status
    first_seen: Time
    last_seen: Time
    date_from: str | None = None
    date_to: str | None = None
    history: tuple[HistoryEntry, ...] = ()
    sources: tuple[ArticleRef, ...] = ()
    mentions: int = 0
    contradictions: tuple[Change, ...] = ()
    quantity: Quantity | None = None
    batch: int | None = None
    superseded_by: str | None = None
    """Id that this event goes on under, once a role became known or an earlier article arrived; null while it lives."""
    schema_version: int = 1

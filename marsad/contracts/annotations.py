"""What people say of alerts and events, on `annotations` (compacted), and what they did, on `audit`."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from marsad.contracts.record import Record, Time

AnnotationKind = Literal["acknowledged", "note", "muted", "irrelevant"]
AuditAction = Literal[
    "acknowledge",
    "note",
    "mute",
    "feedback",
    "rule_publish",
    "rule_enable",
    "rule_disable",
    "rule_delete",
    "feed_add",
    "feed_pause",
    "feed_remove",
    "dead_letter_replay",
    "dead_letter_drop",
    "login",
]


class Annotation(Record, frozen=True, kw_only=True):
    """One thing that somebody says of an alert (`acknowledged`, `note`, `irrelevant`) or of an event (`muted`).

    A muted event raises no alert: the workers' gate follows this topic too. Withdrawn by a null value of the same key.
    `id` follows from the rest, so two people who say different things at once overwrite nothing of each other.
    """

    id: str
    subject: str
    """Alert id, or event id where `kind` is `muted`."""
    kind: AnnotationKind
    author: str
    at: Time
    text: str | None = None
    """Of a note."""
    rule: str | None = None
    """Id of the alert's rule, so that feedback can be counted by rule."""
    until: Time | None = None
    """When a mute ends by itself; null where only its withdrawal ends it."""
    schema_version: int = 1

    def lasts(self, now: datetime) -> bool:
        """Whether it has not ended by itself."""
        return self.until is None or now < self.until


class AuditEntry(Record, frozen=True, kw_only=True):
    """Who did what to what, with what it was before and after where that is more than a yes."""

    id: str
    at: Time
    author: str
    action: AuditAction
    subject: str
    before: str | None = None
    after: str | None = None
    schema_version: int = 1

"""FeedHealth: how one feed is, on `feeds.health`, and what another source process needs to go on with it."""

from __future__ import annotations

from typing import Literal

from marsad.contracts.record import Record, Time

FeedStatus = Literal["ok", "silent", "failing", "retired"]


class FeedHealth(Record, frozen=True, kw_only=True):
    """The latest of one feed. Written after the articles of the poll that it speaks of, in the same partition order."""

    url: str
    """As in the feed list."""
    status: FeedStatus
    """silent: nothing new for much longer than its rhythm; failing: several polls failed in a row; retired: 410."""
    at: Time
    reason: str | None = None
    """What an operator should know, in a sentence, where the status is not ok."""
    errors: int = 0
    """Polls that have failed in a row."""
    last_error: str | None = None
    """Code of the latest failure."""
    last_polled: Time | None = None
    last_success: Time | None = None
    last_new: Time | None = None
    """When it last brought an article."""
    items: int = 0
    """Articles published from it so far."""
    items_per_day: float | None = None
    delay: float | None = None
    """Mean seconds between publication and our seeing it."""
    interval: float = 0.0
    """Seconds between two polls, as learned."""
    next_at: Time | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    moved_to: str | None = None
    """Where it has moved for good."""
    pushed: bool = False
    """Whether a WebSub hub tells us of its articles."""
    owner: str | None = None
    """The source process that polls it."""
    schema_version: int = 1

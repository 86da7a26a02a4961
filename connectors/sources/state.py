"""What is remembered of a feed between two polls."""

from __future__ import annotations

import msgspec


class FeedState(msgspec.Struct, frozen=True):
    """Times in seconds since the epoch. `interval` is what was learned of the feed's rhythm."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    moved_to: str | None = None
    next_at: float = 0.0
    interval: float = 0.0
    errors: int = 0
    last_error: str | None = None
    last_polled: float | None = None
    last_success: float | None = None
    last_new: float | None = None
    retired: bool = False
    items: int = 0
    """Articles published from it so far."""
    delay: float | None = None
    """Running mean of the seconds between an article's publication and our seeing it."""
    gap: float | None = None
    """Running mean of the seconds between two polls that brought something."""
    first_polled: float | None = None
    status: str = "ok"
    """As last told to others; see health.py."""
    reported: float | None = None
    """When others were last told."""
    ttl: float | None = None
    """Seconds that the feed itself asks to be left alone for; what it said last holds while it does not change."""
    skip_hours: int = 0
    """The hours (UTC) in which it asks to be left alone, a bit for each."""

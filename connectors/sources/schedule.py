"""When a feed is asked again. Pure: the clock and the dice are handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.sources.state import FeedState
from marsad.settings import SourceSettings

FASTER: Final = 0.7
SLOWER: Final = 1.2
JITTER: Final = 0.1
_MAX_DOUBLINGS: Final = 10


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds: the interval to begin with, and the bounds that a learned one keeps to."""

    start: float = 300.0
    least: float = 60.0
    most: float = 6 * 3600.0

    @classmethod
    def of(cls, sources: SourceSettings) -> Bounds:
        """The bounds that the settings ask for."""
        least = min(sources.min_interval, sources.interval)
        return cls(sources.interval, least, max(sources.max_interval, sources.interval))


@dataclass(frozen=True, slots=True)
class Hints:
    """What the publisher asks for: seconds not to come back within, and hours (UTC) to stay away."""

    fresh: float | None = None
    ttl: float | None = None
    skip_hours: tuple[int, ...] = ()
    retry_after: float | None = None


def learned(state: FeedState, new: int, bounds: Bounds) -> float:
    """The interval after a good poll: a feed that brought something is asked sooner, one that did not later."""
    current = state.interval or bounds.start
    return min(max(current * (FASTER if new else SLOWER), bounds.least), bounds.most)


def after_success(interval: float, fixed: float | None, hints: Hints, bounds: Bounds, dice: float) -> float:
    """Seconds until the next poll.

    Args:
        interval: The learned one.
        fixed: The feed list's own, which is kept to exactly.
        hints: The publisher's wishes, honoured up to the longest interval.
        bounds: What a learned interval keeps to.
        dice: From 0 to 1; spreads feeds that began together.
    """
    if fixed is not None:
        return fixed
    asked = max(interval, min(max(hints.fresh or 0.0, hints.ttl or 0.0), bounds.most))
    return asked * (1 + JITTER * (2 * dice - 1))


def after_failure(errors: int, fixed: float | None, hints: Hints, bounds: Bounds, dice: float) -> float:
    """Seconds until the next try: doubling with every failure in a row, never sooner than the server asks."""
    base = fixed if fixed is not None else bounds.start
    wait: float = min(base * 2 ** min(max(errors - 1, 0), _MAX_DOUBLINGS), max(bounds.most, base))
    wait = wait if fixed is not None and errors <= 1 else wait * (1 + JITTER * dice)
    return max(wait, hints.retry_after or 0.0)


def past_skipped(at: float, hours: tuple[int, ...]) -> float:
    """The first time at or after `at` that lies in none of the hours to stay away (RSS skipHours, UTC)."""
    if len(set(hours)) >= 24:
        return at
    moment = datetime.fromtimestamp(at, UTC)
    while moment.hour in hours:
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return max(at, moment.timestamp())

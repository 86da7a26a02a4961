"""How a feed is, in a word and for another process to go on from. Pure: the clock is handed in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from msgspec.structs import replace

from connectors.sources.state import FeedState
from marsad.contracts import FeedHealth
from marsad.contracts.health import FeedStatus

FAILING: Final = 3
"""Failures in a row that an operator should know of."""
_SILENT_GAPS: Final = 12.0
_LEAST_SILENCE: Final = 12 * 3600.0
_LEAST_ITEMS: Final = 5
_REPORT_EVERY: Final = 6 * 3600.0
_GAP_WEIGHT: Final = 0.2
_DAY: Final = 86_400.0


def observed(state: FeedState, new: int, now: float) -> FeedState:
    """The state with the rhythm at which the feed brings something, after a good poll at `now`."""
    state = replace(state, first_polled=state.first_polled or now)
    if not new:
        return state
    gap = now - state.last_new if state.last_new is not None else None
    mean = state.gap if gap is None else gap if state.gap is None else state.gap + _GAP_WEIGHT * (gap - state.gap)
    return replace(state, gap=mean, last_new=now)


def status(state: FeedState, now: float) -> tuple[FeedStatus, str | None]:
    """What the feed is, and the sentence that tells an operator why."""
    if state.retired:
        return "retired", "the server says that it is gone for good (410); it is polled no more"
    if state.errors >= FAILING:
        return "failing", f"{state.errors} polls in a row have failed, the last one with {state.last_error}"
    if state.gap is not None and state.last_new is not None and state.items >= _LEAST_ITEMS:
        silent = now - state.last_new
        if silent > max(_SILENT_GAPS * state.gap, _LEAST_SILENCE):
            return (
                "silent",
                f"nothing new for {silent / 3600:.0f} h; it used to bring something every {_span(state.gap)}",
            )
    return "ok", None


def is_due(state: FeedState, now: float, *, new: int) -> bool:
    """Whether others should hear of this poll: it brought something, changed the status, or is the first in hours."""
    changed = status(state, now)[0] != state.status
    return bool(new) or changed or state.reported is None or now - state.reported > _REPORT_EVERY


def report(state: FeedState, now: float, *, pushed: bool = False, owner: str | None = None) -> FeedHealth:
    """The record for `feeds.health`."""
    word, reason = status(state, now)
    days = (now - state.first_polled) / _DAY if state.first_polled else 0.0
    return FeedHealth(
        url=state.url,
        status=word,
        at=_time(now),
        reason=reason,
        errors=state.errors,
        last_error=state.last_error,
        last_polled=_moment(state.last_polled),
        last_success=_moment(state.last_success),
        last_new=_moment(state.last_new),
        items=state.items,
        items_per_day=round(state.items / days, 2) if days >= 1 else None,
        delay=round(state.delay, 1) if state.delay is not None else None,
        interval=state.interval,
        next_at=_time(state.next_at),
        etag=state.etag,
        last_modified=state.last_modified,
        body_hash=state.body_hash,
        moved_to=state.moved_to,
        pushed=pushed,
        owner=owner,
    )


def restored(record: FeedHealth) -> FeedState:
    """The state to go on from with a feed that another process has polled; the first poll tells who has it now."""
    return FeedState(
        url=record.url,
        etag=record.etag,
        last_modified=record.last_modified,
        body_hash=record.body_hash,
        moved_to=record.moved_to,
        next_at=_seconds(record.next_at) or 0.0,
        interval=record.interval,
        errors=record.errors,
        last_error=record.last_error,
        last_polled=_seconds(record.last_polled),
        last_success=_seconds(record.last_success),
        last_new=_seconds(record.last_new),
        retired=record.status == "retired",
        items=record.items,
        delay=record.delay,
        status=record.status,
    )


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(round(seconds, 3), UTC)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else _time(seconds)


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None

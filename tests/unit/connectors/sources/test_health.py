"""How a feed is said to be, and what another process needs to go on with it."""

from __future__ import annotations

from msgspec.structs import replace

from connectors.sources import health
from connectors.sources.shards import shard
from connectors.sources.state import FeedState

HOUR, DAY = 3600.0, 86_400.0
START = 1_000_000.0


def _rhythm(every: float, count: int) -> tuple[FeedState, float]:
    """A feed that brought something so many times."""
    state, now = FeedState("https://wire.example/rss"), START
    for _ in range(count):
        state = replace(health.observed(state, 1, now), items=state.items + 1)
        now += every
    return state, now - every


def test_a_feed_is_silent_beyond_its_own_rhythm_only() -> None:
    hourly, last = _rhythm(HOUR, 50)
    assert health.status(hourly, last + 11 * HOUR)[0] == "ok"
    assert health.status(hourly, last + 13 * HOUR)[0] == "silent"
    weekly, last = _rhythm(7 * DAY, 10)
    assert health.status(weekly, last + 60 * DAY)[0] == "ok"
    assert health.status(weekly, last + 90 * DAY)[0] == "silent"


def test_a_feed_fails_after_three_failures_and_retires_at_once() -> None:
    state = FeedState("u", errors=2, last_error="timeout")
    assert health.status(state, START)[0] == "ok"
    word, reason = health.status(replace(state, errors=3), START)
    assert (word, "timeout" in (reason or "")) == ("failing", True)
    assert health.status(replace(state, retired=True), START)[0] == "retired"


def test_others_hear_of_news_of_a_change_and_every_few_hours() -> None:
    told = FeedState("u", reported=START)
    assert not health.is_due(told, START + HOUR, new=0)
    assert health.is_due(told, START + HOUR, new=1)
    assert health.is_due(replace(told, errors=3), START + 60, new=0)
    assert health.is_due(told, START + 7 * HOUR, new=0)


def test_another_process_goes_on_from_the_record() -> None:
    state, now = _rhythm(HOUR, 5)
    state = replace(state, etag='"x"', interval=300.0, next_at=now + 300, errors=1, last_error="dns", last_polled=now)
    restored = health.restored(health.report(state, now))
    lost = {"gap": None, "first_polled": None}
    assert restored == replace(state, **lost)


def test_a_host_belongs_to_one_part_and_few_move_when_there_is_one_more() -> None:
    urls = [f"https://www.wire{number}.example/rss/{number % 3}" for number in range(600)]
    parts = [shard(url, 8) for url in urls]
    assert shard("https://wire1.example/other", 8) == shard("https://www.wire1.example/rss", 8)
    assert min(parts.count(part) for part in range(8)) > 40
    moved = [one for one, other in zip(parts, (shard(url, 9) for url in urls), strict=True) if one != other]
    assert len(moved) < 600 / 9 * 1.5

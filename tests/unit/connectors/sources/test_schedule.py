"""When a feed is asked again; a week of feed time in no time, the clock injected."""

from __future__ import annotations

import asyncio
import heapq
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sources import schedule
from connectors.sources.fetch.manners import Manners
from connectors.sources.limits import Limits
from connectors.sources.schedule import Bounds, Hints
from connectors.sources.state import FeedState

BOUNDS = Bounds(start=300, least=60, most=21_600)
WEEK = 7 * 86_400


def _polls(every: float | None, fixed: float | None = None) -> list[float]:
    """The times at which a feed is polled in a week that brings an article every so many seconds."""
    state, now, last, times = FeedState("u"), 0.0, 0.0, []
    dice = random.Random(1)
    while now < WEEK:
        times.append(now)
        new = int(every is not None and now // every > last // every)
        last = now
        interval = schedule.learned(state, new, BOUNDS)
        state = FeedState("u", interval=interval)
        now += schedule.after_success(interval, fixed, Hints(), BOUNDS, dice.random())
    return times


def test_a_busy_feed_comes_to_the_least_interval_and_a_quiet_one_to_the_longest() -> None:
    busy, quiet = _polls(30), _polls(None)
    assert WEEK / len(busy) == pytest.approx(60, rel=0.05)
    assert quiet[-1] - quiet[-2] == pytest.approx(21_600, rel=0.11)
    assert len(quiet) < 60


def test_an_hourly_feed_is_seen_well_within_the_hour() -> None:
    times = _polls(3600)
    gaps = [later - earlier for earlier, later in pairwise(times)][20:]
    assert max(gaps) < 2 * 3600
    assert 100 < len(times) < 2000


def test_a_fixed_interval_is_kept_to_exactly() -> None:
    assert _polls(30, fixed=1.0)[:4] == [0.0, 1.0, 2.0, 3.0]


@given(errors=st.integers(1, 500), dice=st.floats(0, 1), retry=st.one_of(st.none(), st.floats(0, 1e6)))
def test_failures_wait_longer_and_longer_and_never_less_than_asked(
    errors: int, dice: float, retry: float | None
) -> None:
    wait = schedule.after_failure(errors, None, Hints(retry_after=retry), BOUNDS, dice)
    assert wait >= min(BOUNDS.start * 2 ** min(errors - 1, 10), BOUNDS.most)
    assert wait >= (retry or 0)
    assert wait <= max(BOUNDS.most * 1.1, retry or 0)


def test_the_publishers_wishes_are_honoured_within_bounds() -> None:
    assert schedule.after_success(300, None, Hints(fresh=3600), BOUNDS, 0.5) == 3600
    assert schedule.after_success(300, None, Hints(ttl=1e9), BOUNDS, 0.5) == BOUNDS.most
    assert schedule.after_success(300, 5.0, Hints(fresh=3600), BOUNDS, 0.5) == 5.0


@given(at=st.floats(0, 4e9), hours=st.sets(st.integers(0, 23), max_size=23))
def test_skipped_hours_are_skipped(at: float, hours: set[int]) -> None:
    found = schedule.past_skipped(at, tuple(hours))
    assert found >= at
    assert int(found // 3600) % 24 not in hours


def test_no_host_is_asked_faster_than_its_limits() -> None:
    """Two hundred requests to one host at once, on a clock of our own."""
    now = [0.0]
    waiting: list[tuple[float, int, asyncio.Future[None]]] = []

    async def sleep(seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(waiting, (now[0] + seconds, len(waiting), future))
        await future

    async def run() -> list[float]:
        manners = Manners(Limits(host_delay=2.0, per_host=3), clock=lambda: now[0], sleep=sleep)
        starts: list[float] = []

        async def request() -> None:
            async with manners.turn("wire.example:443"):
                starts.append(now[0])
                await sleep(5.0)

        tasks = [asyncio.create_task(request()) for _ in range(200)]
        while not all(task.done() for task in tasks):
            for _ in range(20):
                await asyncio.sleep(0)
            if waiting:
                at, _, future = heapq.heappop(waiting)
                now[0] = max(now[0], at)
                future.set_result(None)
        return starts

    starts = asyncio.run(run())
    assert len(starts) == 200
    assert all(later - earlier >= 2.0 - 1e-9 for earlier, later in pairwise(starts))
    assert all(starts[index + 3] - starts[index] >= 5.0 - 1e-9 for index in range(197))


def test_a_host_that_asks_to_be_left_alone_is_closed() -> None:
    now = [0.0]
    manners = Manners(Limits(), clock=lambda: now[0])
    manners.note("h", 429, 120.0)
    assert manners.closed_for("h") == 120.0
    now[0] = 121.0
    assert manners.closed_for("h") == 0.0
    manners.note("h", 200, None)
    assert manners.closed_for("other") == 0.0

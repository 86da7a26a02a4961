"""Which feed is asked next: the one that is due, unless its host has no room for it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from connectors.sources.feedfile import Feed
from connectors.sources.limits import Limits
from connectors.sources.queue import Queue


def _feeds(host: str, count: int) -> list[Feed]:
    return [Feed(f"https://{host}.example/{number}") for number in range(count)]


def test_feeds_are_asked_in_the_order_in_which_they_are_due() -> None:
    queue = Queue(Limits(host_delay=0))
    for at, feed in enumerate(reversed(_feeds("a", 3))):
        queue.put(feed, at)
    assert queue.due == 0
    assert queue.take(-1) is None
    assert [feed.url[-1] for feed in iter(lambda: queue.take(1.5), None)] == ["2", "1"]
    assert queue.due == 2
    queue.clear()
    assert queue.due == float("inf")


def test_a_host_with_many_feeds_does_not_hold_up_the_others() -> None:
    queue = Queue(Limits(host_delay=1.0, per_host=2))
    for feed in [*_feeds("many", 100), *_feeds("few", 1)]:
        queue.put(feed, 0.0)
    begun = [feed.url for feed in iter(lambda: queue.take(0.0), None)]
    assert begun == ["https://many.example/0", "https://few.example/0"]


def test_a_host_that_answers_slowly_gets_no_more_than_it_may() -> None:
    queue = Queue(Limits(host_delay=0, per_host=2))
    for feed in _feeds("slow", 5):
        queue.put(feed, 0.0)
    begun = list(iter(lambda: queue.take(100.0), None))
    assert len(begun) == 2
    assert queue.due == float("inf")
    queue.done(begun[0], 100.0)
    assert [feed.url[-1] for feed in iter(lambda: queue.take(100.0), None)] == ["2"]


@given(
    hosts=st.lists(st.integers(1, 12), min_size=1, max_size=4),
    delay=st.sampled_from([0.0, 1.0, 2.5]),
    most=st.integers(1, 3),
    lasts=st.lists(st.floats(0.0, 9.0), min_size=1, max_size=7),
)
def test_every_feed_is_asked_once_and_no_host_more_than_it_may(
    hosts: list[int], delay: float, most: int, lasts: list[float]
) -> None:
    queue = Queue(Limits(host_delay=delay, per_host=most))
    feeds = [feed for number, count in enumerate(hosts) for feed in _feeds(f"h{number}", count)]
    for feed in feeds:
        queue.put(feed, 0.0)
    now, begun, running = 0.0, {}, []
    while queue.due < float("inf") or running:
        while (feed := queue.take(now)) is not None:
            begun[feed.url] = now
            running.append((now + lasts[len(begun) % len(lasts)], feed))
            at_host = [other for _, other in running if other.url.split("/")[2] == feed.url.split("/")[2]]
            assert len(at_host) <= most
        now = min([max(queue.due, now), *(end for end, _ in running)])
        for end, feed in [entry for entry in running if entry[0] <= now]:
            running.remove((end, feed))
            queue.done(feed, now)
    assert begun.keys() == {feed.url for feed in feeds}
    for number in range(len(hosts)):
        times = sorted(at for url, at in begun.items() if url.startswith(f"https://h{number}."))
        assert all(later - earlier >= delay - 1e-9 for earlier, later in pairwise(times))

"""Feeds in the order in which they are due; of one host no more at a time, and none sooner, than its manners allow.

The client keeps to the manners with every request; here they keep feeds that only wait for their host from taking the
places of all others.
"""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from connectors.sources.feedfile import Feed
from connectors.sources.limits import Limits


@dataclass(slots=True)
class _Host:
    free_at: float = 0.0
    asked: int = 0
    parked: deque[Feed] = field(default_factory=deque)


class Queue:
    """The feeds that wait; times in seconds, on whichever clock the caller has.

    Args:
        limits: `per_host` feeds at a time, `host_delay` seconds between the beginnings of two.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._heap: list[tuple[float, int, Feed, bool]] = []
        self._numbers = itertools.count()
        self._hosts: dict[str, _Host] = {}

    def put(self, feed: Feed, at: float) -> None:
        """Ask this feed then."""
        heapq.heappush(self._heap, (at, next(self._numbers), feed, False))

    def clear(self) -> None:
        """Forget what waits; what is being asked still counts for its host."""
        self._heap.clear()
        for host in self._hosts.values():
            host.parked.clear()

    @property
    def due(self) -> float:
        """When to look again; infinity where nothing waits."""
        return self._heap[0][0] if self._heap else float("inf")

    def take(self, now: float) -> Feed | None:
        """The next feed to ask, None where none may be asked now; say `done` when it has been."""
        while self._heap and self._heap[0][0] <= now:
            _, _, feed, is_booked = heapq.heappop(self._heap)
            host = self._host(feed)
            if host.asked >= self.limits.per_host:
                host.parked.append(feed)
            elif host.free_at > now and not is_booked:
                heapq.heappush(self._heap, (host.free_at, next(self._numbers), feed, True))
                host.free_at += self.limits.host_delay
            else:
                host.free_at = max(host.free_at, now + self.limits.host_delay)
                host.asked += 1
                return feed
        return None

    def done(self, feed: Feed, now: float) -> bool:
        """Make room for the next of its host; whether one has waited for it."""
        host = self._host(feed)
        host.asked -= 1
        if not host.parked:
            return False
        self.put(host.parked.popleft(), now)
        return True

    def _host(self, feed: Feed) -> _Host:
        name = urlsplit(feed.url).netloc
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host()
        return host

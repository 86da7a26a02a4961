"""How often one host is asked: so many requests at a time, so long between two, and not at all while it says wait."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from connectors.sources.limits import Limits

_KEPT_HOSTS: Final = 20_000
_UNAVAILABLE: Final = {429, 503}
_DEFAULT_WAIT: Final = 60.0


@dataclass(slots=True)
class _Host:
    gate: asyncio.Semaphore
    next_at: float = 0.0
    closed_until: float = 0.0
    waiting: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Manners:
    """The gates of all hosts.

    Args:
        limits: `per_host` requests at a time, `host_delay` seconds between the beginnings of two.
        clock: Seconds that only go forward.
        sleep: How to wait.
    """

    def __init__(
        self,
        limits: Limits,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.limits = limits
        self.clock = clock
        self.sleep = sleep
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at a host, and hold it."""
        entry = self._host(host)
        entry.waiting += 1
        try:
            async with entry.gate:
                await self._pause(entry)
                yield
        finally:
            entry.waiting -= 1

    def closed_for(self, host: str) -> float:
        """Seconds for which a host has asked to be left alone."""
        entry = self._hosts.get(host)
        return max(entry.closed_until - self.clock(), 0.0) if entry else 0.0

    def note(self, host: str, status: int, retry_after: float | None) -> None:
        """Take note of an answer: 429 and 503 close the host for as long as it says."""
        if status in _UNAVAILABLE:
            entry = self._host(host)
            entry.closed_until = max(entry.closed_until, self.clock() + (retry_after or _DEFAULT_WAIT))

    async def _pause(self, entry: _Host) -> None:
        async with entry.lock:
            now = self.clock()
            wait = entry.next_at - now
            entry.next_at = max(now, entry.next_at) + self.limits.host_delay
        if wait > 0:
            await self.sleep(wait)

    def _host(self, name: str) -> _Host:
        entry = self._hosts.get(name)
        if entry is None:
            entry = self._hosts[name] = _Host(asyncio.Semaphore(self.limits.per_host))
            self._forget()
        self._hosts.move_to_end(name)
        return entry

    def _forget(self) -> None:
        if len(self._hosts) <= _KEPT_HOSTS:
            return
        now = self.clock()
        for name, entry in list(self._hosts.items())[: _KEPT_HOSTS // 10]:
            if not entry.waiting and entry.next_at < now and entry.closed_until < now:
                del self._hosts[name]

"""Weeks of feed time in minutes: the whole poller on a clock that jumps to the next thing to do, no network under it.

The loop, the scheduler, the queue, the manners, the outbox and the parser are the real ones; only what goes over the
wire is made up here, by feeds that publish in rhythms of their own and hosts that have their moods.
"""

from __future__ import annotations

import asyncio
import random
import selectors
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog

from connectors.sources.feedfile import Feed
from connectors.sources.fetch.client import Client, Fetched, StatusError, Validators
from connectors.sources.fetch.manners import Manners
from connectors.sources.limits import Limits
from connectors.sources.outbox import Outbox
from connectors.sources.recorder import Recorder
from connectors.sources.service import Source
from marsad.settings import Settings

START = 1_795_000_000.0
"""When the simulation begins, seconds since the epoch."""
HOUR = 3600.0
DAY = 24 * HOUR
WEEK = 7 * DAY


@dataclass
class Publisher:
    """One feed's behaviour. Times in seconds since the start."""

    feed: Feed
    every: float | None = None
    """Between two items; None for a feed that brings nothing after its first item."""
    daytime: bool = False
    """Whether it publishes from 6 to 18 o'clock only."""
    fails: tuple[float, float] | None = None
    """From when until when it answers 500."""
    busy: tuple[float, float] | None = None
    """From when until when its host answers 503, Retry-After: 600."""
    gone_at: float | None = None
    ttl: int | None = None
    """Minutes."""
    skip_hours: tuple[int, ...] = ()
    shown: int = 12
    """Items in its body at most."""
    asked: list[float] = field(default_factory=list)

    def published(self, now: float) -> int:
        """How many items there are by now."""
        if self.every is None:
            return 1
        days, rest = divmod(START % DAY + now, DAY)
        first = START % DAY
        passed = now if not self.daytime else _lit(days, rest) - _lit(*divmod(first, DAY))
        return 1 + int(passed // self.every)

    def body(self, now: float) -> bytes:
        """What it shows."""
        newest = self.published(now)
        items = "".join(
            f"<item><title>خبر رقم {number}</title><link>{self.feed.url}/{number}</link></item>"
            for number in range(newest, max(newest - self.shown, 0), -1)
        )
        ttl = f"<ttl>{self.ttl}</ttl>" if self.ttl else ""
        hours = "".join(f"<hour>{hour}</hour>" for hour in self.skip_hours)
        skip = f"<skipHours>{hours}</skipHours>" if hours else ""
        return f'<rss version="2.0"><channel><title>مصدر</title>{ttl}{skip}{items}</channel></rss>'.encode()


def _lit(days: float, rest: float) -> float:
    """Seconds between 6 and 18 o'clock that have passed."""
    return days * 12 * HOUR + min(max(rest - 6 * HOUR, 0.0), 12 * HOUR)


class _Selector(selectors.DefaultSelector):
    """Does not wait: where nothing is ready, the clock goes on to the next timer."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("the simulation stands still")
        if not ready and timeout:
            self.now += timeout
        return ready


class Clock(asyncio.SelectorEventLoop):
    """A loop whose time is made up."""

    def __init__(self) -> None:
        self.selector = _Selector()
        super().__init__(self.selector)

    def time(self) -> float:
        return self.selector.now


class Inline(Executor):
    """Does the work at once, in the loop's own thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


class Wire(Client):
    """The client with its manners and limits, and made-up answers."""

    def __init__(self, limits: Limits, publishers: Mapping[str, Publisher], loop: Clock) -> None:
        super().__init__(limits)
        self.manners = Manners(limits, clock=loop.time)
        self.publishers = publishers
        self.loop = loop
        self.dice = random.Random(7)
        self.asked: dict[str, list[tuple[float, float, int]]] = {}
        """Of each host: when a request began and ended, and the status."""

    async def _asked(self, hop: Any, extra: Mapping[str, str]) -> Fetched:
        begun = self.loop.time()
        await asyncio.sleep(self.dice.uniform(0.05, 3.0))
        publisher = self.publishers[hop.url]
        publisher.asked.append(begun)
        status = _status(publisher, begun)
        host = urlsplit(hop.url).netloc
        self.asked.setdefault(host, []).append((begun, self.loop.time(), status))
        self.manners.note(f"{host}:443", status, 600.0 if status == 503 else None)
        if status != 200:
            code = {410: "gone", 503: "rate_limited"}.get(status, "http_status")
            raise StatusError(code, status, hop.url, 600.0 if status == 503 else None)
        etag = f'"{publisher.published(begun)}"'
        if extra.get("If-None-Match") == etag:
            return Fetched(hop.url, 304, validators=Validators(etag))
        return Fetched(hop.url, 200, publisher.body(begun), "text/xml", Validators(etag))


def _status(publisher: Publisher, now: float) -> int:
    for span, status in ((publisher.busy, 503), (publisher.fails, 500)):
        if span and span[0] <= now < span[1]:
            return status
    return 410 if publisher.gone_at is not None and now >= publisher.gone_at else 200


def live(publishers: list[Publisher], settings: Settings, seconds: float) -> tuple[Source, Wire]:
    """Let a source poll these feeds for so many seconds of their time; the source and the wire afterwards."""
    loop = Clock()
    outbox = Outbox(Path(":memory:"))
    feeds = [publisher.feed for publisher in publishers]
    source = Source(feeds, settings, outbox, clock=lambda: START + loop.time())
    source.work = Inline()
    source.recorder = Recorder(outbox, source.work)
    source.dice = random.Random(1)

    async def run() -> Wire:
        wire = Wire(source.limits, {publisher.feed.url: publisher for publisher in publishers}, loop)
        source.open_client = lambda _: wire
        loop.call_later(seconds, source.stopping.set)
        await source.run()
        return wire

    try:
        with structlog.testing.capture_logs(), asyncio.Runner(loop_factory=lambda: loop) as runner:
            return source, runner.run(run())
    finally:
        outbox.close()

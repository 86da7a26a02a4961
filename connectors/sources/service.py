"""The running source: polls every feed when it is due, records what it brought, and never stops for one bad feed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from connectors.sources import health, progress, schedule
from connectors.sources.feedfile import Feed
from connectors.sources.fetch.client import Client, Fetched, StatusError, Validators
from connectors.sources.fulltext import FullTextReader
from connectors.sources.limits import Limits
from connectors.sources.metrics import ARTICLES, OUTBOX_BYTES, POLLS, PROBLEMS
from connectors.sources.outbox import PARTS, Outbox, Poll
from connectors.sources.problems import FeedError
from connectors.sources.progress import Counts, Outcome, Taken
from connectors.sources.publish import Publisher
from connectors.sources.queue import Queue
from connectors.sources.read import read
from connectors.sources.recorder import Recorder
from connectors.sources.schedule import Bounds, Hints
from connectors.sources.shards import shard
from connectors.sources.state import FeedState
from connectors.sources.websub.subscriber import Subscriber
from connectors.sources.work import RenewedThread
from marsad import telemetry
from marsad.contracts import Article, FeedHealth
from marsad.errors import MarsadError
from marsad.probes import HEALTH
from marsad.settings import Settings

DRAIN_SECONDS: Final = 15.0
_COMPACT_EVERY: Final = 600.0
_KEEP_DAYS: Final = 90.0
_MEASURE_EVERY: Final = 1.0
_TOGETHER: Final = 0.2
_TICK: Final = 15.0


@dataclass
class Source:
    """The source of one feed list.

    Args:
        feeds: What to poll.
        settings: Bounds and places.
        outbox: Where polls are recorded; used in the work thread only.
        publisher: Woken when there is something to publish; None records only.
        clock: Seconds since the epoch.
    """

    feeds: list[Feed]
    settings: Settings
    outbox: Outbox
    publisher: Publisher | None = None
    clock: Callable[[], float] = time.time
    counts: Counts = field(default_factory=Counts)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    subscriber: Subscriber | None = None
    open_client: Callable[[Limits], Client] = Client
    name: str = field(default_factory=lambda: f"{socket.gethostname()}-{os.getpid()}")

    def __post_init__(self) -> None:
        self.limits = Limits.of(self.settings)
        self.bounds = Bounds.of(self.settings.sources)
        self.log = telemetry.logger("sources")
        self.states = self.outbox.states()
        self.work = RenewedThread("sources-work")
        self.recorder = Recorder(self.outbox, self.work)
        self.stopping = asyncio.Event()
        self.dice = random.Random()
        self.compacted_at, self.measured_at = self.clock(), 0.0
        self.full_text: FullTextReader | None = None
        self.parts: frozenset[int] | None = frozenset() if self.settings.sources.shared else None
        self.queue = Queue(self.limits)
        self.polling: set[str] = set()
        self.running: set[asyncio.Task[tuple[Feed, float]]] = set()
        self.ended: list[asyncio.Task[tuple[Feed, float]]] = []
        self.wake = asyncio.Event()
        self.begin_at = 0.0
        self.shared_anew = False
        self.failure: MarsadError | None = None
        self.listed = {feed.url: feed for feed in self.feeds}

    def relist(self, feeds: list[Feed]) -> None:
        """Poll these feeds from now on; call it in the loop."""
        self.feeds, self.listed = feeds, {feed.url: feed for feed in feeds}
        self.shared_anew = True
        self.wake.set()

    def share(self, parts: frozenset[int], states: dict[str, FeedState]) -> None:
        """Poll the feeds of these parts only, going on from these states where ours are older; call it in the loop."""
        gained = parts - (self.parts or frozenset())
        self.parts, self.shared_anew = parts, True
        self.wake.set()
        for url, state in states.items():
            mine = self.states.get(url)
            if mine is None or (mine.last_polled or 0.0) < (state.last_polled or 0.0):
                self.states[url] = state
            elif shard(url) in gained:
                self.states[url] = replace(mine, reported=None)  # others hear from the first poll who has it now

    def fail(self, part: str, error: BaseException) -> None:
        """End, because a part without which we would run blind has broken; call it in the loop."""
        words = f"the source ended because its {part} broke: {type(error).__name__}: {error}"
        self.failure = self.failure or MarsadError(words, hint="what was read waits in the outbox; start it again")
        self.stopping.set()

    def _is_mine(self, feed: Feed) -> bool:
        return self.parts is None or shard(feed.url) in self.parts

    async def run(self) -> None:
        """Poll until `stopping` is set; polls under way are finished.

        Raises:
            MarsadError: when a part of the source has broken (`fail`).
        """
        self.log.info("polling", feeds=len(self.feeds))
        self._begin_round()
        HEALTH.ready()
        stop = asyncio.create_task(self.stopping.wait())
        stop.add_done_callback(lambda _: self.wake.set())
        async with self.open_client(self.limits) as client:
            while not self.stopping.is_set():
                HEALTH.beat()
                await self._keep_house()
                if self.shared_anew:
                    self._begin_round()
                self._begin_due(client)
                await self._wait()
            await asyncio.gather(*self.running, return_exceptions=True)
        self.work.shutdown()
        if self.failure is not None:
            raise self.failure

    def _begin_round(self) -> None:
        """Put every feed that is ours into the queue: when it is due as remembered, now for a new one."""
        self.shared_anew = False
        self.queue.clear()
        now = self.clock()
        for feed in self.feeds:
            state = self.states.get(feed.url)
            if feed.paused or (state and state.retired) or feed.url in self.polling or not self._is_mine(feed):
                continue
            due = state.next_at if state else now
            longest = feed.interval if feed.interval is not None else self.bounds.most
            self.queue.put(feed, min(due, now + longest))

    def _begin_due(self, client: Client) -> None:
        """Begin what is due, together with what becomes due within a moment: they share wake-ups and transactions."""
        now = self.clock()
        if now < self.begin_at or len(self.running) >= self.limits.concurrency:
            return
        self.begin_at = now + _TOGETHER
        while (feed := self.queue.take(now)) is not None:
            self.polling.add(feed.url)
            task = asyncio.create_task(self._poll(client, feed))
            self.running.add(task)
            task.add_done_callback(self._note_end)
            if len(self.running) >= self.limits.concurrency:
                self.begin_at = now
                break

    def _note_end(self, task: asyncio.Task[tuple[Feed, float]]) -> None:
        self.ended.append(task)
        self.wake.set()

    async def _wait(self) -> None:
        """Wait for a poll to end, for the next feed to be due, or for the end."""
        has_room = len(self.running) < self.limits.concurrency
        due = max(self.queue.due, self.begin_at) if has_room else float("inf")
        seconds = min(max(due - self.clock(), 0.0), _TICK)
        alarm = asyncio.get_running_loop().call_later(seconds, self.wake.set)
        await self.wake.wait()
        alarm.cancel()
        self.wake.clear()
        ended, self.ended = self.ended, []
        for task in ended:
            self.running.discard(task)
            feed, at = task.result()
            self.polling.discard(feed.url)
            if self.queue.done(feed, self.clock()):
                self.begin_at = 0.0
            listed = self.listed.get(feed.url)
            if listed is not None and not listed.paused and at < float("inf") and self._is_mine(listed):
                self.queue.put(listed, at)

    async def _keep_house(self) -> None:
        """Once in a while forget old articles; wait while the outbox is full."""
        loop = asyncio.get_running_loop()
        if self.clock() - self.compacted_at > _COMPACT_EVERY:
            self.compacted_at = now = self.clock()
            part = int(now // _COMPACT_EVERY) % PARTS
            await loop.run_in_executor(self.work, self.outbox.compact, now, _KEEP_DAYS, part)
        if self.clock() - self.measured_at < _MEASURE_EVERY:
            return
        self.measured_at = self.clock()
        while not self.stopping.is_set() and await loop.run_in_executor(self.work, self._is_full):
            self.log.error(
                "outbox full: polling is paused until Kafka takes articles",
                code="outbox_full",
                limit=self.settings.sources.outbox_limit,
            )
            HEALTH.beat()
            await asyncio.sleep(5.0)

    def _is_full(self) -> bool:
        size = self.outbox.size()
        OUTBOX_BYTES.set(size)
        return size > self.settings.sources.outbox_limit and self.outbox.depth() > 0

    async def _poll(self, client: Client, feed: Feed) -> tuple[Feed, float]:
        """Poll one feed; when to poll it again. Nothing escapes: a feed that breaks us is a feed that failed."""
        state = self.states.get(feed.url) or FeedState(feed.url)
        self.counts.polls += 1
        try:
            outcome = await self._polled(client, feed, state)
        except FeedError as error:
            outcome = await self._failed(feed, state, error)
        except Exception as error:
            self.log.exception("a poll broke", feed=feed.url)
            outcome = await self._failed(
                feed, state, FeedError("broken", f"{type(error).__name__}: {error}"[:200], url=feed.url)
            )
        self.states[feed.url] = outcome.state
        return feed, float("inf") if outcome.state.retired else outcome.state.next_at

    async def _polled(self, client: Client, feed: Feed, state: FeedState) -> Outcome:
        validators = Validators(state.etag, state.last_modified)
        proxy = self._named(feed.proxy_env)
        fetched = await client.fetch(state.moved_to or feed.url, validators, self._extra(feed), proxy)
        loop = asyncio.get_running_loop()
        taken = (
            None
            if fetched.not_modified
            else await loop.run_in_executor(self.work, self._read, feed, fetched, state.body_hash)
        )
        if taken is not None and feed.full_text != "no":
            taken.reading.articles = await self._full_text(client).fill(
                taken.reading.articles, feed.full_text, taken.changed, proxy
            )
        outcome = await self._record(feed, state, fetched, taken)
        POLLS.labels("unchanged" if taken is None else "read").inc()
        if self.subscriber is not None:
            self._tell_subscriber(self.subscriber, feed, fetched, taken)
        self._announce(feed, outcome)
        return outcome

    def _tell_subscriber(self, subscriber: Subscriber, feed: Feed, fetched: Fetched, taken: Taken | None) -> None:
        reading = taken.reading if taken else None
        hub = fetched.links.get("hub") or (reading.hub if reading else None)
        topic = fetched.links.get("self") or (reading.topic if reading else None)
        subscriber.polled(feed.url, len(taken.new) if taken else 0)
        subscriber.noticed(feed.url, hub, topic or fetched.url)

    def _announce(self, feed: Feed, outcome: Outcome) -> None:
        if outcome.new:
            self.counts.articles += outcome.new
            ARTICLES.inc(outcome.new)
            self.log.info("new articles", feed=feed.url, new=outcome.new)
            if self.publisher is not None:
                self.publisher.wake()
        if outcome.problems:
            for code in outcome.problems:
                PROBLEMS.labels(code).inc()
            self.log.warning("problems in a feed", feed=feed.url, problems=sorted(set(outcome.problems)))

    async def push(self, url: str, body: bytes, content_type: str | None) -> None:
        """Take what a hub has pushed, on the same way as what a poll brings; the body may hold the new items alone."""
        feed = self.listed.get(url)
        if feed is None:
            return
        try:
            outcome = await self._pushed(feed, body, content_type)
        except FeedError as error:
            PROBLEMS.labels(error.code).inc()
            self.log.warning("push cannot be read", feed=url, code=error.code, error=error.message)
            return
        self.states[url] = outcome.state
        self._announce(feed, outcome)

    async def _pushed(self, feed: Feed, body: bytes, content_type: str | None) -> Outcome:
        before = self.states.get(feed.url)
        fetched = Fetched((before and before.moved_to) or feed.url, 200, body, content_type)
        taken = await asyncio.get_running_loop().run_in_executor(self.work, self._taken, feed, fetched, None)
        now, new = self.clock(), taken.new
        state = self.states.get(feed.url) or FeedState(feed.url)
        state = replace(state, delay=progress.delay(state, new, now))
        outcome, count = await self._kept(
            health.observed(state, len(new), now), taken.reading.articles, now, new=len(new)
        )
        return replace(outcome, new=count, problems=tuple(entry.code for entry in taken.reading.problems))

    def _is_pushed(self, url: str) -> bool:
        return self.subscriber is not None and self.subscriber.is_pushed(url)

    def _full_text(self, client: Client) -> FullTextReader:
        self.full_text = self.full_text or FullTextReader(client, self.limits, self.work)
        return self.full_text

    def _extra(self, feed: Feed) -> dict[str, str]:
        value = self._named(feed.authorization_env)
        return {"Authorization": value} if value else {}

    def _named(self, variable: str | None) -> str | None:
        return self.environment.get(variable) if variable else None

    def _read(self, feed: Feed, fetched: Fetched, known: str | None) -> Taken | None:
        """Read an answer, in the work thread; None where its body is the one that is known by this hash."""
        digest = progress.digest(fetched)
        return None if digest and digest == known else self._taken(feed, fetched, digest, is_first=known is None)

    def _taken(self, feed: Feed, fetched: Fetched, digest: str | None, *, is_first: bool = False) -> Taken:
        reading = read(fetched.body, fetched.content_type, progress.context(feed, fetched.url, self.limits))
        return progress.taken(reading, digest, self.outbox.revisions, is_first=is_first)

    async def _record(self, feed: Feed, state: FeedState, fetched: Fetched, taken: Taken | None) -> Outcome:
        """Record what an answer brought."""
        now = self.clock()
        state = progress.good(state, fetched, now)
        if taken is None:
            self.counts.not_modified += 1
            state = self._next(feed, state, fetched.fresh, now, new=0)
            return (await self._kept(health.observed(state, 0, now), (), now))[0]
        reading, new = taken.reading, taken.new
        state = replace(state, body_hash=taken.digest, delay=progress.delay(state, new, now))
        state = progress.wishing(health.observed(state, len(new), now), reading)
        state = self._next(feed, state, fetched.fresh, now, new=len(new))
        outcome, count = await self._kept(state, reading.articles, now, new=len(new))
        self.counts.read += 1
        codes = tuple(entry.code for entry in reading.problems)
        return replace(outcome, new=count, problems=codes)

    async def _kept(
        self, state: FeedState, articles: Sequence[Article], now: float, new: int = 0
    ) -> tuple[Outcome, int]:
        """Write a poll into the outbox, with the feed's health where others should hear of it; how many articles."""
        report = None
        if health.is_due(state, now, new=new):
            report = health.report(state, now, pushed=self._is_pushed(state.url), owner=self.name)
            self._tell_operator(report, state.status)
            state = replace(state, status=report.status, reported=now)
        count = await self.recorder.record(Poll(state, articles, now, report))
        return Outcome(replace(state, items=state.items + count)), count

    def _tell_operator(self, report: FeedHealth, before: str) -> None:
        if report.status == before:
            return
        if report.status == "ok":
            self.log.warning("feed recovered", feed=report.url, was=before)
        else:
            self.log.error("feed needs a look", feed=report.url, code=f"feed_{report.status}", reason=report.reason)

    def _next(self, feed: Feed, state: FeedState, fresh: float | None, now: float, *, new: int) -> FeedState:
        hints = Hints(fresh, state.ttl, progress.hours(state.skip_hours))
        interval = schedule.learned(state, new, self.bounds)
        wait = schedule.after_success(interval, feed.interval, hints, self.bounds, self.dice.random())
        if self._is_pushed(feed.url):
            wait = max(wait, self.settings.websub.silence)
        at = now + wait if feed.interval is not None else schedule.past_skipped(now + wait, hints.skip_hours)
        return replace(state, interval=interval, next_at=at)

    async def _failed(self, feed: Feed, state: FeedState, error: FeedError) -> Outcome:
        now = self.clock()
        self.counts.failures += 1
        errors = state.errors + (error.code != "rate_limited")
        retry = error.retry_after if isinstance(error, StatusError) else None
        wait = schedule.after_failure(errors, feed.interval, Hints(retry_after=retry), self.bounds, self.dice.random())
        state = progress.failed(state, error.code, errors, now, now + wait)
        self.log.warning(
            "feed failed", feed=feed.url, code=error.code, error=error.message, errors=errors, retry_in=round(wait, 1)
        )
        POLLS.labels("failed").inc()
        PROBLEMS.labels(error.code).inc()
        return (await self._kept(state, (), now))[0]


def outbox_path(settings: Settings) -> Path:
    """The outbox file of this data folder."""
    return settings.data_dir / "sources" / "outbox.sqlite"


async def serve(source: Source) -> None:
    """Run a source until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, source.stopping.set)
    await source.run()

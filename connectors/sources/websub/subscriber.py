"""The subscriber: asks hubs, proves that it was we who asked, takes what they push, renews, leaves.

A hub is trusted until a poll finds what it did not tell; then the feed is polled as if it had none, until a push comes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag

from connectors.sources.fetch.client import Client
from connectors.sources.limits import Limits
from connectors.sources.metrics import PUSHES
from connectors.sources.problems import FeedError
from connectors.sources.websub.signature import is_signed
from connectors.sources.websub.subscriptions import Subscription, Subscriptions
from marsad import telemetry
from marsad.settings import Settings

Take = Callable[[str, bytes, str | None], Awaitable[None]]
"""Takes a push: the feed's address, the body and its Content-Type."""
_TICK: Final = 1.0
_LEAST_LEASE: Final = 10.0
_DAY: Final = 86_400.0


class Subscriber:
    """Keeps the subscriptions of all feeds.

    Args:
        settings: Where hubs reach us, and for how long we subscribe.
        path: Where subscriptions are kept.
        take: What becomes of a push.
        clock: Seconds since the epoch.
    """

    def __init__(self, settings: Settings, path: Path, take: Take, clock: Callable[[], float] = time.time) -> None:
        self.settings = settings.websub
        self.limits = Limits.of(settings)
        self.store = Subscriptions(path)
        self.take = take
        self.clock = clock
        self.log = telemetry.logger("sources.websub")

    def is_pushed(self, feed: str) -> bool:
        """Whether a hub tells us of this feed's articles, so that polling can wait."""
        found = self.store.by_feed.get(feed)
        return found is not None and found.is_working(self.clock())

    def noticed(self, feed: str, hub: str | None, topic: str | None) -> None:
        """Take note of the hub and the topic that a feed names; a feed that names none any more is left."""
        known = self.store.by_feed.get(feed)
        if not hub or not hub.startswith(("http://", "https://")):
            return
        topic = urldefrag(topic or feed).url
        if known is None or (known.hub, known.topic) != (hub, topic):
            self.store.put(Subscription.begun(feed, topic, hub))

    def polled(self, feed: str, new: int) -> None:
        """Take note of a poll: what it found, the hub should have told."""
        found = self.store.by_feed.get(feed)
        if new and found is not None and found.is_working(self.clock()):
            self.log.warning("hub kept silent; polling as before", feed=feed, hub=found.hub, new=new)
            self.store.put(replace(found, trusted=False))

    def keep_only(self, feeds: Collection[str]) -> None:
        """Leave the hubs of feeds that are on the list no more."""
        for feed, found in list(self.store.by_feed.items()):
            if feed not in feeds and found.stage != "leaving":
                self.store.put(replace(found, stage="leaving", next_try=0.0))

    async def run(self, stopping: asyncio.Event) -> None:
        """Ask, renew and leave as it becomes due, until `stopping`."""
        async with Client(self.limits) as client:
            while not stopping.is_set():
                await self.ask_due(client)
                try:
                    await asyncio.wait_for(stopping.wait(), _TICK)
                except TimeoutError:
                    continue

    async def ask_due(self, client: Client) -> None:
        """Send every request that is due."""
        now = self.clock()
        due = [found for found in self.store.by_feed.values() if found.next_try <= now]
        await asyncio.gather(*(self._ask(client, found) for found in due))

    async def _ask(self, client: Client, found: Subscription) -> None:
        leaving = found.stage == "leaving"
        form = {
            "hub.mode": "unsubscribe" if leaving else "subscribe",
            "hub.topic": found.topic,
            "hub.callback": f"{(self.settings.url or '').rstrip('/')}/{found.token}",
            "hub.lease_seconds": str(int(self.settings.lease)),
            "hub.secret": found.secret,
        }
        self.store.put(found.asked(self.clock()))
        try:
            await client.post(found.hub, form)
        except FeedError as error:
            self.log.warning("hub refused", feed=found.feed, hub=found.hub, code=error.code, error=error.message)
            if leaving and found.failures:
                self.store.remove(found.feed)
            else:
                self.store.put(
                    replace(self.store.by_feed.get(found.feed, found), stage=found.stage).failed(self.clock())
                )

    def verify(self, token: str, query: Mapping[str, str]) -> str | None:
        """Answer a hub that asks whether it was we: the challenge to send back, None to refuse."""
        found = self.store.by_token(token)
        mode, topic = query.get("hub.mode", ""), query.get("hub.topic", "")
        if found is None or topic != found.topic:
            return None
        if mode == "denied":
            self.log.warning("hub denied", feed=found.feed, hub=found.hub, reason=query.get("hub.reason", "")[:200])
            self.store.put(replace(found, stage="denied", lease_until=0.0, next_try=self.clock() + _DAY))
            return ""
        challenge = query.get("hub.challenge")
        if mode == "unsubscribe" and found.stage == "leaving":
            self.store.remove(found.feed)
            return challenge
        if mode != "subscribe" or found.stage not in {"asked", "active"} or not challenge:
            return None
        self.store.put(found.verified(self._lease(query.get("hub.lease_seconds")), self.clock()))
        self.log.info("subscribed", feed=found.feed, hub=found.hub)
        return challenge

    def _lease(self, said: str | None) -> float:
        seconds = float(said) if said and said.isascii() and said.isdigit() and len(said) < 12 else self.settings.lease
        return max(seconds, _LEAST_LEASE)

    async def pushed(self, token: str, body: bytes, content_type: str | None, signature: str | None) -> bool:
        """Take a push; False where nobody waits for it. A wrong signature is taken note of and nothing else."""
        found = self.store.by_token(token)
        if found is None or found.stage == "leaving":
            PUSHES.labels("unknown").inc()
            return False
        if not is_signed(body, signature, found.secret):
            PUSHES.labels("bad_signature").inc()
            self.log.warning("push with a wrong signature; ignored", feed=found.feed, hub=found.hub)
            return True
        if not found.trusted:
            self.store.put(replace(found, trusted=True))
        PUSHES.labels("taken").inc()
        await self.take(found.feed, body, content_type)
        return True

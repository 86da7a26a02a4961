"""`marsad source`: the parts put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from connectors import kafka
from connectors.sources import feedfile
from connectors.sources.metrics import FeedCollector
from connectors.sources.outbox import Outbox
from connectors.sources.publish import Publisher
from connectors.sources.service import DRAIN_SECONDS, Source, outbox_path, serve
from connectors.sources.sharing import Sharing
from connectors.sources.state import FeedState
from connectors.sources.websub.server import serving
from connectors.sources.websub.subscriber import Subscriber
from marsad import probes, telemetry
from marsad.contracts.topics import ARTICLES_DLQ, ARTICLES_RAW, FEEDS_HEALTH
from marsad.errors import ConfigError
from marsad.settings import Settings


def run(feeds: Path | None, settings: Settings) -> None:
    """Poll a feed list and publish to Kafka until told to stop; what is in the outbox then is published first.

    Raises:
        ConfigError: when there is no feed list or it is wrong.
        ServerError: when no Kafka is known.
    """
    telemetry.configure(settings)
    path = feeds or settings.feeds
    if path is None:
        raise ConfigError(
            "there is no feed list", resource="MARSAD_FEEDS", hint="give --feeds FILE, or set MARSAD_FEEDS"
        )
    entries = feedfile.load(path)
    kafka.ensure_topics(settings, [ARTICLES_RAW, ARTICLES_DLQ, FEEDS_HEALTH])
    probes.serve(settings, "source")
    asyncio.run(_run(entries, settings))


async def _run(entries: list[feedfile.Feed], settings: Settings) -> None:
    place = outbox_path(settings)
    publisher = Publisher(
        lambda: Outbox(place), lambda: kafka.producer(settings, linger_ms=5, client_id="marsad-source")
    )
    publisher.start()
    outbox = Outbox(place)
    try:
        source = Source(entries, settings, outbox, publisher)
        FeedCollector(source.states.values).register()
        async with pushed_to(source, settings), _shared(source, settings):
            await serve(source)
    finally:
        publisher.stop(DRAIN_SECONDS)
        outbox.close()
        telemetry.logger("sources").info("stopped", published=publisher.published)


@asynccontextmanager
async def _shared(source: Source, settings: Settings) -> AsyncIterator[None]:
    """Share the feeds with other source processes while this one runs, where the settings say so."""
    if not settings.sources.shared:
        yield
        return
    loop = asyncio.get_running_loop()
    sharing = Sharing(settings, lambda parts, states: _in_loop(loop, source, parts, states))
    sharing.start()
    try:
        yield
    finally:
        await asyncio.to_thread(sharing.stop)


def _in_loop(
    loop: asyncio.AbstractEventLoop, source: Source, parts: frozenset[int], states: dict[str, FeedState]
) -> None:
    loop.call_soon_threadsafe(source.share, parts, states)


@asynccontextmanager
async def pushed_to(source: Source, settings: Settings) -> AsyncIterator[int | None]:
    """Let hubs push to a source while it runs, where a callback address is set; gives the port that they reach."""
    if settings.websub.url is None:
        yield None
        return
    place = outbox_path(settings).with_name("websub.sqlite")
    subscriber = source.subscriber = Subscriber(settings, place, source.push, source.clock)
    subscriber.keep_only({feed.url for feed in source.feeds})
    async with serving(subscriber) as port:
        source.log.info("hubs reach us", port=port, url=settings.websub.url)
        task = asyncio.create_task(subscriber.run(source.stopping))
        try:
            yield port
        finally:
            source.stopping.set()
            await task
            subscriber.store.close()

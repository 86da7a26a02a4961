"""`marsad source`: the parts put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from connectors import kafka
from connectors.sources.collector import collect_rarely
from connectors.sources.listing import Listing, kept_up
from connectors.sources.metrics import FeedCollector
from connectors.sources.outbox import Outbox
from connectors.sources.parts import STUCK_SECONDS, Broken, Part
from connectors.sources.publish import Publisher
from connectors.sources.service import DRAIN_SECONDS, Source, outbox_path, serve
from connectors.sources.sharing import Sharing
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
        MarsadError: when a part of it breaks: a source that cannot publish must not go on as if it did.
    """
    telemetry.configure(settings)
    path = feeds or settings.feeds
    if path is None:
        raise ConfigError(
            "there is no feed list", resource="MARSAD_FEEDS", hint="give --feeds FILE, or set MARSAD_FEEDS"
        )
    listing = Listing.load(path)
    kafka.ensure_topics(settings, [ARTICLES_RAW, ARTICLES_DLQ, FEEDS_HEALTH])
    probes.serve(settings, "source")
    collect_rarely()
    asyncio.run(_run(listing, settings))


async def _run(listing: Listing, settings: Settings) -> None:
    place = outbox_path(settings)
    outbox = Outbox(place)
    source = Source(listing.feeds, settings, outbox)
    broken = _teller(asyncio.get_running_loop(), source)
    publisher = source.publisher = Publisher(
        lambda: Outbox(place), lambda: kafka.producer(settings, linger_ms=5, client_id="marsad-source"), broken=broken
    )
    publisher.start()
    try:
        FeedCollector(source.states.values).register()
        async with (
            watched(source, publisher.part),
            pushed_to(source, settings),
            _shared(source, settings, broken),
            kept_up(source, listing),
        ):
            await serve(source)
    finally:
        publisher.stop(DRAIN_SECONDS)
        outbox.close()
        telemetry.logger("sources").info("stopped", published=publisher.published)


@asynccontextmanager
async def watched(source: Source, part: Part, every: float = 5.0) -> AsyncIterator[None]:
    """End the source when this part of it stands still; looked at every so many seconds."""
    task = asyncio.create_task(_watch(source, part, every))
    try:
        yield
    finally:
        task.cancel()


async def _watch(source: Source, part: Part, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        if part.is_stuck:
            source.fail(part.name, TimeoutError(f"nothing has moved for {STUCK_SECONDS:.0f} s"))


@asynccontextmanager
async def _shared(source: Source, settings: Settings, broken: Broken) -> AsyncIterator[None]:
    """Share the feeds with other source processes while this one runs, where the settings say so."""
    if not settings.sources.shared:
        yield
        return
    loop = asyncio.get_running_loop()
    sharing = Sharing(settings, lambda parts, states: _in_loop(loop, source.share, parts, states), broken)
    sharing.start()
    async with watched(source, sharing.part):
        try:
            yield
        finally:
            await asyncio.to_thread(sharing.stop)


def _teller(loop: asyncio.AbstractEventLoop, source: Source) -> Broken:
    return lambda part, error: _in_loop(loop, source.fail, part, error)


def _in_loop(loop: asyncio.AbstractEventLoop, call: Callable[..., None], *arguments: object) -> None:
    with suppress(RuntimeError):  # the loop has ended, and so has the source
        loop.call_soon_threadsafe(call, *arguments)


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
        task = asyncio.create_task(_subscribe(subscriber, source))
        try:
            yield port
        finally:
            source.stopping.set()
            await task
            subscriber.store.close()


async def _subscribe(subscriber: Subscriber, source: Source) -> None:
    try:
        await subscriber.run(source.stopping)
    except Exception as error:
        source.log.critical("the subscriber broke", exc_info=True)
        source.fail("subscriber", error)

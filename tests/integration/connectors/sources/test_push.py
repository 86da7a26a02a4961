"""Hub, feed and source on loopback, Kafka the real one: what is pushed is in the topic, its feed's health behind it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from connectors import kafka as client
from connectors.sources.app import pushed_to
from connectors.sources.feedfile import Feed
from connectors.sources.outbox import Outbox
from connectors.sources.publish import Publisher
from connectors.sources.service import Source, outbox_path
from connectors.sources.shards import shard
from connectors.sources.state import FeedState
from marsad.contracts import Article, DeadLetter, FeedHealth, Record, decode
from marsad.contracts.topics import ARTICLES_DLQ, ARTICLES_RAW, FEEDS_HEALTH, Topic
from marsad.settings import Settings
from tests.feedworld.case import rss, story
from tests.feedworld.hub import Hub
from tests.feedworld.server import Request, World

_PATIENCE = 180.0
"""Seconds after which something is taken not to happen."""


def _records(settings: Settings, topic: Topic, wanted: Callable[[list[Any]], bool]) -> list[tuple[Any, Record]]:
    """What stands in a topic once it is what is wanted."""
    reader = client.consumer(settings, group=None, topics=[topic])
    found: list[tuple[Any, Record]] = []
    end = time.monotonic() + _PATIENCE
    try:
        while time.monotonic() < end and not wanted([record for _, record in found]):
            for records in reader.poll(timeout_ms=200).values():
                found += [(record, decode(record.value, topic.value)) for record in records]
    finally:
        reader.close()
    return found


async def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, "it has not happened"
        await asyncio.sleep(0.02)


def _publisher(settings: Settings, **more: Any) -> Publisher:
    place = outbox_path(settings)
    return Publisher(lambda: Outbox(place), lambda: client.producer(settings, linger_ms=5), **more)


def test_a_push_is_in_kafka_with_the_feeds_health_behind_it(settings: Settings, fresh_topics: None) -> None:
    settings.sources = settings.sources.model_copy(update={"allow_private": True, "host_delay": 0.0})
    settings.websub = settings.websub.model_copy(update={"url": "http://127.0.0.1:0/", "port": 0})
    publisher = _publisher(settings)
    publisher.start()
    url = asyncio.run(_pushed(settings, publisher))
    publisher.stop(_PATIENCE)
    articles = _records(settings, ARTICLES_RAW, lambda found: len(found) >= 2)
    urls = {article.url for _, article in articles}  # type: ignore[attr-defined]
    assert urls == {"https://wire.example/news/1", "https://wire.example/news/2"}
    reports = _records(settings, FEEDS_HEALTH, lambda found: any(health.pushed for health in found))
    record, latest = reports[-1]
    assert isinstance(latest, FeedHealth)
    assert (latest.url, latest.status, latest.items, latest.pushed) == (url, "ok", 2, True)
    assert record.partition == shard(url)


async def _pushed(settings: Settings, publisher: Publisher) -> str:
    """Poll a feed that names a hub, then let the hub push a second article."""
    async with Hub() as hub:

        async def feed(request: Request) -> None:
            await request.answer(rss(story(1)).encode(), Link=f'<{hub.url}>; rel="hub"')

        async with World({"/rss": feed}) as world:
            url = world.base + "/rss"
            source = Source([Feed(url)], settings, Outbox(outbox_path(settings)), publisher)
            async with pushed_to(source, settings) as port:
                settings.websub.url = f"http://127.0.0.1:{port}/"
                task = asyncio.create_task(source.run())
                await _until(lambda: bool(hub.subscribers))
                assert await hub.publish(url, rss(story(2)).encode()) == 202
                source.stopping.set()
                await task
            source.outbox.close()
            return url


def test_an_article_that_kafka_finds_too_large_is_a_dead_letter_that_can_be_replayed(
    settings: Settings, fresh_topics: None, tmp_path: Path
) -> None:
    outbox = Outbox(outbox_path(settings))
    large = Article(id="large", text="نص طويل " * 1_500_000)
    outbox.record(FeedState("https://wire.example/rss"), [large, Article(id="small", text="نص")], 1000.0)
    publisher = _publisher(settings)
    publisher.start()
    letters = _records(settings, ARTICLES_DLQ, bool)
    articles = _records(settings, ARTICLES_RAW, bool)
    publisher.stop(_PATIENCE)
    assert outbox.depth() == 0
    outbox.close()
    letter = letters[0][1]
    assert isinstance(letter, DeadLetter)
    assert (letter.id, letter.stage, letter.error, letter.topic) == (
        "large",
        "source",
        "record_too_large",
        "articles.raw",
    )
    assert large.text.startswith(decode(letter.original, Article).text)
    assert decode(letter.original, Article).text
    assert [article.id for _, article in articles] == ["small"]  # type: ignore[attr-defined]

"""A console without servers: what it reads comes from the test, what it writes comes straight back as Kafka would."""

import contextlib
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from console.app import make
from console.live.follower import Batch
from console.rooms import FeedRoom, FeedRow, LetterRoom, Rooms
from console.state import Console
from marsad.contracts import encode
from marsad.contracts.topics import ALERTS
from marsad.errors import ServerError
from marsad.settings import Settings


class Topics:
    """Stands for Kafka's producer: a record that is sent is a record that the console reads. The real one is in
    tests/integration/console."""

    def __init__(self) -> None:
        self.console, self.offsets, self.sent = None, {}, []

    def send(self, topic, value, key):
        offset = self.offsets.get(topic, 0)
        self.offsets[topic] = offset + 1
        record = SimpleNamespace(topic=topic, partition=0, offset=offset, timestamp=offset, key=key, value=value)
        self.sent.append(record)
        self.console._take(Batch([record]))
        return SimpleNamespace(get=lambda timeout: record)

    def raised(self, *alerts):
        for alert in alerts:
            self.send(ALERTS.name, encode(alert), alert.id.encode())


def away(*_):
    raise ServerError("Elasticsearch does not answer")


@pytest.fixture
def topics() -> Topics:
    return Topics()


@pytest.fixture
def rooms(topics) -> Rooms:
    feeds = [FeedRow("https://paper.example/rss", title="الصحيفة")]

    async def preview(url):
        raise ServerError(f"{url} is not fetched in unit tests")

    return Rooms(
        consumer=away,
        producer=lambda: topics,
        admin=away,
        kafka_errors=contextlib.nullcontext,
        ensure_topics=lambda topics: None,
        read=away,
        ask=away,
        query=lambda text, kind: {},
        feeds=FeedRoom(
            listed=lambda: feeds,
            preview=preview,
            add=lambda row: feeds.append(row) or True,
            pause=lambda url, paused: None,
            remove=lambda url: None,
            export=lambda: "<opml/>",
            read_opml=lambda data: [],
        ),
        letters=LetterRoom(listed=list, replay=len, drop=lambda chosen: None),
    )


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def console(settings, rooms, topics) -> Console:
    topics.console = Console(settings, rooms)
    topics.console.desk.begin([0])
    return topics.console


@pytest.fixture
def client(console) -> Iterator[TestClient]:
    """A browser at the console, which follows nothing: what it knows comes from `topics`."""
    yield TestClient(make(console), base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False)

"""A source process killed with -9 in the middle of its work loses no article and makes up no id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.kafka import consumer
from connectors.sources.outbox import Outbox
from connectors.sources.service import outbox_path
from marsad.contracts import Article, decode
from marsad.contracts.topics import ARTICLES_RAW
from marsad.settings import Settings

FEEDS, ITEMS, KILLS = 120, 10, 4


@pytest.fixture
def farm() -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.feedworld.farm", "--items", str(ITEMS), "--latency", "20"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield int(process.stdout.readline())
    process.kill()
    process.wait()


def _start(path: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    more = {"MARSAD_SOURCES_ALLOW_PRIVATE": "true", "MARSAD_SOURCES_HOST_DELAY": "0", "MARSAD_SOURCES_PER_HOST": "4"}
    return subprocess.Popen([sys.executable, "-m", "marsad", "source", "--feeds", str(path)], env=environment | more)


def _arrived(settings: Settings, expected: int, seconds: float) -> list[Article]:
    """What stands in the topic once so many different articles have arrived."""
    reader = consumer(settings, group=None, topics=[ARTICLES_RAW])
    articles: list[Article] = []
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end and len({article.id for article in articles}) < expected:
            for records in reader.poll(timeout_ms=500).values():
                articles += [decode(record.value, Article) for record in records]
    finally:
        reader.close()
    return articles


def test_killed_again_and_again_every_article_arrives_with_one_id(
    farm: int, settings: Settings, environment: dict[str, str], fresh_topics: None, tmp_path: Path
) -> None:
    path = tmp_path / "feeds.yaml"
    lines = [f"  - {{url: 'http://127.0.0.1:{farm}/feed/{number}', interval: 60s}}" for number in range(FEEDS)]
    path.write_text("feeds:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    place = outbox_path(settings)
    for kill in range(1, KILLS + 1):
        process = _start(path, environment)
        end = time.monotonic() + 60
        while time.monotonic() < end and _polled(place) < kill * FEEDS // (KILLS + 1):
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    process = _start(path, environment)
    articles = _arrived(settings, FEEDS * ITEMS, 120)
    process.terminate()
    assert process.wait(30) == 0
    assert len({article.id for article in articles}) == FEEDS * ITEMS
    assert len({article.url for article in articles}) == FEEDS * ITEMS
    assert Outbox(place).depth() == 0
    seen = {}
    for article in articles:
        assert seen.setdefault(article.id, article.seen) == article.seen


def _polled(place: Path) -> int:
    if not place.exists():
        return 0
    outbox = Outbox(place)
    try:
        return len(outbox.states())
    finally:
        outbox.close()

"""A source process killed with -9 in the middle of its work loses no article and makes up no id.

In full size, 20 kills during a poll of 2 000 feeds of 30 items: `make chaos`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connectors.kafka import consumer
from connectors.sources.outbox import Outbox
from connectors.sources.service import outbox_path
from marsad.contracts import Article, decode
from marsad.contracts.topics import ARTICLES_RAW
from marsad.settings import Settings

FEEDS = int(os.environ.get("CHAOS_FEEDS", "120"))
ITEMS = int(os.environ.get("CHAOS_ITEMS", "10"))
KILLS = int(os.environ.get("CHAOS_KILLS", "4"))
PATIENCE = 180.0
"""Seconds after which something is taken not to happen."""
Start = Callable[[], subprocess.Popen[bytes]]


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


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the sources say on stderr."""
    return tmp_path / "source.log"


@pytest.fixture
def start(farm: int, environment: dict[str, str], fresh_topics: None, tmp_path: Path, log: Path) -> Iterator[Start]:
    """Starts a source of the farm's feeds; whatever still runs at the end is killed."""
    path = tmp_path / "feeds.yaml"
    lines = [f"  - {{url: 'http://127.0.0.1:{farm}/feed/{number}', interval: 3600s}}" for number in range(FEEDS)]
    path.write_text("feeds:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    more = {"MARSAD_SOURCES_ALLOW_PRIVATE": "true", "MARSAD_SOURCES_HOST_DELAY": "0", "MARSAD_SOURCES_PER_HOST": "4"}
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "marsad", "source", "--feeds", str(path)]
        with log.open("wb") as stream:
            started.append(subprocess.Popen(command, env=environment | more, stderr=stream))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it has not happened"
        time.sleep(0.05)


def _arrived(settings: Settings, expected: int) -> list[Article]:
    """What stands in the topic once so many different articles have arrived."""
    reader = consumer(settings, group=None, topics=[ARTICLES_RAW])
    articles: list[Article] = []
    ids: set[str] = set()
    end = time.monotonic() + PATIENCE + FEEDS / 5
    try:
        while time.monotonic() < end and len(ids) < expected:
            for records in reader.poll(timeout_ms=500).values():
                articles += [decode(record.value, Article) for record in records]
                ids.update(article.id for article in articles[-len(records) :])
    finally:
        reader.close()
    return articles


def test_killed_again_and_again_every_article_arrives_with_one_id(start: Start, log: Path, settings: Settings) -> None:
    place = outbox_path(settings)
    for kill in range(1, KILLS + 1):
        process = start()
        _until(lambda goal=kill * FEEDS // (KILLS + 1): _polled(place) >= goal)  # type: ignore[misc]
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    process = start()
    articles = _arrived(settings, FEEDS * ITEMS)
    _until(lambda: "polling" in log.read_text(encoding="utf-8") and _waiting(place) == 0)
    process.terminate()
    assert process.wait(PATIENCE) == 0
    print(f"{KILLS} kills, {FEEDS} feeds: {len(articles)} records, {len({a.id for a in articles})} ids")
    assert len({article.id for article in articles}) == FEEDS * ITEMS
    assert len({article.url for article in articles}) == FEEDS * ITEMS
    seen = {}
    for article in articles:
        assert seen.setdefault(article.id, article.seen) == article.seen


def _polled(place: Path) -> int:
    """How many feeds have been polled."""
    if not place.exists():
        return 0
    with closing(Outbox(place)) as outbox:
        return sum(state.last_polled is not None for state in outbox.states().values())


def _waiting(place: Path) -> int:
    with closing(Outbox(place)) as outbox:
        return outbox.depth()

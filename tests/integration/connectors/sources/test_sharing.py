"""Two source processes share one list; when one is killed the other takes its feeds, and no article is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.kafka import consumer
from connectors.sources.shards import shard
from marsad.contracts import Article, FeedHealth, decode
from marsad.contracts.topics import ARTICLES_RAW, FEEDS_HEALTH
from marsad.settings import Settings

FEEDS, ITEMS = 24, 5
MORE = {
    "MARSAD_SOURCES_ALLOW_PRIVATE": "true",
    "MARSAD_SOURCES_HOST_DELAY": "0",
    "MARSAD_SOURCES_SHARED": "true",
    "MARSAD_KAFKA_SESSION_TIMEOUT": "6",
}


@pytest.fixture
def feeds(tmp_path: Path) -> Iterator[Path]:
    """A list of feeds on as many hosts."""
    command = [sys.executable, "-m", "tests.feedworld.farm", "--items", str(ITEMS), "--host", "0.0.0.0"]
    farm = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert farm.stdout is not None
    port = farm.stdout.readline().strip()
    lines = [
        f"  - {{url: 'http://127.0.0.{number}:{port}/feed/{number}', interval: 1s}}" for number in range(1, FEEDS + 1)
    ]
    path = tmp_path / "feeds.yaml"
    path.write_text("feeds:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    yield path
    farm.kill()
    farm.wait()


def _start(path: Path, environment: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    more = MORE | {"MARSAD_DATA_DIR": str(folder)}
    return subprocess.Popen([sys.executable, "-m", "marsad", "source", "--feeds", str(path)], env=environment | more)


def _owners(settings: Settings, wanted: Callable[[dict[str, str]], bool]) -> dict[str, str]:
    """Who polls each feed, once it is as wanted."""
    reader = consumer(settings, group=None, topics=[FEEDS_HEALTH])
    owners: dict[str, str] = {}
    end = time.monotonic() + 60
    try:
        while time.monotonic() < end and not wanted(owners):
            for records in reader.poll(timeout_ms=300).values():
                for record in records:
                    health = decode(record.value, FeedHealth)
                    owners[health.url] = health.owner or ""
    finally:
        reader.close()
    return owners


def test_a_killed_processes_feeds_are_taken_over(
    feeds: Path, settings: Settings, environment: dict[str, str], fresh_topics: None, tmp_path: Path
) -> None:
    processes = [_start(feeds, environment, tmp_path / name) for name in ("one", "two")]
    try:
        shared = _owners(settings, lambda found: len(found) == FEEDS and len(set(found.values())) == 2)
        assert len(set(shared.values())) == 2
        parts = {owner: {shard(url) for url, name in shared.items() if name == owner} for owner in shared.values()}
        assert not set.intersection(*parts.values())
        os.kill(processes[0].pid, signal.SIGKILL)
        alone = _owners(
            settings, lambda found: {name.rpartition("-")[2] for name in found.values()} == {str(processes[1].pid)}
        )
        assert {name.rpartition("-")[2] for name in alone.values()} == {str(processes[1].pid)}
    finally:
        for process in processes:
            process.terminate()
            process.wait(30)
    reader = consumer(settings, group=None, topics=[ARTICLES_RAW])
    ids: set[str] = set()
    for _ in range(40):
        for records in reader.poll(timeout_ms=200).values():
            ids |= {decode(record.value, Article).id for record in records}
        if len(ids) == FEEDS * ITEMS:
            break
    reader.close()
    assert len(ids) == FEEDS * ITEMS

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
PATIENCE = 180
"""Seconds after which something is taken not to happen."""
Process = subprocess.Popen[bytes]
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


@pytest.fixture
def processes(feeds: Path, environment: dict[str, str], fresh_topics: None, tmp_path: Path) -> Iterator[list[Process]]:
    """Two sources of the list, each with a data folder of its own."""
    command = [sys.executable, "-m", "marsad", "source", "--feeds", str(feeds)]
    started = [
        subprocess.Popen(command, env=environment | MORE | {"MARSAD_DATA_DIR": str(tmp_path / name)})
        for name in ("one", "two")
    ]
    yield started
    for process in started:
        process.kill()
        process.wait()


def _owners(settings: Settings, processes: list[Process], wanted: Callable[[dict[str, int]], bool]) -> dict[str, int]:
    """The number of the process that polls each feed, once it is as wanted."""
    numbers = {str(process.pid): number for number, process in enumerate(processes)}
    reader = consumer(settings, group=None, topics=[FEEDS_HEALTH])
    owners: dict[str, int] = {}
    end = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < end and not wanted(owners):
            for records in reader.poll(timeout_ms=300).values():
                for record in records:
                    health = decode(record.value, FeedHealth)
                    owners[health.url] = numbers[(health.owner or "").rpartition("-")[2]]
    finally:
        reader.close()
    return owners


def _parts(owners: dict[str, int], process: int) -> set[int]:
    return {shard(url) for url, owner in owners.items() if owner == process}


def _is_shared(owners: dict[str, int]) -> bool:
    """Whether both have some of the feeds, and no part of the list is told of by both."""
    one, two = (_parts(owners, process) for process in range(2))
    return len(owners) == FEEDS and bool(one and two) and not one & two


def _arrived(settings: Settings) -> set[str]:
    """The articles in the topic, once they are all there."""
    reader = consumer(settings, group=None, topics=[ARTICLES_RAW])
    ids: set[str] = set()
    end = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < end and len(ids) < FEEDS * ITEMS:
            for records in reader.poll(timeout_ms=300).values():
                ids |= {decode(record.value, Article).id for record in records}
    finally:
        reader.close()
    return ids


def test_a_killed_processes_feeds_are_taken_over(settings: Settings, processes: list[Process]) -> None:
    assert _is_shared(_owners(settings, processes, _is_shared))
    os.kill(processes[0].pid, signal.SIGKILL)
    alone = _owners(settings, processes, lambda found: set(found.values()) == {1} and len(found) == FEEDS)
    assert set(alone.values()) == {1}
    assert len(_arrived(settings)) == FEEDS * ITEMS
    processes[1].terminate()
    assert processes[1].wait(PATIENCE) == 0

"""From publication to alert: a feed tells its hub, the hub pushes, the source publishes, a worker alerts.

    python -m bench.feeds.websub [--publications 200] [--rate 2]

Hub and feed, source, Kafka and worker are processes of this machine; the stack is one of its own in a temporary folder.
The clock starts when the feed begins to tell its hub.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.sinks.index import own_stack
from connectors import kafka
from marsad.contracts import Alert, Article, decode
from marsad.contracts.topics import ALERTS, ARTICLES_RAW, Topic
from marsad.servers import kafka_bootstrap
from marsad.settings import Settings
from tests.feedworld.case import rss, story
from tests.feedworld.hub import Hub
from tests.feedworld.server import Request, World

WARM = 10
"""Publications that are sent first and not counted."""
PATIENCE = 180.0
RULE = """
id: any-delivery
name: Any delivery
when: { event: { type: arms_delivery } }
alert_on: [every_mention]
severity: high
"""
_RECIPIENTS = ("الهند", "الجزائر", "مصر", "تركيا", "السعودية", "العراق", "إيران", "الصين")


class Arrivals(threading.Thread):
    """Notes when each article's record comes, by the article's address."""

    def __init__(self, settings: Settings, topic: Topic) -> None:
        super().__init__(daemon=True)
        self.settings, self.topic = settings, topic
        self.came: dict[str, float] = {}
        self.ready, self.stop = threading.Event(), threading.Event()

    def run(self) -> None:
        """Read until `stop`."""
        reader = kafka.consumer(self.settings, group=None, topics=[self.topic])
        while not self.stop.is_set():
            for records in reader.poll(timeout_ms=50).values():
                now = time.time()
                for record in records:
                    found = decode(record.value, Alert if self.topic is ALERTS else Article)
                    article = found.article if isinstance(found, Alert) else found
                    self.came.setdefault(str(article.url), now)
            self.ready.set()
        reader.close()


@contextlib.contextmanager
def processes(settings: Settings, feed: str, port: int, folder: Path) -> Iterator[None]:
    """A worker and a source of this feed, as long as this."""
    (folder / "rule.yaml").write_text(RULE, encoding="utf-8")
    (folder / "feeds.yaml").write_text(f"feeds:\n  - url: {feed}\n", encoding="utf-8")
    environment = os.environ | {
        "MARSAD_DATA_DIR": str(folder / "data"),
        "MARSAD_KAFKA_BOOTSTRAP": kafka_bootstrap(settings),
        "MARSAD_RULES": str(folder / "rule.yaml"),
        "MARSAD_NER": "fast",
        "MARSAD_WEBSUB_URL": f"http://127.0.0.1:{port}/",
        "MARSAD_WEBSUB_PORT": str(port),
        "MARSAD_SOURCES_ALLOW_PRIVATE": "true",
        "MARSAD_SOURCES_HOST_DELAY": "0",
    }
    commands = (["worker"], ["source", "--feeds", str(folder / "feeds.yaml")])
    with (folder / "log").open("wb") as log:
        started = [
            subprocess.Popen([sys.executable, "-m", "marsad", *command], env=environment, stdout=log, stderr=log)
            for command in commands
        ]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def publication(number: int) -> bytes:
    """A feed with one new item, an arms delivery."""
    recipient = _RECIPIENTS[number % len(_RECIPIENTS)]
    text = f"تسلمت {recipient} اليوم الدفعة رقم {number} من منظومة إس-400 من روسيا، وفق بيان لوزارة الدفاع."
    return rss(story(number, f"{recipient} تتسلم دفعة من منظومة إس-400", text)).encode()


async def publish(hub: Hub, feed: str, numbers: range, rate: float) -> dict[str, float]:
    """Publish these, so many a second on the average; when each was begun, by its address."""
    begun, dice = {}, random.Random(1)
    for number in numbers:
        begun[f"https://wire.example/news/{number}"] = time.time()
        status = await hub.publish(feed, publication(number))
        if status != 202:
            raise RuntimeError(f"the subscriber answered {status}")
        await asyncio.sleep(dice.expovariate(rate))
    return begun


async def until(condition: object, what: str) -> None:
    """Wait for it."""
    end = time.monotonic() + PATIENCE
    while not condition():  # type: ignore[operator]
        if time.monotonic() > end:
            raise TimeoutError(what)
        await asyncio.sleep(0.05)


async def run(settings: Settings, count: int, rate: float, folder: Path) -> None:
    """Publish, wait for the alerts, print."""
    arrivals = {topic.name: Arrivals(settings, topic) for topic in (ARTICLES_RAW, ALERTS)}
    for arrival in arrivals.values():
        arrival.start()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with Hub() as hub:

        async def answer(request: Request) -> None:
            await request.answer(publication(0), Link=f'<{hub.url}>; rel="hub"')

        async with World({"/rss": answer}) as world:
            feed = f"{world.base}/rss"
            with processes(settings, feed, port, folder):
                await until(lambda: hub.subscribers, "no subscription")
                await publish(hub, feed, range(1, WARM + 1), 5.0)
                await until(lambda: len(arrivals[ALERTS.name].came) >= WARM, "no alerts")
                begun = await publish(hub, feed, range(WARM + 1, WARM + count + 1), rate)
                with contextlib.suppress(TimeoutError):
                    await until(lambda: begun.keys() <= arrivals[ALERTS.name].came.keys(), "alerts are missing")
    print(f"{count} publications, {rate:g} a second")
    print(f"{'until it is in':16} {'arrived':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'longest':>8}")
    for name, arrival in arrivals.items():
        arrival.stop.set()
        took = [1000 * (arrival.came[url] - at) for url, at in begun.items() if url in arrival.came]
        cuts = statistics.quantiles(took, n=100, method="inclusive")
        print(f"{name:16} {len(took):8} {cuts[49]:8.0f} {cuts[94]:8.0f} {cuts[98]:8.0f} {max(took):8.0f}")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publications", type=int, default=200)
    parser.add_argument("--rate", type=float, default=2.0, help="a second")
    arguments = parser.parse_args()
    with own_stack() as settings, tempfile.TemporaryDirectory(prefix="marsad-bench-") as folder:
        kafka.ensure_topics(settings)
        asyncio.run(run(settings, arguments.publications, arguments.rate, Path(folder)))


if __name__ == "__main__":
    main()

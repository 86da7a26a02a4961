"""Latency of the sinks: from a Kafka record to searchable, and from an alert's record to the webhook's answer.

    python -m bench.sinks.latency [--records 300] [--rate 20] [--outage SECONDS]

Real Kafka and Elasticsearch in a temporary folder, a webhook receiver on loopback. With --outage Elasticsearch is away
for so many seconds while records come: prints how many of them are found in the end, and how long that took.
"""

from __future__ import annotations

import argparse
import contextlib
import http.server
import json
import random
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import ClassVar

import msgspec
from elasticsearch import ApiError
from pydantic import SecretStr

from bench.sinks.index import article, own_stack, with_prefix
from connectors.kafka import ensure_topics, producer
from connectors.sinks.channels.channel import ChannelSink
from connectors.sinks.channels.webhook import Webhook
from connectors.sinks.elasticsearch.client import connect
from connectors.sinks.elasticsearch.sink import ElasticsearchSink
from deploy.local.stack import LocalStack
from marsad.contracts import Alert, ArticleRef, Change, Evidence, RuleRef, encode
from marsad.settings import Settings, WebhookSettings

WARM = 20
"""Records that are sent first and not counted: an index is made, a group is joined."""


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers every POST and writes down when it came."""

    came: ClassVar[dict[str, float]] = {}

    def do_POST(self) -> None:
        """Take an alert."""
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.came[body["data"]["id"]] = time.time()
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def running(sink: ElasticsearchSink | ChannelSink, stop: threading.Event) -> Iterator[None]:
    """Run a sink as long as this."""
    thread = threading.Thread(target=sink.run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def searchable(settings: Settings, count: int, rate: float) -> list[float]:
    """Seconds from each article's send to the first search that finds it."""
    chance, stop, sent, found = random.Random(7), threading.Event(), {}, {}
    sender = producer(settings, linger_ms=0)
    alias = f"{settings.elasticsearch.prefix}-articles"

    def send() -> None:
        for number in range(count):
            one = msgspec.structs.replace(article(number, chance), seen=datetime(2026, 11, 20, tzinfo=UTC))
            sent[one.id] = time.time()
            sender.send("articles.enriched", encode(one), key=one.id.encode())
            time.sleep(1 / rate)

    with connect(settings) as client, running(ElasticsearchSink(settings, stop), stop):
        threading.Thread(target=send).start()
        deadline = time.time() + count / rate + 60
        while len(found) < count and time.time() < deadline:
            with contextlib.suppress(ApiError):  # an index that is being made has no shard to ask
                answer = client.search(index=alias, size=count, source=False, ignore_unavailable=True)
                for hit in answer["hits"]["hits"]:
                    found.setdefault(hit["_id"], time.time())
            time.sleep(0.02)
    sender.close()
    return [found[name] - sent[name] for name in list(sent)[WARM:] if name in found]


def delivered(settings: Settings, count: int, rate: float) -> list[float]:
    """Seconds from each alert's send to the webhook's receipt."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hook = WebhookSettings(url=f"http://127.0.0.1:{server.server_address[1]}/", secret=SecretStr("bench"))
    stop, sent = threading.Event(), {}
    hooked = settings.model_copy(update={"webhook": hook})
    sender = producer(settings, linger_ms=0)
    with running(ChannelSink(hooked, Webhook, stop), stop):
        for number in range(-WARM, count - WARM):
            one = alert(f"{number:040}")
            if number >= 0:
                sent[one.id] = time.time()
            sender.send("alerts", encode(one), key=one.id.encode())
            time.sleep(1 / rate if number >= 0 else 0.25)
        deadline = time.time() + 30
        while not sent.keys() <= Receiver.came.keys() and time.time() < deadline:
            time.sleep(0.05)
    sender.close()
    server.shutdown()
    return [Receiver.came[name] - at for name, at in sent.items() if name in Receiver.came]


def alert(identifier: str) -> Alert:
    """An alert of usual size."""
    text = "وصلت أمس دفعة جديدة من منظومة الدفاع الجوي إلى القاعدة شمال العاصمة"
    return Alert(
        id=identifier,
        rule=RuleRef(id="bench", name="bench", severity="high"),
        change=Change(kind="first_mention"),
        title=text[:30],
        evidence=Evidence(text=text, start=0, end=len(text)),
        article=ArticleRef(id="a"),
        at=datetime.now(UTC),
    )


def outage(settings: Settings, seconds: float) -> tuple[int, int, float]:
    """Elasticsearch is away for so long while records come; returns sent, found at the end, seconds to catch up."""
    chance, stop = random.Random(8), threading.Event()
    sender, sent = producer(settings), 0
    sink, stack = ElasticsearchSink(settings, stop), LocalStack(settings)
    with running(sink, stop):
        time.sleep(3.0)
        stack.stop_elasticsearch()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            sender.send("articles.enriched", encode(article(sent, chance)), key=str(sent).encode())
            sent += 1
            time.sleep(0.02)
        sender.flush()
        stack.start_elasticsearch()
        back = time.monotonic()
        while sink.counts.written < sent and time.monotonic() - back < 120:
            time.sleep(0.1)
        took = time.monotonic() - back
    sender.close()
    with connect(settings) as client:
        client.indices.refresh(index=f"{settings.elasticsearch.prefix}-articles")
        found = client.count(index=f"{settings.elasticsearch.prefix}-articles")["count"]
    return sent, found, took


def line(name: str, seconds: list[float], count: int) -> str:
    """One line of the table, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100)
    return f"{name:<34}{len(seconds):>6}/{count:<6}{cuts[49] * 1000:>9.0f}{cuts[98] * 1000:>9.0f}"


def main() -> None:
    """Run and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=300)
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--outage", type=float, default=0.0, help="Seconds that Elasticsearch is away, then.")
    options = parser.parse_args()
    with own_stack() as settings:
        ensure_topics(settings)
        found = searchable(with_prefix(settings, "benchlatency"), options.records, options.rate)
        told = delivered(settings, options.records, options.rate)
        print(f"{options.rate:g} records a second, milliseconds")
        print(f"{'':<34}{'arrived':>13}{'p50':>9}{'p99':>9}")
        print(line("Kafka record to searchable", found, options.records - WARM))
        print(line("alert record to the webhook", told, options.records - WARM))
        if options.outage:
            sent, there, took = outage(with_prefix(settings, "benchoutage"), options.outage)
            print(
                f"Elasticsearch away {options.outage:g} s: {sent} sent, {there} found, all {took:.1f} s after its start"
            )


if __name__ == "__main__":
    main()

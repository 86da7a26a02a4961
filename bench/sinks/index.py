"""Indexing throughput: the Elasticsearch sink, from Kafka, beside elasticsearch.helpers.parallel_bulk, from memory.

    python -m bench.sinks.index [--documents 10000] [--rounds 3]

Both write the same documents under the same templates to the same node, in turns. The peer gets them ready-made as
dicts; the sink consumes, decodes, checks and builds them from Kafka records. Starts a stack of its own in a temporary
folder: it would take the running sink's group.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk

from connectors.kafka import admin, ensure_topics, producer
from connectors.sinks.elasticsearch.client import connect
from connectors.sinks.elasticsearch.documents import document
from connectors.sinks.elasticsearch.sink import BULKS_IN_FLIGHT, GROUP, ElasticsearchSink
from connectors.sinks.elasticsearch.templates import ensure_templates
from deploy.local.stack import LocalStack
from marsad.contracts import EnrichedArticle, Entity, Event, Evidence, Role, encode
from marsad.contracts.topics import ARTICLES_ENRICHED
from marsad.settings import Settings

WORDS = (
    "أعلنت وزارة الدفاع أمس وصول دفعة جديدة من منظومة الدفاع الجوي إلى القاعدة شمال العاصمة بعد محادثات بين الوزيرين "
    "وقال متحدث باسم الحكومة إن تدريب الأطقم يبدأ خلال أسابيع فيما تدرس لجنة برلمانية تفاصيل العقد وموعد التسليم"
)


@dataclass
class Consumed:
    """What `document` needs of a Kafka record."""

    value: bytes
    offset: int
    topic: str = ARTICLES_ENRICHED.name
    timestamp: int = 1_795_000_000_000
    key: bytes = b""


def article(number: int, chance: random.Random) -> EnrichedArticle:
    """An article of 60 to 500 words with a dozen entities and an event."""
    text = " ".join(chance.choices(WORDS.split(), k=chance.randint(60, 500)))
    entities = tuple(
        Entity(
            text=text[at : at + 6], start=at, end=at + 6, type="LOC", id=f"Q{chance.randint(1, 900)}", name_en="Place"
        )
        for at in sorted(chance.sample(range(0, 300), 12))
    )
    event = Event(
        type="arms_delivery",
        item=Role(text="منظومة", id="Q1", name_en="System"),
        supplier=Role(text="الحكومة", id="Q2"),
        recipient=None,
        status="planned",
        evidence=Evidence(text=text[:200], start=0, end=200),
    )
    seen = datetime(2026, 11, 20, tzinfo=UTC) - timedelta(days=chance.randint(0, 40))
    return EnrichedArticle(
        id=f"{number:040x}",
        title=" ".join(chance.choices(WORDS.split(), k=9)),
        text=text,
        seen=seen,
        published=seen,
        entities=entities,
        events=(event,),
    )


@contextmanager
def own_stack() -> Iterator[Settings]:
    """Settings of a stack that runs as long as this."""
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as folder:
        Path(folder).chmod(0o755)
        settings = Settings()
        stack = LocalStack(
            settings.model_copy(
                update={
                    "data_dir": Path(folder),
                    "kafka": settings.kafka.model_copy(update={"bootstrap": None}),
                    "elasticsearch": settings.elasticsearch.model_copy(update={"url": None}),
                }
            ),
            progress=print,
        )
        try:
            stack.start()
            yield stack.settings
        finally:
            stack.stop()


def with_prefix(settings: Settings, prefix: str) -> Settings:
    """The same settings with other indices."""
    return settings.model_copy(update={"elasticsearch": settings.elasticsearch.model_copy(update={"prefix": prefix})})


def peer(settings: Settings, records: list[bytes]) -> float:
    """Documents a second through parallel_bulk, with as many requests side by side and as large as ours."""
    prefix = settings.elasticsearch.prefix
    actions = []
    for offset, value in enumerate(records):
        made = document(Consumed(value, offset), prefix)
        actions.append({"_index": made.index, "_id": made.id, "_source": msgspec.json.decode(made.body or b"")})
    with connect(settings) as client:
        ensure_templates(settings, client)
        clear(client, prefix)
        began = time.perf_counter()
        done = sum(
            ok
            for ok, _ in parallel_bulk(
                client, actions, thread_count=BULKS_IN_FLIGHT, chunk_size=settings.elasticsearch.bulk_docs
            )
        )
        took = time.perf_counter() - began
        finish(client, prefix, done, len(records))
    return len(records) / took


def ours(settings: Settings, count: int) -> float:
    """Documents a second through the sink, from its first record to its last answer."""
    client = admin(settings)
    if GROUP in {group["group_id"] for group in client.list_groups()}:
        client.delete_groups([GROUP])
    client.close()
    with connect(settings) as elastic:
        clear(elastic, settings.elasticsearch.prefix)
    stop = threading.Event()
    sink = ElasticsearchSink(settings, stop)
    began: list[float] = []
    take = sink._take

    def timed(batch: list[object]) -> None:
        if batch and not began:
            began.append(time.perf_counter())
        take(batch)

    sink._take = timed  # type: ignore[method-assign]
    thread = threading.Thread(target=sink.run)
    thread.start()
    while sink.counts.written < count:
        time.sleep(0.005)
    took = time.perf_counter() - began[0]
    stop.set()
    thread.join()
    with connect(settings) as elastic:
        finish(elastic, settings.elasticsearch.prefix, sink.counts.written, count)
    return count / took


def clear(client: Elasticsearch, prefix: str) -> None:
    """Take away what a run has left."""
    for index in client.indices.get(index=f"{prefix}-articles-*"):
        client.indices.delete(index=index)


def finish(client: Elasticsearch, prefix: str, done: int, count: int) -> None:
    """Check that everything is there, and take it away."""
    client.indices.refresh(index=f"{prefix}-articles")
    there = client.count(index=f"{prefix}-articles")["count"]
    if not done == there == count:
        raise SystemExit(f"{done} confirmed, {there} there, {count} sent")
    clear(client, prefix)


def main() -> None:
    """Run both in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    chance = random.Random(7)
    records = [encode(article(number, chance)) for number in range(options.documents)]
    with own_stack() as settings:
        ensure_topics(settings)
        sender = producer(settings)
        for number, record in enumerate(records):
            sender.send(ARTICLES_ENRICHED.name, record, key=str(number).encode())
        sender.close()
        peers, sinks = [], []
        for number in range(-1, options.rounds):
            rates = (
                peer(with_prefix(settings, "benchpeer"), records),
                ours(with_prefix(settings, "benchsink"), len(records)),
            )
            if number >= 0:
                peers.append(rates[0])
                sinks.append(rates[1])
    size = sum(map(len, records)) / len(records) / 1024
    print(f"{len(records)} articles of {size:.1f} KiB, {options.rounds} rounds after one to warm up, median")
    print(f"{'':<34}{'documents/s':>12}{'of the peer':>13}")
    base = statistics.median(peers)
    for name, rates in (("parallel_bulk, from memory", peers), ("Elasticsearch sink, from Kafka", sinks)):
        print(f"{name:<34}{statistics.median(rates):>12.0f}{statistics.median(rates) / base:>13.0%}")


if __name__ == "__main__":
    main()

"""What the sinks' tests share: records to send, sinks that run beside the test, and waiting for what must come."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

import pytest

from connectors.kafka import producer
from connectors.sinks.elasticsearch.sink import ElasticsearchSink
from marsad.contracts import (
    Alert,
    ArticleRef,
    Change,
    EnrichedArticle,
    Entity,
    Event,
    Evidence,
    Record,
    Role,
    RuleRef,
    encode,
)
from marsad.settings import Settings

TEXT = "أعلنت وزارة الدفاع أن موسكو سلّمت أنقرة بطارية إس-400 يوم الاثنين"
EVIDENCE = Evidence(text=TEXT, start=0, end=len(TEXT))
EVENT = Event(
    type="arms_delivery",
    item=Role(text="إس-400", id="Q219616", name_en="S-400"),
    supplier=Role(text="موسكو", id="Q159", name_en="Russia"),
    recipient=Role(text="أنقرة", id="Q43", name_en="Turkey"),
    status="completed",
    evidence=EVIDENCE,
)


class Runs(Protocol):
    def run(self) -> Any: ...


def article(identifier: str, *, text: str = TEXT, title: str = "وصول بطارية جديدة", **fields: Any) -> EnrichedArticle:
    at = text.find("إس-400")
    weapon = Entity(text="إس-400", start=at, end=at + 6, type="WEAPON", id="Q219616", name_en="S-400", name_ar="إس-400")
    seen = datetime(2026, 11, 20, 12, tzinfo=UTC)
    entities = (weapon,) if at >= 0 else ()
    return EnrichedArticle(
        **{"id": identifier, "text": text, "title": title, "seen": seen, "entities": entities, **fields}
    )


def alert(identifier: str, **fields: Any) -> Alert:
    return Alert(
        **{
            "id": identifier,
            "rule": RuleRef(id="s400", name="S-400 deliveries", severity="high"),
            "change": Change(kind="first_mention"),
            "title": f"تسليم بطارية {identifier}",
            "evidence": EVIDENCE,
            "article": ArticleRef(id="a1", url="https://example.org/1", seen=datetime(2026, 11, 20, tzinfo=UTC)),
            "at": datetime(2026, 11, 20, 12, tzinfo=UTC),
            "event": EVENT,
            **fields,
        }
    )


@contextmanager
def running(make: Callable[[threading.Event], Runs]) -> Iterator[Runs]:
    """Run a sink in a thread, and drain it at the end; its exception is the test's."""
    stop, failures = threading.Event(), []
    sink = make(stop)

    def work() -> None:
        try:
            sink.run()
        except BaseException as error:
            failures.append(error)
            raise

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        stop.set()
        thread.join(60)
    assert not thread.is_alive()
    assert not failures


@pytest.fixture
def indexing(settings: Settings) -> Callable[[], AbstractContextManager[ElasticsearchSink]]:
    return lambda: running(lambda stop: ElasticsearchSink(settings, stop))


@pytest.fixture
def send(settings: Settings, fresh_topics: None) -> Iterator[Callable[..., None]]:
    """Sends records to a topic and waits until Kafka has them."""
    client = producer(settings)

    def sending(topic: str, *records: Record | bytes, key: str | None = None) -> None:
        futures = []
        for record in records:
            value = record if isinstance(record, bytes) else encode(record)
            name = key if key is not None or isinstance(record, bytes) else record.id
            futures.append(client.send(topic, value, key=name.encode() if name else None))
        client.flush()
        for future in futures:
            future.get(30)

    yield sending
    client.close()

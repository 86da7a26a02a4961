"""The outbox to Kafka: an entry is forgotten only when the broker has confirmed it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from kafka.errors import KafkaError, MessageSizeTooLargeError

from connectors.sources.metrics import PUBLISHED
from connectors.sources.outbox import Entry, Outbox
from connectors.sources.parts import Broken, Part
from connectors.sources.shards import shard
from marsad import telemetry, tracing
from marsad.contracts import Article, DeadLetter, decode, encode
from marsad.contracts.topics import ARTICLES_DLQ, ARTICLES_RAW, FEEDS_HEALTH
from marsad.errors import ServerError
from marsad.telemetry import DEAD_LETTERS

BATCH: Final = 500
_IDLE: Final = 0.01
_CONFIRM_TIMEOUT: Final = 60.0
_FIRST_WAIT: Final = 0.5
_LONGEST_WAIT: Final = 30.0


class Publisher:
    """Drains the outbox in a thread of its own, in order.

    Args:
        open_outbox: Opens the outbox; called in the publisher's thread.
        open_producer: Connects to Kafka; called again after a failure.
        topic: Where articles go.
        broken: Told of an error that ended it: nothing is published any more.
    """

    def __init__(
        self,
        open_outbox: Callable[[], Outbox],
        open_producer: Callable[[], Any],
        topic: str = ARTICLES_RAW.name,
        broken: Broken | None = None,
    ) -> None:
        self.open_outbox = open_outbox
        self.open_producer = open_producer
        self.topic = topic
        self.published = 0
        self.log = telemetry.logger("sources.publish")
        self._stop = threading.Event()
        self._wake = threading.Event()
        self.part = Part("publisher", self._run, broken)

    def start(self) -> None:
        """Begin."""
        self.part.start()

    def wake(self) -> None:
        """Say that there is something in the outbox."""
        self._wake.set()

    def stop(self, timeout: float) -> None:
        """Publish what waits, for so many seconds at most, and end."""
        self._stop.set()
        self._wake.set()
        self.part.join(timeout)

    def _run(self) -> None:
        outbox = self.open_outbox()
        producer: Any = None
        wait = _FIRST_WAIT
        while True:
            self.part.beat()
            try:
                producer = producer or self.open_producer()
                more = self._drain(outbox, producer)
                wait = _FIRST_WAIT
            except (KafkaError, ServerError, OSError) as error:
                self.log.error(
                    "Kafka takes no articles; they wait in the outbox", error=str(error), retry_in=round(wait, 1)
                )
                _close(producer)
                producer = None
                if self._stop.wait(wait):
                    break
                wait = min(wait * 2, _LONGEST_WAIT)
                continue
            if not more and self._stop.is_set():
                break
            if not more:
                self._wake.wait(1.0)
                self._wake.clear()
                time.sleep(_IDLE)
        _close(producer)
        outbox.close()

    def _drain(self, outbox: Outbox, producer: Any) -> bool:
        """Publish one batch; whether there was one.

        Raises:
            KafkaError: when one of it was not confirmed; what was confirmed is forgotten all the same.
        """
        entries = outbox.waiting(BATCH)
        if not entries:
            return False
        sent = [(entry, self._sent(producer, entry)) for entry in entries]
        producer.flush(timeout=_CONFIRM_TIMEOUT)
        confirmed: list[int] = []
        try:
            for entry, future in sent:
                if not self._is_confirmed(future):
                    self._bury(producer, entry)
                confirmed.append(entry.seq)
                PUBLISHED.labels(entry.topic).inc()
        finally:
            outbox.confirm(confirmed)
            self.published += len(confirmed)
        return True

    def _sent(self, producer: Any, entry: Entry) -> Any:
        """The future of a record that is on its way; None for one that the producer itself finds too large."""
        health = entry.topic == FEEDS_HEALTH.name
        topic = self.topic if entry.topic == ARTICLES_RAW.name else entry.topic
        partition = shard(entry.feed) if health else None
        try:
            headers = [] if health else tracing.born(entry.body)
            return producer.send(topic, key=entry.id.encode(), value=entry.body, partition=partition, headers=headers)
        except MessageSizeTooLargeError:
            return None

    @staticmethod
    def _is_confirmed(future: Any) -> bool:
        try:
            if future is not None:
                future.get(timeout=_CONFIRM_TIMEOUT)
        except MessageSizeTooLargeError:
            return False
        return future is not None

    def _bury(self, producer: Any, entry: Entry) -> None:
        """Put an article that Kafka finds too large into the dead letters, its text cut until it is small enough.

        Raises:
            KafkaError: when the dead letters take nothing, which the outbox then keeps.
        """
        article = decode(entry.body, Article)
        cut = article
        while True:
            cut = msgspec.structs.replace(cut, text=cut.text[: len(cut.text) // 2], enclosures=(), categories=())
            future = None
            with suppress(MessageSizeTooLargeError):
                future = producer.send(ARTICLES_DLQ.name, key=entry.id.encode(), value=encode(_letter(article, cut)))
            if self._is_confirmed(future):
                break
            if not cut.text:
                self.log.error("article too large even without its text; dropped", article=entry.id, feed=entry.feed)
                return
        DEAD_LETTERS.labels("source", "record_too_large").inc()
        self.log.error("article larger than Kafka takes: dead letter", article=entry.id, feed=entry.feed)


def _letter(article: Article, cut: Article) -> DeadLetter:
    size = len(encode(article))
    return DeadLetter(
        id=article.id,
        stage="source",
        topic=ARTICLES_RAW.name,
        error="record_too_large",
        message=f"the article has {size} bytes, more than Kafka takes; its text was cut from {len(article.text)} to"
        f" {len(cut.text)} characters. Raise the broker's message.max.bytes, or replay the cut one",
        original=encode(cut),
        key=article.id,
        at=datetime.now(UTC),
    )


def _close(producer: Any) -> None:
    if producer is not None:
        producer.close(timeout=5)

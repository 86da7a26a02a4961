"""Send archived articles through the pipeline again.

They are produced to `articles.raw` once more, as they were, with a header; docs/decisions says why this way.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from connectors import kafka
from connectors.sinks.dlq import REPLAY_HEADER
from connectors.sinks.reading import Start, read
from marsad import tracing
from marsad.contracts.topics import ARTICLES_RAW
from marsad.settings import Settings

_CHUNK: Final = 200
_ACK_SECONDS: Final = 120


def replay(
    settings: Settings,
    start: Start,
    *,
    article: str | None = None,
    rate: float = 200.0,
    stop: threading.Event,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Produce archived articles again; returns how many Kafka has confirmed.

    Args:
        settings: Where Kafka is.
        start: From where in the archive; it ends at what is there when we begin.
        article: Only the article of this id, in every revision.
        rate: Articles per second at most, so that live news does not wait behind old.
        stop: Ends it early.
        progress: Called with each number of articles that were just confirmed.

    Raises:
        ServerError: when Kafka cannot be reached or refuses.
    """
    producer = kafka.producer(settings)
    sent = 0
    began = time.monotonic()
    try:
        for chunk in _chunks(_archived(settings, start, article, stop)):
            with kafka.translated(settings):
                _send(producer, chunk)
            sent += len(chunk)
            if progress is not None:
                progress(len(chunk))
            stop.wait(max(0.0, began + sent / rate - time.monotonic()))
    finally:
        producer.close()
    return sent


def _archived(settings: Settings, start: Start, article: str | None, stop: threading.Event) -> Iterator[Any]:
    """The archive's own records: a replayed copy is passed over, else each replay would double the next."""
    wanted = article.encode() if article is not None else None
    for record in read(settings, ARTICLES_RAW, start, follow=False, stop=stop):
        if any(name == REPLAY_HEADER for name, _ in record.headers):
            continue
        if wanted is None or record.key == wanted:
            yield record


def _chunks(records: Iterator[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for record in records:
        chunk.append(record)
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _send(producer: Any, chunk: list[Any]) -> None:
    """The record's own time goes along: copies expire with their originals, and `--since` means the same again."""
    futures = [
        producer.send(
            ARTICLES_RAW.name,
            record.value,
            key=record.key,
            headers=[(REPLAY_HEADER, b"archive"), *tracing.born(record.value)],
            timestamp_ms=record.timestamp,
        )
        for record in chunk
    ]
    producer.flush()
    for future in futures:
        future.get(timeout=_ACK_SECONDS)

"""How many records are where: what `marsad up` prints now and then."""

from __future__ import annotations

import contextlib
import logging
from typing import Any, Final

from elasticsearch import ApiError, Elasticsearch, TransportError
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from marsad.contracts import topics
from marsad.servers import elasticsearch_hosts, kafka_bootstrap
from marsad.settings import Settings

_SHOWN: Final = (
    ("articles", topics.ARTICLES_RAW),
    ("enriched", topics.ARTICLES_ENRICHED),
    ("event mentions", topics.EVENTS),
    ("alerts", topics.ALERTS),
    ("dead letters", topics.ARTICLES_DLQ),
)


class Counts:
    """Counts records by the offsets of their topics, and documents by the alias of the articles."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._search = Elasticsearch(elasticsearch_hosts(settings), request_timeout=5, max_retries=0)
        logging.getLogger("elastic_transport").setLevel(logging.ERROR)

    def alerts(self) -> int:
        """Alerts raised so far; 0 where nobody can say."""
        return self._topics().get("alerts", 0)

    def mentions(self) -> int:
        """Mentions of events so far; 0 where nobody can say."""
        return self._topics().get("event mentions", 0)

    def line(self) -> str:
        """One line: `articles 24 · enriched 24 · … · searchable 24`."""
        numbers = {**self._topics(), "searchable": self._documents()}
        return " · ".join(f"{name} {'?' if number is None else number}" for name, number in numbers.items())

    def _topics(self) -> dict[str, int]:
        with contextlib.suppress(KafkaError), _consumer(self._settings) as consumer:
            return {name: _records(consumer, topic) for name, topic in _SHOWN}
        return {}

    def _documents(self) -> int | None:
        with contextlib.suppress(ApiError, TransportError):
            alias = f"{self._settings.elasticsearch.prefix}-articles"
            return int(self._search.count(index=alias, ignore_unavailable=True)["count"])
        return None


@contextlib.contextmanager
def _consumer(settings: Settings) -> Any:
    consumer = KafkaConsumer(bootstrap_servers=kafka_bootstrap(settings))
    try:
        yield consumer
    finally:
        consumer.close()


def _records(consumer: Any, topic: topics.Topic) -> int:
    partitions = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
    ends, starts = consumer.end_offsets(partitions), consumer.beginning_offsets(partitions)
    return sum(ends[partition] - starts[partition] for partition in partitions)

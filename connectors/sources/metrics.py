"""What the source tells Prometheus: counters of its own, and each feed's state as it is when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from prometheus_client import REGISTRY, Counter, Gauge
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from connectors.sources.state import FeedState

POLLS: Final = Counter("marsad_source_polls", "Polls of feeds, by what came of them", ["outcome"])
ARTICLES: Final = Counter("marsad_source_articles", "Articles put into the outbox")
PROBLEMS: Final = Counter("marsad_source_problems", "What was wrong with feeds and articles", ["code"])
PUSHES: Final = Counter("marsad_source_pushes", "What WebSub hubs brought, by what came of it", ["outcome"])
OUTBOX_BYTES: Final = Gauge("marsad_source_outbox_bytes", "Bytes in use in the outbox")
PUBLISHED: Final = Counter("marsad_source_published", "Records that Kafka has confirmed", ["topic"])

_FEED: Final[tuple[tuple[str, str, Callable[[FeedState], float | None]], ...]] = (
    ("last_success", "When it was last read, seconds since the epoch", lambda state: state.last_success),
    ("last_new", "When it last brought an article, seconds since the epoch", lambda state: state.last_new),
    ("errors", "Polls that have failed in a row", lambda state: float(state.errors)),
    ("items", "Articles that it has brought", lambda state: float(state.items)),
    ("delay_seconds", "Mean seconds from publication to our seeing it", lambda state: state.delay),
    ("interval_seconds", "Seconds between two polls, as learned", lambda state: state.interval),
)


class FeedCollector(Collector):
    """One sample for each feed and fact; read from the states themselves, so that a poll costs nothing more."""

    def __init__(self, states: Callable[[], Iterable[FeedState]]) -> None:
        self.states = states

    def collect(self) -> Iterable[Metric]:
        """The samples as they are now."""
        states = list(self.states())
        for name, words, value in _FEED:
            family = GaugeMetricFamily(f"marsad_feed_{name}", words, labels=["feed"])
            for state in states:
                if (found := value(state)) is not None:
                    family.add_metric([state.url], found)
            yield family

    def register(self) -> None:
        """Have it asked with everything else."""
        REGISTRY.register(self)

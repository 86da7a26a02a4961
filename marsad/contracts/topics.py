"""Every topic: name, key, value, who writes it, and how Kafka keeps it. The one place that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from marsad.contracts.alerts import Alert
from marsad.contracts.annotations import Annotation, AuditEntry
from marsad.contracts.article import Article
from marsad.contracts.deadletter import DeadLetter
from marsad.contracts.enriched import EnrichedArticle
from marsad.contracts.events import EventMention, EventState
from marsad.contracts.health import FeedHealth
from marsad.contracts.record import Record
from marsad.contracts.rules import Rule

_DAY_MS: Final = 24 * 60 * 60 * 1000
PARTITIONS: Final = 8
"""Of every topic that workers share: the most worker processes that can split the load."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A Kafka topic: what it carries and how it is kept. `retention_ms` -1 keeps for ever."""

    name: str
    value: type[Record]
    key: str
    writer: str
    purpose: str
    partitions: int = PARTITIONS
    retention_ms: int = 30 * _DAY_MS
    compacted: bool = False

    def config(self, min_isr: int) -> dict[str, str]:
        """Kafka's topic settings that differ from the broker's defaults; `min_isr` is MARSAD_KAFKA_MIN_ISR."""
        settings = {
            "cleanup.policy": "compact" if self.compacted else "delete",
            "max.message.bytes": str(8 * 1024 * 1024),
            "min.insync.replicas": str(min_isr),
        }
        if not self.compacted:
            settings["retention.ms"] = str(self.retention_ms)
        return settings


ARTICLES_RAW: Final = Topic(
    "articles.raw",
    Article,
    "article id",
    "connectors.sources",
    "The archive; a replay starts here.",
    retention_ms=365 * _DAY_MS,
)
ARTICLES_ENRICHED: Final = Topic(
    "articles.enriched", EnrichedArticle, "article id", "streams", "Articles with their entities and events."
)
EVENTS: Final = Topic(
    "events", EventMention, "event key", "streams", "Mentions; all that may be one event meet in one partition."
)
EVENTS_LEDGER: Final = Topic(
    "events.ledger",
    EventState,
    "event id",
    "streams",
    "The current state of each event, with its history.",
    compacted=True,
)
ALERTS_CANDIDATES: Final = Topic(
    "alerts.candidates",
    Alert,
    "rule id",
    "streams",
    "What a rule would raise, before throttles; meets by rule.",
    retention_ms=7 * _DAY_MS,
)
ALERTS: Final = Topic(
    "alerts",
    Alert,
    "alert id",
    "streams",
    "What is new, once, with the sentence that says so.",
    retention_ms=365 * _DAY_MS,
)
ARTICLES_DLQ: Final = Topic(
    "articles.dlq",
    DeadLetter,
    "article id",
    "all",
    "What a stage gave up on, with its original bytes.",
    retention_ms=90 * _DAY_MS,
)
RULES: Final = Topic(
    "rules",
    Rule,
    "rule id",
    "marsad.cli, console",
    "The rules in force; workers follow it live.",
    partitions=1,
    compacted=True,
)
ANNOTATIONS: Final = Topic(
    "annotations",
    Annotation,
    "annotation id",
    "console",
    "What people say of alerts and events: seen, noted, muted, not relevant.",
    partitions=1,
    compacted=True,
)
AUDIT: Final = Topic(
    "audit",
    AuditEntry,
    "audit id",
    "marsad.cli, console",
    "Who changed which rule, acknowledged which alert, replayed what.",
    partitions=1,
    retention_ms=5 * 365 * _DAY_MS,
)
FEEDS_HEALTH: Final = Topic(
    "feeds.health",
    FeedHealth,
    "feed url",
    "connectors.sources",
    "How each feed is; source processes share the feeds by its partitions.",
    compacted=True,
)

ALL: Final = (
    ARTICLES_RAW,
    ARTICLES_ENRICHED,
    EVENTS,
    EVENTS_LEDGER,
    ALERTS_CANDIDATES,
    ALERTS,
    ARTICLES_DLQ,
    RULES,
    FEEDS_HEALTH,
    ANNOTATIONS,
    AUDIT,
)
NAMES: Final = frozenset(topic.name for topic in ALL)

STREAMS: Final = "marsad"
"""Id of the Faust application: its consumer group, and the start of its changelogs' names."""


def _changelog(table: str, source: Topic) -> Topic:
    """What Faust keeps of a table, named as Faust does. Made beforehand: a table's first write must not wait for it."""
    name = f"{STREAMS}-{table}-changelog"
    return Topic(name, Record, source.key, "streams", f"Table {table}.", partitions=source.partitions, compacted=True)


LEDGER_TABLE: Final = "ledger"
GATE_TABLE: Final = "gate"
CHANGELOGS: Final = (_changelog(LEDGER_TABLE, EVENTS), _changelog(GATE_TABLE, ALERTS_CANDIDATES))
"""No contract: nobody but Faust reads them."""

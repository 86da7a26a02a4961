"""Structured logs and Prometheus metrics, set up once per process; marsad.probes serves the metrics."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from prometheus_client import Counter, Gauge, Histogram

from marsad import tracing
from marsad.settings import Settings

_LATENCIES: Final = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 6 * 3600, 86400)
"""Seconds. From the moment a feed shows an article to the moment somebody sleeps over it."""

RECORDS = Counter("marsad_records", "Records that a stage has taken, by what became of them", ["stage", "outcome"])
STAGE_SECONDS = Histogram("marsad_stage_seconds", "Seconds that a stage took for one record", ["stage"])
RULES_REFUSED = Counter("marsad_rules_refused", "Rule changes that were refused")
HELD_BACK = Counter("marsad_alerts_held_back", "Alerts that the gate kept back, by cause", ["cause"])
LAG = Gauge("marsad_lag", "Records of a topic that this process has still to read", ["topic", "partition"])
TABLE_ENTRIES = Gauge("marsad_table_entries", "Entries that this worker holds of a table in memory", ["table"])
DEAD_LETTERS = Counter("marsad_dead_letters", "Records that a stage gave up on, by cause", ["stage", "error"])
DOCUMENTS = Counter("marsad_documents", "Documents sent to Elasticsearch, by what became of them", ["outcome"])
BULK_SECONDS = Histogram("marsad_bulk_seconds", "Seconds of one bulk request")
BULK_RETRIES = Counter("marsad_bulk_retries", "Bulk requests that have to be tried again, by cause", ["cause"])
SEARCHABLE_SECONDS = Histogram(
    "marsad_searchable_seconds",
    "Seconds from a moment of a record to its document being written; searchable within a refresh interval more",
    ["topic", "since"],
    buckets=_LATENCIES,
)
ALERTS = Counter(
    "marsad_alerts", "Alerts that a channel has dealt with, by what became of them", ["channel", "outcome"]
)
WAITING = Gauge("marsad_alerts_waiting", "Alerts that wait for quiet hours, a digest or a rate to end", ["channel"])
DELIVERY_SECONDS = Histogram("marsad_delivery_seconds", "Seconds of one attempt to deliver", ["channel"])
ALERT_LATENCY_SECONDS = Histogram(
    "marsad_alert_latency_seconds",
    "Seconds from a moment of an alert to its delivery",
    ["channel", "since"],
    buckets=_LATENCIES,
)


def observe_since(histogram: Histogram, moments: dict[str, datetime | None], **labels: str) -> None:
    """Observe how long ago each moment was, labelled `since`; one that is not known is left out."""
    now = datetime.now(UTC)
    for since, moment in moments.items():
        if moment is not None:
            histogram.labels(**labels, since=since).observe(max(0.0, (now - moment).total_seconds()))


def configure(settings: Settings) -> None:
    """Send structured logs to stderr, readable or JSON, with standard logging folded in; and traces where they go.

    Raises:
        ConfigError: when traces are wanted and cannot be sent.
    """
    tracing.configure(settings)
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        tracing.named,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for noisy in ("kafka", "aiokafka", "faust", "mode", "elastic_transport", "urllib3", "httpx2", "authlib"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


def only_our_own_words() -> None:
    """For commands that answer and end: what libraries log stays unprinted, an error is our one line."""
    logging.getLogger().addHandler(logging.NullHandler())


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger for one part; bind the feed or the article it is about."""
    log: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return log

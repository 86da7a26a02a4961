"""Kafka as it was before the first test."""

from connectors.kafka import admin, ensure_topics
from marsad.settings import Settings


def empty(settings: Settings) -> None:
    """All our topics and Faust's own, empty: deleted and created again; groups are forgotten."""
    client = admin(settings)
    try:
        groups = [group["group_id"] for group in client.list_groups()]
        if groups:
            client.delete_groups(groups)
        there = [name for name in client.list_topics() if not name.startswith("__")]
        if there:
            client.delete_topics(there)
    finally:
        client.close()
    ensure_topics(settings)

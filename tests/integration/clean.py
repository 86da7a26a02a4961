"""Kafka as it was before the first test."""

import time
from collections.abc import Callable
from typing import Any

from connectors.kafka import admin, ensure_topics
from marsad.settings import Settings

_PATIENCE = 60.0
_FORGOTTEN = 30.0
"""Longer than the session of a member that was killed: until it ends, its group cannot be deleted."""


def empty(settings: Settings) -> None:
    """All our topics and Faust's own, empty: deleted and created again; groups are forgotten."""
    client = admin(settings)
    try:
        _until(lambda: not _groups(client), _FORGOTTEN)
        _until(lambda: not _topics(client), _PATIENCE)
    finally:
        client.close()
    ensure_topics(settings)


def _groups(client: Any) -> list[str]:
    """The groups that have members still, after an attempt to delete all."""
    groups = [group["group_id"] for group in client.list_groups()]
    answers = client.delete_groups(groups) if groups else {}
    return [group for group, answer in answers.items() if answer == "NonEmptyGroupError"]


def _topics(client: Any) -> list[str]:
    """The topics that are there still: the broker learns a moment later than the controller that they are deleted."""
    there = [name for name in client.list_topics() if not name.startswith("__")]
    if there:
        client.delete_topics(there, raise_errors=False)
    return there


def _until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether it came about."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True

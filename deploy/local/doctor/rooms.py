"""What the doctor asks of the other rooms. The command line, which sees them all, hands it over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from marsad.settings import Settings


@dataclass(frozen=True, slots=True)
class Rooms:
    """Each raises a MarsadError where it fails."""

    kafka: Callable[[Settings], Any]
    """A KafkaAdminClient."""
    elasticsearch: Callable[[Settings], Elasticsearch]
    missing_templates: Callable[[Settings, Elasticsearch], list[str]]
    feeds: Callable[[Path], Sequence[str]]
    """The URLs in a feeds file."""
    unreachable: Callable[[Settings, Sequence[str]], dict[str, str]]
    """Which feeds cannot be fetched, and why."""
    rules: Callable[[Path | None], int]
    """How many rules there are."""

"""What the console asks of the other rooms. The command line, which sees them all, hands it over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from marsad.contracts import Article, DeadLetter
from marsad.contracts.topics import Topic

Kind = Literal["articles", "events", "alerts"]


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed of the list, and how it is; times in seconds since the epoch."""

    url: str
    title: str | None = None
    country: str | None = None
    tags: tuple[str, ...] = ()
    paused: bool = False
    last_polled: float | None = None
    last_success: float | None = None
    items: int = 0
    errors: int = 0
    last_error: str | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class FeedPreview:
    """A feed that was found behind an address, and what it holds."""

    url: str
    title: str | None
    articles: tuple[Article, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedRoom:
    """The feed list. Each raises a MarsadError where it fails."""

    listed: Callable[[], list[FeedRow]]
    preview: Callable[[str], Awaitable[list[FeedPreview]]]
    """Fetches with every guard of the sources: no private address, bounded size, time and redirects."""
    add: Callable[[FeedRow], bool]
    """False where the list has it already."""
    pause: Callable[[str, bool], None]
    remove: Callable[[str], None]
    export: Callable[[], str]
    """As OPML."""
    read_opml: Callable[[bytes], list[FeedRow]]


@dataclass(frozen=True, slots=True)
class LetterRoom:
    """Dead letters. Each raises a MarsadError where it fails."""

    listed: Callable[[], list[DeadLetter]]
    """Those that are open, oldest first."""
    replay: Callable[[Sequence[DeadLetter]], int]
    drop: Callable[[Sequence[DeadLetter]], None]


@dataclass(frozen=True, slots=True)
class Rooms:
    """Each raises a MarsadError where it fails."""

    consumer: Callable[[], Any]
    """A KafkaConsumer without a group and without topics."""
    producer: Callable[[], Any]
    admin: Callable[[], Any]
    kafka_errors: Callable[[], AbstractContextManager[None]]
    """Turns what kafka-python raises into a ServerError."""
    ensure_topics: Callable[[Sequence[Topic]], Any]
    read: Callable[[Topic, datetime], Iterator[Any]]
    """Records of a topic from a time to what is there now."""
    ask: Callable[[Kind, dict[str, Any]], dict[str, Any]]
    """A search in the indices of a kind: its body, Elasticsearch's answer."""
    query: Callable[[str, Kind], dict[str, Any]]
    """The query that stands behind `marsad search`."""
    feeds: FeedRoom
    letters: LetterRoom

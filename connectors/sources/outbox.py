"""The outbox: a feed's state and its new articles in one SQLite transaction, kept until Kafka has confirmed them.

A crash before the transaction loses nothing (the feed is polled again and its articles are still new), one after it
loses nothing either (they are in the outbox). A crash between Kafka's confirmation and the deletion publishes again,
with the same id.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Final

import msgspec

from connectors import database
from connectors.sources.state import FeedState
from marsad.contracts import Article, FeedHealth, encode
from marsad.contracts.topics import ARTICLES_RAW, FEEDS_HEALTH

_SCHEMA: Final = (
    """CREATE TABLE IF NOT EXISTS feeds (
    url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, body_hash TEXT, moved_to TEXT, next_at REAL NOT NULL,
    interval REAL NOT NULL, errors INTEGER NOT NULL, last_error TEXT, last_polled REAL, last_success REAL,
    last_new REAL, retired INTEGER NOT NULL, items INTEGER NOT NULL, delay REAL, gap REAL, first_polled REAL,
    status TEXT NOT NULL DEFAULT 'ok', reported REAL, ttl REAL, skip_hours INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS seen (
    id TEXT PRIMARY KEY, feed TEXT NOT NULL, revision TEXT NOT NULL, first_seen REAL NOT NULL, last_seen REAL NOT NULL
) WITHOUT ROWID""",
    "DROP INDEX IF EXISTS seen_by_age",
    """CREATE TABLE IF NOT EXISTS outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, feed TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL,
    topic TEXT NOT NULL DEFAULT 'articles.raw'
)""",
)
_LATER: Final = {
    "feeds": (
        "gap REAL",
        "first_polled REAL",
        "status TEXT NOT NULL DEFAULT 'ok'",
        "reported REAL",
        "ttl REAL",
        "skip_hours INTEGER NOT NULL DEFAULT 0",
    ),
    "outbox": ("topic TEXT NOT NULL DEFAULT 'articles.raw'",),
}
"""Columns that a file of an earlier version lacks."""
_COLUMNS: Final = FeedState.__struct_fields__
_UPSERT: Final = (
    f"INSERT INTO feeds ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})"  # noqa: S608
    f" ON CONFLICT (url) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS if name != 'url')}"
)
_VALUES: Final = attrgetter(*_COLUMNS)
_ITEMS: Final = _COLUMNS.index("items")
_DAY: Final = 86_400.0
PARTS: Final = 256
"""Of what is remembered of articles, by the first two digits of their ids: one part is compacted at a time."""
_CACHE_KIB: Final = 8_000
_LOG_PAGES: Final = 8_000
"""The write-ahead log goes back to its beginning at 32 MB: a page that many polls write is put into its place once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that waits for Kafka: an article by its id, or a feed's health by the feed's address."""

    seq: int
    feed: str
    id: str
    body: bytes
    topic: str = ARTICLES_RAW.name


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll came to: the feed's state after it, what it brought, when, and its health where others hear of it."""

    state: FeedState
    articles: Sequence[Article]
    now: float
    report: FeedHealth | None = None


@dataclass(slots=True)
class _Rows:
    """What one poll writes of its articles."""

    first: list[tuple[str, str, str, float, float]] = field(default_factory=list)
    changed: list[tuple[str, float, str]] = field(default_factory=list)
    named: list[tuple[float, str]] = field(default_factory=list)
    outbox: list[tuple[str, str, bytes]] = field(default_factory=list)


class Outbox:
    """One connection to the outbox file; use each in one thread at a time.

    Args:
        path: The SQLite file; its folder is made.
    """

    def __init__(self, path: Path) -> None:
        self.db = database.connect(path, _SCHEMA, _LATER, any_thread=True)
        self.db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self.db.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def states(self) -> dict[str, FeedState]:
        """What is remembered of every feed, by its address in the feed list."""
        rows = self.db.execute(f"SELECT {', '.join(_COLUMNS)} FROM feeds")  # noqa: S608
        return {row[0]: _state(row) for row in rows}

    def record(
        self, state: FeedState, articles: Iterable[Article], now: float, report: FeedHealth | None = None
    ) -> int:
        """Remember a poll; put what is new or changed, and the feed's health behind it, into the outbox: all or none.

        An article belongs to the feed that brought it first: another feed's copy of it does not overwrite it.

        Returns:
            How many articles were put into the outbox.
        """
        return self.record_all([Poll(state, [*articles], now, report)])[0]

    def record_all(self, polls: Sequence[Poll]) -> list[int]:
        """Remember several polls in one transaction, in their order; how many articles of each were put in."""
        with database.transaction(self.db):
            return [self._recorded(poll) for poll in polls]

    def _recorded(self, poll: Poll) -> int:
        state, rows = poll.state, self._noticed(poll.articles, poll.state.url, poll.now)
        for query, values in (
            ("INSERT INTO seen VALUES (?, ?, ?, ?, ?)", rows.first),
            ("UPDATE seen SET revision = ?, last_seen = ? WHERE id = ?", rows.changed),
            ("UPDATE seen SET last_seen = ? WHERE id = ?", rows.named),
            ("INSERT INTO outbox (feed, id, body) VALUES (?, ?, ?)", rows.outbox),
        ):
            if values:
                self.db.executemany(query, values)
        items = state.items + len(rows.outbox)
        columns = _VALUES(state)
        self.db.execute(_UPSERT, (*columns[:_ITEMS], items, *columns[_ITEMS + 1 :]))
        if poll.report is not None:
            body = encode(msgspec.structs.replace(poll.report, items=items))
            query = "INSERT INTO outbox (feed, id, body, topic) VALUES (?, ?, ?, ?)"
            self.db.execute(query, (state.url, state.url, body, FEEDS_HEALTH.name))
        return len(rows.outbox)

    def revisions(self, ids: Iterable[str]) -> dict[str, str]:
        """The revision in which each of these articles is known, by id; one that was never seen is missing."""
        return {row[0]: row[2] for row in self._known(ids)}

    def waiting(self, limit: int, after: int = 0) -> list[Entry]:
        """The next articles for Kafka, oldest first, from behind the entry `after`."""
        query = "SELECT seq, feed, id, body, topic FROM outbox WHERE seq > ? ORDER BY seq LIMIT ?"
        return [Entry(*row) for row in self.db.execute(query, (after, limit))]

    def confirm(self, entries: Iterable[int]) -> None:
        """Forget entries that Kafka has confirmed."""
        with database.transaction(self.db):
            self.db.executemany("DELETE FROM outbox WHERE seq = ?", [(seq,) for seq in entries])

    def depth(self) -> int:
        """How many articles wait."""
        return int(self.db.execute("SELECT count(*) FROM outbox").fetchone()[0])

    def size(self) -> int:
        """Bytes in use in the file, without pages that are free again."""
        pages = (
            self.db.execute("PRAGMA page_count").fetchone()[0] - self.db.execute("PRAGMA freelist_count").fetchone()[0]
        )
        return int(pages * self.db.execute("PRAGMA page_size").fetchone()[0])

    def compact(self, now: float, days: float, part: int) -> int:
        """Forget articles that no feed has named for so many days, and give the room back; how many were forgotten.

        Args:
            now: Seconds since the epoch.
            days: How long an article is remembered.
            part: Which of the `PARTS` is looked through; an index by age would cost every new article more than this.
        """
        query = "DELETE FROM seen WHERE id >= ? AND id < ? AND last_seen < ?"
        bounds = f"{part:02x}", f"{part + 1:02x}" if part + 1 < PARTS else "g"
        with database.transaction(self.db):
            gone = self.db.execute(query, (*bounds, now - days * _DAY)).rowcount
        self.db.execute("PRAGMA incremental_vacuum")
        self.db.execute("PRAGMA wal_checkpoint(PASSIVE)")
        return int(gone)

    def _known(self, ids: Iterable[str]) -> Iterable[tuple[str, str, str, float, float]]:
        """What is remembered of these articles: id, feed, revision, first and last seen."""
        query = (
            "SELECT id, feed, revision, first_seen, last_seen FROM seen WHERE id IN (SELECT value FROM json_each(?))"
        )
        return self.db.execute(query, (json.dumps([*ids]),))

    def _noticed(self, articles: Sequence[Article], feed: str, now: float) -> _Rows:
        """The rows of articles that are new or changed, and of those that are named again after a day."""
        rows = _Rows()
        known = {row[0]: row[1:] for row in self._known(article.id for article in articles)} if articles else {}
        for article in articles:
            row = known.get(article.id)
            if row is None:
                rows.first.append((article.id, feed, article.revision, now, now))
                known[article.id] = (feed, article.revision, now, now)
                rows.outbox.append((feed, article.id, _body(article, now)))
                continue
            owner, revision, first_seen, last_seen = row
            if owner == feed and revision != article.revision:
                rows.changed.append((article.revision, now, article.id))
                known[article.id] = (feed, article.revision, first_seen, now)
                rows.outbox.append((feed, article.id, _body(article, first_seen)))
            elif now - last_seen > _DAY:
                rows.named.append((now, article.id))
        return rows


def _state(row: tuple[object, ...]) -> FeedState:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["retired"] = bool(values["retired"])
    return FeedState(**values)  # type: ignore[arg-type]


def _body(article: Article, seen: float) -> bytes:
    return encode(msgspec.structs.replace(article, seen=datetime.fromtimestamp(round(seen, 3), UTC)))

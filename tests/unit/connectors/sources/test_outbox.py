"""The outbox: state and articles in one transaction, each article until Kafka has it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from connectors.sources.outbox import Outbox
from connectors.sources.state import FeedState
from marsad.contracts import Article, decode

FEED = "https://wire.example/rss"


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    box = Outbox(tmp_path / "sources" / "outbox.sqlite")
    yield box
    box.close()


def _article(number: int, revision: str = "1") -> Article:
    return Article(id=f"a{number}", revision=revision, text="نص")


def test_new_articles_wait_in_order_with_the_time_they_were_first_seen(outbox: Outbox) -> None:
    assert outbox.record(FeedState(FEED, etag="x"), [_article(1), _article(2)], now=1000.0) == 2
    entries = outbox.waiting(10)
    assert [entry.id for entry in entries] == ["a1", "a2"]
    assert decode(entries[0].body, Article).seen.timestamp() == 1000.0  # type: ignore[union-attr]
    assert outbox.states()[FEED].etag == "x"
    assert outbox.states()[FEED].items == 2


def test_a_known_article_is_not_published_again(outbox: Outbox) -> None:
    outbox.record(FeedState(FEED), [_article(1)], now=1000.0)
    assert outbox.record(FeedState(FEED), [_article(1)], now=2000.0) == 0
    assert outbox.revisions(["a1", "a2"]) == {"a1": "1"}


def test_a_corrected_article_keeps_its_id_and_first_time(outbox: Outbox) -> None:
    outbox.record(FeedState(FEED), [_article(1)], now=1000.0)
    assert outbox.record(FeedState(FEED), [_article(1, "2")], now=2000.0) == 1
    corrected = decode(outbox.waiting(10)[-1].body, Article)
    assert (corrected.id, corrected.revision, corrected.seen.timestamp()) == ("a1", "2", 1000.0)  # type: ignore[union-attr]


def test_another_feeds_copy_does_not_overwrite(outbox: Outbox) -> None:
    outbox.record(FeedState(FEED), [_article(1)], now=1000.0)
    assert outbox.record(FeedState("https://other.example/rss"), [_article(1, "other")], now=2000.0) == 0


def test_state_and_articles_are_written_together_or_not_at_all(outbox: Outbox) -> None:
    def broken() -> Iterator[Article]:
        yield _article(1)
        raise RuntimeError("the reader broke")

    with pytest.raises(RuntimeError):
        outbox.record(FeedState(FEED, etag="x"), broken(), now=1000.0)
    assert outbox.states() == {}
    assert outbox.depth() == 0
    assert outbox.revisions(["a1"]) == {}


def test_what_is_confirmed_is_forgotten_and_nothing_else(outbox: Outbox) -> None:
    outbox.record(FeedState(FEED), [_article(n) for n in range(3)], now=1000.0)
    first = outbox.waiting(1)[0]
    outbox.confirm([first.seq])
    assert [entry.id for entry in outbox.waiting(10)] == ["a1", "a2"]
    assert [entry.id for entry in outbox.waiting(10, after=first.seq + 1)] == ["a2"]


def test_it_survives_being_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    first = Outbox(path)
    first.record(FeedState(FEED, retired=True, next_at=5.5), [_article(1)], now=1000.0)
    first.close()
    second = Outbox(path)
    assert second.states()[FEED] == FeedState(FEED, retired=True, next_at=5.5, items=1)
    assert second.depth() == 1
    second.close()


def test_old_articles_are_forgotten_but_not_waiting_ones(outbox: Outbox) -> None:
    outbox.record(FeedState(FEED), [_article(1)], now=0.0)
    outbox.record(FeedState(FEED), [_article(2)], now=86_400.0 * 100)
    assert outbox.compact(86_400.0 * 100, days=90, part=0xA0) == 0
    assert outbox.compact(86_400.0 * 100, days=90, part=0xA1) == 1
    assert outbox.compact(86_400.0 * 100, days=90, part=0xA2) == 0
    assert outbox.revisions(["a1", "a2"]) == {"a2": "1"}
    assert outbox.depth() == 2
    assert outbox.size() > 0


def test_a_publisher_reads_while_a_poll_is_written(tmp_path: Path) -> None:
    writer, reader = Outbox(tmp_path / "o.sqlite"), Outbox(tmp_path / "o.sqlite")
    writer.db.execute("BEGIN IMMEDIATE")
    assert reader.waiting(10) == []
    writer.db.execute("ROLLBACK")
    writer.record(FeedState(FEED), [_article(1)], now=1.0)
    assert reader.depth() == 1
    writer.close()
    reader.close()
    with pytest.raises(sqlite3.ProgrammingError):
        reader.depth()


def test_bodies_are_articles(outbox: Outbox) -> None:
    outbox.record(FeedState(FEED), [_article(1)], now=1000.0)
    assert msgspec.json.decode(outbox.waiting(1)[0].body)["seen"].startswith("1970-01-01T00:16:40")

"""Polls that share a transaction, and one that cannot be written among them."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from connectors.sources.outbox import Outbox, Poll
from connectors.sources.recorder import Recorder
from connectors.sources.state import FeedState
from marsad.contracts import Article


def _article(number: int) -> Article:
    return Article(id=f"a{number}", revision="1", text="نص")


async def _recorded(outbox: Outbox, polls: list[Poll]) -> list[int | BaseException]:
    with ThreadPoolExecutor(1) as work:
        recorder = Recorder(outbox, work)
        return await asyncio.gather(*map(recorder.record, polls), return_exceptions=True)


def test_each_poll_learns_what_came_of_it(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    polls = [Poll(FeedState(f"u{n}"), [_article(i) for i in range(n)], 1000.0) for n in range(3)]
    assert asyncio.run(_recorded(outbox, polls)) == [0, 1, 1]  # a0 came with the first feed that had it
    assert {url: state.items for url, state in outbox.states().items()} == {"u0": 0, "u1": 1, "u2": 1}
    outbox.close()


def test_a_poll_that_cannot_be_written_spoils_no_other(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    polls = [
        Poll(FeedState("u1"), [_article(1)], 1000.0),
        Poll(FeedState("u2", next_at=float("nan")), [_article(2)], 1000.0),
    ]
    # SQLite takes what is not a number for NULL, and a feed has to be polled again some time.
    one, other = asyncio.run(_recorded(outbox, polls))
    assert one == 1
    assert isinstance(other, sqlite3.IntegrityError)
    assert list(outbox.states()) == ["u1"]
    outbox.close()

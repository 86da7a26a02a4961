"""The board: the latest alerts in the order they came, and who waits for the next."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from marsad.contracts import Alert

_BEHIND: Final = 1000
"""Alerts that a reader may be behind; a slower one is let go and comes again with the last id it has."""


@dataclass(frozen=True, slots=True)
class Post:
    """An alert with its bytes as they are in Kafka."""

    alert: Alert
    raw: bytes


class Board:
    """Holds the last `size` alerts; for one event loop, and no thread beside it."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._posts: OrderedDict[str, Post] = OrderedDict()
        self._readers: set[asyncio.Queue[Post | None]] = set()

    def add(self, post: Post) -> None:
        """Put up an alert, and hand it to everyone who waits."""
        self._posts[post.alert.id] = post
        while len(self._posts) > self._size:
            self._posts.popitem(last=False)
        for reader in list(self._readers):
            if reader.qsize() >= _BEHIND:
                self._readers.discard(reader)
                reader.put_nowait(None)
            else:
                reader.put_nowait(post)

    def latest(self) -> list[Post]:
        """All that are up, the latest first."""
        return list(reversed(self._posts.values()))

    def subscribe(self, after: str | None = None) -> asyncio.Queue[Post | None]:
        """A queue of what comes from now on; with the id of the last alert that a reader has, of what came after it.

        Of an id that is not up any more that is all that are up. None in it says that the reader was too slow, or that
        we end.
        """
        reader: asyncio.Queue[Post | None] = asyncio.Queue()
        if after is not None:
            ids = list(self._posts)
            for identifier in ids[ids.index(after) + 1 if after in self._posts else 0 :]:
                reader.put_nowait(self._posts[identifier])
        self._readers.add(reader)
        return reader

    def leave(self, reader: asyncio.Queue[Post | None]) -> None:
        """Hand nothing more to this one."""
        self._readers.discard(reader)

    def end(self) -> None:
        """Send everyone away."""
        for reader in self._readers:
            reader.put_nowait(None)
        self._readers.clear()

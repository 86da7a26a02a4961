"""The feed list, read anew when its file changes: a feed that is added on the console is polled without a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from connectors.sources import feedfile
from connectors.sources.feedfile import Feed
from connectors.sources.service import Source
from marsad.errors import ConfigError

EVERY = 2.0
"""Seconds between two looks at the file."""


@dataclass
class Listing:
    """The feeds of a file, and which version of the file they are of."""

    path: Path
    feeds: list[Feed]
    stamp: tuple[int, int, int] | None = None
    seen: tuple[int, int, int] | None = None

    @classmethod
    def load(cls, path: Path) -> Listing:
        """Read it.

        Raises:
            ConfigError: when it cannot be read or is wrong.
        """
        stamp = _stamp(path)
        return cls(path, feedfile.load(path), stamp)

    def renewed(self) -> Listing | None:
        """The file as it is now; None where it is the same, or away, or has changed since the last look.

        An editor may take a moment to write it.

        Raises:
            ConfigError: when it cannot be read or is wrong; it counts as seen then.
        """
        before, self.seen = self.seen, _stamp(self.path)
        stamp = self.seen
        if stamp != before or stamp in (None, self.stamp):
            return None
        self.stamp = stamp
        return Listing(self.path, feedfile.load(self.path), stamp)


@asynccontextmanager
async def kept_up(source: Source, listing: Listing) -> AsyncIterator[None]:
    """Hand a source its list anew whenever that changes, while this lasts."""
    task = asyncio.create_task(_keep_up(source, listing))
    try:
        yield
    finally:
        task.cancel()


async def _keep_up(source: Source, listing: Listing) -> None:
    while True:
        await asyncio.sleep(EVERY)
        try:
            found = await asyncio.to_thread(listing.renewed)
        except ConfigError as error:
            source.log.error("the feed list is wrong, the one before is kept to", reason=str(error))
            continue
        if found is not None:
            listing = found
            source.relist(found.feeds)
            if source.subscriber is not None:
                source.subscriber.keep_only(source.listed)
            source.log.info("the feed list has changed", feeds=len(found.feeds))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino

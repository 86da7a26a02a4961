"""Which part of the fleet a feed belongs to: all feeds of a host to one, so that one process minds its manners."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from marsad.contracts.topics import FEEDS_HEALTH


def shard(url: str, count: int = FEEDS_HEALTH.partitions) -> int:
    """The part of a feed's host by rendezvous hashing: with one part more, only what that one takes moves."""
    host = (urlsplit(url).hostname or url).removeprefix("www.")
    return max(range(count), key=lambda part: hashlib.sha1(f"{part}:{host}".encode(), usedforsecurity=False).digest())

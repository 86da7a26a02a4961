"""Feeds on the command line: articles to stdout, problems to stderr, one JSON document a line."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from connectors.sources.limits import Limits
from connectors.sources.problems import FeedError, Problem
from connectors.sources.read import Context, Reading, read
from marsad.contracts import Record, encode
from marsad.settings import Settings

if TYPE_CHECKING:
    from connectors.sources.fetch.client import Client


def parse(file: Path | None, content_type: str | None, url: str | None, settings: Settings) -> int:
    """Read a feed's body from a file (None: standard input) and print it; the exit code."""
    limits = Limits.of(settings)
    try:
        return show(read(_body(file, limits), content_type, Context(url=url, limits=limits)))
    except FeedError as error:
        return fail(error)


def fetch(urls: list[str], settings: Settings, *, allow_private: bool) -> int:
    """Fetch feeds once and print them; the exit code, 0 only where every one of them was read."""
    limits = Limits.of(settings, allow_private=allow_private or None)
    return asyncio.run(_fetch(urls, limits))


async def _fetch(urls: list[str], limits: Limits) -> int:
    from connectors.sources.fetch.client import Client  # parsing a file needs no HTTP client

    async with Client(limits) as client:
        return max([await _fetch_one(client, url, limits) for url in urls], default=0)


async def _fetch_one(client: Client, url: str, limits: Limits) -> int:
    from connectors.sources.fetch.client import without_login

    try:
        fetched = await client.fetch(url)
        if fetched.not_modified:
            return 0
        asked = without_login(url)[0]
        return show(read(fetched.body, fetched.content_type, Context(url=asked, base=fetched.url, limits=limits)))
    except FeedError as error:
        return fail(error)


def show(reading: Reading) -> int:
    """Print a reading; the exit code."""
    _lines(sys.stdout.buffer, reading.articles)
    _lines(sys.stderr.buffer, reading.problems)
    return 0


def fail(error: FeedError) -> int:
    """Print why there is no reading; the exit code."""
    _lines(sys.stderr.buffer, [error.problem])
    return 1


def _lines(stream: BinaryIO, records: Iterable[Record | Problem]) -> None:
    for record in records:
        stream.write(encode(record) + b"\n")
    stream.flush()


def _body(file: Path | None, limits: Limits) -> bytes:
    """At most one byte more than the limit: enough to see that it is too much."""
    if file is None:
        return sys.stdin.buffer.read(limits.max_body + 1)
    try:
        with file.open("rb") as stream:
            return stream.read(limits.max_body + 1)
    except OSError as error:
        raise FeedError("unreadable_file", f"the file cannot be read: {error.strerror}", url=str(file)) from error

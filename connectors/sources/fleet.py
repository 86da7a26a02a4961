"""The fleet on the command line: add, list, check, pause, remove, export."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

from connectors.sources import feededit, feedfile
from connectors.sources.discover import Found, discover
from connectors.sources.feedfile import Feed
from connectors.sources.fetch.client import Client
from connectors.sources.limits import Limits
from connectors.sources.outbox import Outbox
from connectors.sources.problems import FeedError
from connectors.sources.read import Context, read
from connectors.sources.service import outbox_path
from connectors.sources.state import FeedState
from marsad.errors import ConfigError
from marsad.settings import Settings

_PREVIEW = 5


def path_of(given: Path | None, settings: Settings) -> Path:
    """The feed list that is meant.

    Raises:
        ConfigError: when neither the command nor the settings name one.
    """
    path = given or settings.feeds
    if path is None:
        raise ConfigError(
            "there is no feed list", resource="MARSAD_FEEDS", hint="give --feeds FILE, or set MARSAD_FEEDS"
        )
    return path


def add(url: str, path: Path, limits: Limits, *, country: str | None, tags: tuple[str, ...]) -> int:
    """Find the feed behind an address, show what it holds, and put it on the list; the exit code.

    Raises:
        FeedError: when there is no feed behind it.
    """
    found = asyncio.run(_discover(url, limits))
    best = max(found, key=lambda entry: (len(entry.reading.articles), -len(entry.url)))
    _preview(found, best)
    feed = Feed(best.url, title=best.reading.feed.title, country=country, tags=tags)
    if not feededit.add(path, feed):
        sys.stdout.write(f"{path} has it already\n")
        return 0
    sys.stdout.write(f"added to {path}\n")
    return 0


async def _discover(url: str, limits: Limits) -> list[Found]:
    async with Client(replace(limits, host_delay=min(limits.host_delay, 0.2))) as client:
        return await discover(client, url, limits)


def _preview(found: list[Found], best: Found) -> None:
    for entry in found:
        mark = "*" if entry is best else " "
        title = entry.reading.feed.title or ""
        sys.stdout.write(f"{mark} {entry.url}  {title}  {len(entry.reading.articles)} articles\n")
    for article in best.reading.articles[:_PREVIEW]:
        when = article.published.strftime("%Y-%m-%d %H:%M") if article.published else "no date         "
        sys.stdout.write(f"    {when}  {article.title or article.text[:60]}\n")


def show(path: Path, settings: Settings) -> int:
    """Print every feed of the list with what is remembered of it; the exit code."""
    place = outbox_path(settings)
    states: dict[str, FeedState] = {}
    if place.exists():
        outbox = Outbox(place)
        states = outbox.states()
        outbox.close()
    for feed in feedfile.load(path):
        sys.stdout.write(
            f"{_health(feed, states.get(feed.url)):24}  {feed.country or '--'}  {feed.url}  {feed.title or ''}\n"
        )
    return 0


def _health(feed: Feed, state: FeedState | None) -> str:
    if feed.paused:
        return "paused"
    if state is None or state.last_polled is None:
        return "never polled"
    if state.retired:
        return "retired: gone"
    if state.errors:
        return f"{state.last_error} ×{state.errors}"
    age = int(time.time() - (state.last_success or 0.0))
    return f"ok {state.items} articles, {age} s ago"


def check(path: Path, limits: Limits) -> int:
    """Fetch every feed of the list once and print how it is; the exit code, 0 where all can be read."""
    return asyncio.run(_check(feedfile.load(path), limits))


async def _check(feeds: list[Feed], limits: Limits) -> int:
    async with Client(limits) as client:
        outcomes = await asyncio.gather(*(_check_one(client, feed, limits) for feed in feeds))
    bad = sum(not good for good in outcomes)
    sys.stdout.write(f"{len(outcomes) - bad} of {len(outcomes)} feeds can be read\n")
    return 1 if bad else 0


async def _check_one(client: Client, feed: Feed, limits: Limits) -> bool:
    try:
        fetched = await client.fetch(feed.url)
        reading = read(fetched.body, fetched.content_type, Context(url=feed.url, limits=limits))
    except FeedError as error:
        sys.stdout.write(f"{error.code:20}  {feed.url}  {error.message}\n")
        return False
    codes = sorted({entry.code for entry in reading.problems})
    sys.stdout.write(f"ok                    {feed.url}  {len(reading.articles)} articles  {' '.join(codes)}\n")
    return True

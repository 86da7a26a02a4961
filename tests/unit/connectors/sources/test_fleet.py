"""The fleet: found behind pages, added, paused, removed, exported; the rest of the file untouched."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from connectors.sources import feededit, feedfile
from connectors.sources.discover import discover
from connectors.sources.feedfile import Feed
from connectors.sources.fetch.client import Client
from connectors.sources.limits import Limits
from connectors.sources.problems import FeedError
from marsad.errors import ConfigError
from tests.feedworld.server import FEED, Handler, Request, World

LIST = """# our list
feeds:
  # the first one
  - url: https://wire.example/a
    tags:
      - دفاع
      - سياسة

  # the second one
  - https://wire.example/b
  - {url: https://wire.example/c, interval: 5m}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_feed_is_added_once(path: Path) -> None:
    feed = Feed("https://wire.example/d", 'وكالة "الأنباء"', "SA", tags=("دفاع",))
    assert feededit.add(path, feed)
    assert not feededit.add(path, feed)
    assert feedfile.load(path)[-1] == feed
    assert path.read_text(encoding="utf-8").startswith(LIST)


def test_a_list_is_begun(tmp_path: Path) -> None:
    path = tmp_path / "new" / "feeds.yaml"
    assert feededit.add(path, Feed("https://wire.example/d"))
    assert feedfile.load(path) == [Feed("https://wire.example/d")]


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_feed_is_removed_and_nothing_else(path: Path, name: str) -> None:
    feededit.remove(path, f"https://wire.example/{name}")
    assert [feed.url[-1] for feed in feedfile.load(path)] == [other for other in "abc" if other != name]
    assert "# the second one" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_feed_is_paused_and_resumed(path: Path, name: str) -> None:
    url = f"https://wire.example/{name}"
    feededit.pause(path, url)
    assert [feed.url for feed in feedfile.load(path) if feed.paused] == [url]
    feededit.pause(path, url, paused=False)
    assert not any(feed.paused for feed in feedfile.load(path))
    assert len(feedfile.load(path)) == 3


def test_a_feed_that_is_not_there_is_named(path: Path) -> None:
    with pytest.raises(ConfigError, match="no feed"):
        feededit.remove(path, "https://wire.example/z")


def test_opml_comes_back_as_it_went(path: Path, tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text(feededit.to_opml(feedfile.load(path)), encoding="utf-8")
    assert [feed.url for feed in feedfile.load(opml)] == [feed.url for feed in feedfile.load(path)]


def _page(body: str) -> Handler:
    async def handler(request: Request) -> None:
        await request.answer(body.encode(), Content_Type="text/html; charset=utf-8")

    return handler


async def _feed(request: Request) -> None:
    await request.answer(FEED)


async def _robots(request: Request) -> None:
    await request.answer(f"User-agent: *\nSitemap: {request.base}/deep/news.xml\n".encode(), Content_Type="text/plain")


_DECLARING = (
    '<html><head><link rel="alternate" type="application/rss+xml" href="/declared">'
    '<link rel=alternate type="text/html" href="/x"><link rel="stylesheet" href="/y">'
    '<link rel="alternate" type="application/atom+xml" href="/broken"></head></html>'
)


@pytest.mark.parametrize(
    ("handlers", "found"),
    [
        ({"/page": _feed}, ["/page"]),
        ({"/page": _page(_DECLARING), "/declared": _feed}, ["/declared"]),
        ({"/page": _page("<html><body>x</body></html>"), "/rss.xml": _feed}, ["/rss.xml"]),
        ({"/page": _page("<html><body>x</body></html>"), "/robots.txt": _robots, "/deep": _feed}, ["/deep/news.xml"]),
    ],
)
def test_a_feed_is_found_behind_a_page(handlers: dict[str, Handler], found: list[str]) -> None:
    limits = Limits(host_delay=0, allow_private=True)

    async def run() -> list[str]:
        async with World(handlers) as world, Client(limits) as client:
            return [
                entry.url.removeprefix(world.base) for entry in await discover(client, world.base + "/page", limits)
            ]

    assert asyncio.run(run()) == found


def test_a_page_without_feeds_is_a_problem() -> None:
    limits = Limits(host_delay=0, allow_private=True)

    async def run() -> None:
        async with World({"/page": _page("<html>x</html>")}) as world, Client(limits) as client:
            await discover(client, world.base + "/page", limits)

    with pytest.raises(FeedError) as caught:
        asyncio.run(run())
    assert caught.value.code == "not_a_feed"

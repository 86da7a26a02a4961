"""A source at work on a real local server: what it records of each poll."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from connectors.sources.feedfile import Feed
from connectors.sources.outbox import Outbox
from connectors.sources.service import Source
from connectors.sources.shards import shard
from connectors.sources.state import FeedState
from marsad.contracts import Article, decode
from marsad.contracts.topics import ARTICLES_RAW
from marsad.settings import Settings
from tests.feedworld.case import rss
from tests.feedworld.server import HANDLERS, Handler, Request, World
from tests.waiting import until


def _settings(folder: Path) -> Settings:
    settings = Settings(data_dir=folder)
    settings.sources.allow_private = True
    settings.sources.host_delay = 0
    settings.sources.timeout = settings.sources.read_timeout = settings.sources.connect_timeout = 60.0
    return settings


async def _poll(
    folder: Path, path: str, rounds: int = 1, handlers: dict[str, Handler] | None = None, **feed: object
) -> tuple[FeedState, list[Article]]:
    """Poll one path so many times; what is remembered of it, and what waits for Kafka."""
    outbox = Outbox(folder / "outbox.sqlite")
    async with World(handlers or HANDLERS) as world:
        url = world.base + path
        for _ in range(rounds):
            source = Source([Feed(url, **feed)], _settings(folder), outbox)  # type: ignore[arg-type]
            source.states = {url: replace(state, next_at=0.0) for url, state in source.states.items()}
            task = asyncio.create_task(source.run())
            await asyncio.to_thread(_wait, source)
            source.stopping.set()
            await task
    state = outbox.states()[url]
    waiting = [decode(entry.body, Article) for entry in outbox.waiting(100) if entry.topic == ARTICLES_RAW.name]
    outbox.close()
    return state, waiting


def _wait(source: Source) -> None:
    end = time.monotonic() + 180.0
    while source.counts.not_modified + source.counts.read + source.counts.failures == 0:
        assert time.monotonic() < end, "no poll has ended"
        time.sleep(0.01)


def test_a_poll_is_recorded_with_its_validators(tmp_path: Path) -> None:
    state, waiting = asyncio.run(_poll(tmp_path, "/conditional", country="SA", tags=("دفاع",), reliability=0.5))
    assert (state.etag, state.errors, state.items) == ('"v1"', 0, 2)
    assert [article.feed.country for article in waiting if article.feed] == ["SA", "SA"]
    assert waiting[0].feed is not None
    assert (waiting[0].feed.tags, waiting[0].feed.reliability) == (("دفاع",), 0.5)
    assert all(article.seen for article in waiting)


def test_a_second_poll_brings_nothing_again(tmp_path: Path) -> None:
    state, waiting = asyncio.run(_poll(tmp_path, "/conditional", rounds=3))
    assert (len(waiting), state.items) == (2, 2)


def _live(number: int) -> str:
    return f"<title>خبر {number}</title><link>https://wire.example/live</link><guid>{number}</guid>"


def test_articles_keep_their_ids_when_others_share_their_link_and_when_those_go(tmp_path: Path) -> None:
    bodies = [rss(_live(1)), rss(_live(2), _live(1)), rss(_live(2), _live(1), head="<ttl>1</ttl>"), rss(_live(2))]

    async def live(request: Request) -> None:
        await request.answer(bodies.pop(0).encode())

    _, waiting = asyncio.run(_poll(tmp_path, "/live", rounds=4, handlers={"/live": live}))
    assert bodies == []
    assert [article.title for article in waiting] == ["خبر 1", "خبر 2"]
    assert len({article.id for article in waiting}) == 2


@pytest.mark.parametrize(
    ("path", "code", "retired"),
    [("/status-500", "http_status", False), ("/gone", "gone", True), ("/html", "html_page", False)],
)
def test_a_failure_is_remembered(tmp_path: Path, path: str, code: str, retired: bool) -> None:
    state, waiting = asyncio.run(_poll(tmp_path, path))
    assert (state.last_error, state.errors, state.retired, waiting) == (code, 1, retired, [])


def test_a_permanent_move_is_remembered_and_a_temporary_one_not(tmp_path: Path) -> None:
    state, _ = asyncio.run(_poll(tmp_path, "/moved"))
    assert state.moved_to is not None
    assert state.moved_to.endswith("/plain")
    state, _ = asyncio.run(_poll(tmp_path / "other", "/found"))
    assert state.moved_to is None


def test_a_hosts_wish_to_be_left_alone_is_kept_to(tmp_path: Path) -> None:
    state, _ = asyncio.run(_poll(tmp_path, "/busy"))
    assert state.last_polled is not None
    assert state.next_at - state.last_polled >= 120


_LONG = (
    "وصلت السفينة الأولى إلى رصيف الميناء الجديد صباح اليوم، وقال مدير الميناء إن أعمال التفريغ ستستمر يومين كاملين."
)


@pytest.mark.parametrize(
    ("status", "robots", "full"),
    [
        ("200 OK", b"", True),
        ("200 OK", b"User-agent: *\nDisallow: /story\n", False),
        ("404 Not Found", b"", True),
        ("500 Internal Server Error", b"", False),
    ],
)
def test_the_whole_text_comes_from_the_page_where_robots_may(
    tmp_path: Path, status: str, robots: bytes, full: bool
) -> None:
    async def feed(request: Request) -> None:
        await request.answer(rss("<title>خبر</title><link>/story/1</link><description>موجز</description>").encode())

    async def story(request: Request) -> None:
        page = f"<html><body><nav>قائمة</nav><article><h1>خبر</h1><p>{_LONG}</p><p>{_LONG}</p></article></body></html>"
        await request.answer(page.encode(), Content_Type="text/html; charset=utf-8")

    async def rules(request: Request) -> None:
        await request.answer(robots, status, Content_Type="text/plain")

    handlers = {"/feed": feed, "/story": story, "/robots.txt": rules}
    _, waiting = asyncio.run(_poll(tmp_path, "/feed", handlers=handlers, full_text="auto"))
    assert (_LONG in waiting[0].text) is full
    assert "قائمة" not in waiting[0].text


def test_a_feed_that_comes_back_to_us_is_told_of_by_its_next_poll(tmp_path: Path) -> None:
    """Another process has had it in the meantime, and its word would stand for hours."""
    outbox = Outbox(tmp_path / "outbox.sqlite")
    urls = [f"https://wire{number}.example/rss" for number in range(20)]
    source = Source([Feed(url) for url in urls], _settings(tmp_path), outbox)
    ours = {url: FeedState(url, last_polled=50.0, reported=50.0) for url in urls}
    everything, half = frozenset(range(8)), frozenset(range(4))
    source.share(half, dict(ours))
    source.states = dict(ours)
    theirs = {url: FeedState(url, last_polled=40.0) for url in urls}
    source.share(everything, theirs)
    for url in urls:
        assert source.states[url].last_polled == 50.0
        assert (source.states[url].reported is None) is (shard(url) not in half)
    outbox.close()


def test_a_list_that_changes_is_polled_as_it_is_now(tmp_path: Path) -> None:
    async def run() -> tuple[set[str], set[str]]:
        async with World(HANDLERS) as world:
            first, second = (Feed(world.base + path, interval=1.0) for path in ("/conditional", "/plain"))
            source = Source([first], _settings(tmp_path), Outbox(tmp_path / "outbox.sqlite"))
            task = asyncio.create_task(source.run())
            await asyncio.to_thread(_wait, source)
            before = set(source.states)
            source.relist([second])
            await asyncio.to_thread(until, lambda: second.url in source.states, what="the feed that was added")
            await asyncio.to_thread(until, lambda: not source.polling & {first.url}, what="the last poll of the other")
            polled = source.states[first.url].last_polled
            at = source.states[second.url].last_polled
            await asyncio.to_thread(until, lambda: source.states[second.url].last_polled != at, what="another poll")
            assert source.states[first.url].last_polled == polled
            source.stopping.set()
            await task
            source.outbox.close()
            return before, set(source.states) - before

    before, added = asyncio.run(run())
    assert [url.rpartition("/")[2] for url in (*before, *added)] == ["conditional", "plain"]


def test_a_feeds_proxy_comes_from_the_environment(tmp_path: Path) -> None:
    async def feed(request: Request) -> None:
        await request.answer(rss("<title>خبر</title><link>https://wire.example/1</link>").encode())

    async def run() -> Source:
        async with World({"http://wire.example/rss": feed}) as world:
            outbox = Outbox(tmp_path / "outbox.sqlite")
            listed = Feed("http://wire.example/rss", proxy_env="WIRE_PROXY")
            source = Source([listed], _settings(tmp_path), outbox, environment={"WIRE_PROXY": world.base})
            task = asyncio.create_task(source.run())
            await asyncio.to_thread(_wait, source)
            source.stopping.set()
            await task
            outbox.close()
            return source

    assert asyncio.run(run()).counts.articles == 1

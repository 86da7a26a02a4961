"""Feeds, servers, dead letters, and who did what."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from console.api.endpoint import Endpoint
from console.rooms import FeedRow
from console.web.guard import author_of, console_of
from marsad.contracts import Article, AuditEntry, DeadLetter

Url = Annotated[str, Meta(min_length=1, max_length=4096)]


class FeedItem(msgspec.Struct, kw_only=True):
    """A feed of the list; times in seconds since the epoch."""

    url: str
    title: str | None
    country: str | None
    tags: list[str]
    paused: bool
    retired: bool
    items: int
    errors: int
    last_error: str | None
    last_polled: float | None
    last_success: float | None


class FeedList(msgspec.Struct, kw_only=True):
    """Every feed of the list."""

    items: list[FeedItem]


class AddressBody(msgspec.Struct, kw_only=True):
    """An address of a feed, or of a page that has one."""

    url: Url


class FeedBody(AddressBody, kw_only=True):
    """A feed to put on the list."""

    title: Annotated[str, Meta(max_length=200)] | None = None
    country: Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None = None


class PauseBody(AddressBody, kw_only=True):
    """A feed to pause, or to poll again."""

    paused: bool


class Preview(msgspec.Struct, kw_only=True):
    """A feed that was found, and its first articles."""

    url: str
    title: str | None
    articles: list[Article]
    problems: list[str]


class Previews(msgspec.Struct, kw_only=True):
    """The feeds behind an address, best first."""

    items: list[Preview]


class Server(msgspec.Struct, kw_only=True):
    """A server; `away` says why it cannot be asked, null while it answers."""

    name: str
    away: str | None


class TopicItem(msgspec.Struct, kw_only=True):
    """A topic; `rate` in records a second, null at the first look."""

    name: str
    records: int
    rate: float | None


class GroupItem(msgspec.Struct, kw_only=True):
    """How many records a group has still to read of a topic."""

    group: str
    topic: str
    lag: int


class SystemAnswer(msgspec.Struct, kw_only=True):
    """What runs, how fast, how far behind."""

    servers: list[Server]
    topics: list[TopicItem]
    groups: list[GroupItem]


class Letters(msgspec.Struct, kw_only=True):
    """Open dead letters, oldest first."""

    items: list[DeadLetter]


class Ids(msgspec.Struct, kw_only=True):
    """Ids of dead letters."""

    ids: Annotated[list[str], Meta(min_length=1, max_length=1000)]


class Done(msgspec.Struct, kw_only=True):
    """How many things were changed."""

    count: int


class Trail(msgspec.Struct, kw_only=True):
    """Who did what, latest first."""

    items: list[AuditEntry]


class TrailQuery(msgspec.Struct, kw_only=True):
    """How many entries, and about what."""

    size: Annotated[int, Meta(ge=1, le=1000)] = 100
    subject: str | None = None


async def feeds(request: Request, _: Any, __: Any) -> FeedList:
    """The feed list."""
    rows = await run_in_threadpool(console_of(request).rooms.feeds.listed)
    names = FeedItem.__struct_fields__
    return FeedList(
        items=[FeedItem(**{n: getattr(row, n) for n in names if n != "tags"}, tags=list(row.tags)) for row in rows]
    )


async def preview(request: Request, _: Any, body: AddressBody) -> Previews:
    """What is behind an address, fetched with every guard of the sources."""
    found = await console_of(request).rooms.feeds.preview(body.url)
    return Previews(
        items=[
            Preview(url=one.url, title=one.title, articles=list(one.articles[:10]), problems=list(one.problems))
            for one in found
        ]
    )


async def add(request: Request, _: Any, body: FeedBody) -> Done:
    """Put a feed on the list."""
    console = console_of(request)
    new = await run_in_threadpool(console.rooms.feeds.add, FeedRow(body.url, body.title, body.country))
    if new:
        await console.audit("feed_add", body.url, author_of(request), after="1")
    return Done(count=int(new))


async def pause(request: Request, _: Any, body: PauseBody) -> Done:
    """Pause a feed, or poll it again."""
    console = console_of(request)
    await run_in_threadpool(console.rooms.feeds.pause, body.url, body.paused)
    await console.audit("feed_pause", body.url, author_of(request), after="pause" if body.paused else "resume")
    return Done(count=1)


async def remove(request: Request, _: Any, body: AddressBody) -> Done:
    """Take a feed off the list."""
    console = console_of(request)
    await run_in_threadpool(console.rooms.feeds.remove, body.url)
    await console.audit("feed_remove", body.url, author_of(request))
    return Done(count=1)


async def system(request: Request, _: Any, __: Any) -> SystemAnswer:
    """What runs, how fast, how far behind."""
    console = console_of(request)
    topics, groups = await run_in_threadpool(console.rates.look)
    reasons = (("kafka", console.health.kafka), ("elasticsearch", console.health.elasticsearch))
    return SystemAnswer(
        servers=[Server(name=name, away=reason) for name, reason in reasons],
        topics=[TopicItem(name=row.name, records=row.records, rate=row.rate) for row in topics],
        groups=[GroupItem(group=row.group, topic=row.topic, lag=row.lag) for row in groups],
    )


async def letters(request: Request, _: Any, __: Any) -> Letters:
    """Open dead letters."""
    return Letters(items=await run_in_threadpool(console_of(request).rooms.letters.listed))


async def replay(request: Request, _: Any, body: Ids) -> Done:
    """Send dead letters back to where they came from."""
    console = console_of(request)
    chosen = await _chosen(request, body)
    count = await run_in_threadpool(console.rooms.letters.replay, chosen) if chosen else 0
    for letter in chosen:
        await console.audit("dead_letter_replay", letter.id, author_of(request))
    return Done(count=count)


async def drop(request: Request, _: Any, body: Ids) -> Done:
    """Take dead letters off the list."""
    console = console_of(request)
    chosen = await _chosen(request, body)
    await run_in_threadpool(console.rooms.letters.drop, chosen)
    for letter in chosen:
        await console.audit("dead_letter_drop", letter.id, author_of(request))
    return Done(count=len(chosen))


async def trail(request: Request, query: TrailQuery, _: Any) -> Trail:
    """Who did what."""
    found = console_of(request).trail
    entries = found.of(query.subject) if query.subject else found.all()
    return Trail(items=entries[: query.size])


async def _chosen(request: Request, body: Ids) -> list[DeadLetter]:
    wanted = set(body.ids)
    return [one for one in await run_in_threadpool(console_of(request).rooms.letters.listed) if one.id in wanted]


ENDPOINTS: Final = (
    Endpoint("GET", "/feeds", "The feed list", feeds, FeedList),
    Endpoint("POST", "/feeds", "Put a feed on the list", add, Done, "admin", body=FeedBody),
    Endpoint("POST", "/feeds/preview", "What is behind an address", preview, Previews, "admin", body=AddressBody),
    Endpoint("POST", "/feeds/pause", "Pause a feed, or poll it again", pause, Done, "admin", body=PauseBody),
    Endpoint("POST", "/feeds/remove", "Take a feed off the list", remove, Done, "admin", body=AddressBody),
    Endpoint("GET", "/system", "Servers, topics, lag", system, SystemAnswer, "analyst"),
    Endpoint("GET", "/dead-letters", "Open dead letters", letters, Letters, "analyst"),
    Endpoint("POST", "/dead-letters/replay", "Send dead letters back", replay, Done, "admin", body=Ids),
    Endpoint("POST", "/dead-letters/drop", "Take dead letters off the list", drop, Done, "admin", body=Ids),
    Endpoint("GET", "/audit", "Who did what", trail, Trail, "analyst", query=TrailQuery),
)

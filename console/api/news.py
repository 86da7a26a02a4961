"""Articles, events, entities: what Elasticsearch has."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from console.api.endpoint import Endpoint, MissingError
from console.search import ask, count
from console.search.ask import DEEPEST, Question
from console.search.asked import NEWEST
from console.web.guard import console_of
from console.web.marks import FOUND
from console.web.names import entries
from marsad.contracts import Article, EnrichedArticle, EventState

Page = Annotated[int, Meta(ge=1, le=200)]
Size = Annotated[int, Meta(ge=1, le=50)]
Text = Annotated[str, Meta(max_length=500)]


class Paged(msgspec.Struct, kw_only=True):
    """What to look for, and which page of it."""

    q: Text = ""
    entity: str | None = None
    """Id of an entity that is named."""
    since: date | None = None
    until: date | None = None
    page: Page = 1
    size: Size = 20


class SearchQuery(Paged, kw_only=True):
    """Articles, narrowed by facets; a facet given twice asks for both."""

    weapon: list[str] = []
    place: list[str] = []
    organisation: list[str] = []
    person: list[str] = []
    source: list[str] = []
    event: list[str] = []
    status: list[str] = []
    sort: Literal["best", "newest"] = "best"


class EventsQuery(Paged, kw_only=True):
    """Events, narrowed by type and status."""

    type: list[str] = []
    status: list[str] = []


class Count(msgspec.Struct, kw_only=True):
    """How often a value is there."""

    value: str
    count: int


class ArticleHit(msgspec.Struct, kw_only=True):
    """An article that was found, with the places where."""

    article: Article
    fragments: list[str]


class ArticlePage(msgspec.Struct, kw_only=True):
    """Articles, in the order that was asked for."""

    total: int
    page: int
    items: list[ArticleHit]
    facets: dict[str, list[Count]]
    days: list[Count]


class EventPage(msgspec.Struct, kw_only=True):
    """Events, those with the latest news first."""

    total: int
    page: int
    items: list[EventState]
    facets: dict[str, list[Count]]


class EntityAnswer(msgspec.Struct, kw_only=True):
    """An entity: how much is told of it, and together with whom, by id."""

    id: str
    kind: str | None
    name_en: str | None
    name_ar: str | None
    articles: int
    days: list[Count]
    together: list[Count]


async def search(request: Request, query: SearchQuery, _: Any) -> ArticlePage:
    """Articles in any spelling."""
    console, asked = console_of(request), _question(query, tuple(ask.FACETS))
    found, counted = await asyncio.gather(ask.articles(console, asked, texts=True), count.articles(console, asked))
    hits = [ArticleHit(article=hit.article, fragments=[_plain(text) for text in hit.fragments]) for hit in found.hits]
    return ArticlePage(
        total=counted.total, page=query.page, items=hits, facets=_facets(counted.facets), days=_counts(counted.days)
    )


async def article(request: Request, _: Any, __: Any) -> EnrichedArticle:
    """One article with everything found in it."""
    found = await ask.article(console_of(request), request.path_params["article"])
    if found is None:
        raise MissingError(f"there is no article {request.path_params['article']}")
    return found


async def events(request: Request, query: EventsQuery, _: Any) -> EventPage:
    """Events of the ledger."""
    console, asked = console_of(request), _question(query, tuple(ask.EVENT_FACETS))
    found, (counted, _) = await asyncio.gather(ask.events(console, asked), count.events(console, asked))
    return EventPage(total=counted.total, page=query.page, items=list(found.states), facets=_facets(counted.facets))


async def event(request: Request, _: Any, __: Any) -> EventState:
    """One event, under the id that it goes on under."""
    states = await ask.event_states(console_of(request), [request.path_params["event"]])
    if not states:
        raise MissingError(f"there is no event {request.path_params['event']}")
    return states[0]


async def entity(request: Request, _: Any, __: Any) -> EntityAnswer:
    """One entity."""
    console, entity_id = console_of(request), request.path_params["entity"]
    entry = (await run_in_threadpool(entries)).get(entity_id)
    (counted, others), (_, mentions) = await asyncio.gather(
        count.entity(console, entity_id), ask.naming(console, entity_id)
    )
    if entry is None and not counted.total:
        raise MissingError(f"there is no entity {entity_id}")
    named = entry or mentions.get(entity_id)
    return EntityAnswer(
        id=entity_id,
        kind=entry.kind if entry else None,
        name_en=named.name_en if named else None,
        name_ar=named.name_ar if named else None,
        articles=counted.total,
        days=_counts(counted.days),
        together=_counts(others),
    )


def _question(query: Paged, facets: tuple[str, ...]) -> Question:
    if query.page * query.size > DEEPEST:
        raise msgspec.ValidationError(f"page × size goes to {DEEPEST} at most")
    chosen = {name: values for name in facets if (values := getattr(query, name, []))}
    return Question(
        text=query.q.strip(),
        facets=chosen,
        entity=query.entity,
        since=query.since,
        until=query.until,
        newest=getattr(query, "sort", None) == NEWEST,
        page=query.page,
        size=query.size,
    )


def _plain(text: str) -> str:
    return text.replace(FOUND[0], "").replace(FOUND[1], "")


def _counts(pairs: list[tuple[str, int]]) -> list[Count]:
    return [Count(value=value, count=count) for value, count in pairs]


def _facets(found: dict[str, list[tuple[str, int]]]) -> dict[str, list[Count]]:
    return {name: _counts(pairs) for name, pairs in found.items()}


ENDPOINTS: Final = (
    Endpoint("GET", "/articles", "Search articles", search, ArticlePage, query=SearchQuery),
    Endpoint("GET", "/articles/{article}", "One article", article, EnrichedArticle),
    Endpoint("GET", "/events", "Search events", events, EventPage, query=EventsQuery),
    Endpoint("GET", "/events/{event}", "One event", event, EventState),
    Endpoint("GET", "/entities/{entity}", "One entity", entity, EntityAnswer),
)

"""Questions to Elasticsearch, each one function; the answers are records again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import msgspec
from starlette.concurrency import run_in_threadpool

from console.rooms import Kind
from console.state import Console
from console.web.marks import FOUND
from marsad.contracts import Article, EnrichedArticle, Entity, EventState

PAGE: Final = 10
DEEPEST: Final = 10_000
"""Elasticsearch's own bound of how deep one may page."""
FACETS: Final = {
    "weapon": "weapons",
    "place": "places",
    "organisation": "organisations",
    "person": "people",
    "source": "feed.title",
    "event": "event_types",
    "status": "event_statuses",
}
EVENT_FACETS: Final = {"type": "type", "status": "status"}
_PAGES: Final = 500


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for. `since` and `until` are days, both inclusive."""

    text: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)
    entity: str | None = None
    since: date | None = None
    until: date | None = None
    newest: bool = False
    """Whether articles come by their day instead of how well they fit."""
    page: int = 1
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found; fragments have marks around what was found."""

    article: Article
    title: str
    fragments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The best that fit, and how many there are: at least, where there are `more`; count.py has the exact number."""

    total: int
    hits: tuple[Hit, ...] = ()
    states: tuple[EventState, ...] = ()
    more: bool = False


async def articles(console: Console, question: Question, *, texts: bool = False) -> Found:
    """Articles that fit, best first or newest first; without their texts unless they are wanted.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    body = {
        **_window(question),
        "query": asked_for(console, "articles", question),
        "highlight": _highlight(),
        "sort": _sort(question, "published"),
        "_source": {"excludes": ["entities", "events", "title_entities", *(() if texts else ("text",))]},
    }
    return _found(await send(console, "articles", body))


async def events(console: Console, question: Question) -> Found:
    """Events that fit, those with the latest news first.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    body = {
        **_window(question),
        "query": asked_for(console, "events", question),
        "sort": [{"last_seen": {"order": "desc", "unmapped_type": "date"}}],
    }
    answer = await send(console, "events", body)
    total, more = _total(answer)
    return Found(total, states=tuple(_states(answer)), more=more)


async def event_states(console: Console, ids: Sequence[str]) -> list[EventState]:
    """Events by their ids, each under the id that it goes on under.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    wanted, found = list(ids), []
    for _ in range(5):
        if not wanted:
            break
        answer = await send(console, "events", {"size": len(wanted), "query": {"ids": {"values": wanted}}})
        states = list(_states(answer))
        found += [state for state in states if state.superseded_by is None]
        wanted = [state.superseded_by for state in states if state.superseded_by]
    return found


async def events_of(console: Console, article_id: str) -> list[EventState]:
    """The events that an article tells of.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    clauses = {"filter": [{"term": {"sources.id": article_id}}], "must_not": [{"exists": {"field": "superseded_by"}}]}
    return list(_states(await send(console, "events", {"size": 20, "query": {"bool": clauses}})))


async def article(console: Console, article_id: str) -> EnrichedArticle | None:
    """One article with everything found in it.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    answer = await send(console, "articles", {"size": 1, "query": {"ids": {"values": [article_id]}}})
    return next((_article(hit) for hit in answer["hits"]["hits"]), None)


async def copies(console: Console, found: EnrichedArticle) -> list[Article]:
    """Articles with much of the same text.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    like = {
        "fields": ["title", "text"],
        "like": f"{found.title or ''}\n{found.text[:3000]}",
        "min_term_freq": 1,
        "min_doc_freq": 1,
        "minimum_should_match": "40%",
    }
    query = {"bool": {"must": [{"more_like_this": like}], "must_not": [{"ids": {"values": [found.id]}}]}}
    answer = await send(console, "articles", {"size": 10, "query": query, "_source": {"excludes": ["text"]}})
    return [_brief(hit) for hit in answer["hits"]["hits"]]


async def naming(console: Console, entity_id: str) -> tuple[Found, dict[str, Entity]]:
    """The latest articles that name an entity; mentions of all that those name, by id.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    query = {"bool": {"filter": [{"term": {"entity_ids": entity_id}}]}}
    source = {"excludes": ["text", "events", "title_entities"]}
    body = {"size": PAGE, "query": query, "sort": _sort(Question(), "published"), "_source": source}
    answer = await send(console, "articles", body)
    named = (entity for hit in answer["hits"]["hits"] for entity in _article(hit).entities)
    return _found(answer), {entity.id: entity for entity in named}


def archive(console: Console, since: datetime, limit: int) -> Iterator[EnrichedArticle]:
    """The latest articles since a time, newest first; blocks.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    after: list[Any] | None = None
    query = {"bool": {"filter": of_days(Question(since=since.date()), "published")}}
    sort = [{"published": {"order": "desc", "missing": "_last", "unmapped_type": "date"}}, {"id": "asc"}]
    while limit > 0:
        size = min(_PAGES, limit)
        body: dict[str, Any] = {"size": size, "query": query, "sort": sort}
        answer = console.rooms.ask("articles", body | ({"search_after": after} if after else {}))
        hits = answer["hits"]["hits"]
        yield from map(_article, hits)
        if len(hits) < size:
            return
        after, limit = hits[-1]["sort"], limit - size


async def send(console: Console, kind: Kind, body: dict[str, Any]) -> dict[str, Any]:
    """Ask Elasticsearch.

    Raises:
        ServerError: when it cannot be asked.
    """
    return await run_in_threadpool(console.rooms.ask, kind, body)


def asked_for(console: Console, kind: Kind, question: Question) -> dict[str, Any]:
    """The query of a question."""
    facets, time = (EVENT_FACETS, "last_seen") if kind == "events" else (FACETS, "published")
    filters: list[dict[str, Any]] = [
        {"term": {facets[name]: value}} for name, values in question.facets.items() for value in values
    ]
    if question.entity:
        filters.append({"term": {"entity_ids": question.entity}})
    filters += of_days(question, time)
    return {"bool": {"must": [console.rooms.query(question.text.strip() or "*", kind)], "filter": filters}}


def of_days(question: Question, name: str) -> list[dict[str, Any]]:
    """The filter of a question's days; what has no such time counts by when it was seen."""
    bounds = {"gte": question.since, "lte": question.until}
    given = {bound: day.isoformat() for bound, day in bounds.items() if day}
    if not given:
        return []
    dated = {"range": {name: given}}
    undated = {"bool": {"must_not": {"exists": {"field": name}}, "filter": {"range": {"seen": given}}}}
    return [{"bool": {"should": [dated, undated], "minimum_should_match": 1}}]


def _window(question: Question) -> dict[str, int]:
    start = min((question.page - 1) * question.size, DEEPEST - question.size)
    return {"from": start, "size": question.size}


def _highlight() -> dict[str, Any]:
    return {
        "pre_tags": [FOUND[0]],
        "post_tags": [FOUND[1]],
        "max_analyzed_offset": 500_000,
        "require_field_match": False,
        "fields": {
            "title": {"number_of_fragments": 0},
            "text": {"number_of_fragments": 2, "fragment_size": 180, "no_match_size": 180},
        },
    }


def _sort(question: Question, time: str) -> list[dict[str, Any]]:
    newest = {time: {"order": "desc", "missing": "_last", "unmapped_type": "date"}}
    scored = question.text.strip() not in ("", "*") and not question.newest
    return [{"_score": {"order": "desc"}}, newest] if scored else [newest]


def _total(answer: dict[str, Any]) -> tuple[int, bool]:
    """How many, and whether there are more."""
    total = answer["hits"]["total"]
    return int(total["value"]), total.get("relation") == "gte"


def _found(answer: dict[str, Any]) -> Found:
    total, more = _total(answer)
    return Found(total, tuple(_hit(hit) for hit in answer["hits"]["hits"]), more=more)


def _hit(hit: dict[str, Any]) -> Hit:
    found = hit.get("highlight", {})
    brief = _brief(hit)
    return Hit(brief, (found.get("title") or [brief.title or ""])[0], tuple(found.get("text") or [brief.text[:180]]))


def _brief(hit: dict[str, Any]) -> Article:
    return msgspec.convert({"text": "", **hit["_source"]}, Article, strict=False)


def _article(hit: dict[str, Any]) -> EnrichedArticle:
    return msgspec.convert({"text": "", **hit["_source"]}, EnrichedArticle, strict=False)


def _states(answer: dict[str, Any]) -> Iterator[EventState]:
    for hit in answer["hits"]["hits"]:
        yield msgspec.convert(hit["_source"], EventState, strict=False)

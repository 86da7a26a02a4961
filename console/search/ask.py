"""Questions to Elasticsearch, each one function; the answers are records again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
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
_EVENT_FACETS: Final = {"type": "type", "status": "status"}
_BUCKETS: Final = 12
_BARS: Final = 60
_MOST_DAYS: Final = 5 * 365
_PAGES: Final = 500


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for. `since` and `until` are days, both inclusive."""

    text: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)
    entity: str | None = None
    since: date | None = None
    until: date | None = None
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
    """An answer. Facets: for each, values with their counts."""

    total: int
    hits: tuple[Hit, ...] = ()
    states: tuple[EventState, ...] = ()
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    days: list[tuple[str, int]] = field(default_factory=list)


async def articles(console: Console, question: Question) -> Found:
    """Articles that fit, best first, with facets.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    body = {
        **_window(question),
        "query": _query(console, "articles", question, FACETS, "published"),
        "aggs": _aggs(FACETS) | {"days": _days("published")},
        "highlight": _highlight(),
        "sort": _sort(question, "published"),
        "_source": {"excludes": ["entities", "events", "title_entities"]},
    }
    answer = await _ask(console, "articles", body)
    hits = tuple(_hit(hit) for hit in answer["hits"]["hits"])
    return Found(_total(answer), hits, facets=_facets(answer, FACETS), days=_histogram(answer, "days"))


async def events(console: Console, question: Question) -> Found:
    """Events that fit, those with the latest news first.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    body = {
        **_window(question),
        "query": _query(console, "events", question, _EVENT_FACETS, "last_seen"),
        "aggs": _aggs(_EVENT_FACETS),
        "sort": [{"last_seen": {"order": "desc", "unmapped_type": "date"}}],
    }
    answer = await _ask(console, "events", body)
    return Found(_total(answer), states=tuple(_states(answer)), facets=_facets(answer, _EVENT_FACETS))


async def event_states(console: Console, ids: Sequence[str]) -> list[EventState]:
    """Events by their ids, each under the id that it goes on under.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    wanted, found = list(ids), []
    for _ in range(5):
        if not wanted:
            break
        answer = await _ask(console, "events", {"size": len(wanted), "query": {"ids": {"values": wanted}}})
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
    return list(_states(await _ask(console, "events", {"size": 20, "query": {"bool": clauses}})))


async def article(console: Console, article_id: str) -> EnrichedArticle | None:
    """One article with everything found in it.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    answer = await _ask(console, "articles", {"size": 1, "query": {"ids": {"values": [article_id]}}})
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
    answer = await _ask(console, "articles", {"size": 10, "query": query, "_source": {"excludes": ["text"]}})
    return [_brief(hit) for hit in answer["hits"]["hits"]]


async def entities(console: Console, kind: str, days: int) -> list[tuple[str, int]]:
    """The names of a facet that are told of most.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    terms = {"terms": {"field": FACETS[kind], "size": 60}}
    since = (datetime.now(UTC) - timedelta(days=days)).date()
    query = {"bool": {"filter": _time(Question(since=since), "published")}}
    answer = await _ask(console, "articles", {"size": 0, "query": query, "aggs": {"names": terms}})
    return [
        (str(b["key"]), int(b["doc_count"])) for b in answer.get("aggregations", {}).get("names", {}).get("buckets", ())
    ]


async def entity(console: Console, entity_id: str) -> tuple[Found, list[tuple[str, int]], dict[str, Entity]]:
    """Articles that name an entity, how many each day; what else they name by id; mentions of those at hand.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    body = {
        "size": PAGE,
        "query": {"bool": {"filter": [{"term": {"entity_ids": entity_id}}]}},
        "aggs": {"days": _days("published"), "others": {"terms": {"field": "entity_ids", "size": 26}}},
        "sort": _sort(Question(), "published"),
    }
    answer = await _ask(console, "articles", body)
    buckets = answer.get("aggregations", {}).get("others", {}).get("buckets", ())
    others = [(str(b["key"]), int(b["doc_count"])) for b in buckets if b["key"] != entity_id]
    hits = tuple(_hit(hit) for hit in answer["hits"]["hits"])
    named = (entity for hit in answer["hits"]["hits"] for entity in _article(hit).entities)
    mentions = {entity.id: entity for entity in named}
    return Found(_total(answer), hits, days=_histogram(answer, "days")), others, mentions


def archive(console: Console, since: datetime, limit: int) -> Iterator[EnrichedArticle]:
    """The latest articles since a time, newest first; blocks.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    after: list[Any] | None = None
    query = {"bool": {"filter": _time(Question(since=since.date()), "published")}}
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


async def _ask(console: Console, kind: Kind, body: dict[str, Any]) -> dict[str, Any]:
    return await run_in_threadpool(console.rooms.ask, kind, body)


def _window(question: Question) -> dict[str, int]:
    start = min((question.page - 1) * question.size, DEEPEST - question.size)
    return {"from": start, "size": question.size}


def _query(console: Console, kind: Kind, question: Question, facets: dict[str, str], time: str) -> dict[str, Any]:
    filters: list[dict[str, Any]] = [
        {"term": {facets[name]: value}} for name, values in question.facets.items() for value in values
    ]
    if question.entity:
        filters.append({"term": {"entity_ids": question.entity}})
    filters += _time(question, time)
    asked = console.rooms.query(question.text.strip() or "*", kind)
    return {"bool": {"must": [asked], "filter": filters}}


def _time(question: Question, name: str) -> list[dict[str, Any]]:
    bounds = {"gte": question.since, "lte": question.until}
    given = {bound: day.isoformat() for bound, day in bounds.items() if day}
    if not given:
        return []
    dated = {"range": {name: given}}
    undated = {"bool": {"must_not": {"exists": {"field": name}}, "filter": {"range": {"seen": given}}}}
    return [{"bool": {"should": [dated, undated], "minimum_should_match": 1}}]


def _aggs(facets: dict[str, str]) -> dict[str, Any]:
    return {name: {"terms": {"field": path, "size": _BUCKETS}} for name, path in facets.items()}


def _days(name: str) -> dict[str, Any]:
    histogram = {"field": name, "calendar_interval": "day", "format": "yyyy-MM-dd", "min_doc_count": 1}
    return {"date_histogram": histogram}


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
    return [{"_score": {"order": "desc"}}, newest] if question.text.strip() not in ("", "*") else [newest]


def _total(answer: dict[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])


def _facets(answer: dict[str, Any], names: dict[str, str]) -> dict[str, list[tuple[str, int]]]:
    found = answer.get("aggregations", {})
    return {n: [(str(b["key"]), int(b["doc_count"])) for b in found.get(n, {}).get("buckets", ())] for n in names}


def _histogram(answer: dict[str, Any], name: str) -> list[tuple[str, int]]:
    """Counts of the last days without a gap, several days in one bar where there are many."""
    buckets = answer.get("aggregations", {}).get(name, {}).get("buckets", ())
    counts = {date.fromisoformat(b["key_as_string"][:10]): int(b["doc_count"]) for b in buckets}
    if not counts:
        return []
    last = max(counts)
    first = max(min(counts), last - timedelta(days=_MOST_DAYS))
    step = (last - first).days // _BARS + 1
    starts = [first + timedelta(days=step * number) for number in range((last - first).days // step + 1)]
    return [(start.isoformat(), sum(counts.get(start + timedelta(days=n), 0) for n in range(step))) for start in starts]


def _hit(hit: dict[str, Any]) -> Hit:
    found = hit.get("highlight", {})
    brief = _brief(hit)
    return Hit(brief, (found.get("title") or [brief.title or ""])[0], tuple(found.get("text") or [brief.text[:180]]))


def _brief(hit: dict[str, Any]) -> Article:
    return msgspec.convert({"text": "", **hit["_source"]}, Article, strict=False)


def _article(hit: dict[str, Any]) -> EnrichedArticle:
    return msgspec.convert(hit["_source"], EnrichedArticle, strict=False)


def _states(answer: dict[str, Any]) -> Iterator[EventState]:
    for hit in answer["hits"]["hits"]:
        yield msgspec.convert(hit["_source"], EventState, strict=False)

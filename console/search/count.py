"""Counts over everything that fits: asked for apart from the hits, so that a page need not wait for them.

They ask for no hits, and Elasticsearch keeps such answers: an index that nothing was written to since, so every month
but the current one, answers again from memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from console.search.ask import EVENT_FACETS, FACETS, Question, asked_for, of_days, send
from console.state import Console

_BUCKETS: Final = 12
_BARS: Final = 60
_MOST_DAYS: Final = 5 * 365
_MOST_NAMES: Final = 60
_MOST_TOGETHER: Final = 26
_SUPPLIERS: Final = 30
_RECIPIENTS: Final = 12
Counts = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many fit, exactly; for each facet its values with their counts; how many each day."""

    total: int
    facets: dict[str, Counts] = field(default_factory=dict)
    days: Counts = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Flow:
    """Ids of a supplier and a recipient, and in how many events they are."""

    supplier: str
    recipient: str
    count: int


async def articles(console: Console, question: Question) -> Counted:
    """Of the articles that fit.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    query = asked_for(console, "articles", question)
    answer = await _counts(console, "articles", query, _facets(FACETS) | {"days": _days()})
    return Counted(_total(answer), _found(answer, FACETS), _histogram(answer))


async def events(console: Console, question: Question) -> tuple[Counted, list[Flow]]:
    """Of the events that fit, and who gives to whom in them, most often first.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    recipients = {"recipients": {"terms": {"field": "recipient.id", "size": _RECIPIENTS}}}
    flows = {"suppliers": {"terms": {"field": "supplier.id", "size": _SUPPLIERS}, "aggs": recipients}}
    answer = await _counts(console, "events", asked_for(console, "events", question), _facets(EVENT_FACETS) | flows)
    pairs = [
        Flow(str(supplier["key"]), str(recipient["key"]), int(recipient["doc_count"]))
        for supplier in _buckets(answer, "suppliers")
        for recipient in supplier.get("recipients", {}).get("buckets", ())
    ]
    return Counted(_total(answer), _found(answer, EVENT_FACETS)), sorted(pairs, key=lambda pair: -pair.count)


async def entities(console: Console, kind: str, days: int) -> Counts:
    """The names of a facet that were told of most in the last days.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    since = (datetime.now(UTC) - timedelta(days=days)).date()
    names = {"names": {"terms": {"field": FACETS[kind], "size": _MOST_NAMES}}}
    query = {"bool": {"filter": of_days(Question(since=since), "published")}}
    return _pairs(await _counts(console, "articles", query, names), "names")


async def entity(console: Console, entity_id: str) -> tuple[Counted, Counts]:
    """Of the articles that name an entity, and what else they name, by id.

    Raises:
        ServerError: when Elasticsearch cannot be asked.
    """
    others = {"others": {"terms": {"field": "entity_ids", "size": _MOST_TOGETHER}}}
    query = {"bool": {"filter": [{"term": {"entity_ids": entity_id}}]}}
    answer = await _counts(console, "articles", query, others | {"days": _days()})
    together = [(name, count) for name, count in _pairs(answer, "others") if name != entity_id]
    return Counted(_total(answer), days=_histogram(answer)), together


async def _counts(console: Console, kind: Any, query: dict[str, Any], aggs: dict[str, Any]) -> dict[str, Any]:
    return await send(console, kind, {"size": 0, "track_total_hits": True, "query": query, "aggs": aggs})


def _facets(names: dict[str, str]) -> dict[str, Any]:
    return {name: {"terms": {"field": path, "size": _BUCKETS}} for name, path in names.items()}


def _days() -> dict[str, Any]:
    histogram = {"field": "published", "calendar_interval": "day", "format": "yyyy-MM-dd", "min_doc_count": 1}
    return {"date_histogram": histogram}


def _total(answer: dict[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])


def _buckets(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """None where no index is there yet."""
    return list(answer.get("aggregations", {}).get(name, {}).get("buckets", ()))


def _pairs(answer: dict[str, Any], name: str) -> Counts:
    return [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in _buckets(answer, name)]


def _found(answer: dict[str, Any], names: dict[str, str]) -> dict[str, Counts]:
    return {name: _pairs(answer, name) for name in names}


def _histogram(answer: dict[str, Any]) -> Counts:
    """Counts of the last days without a gap, several days in one bar where there are many."""
    counts = {
        date.fromisoformat(bucket["key_as_string"][:10]): int(bucket["doc_count"])
        for bucket in _buckets(answer, "days")
    }
    if not counts:
        return []
    last = max(counts)
    first = max(min(counts), last - timedelta(days=_MOST_DAYS))
    step = (last - first).days // _BARS + 1
    starts = [first + timedelta(days=step * number) for number in range((last - first).days // step + 1)]
    return [(start.isoformat(), sum(counts.get(start + timedelta(days=n), 0) for n in range(step))) for start in starts]

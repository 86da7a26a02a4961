"""An archive to search: made-up words as unevenly common as real ones, between names that the gazetteer knows.

Words and names are drawn by Zipf's law, articles are spread evenly over a year.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final

import numpy as np
from elasticsearch import Elasticsearch

from bench.sinks.index import Consumed
from connectors.sinks.elasticsearch.client import connect
from connectors.sinks.elasticsearch.documents import document
from connectors.sinks.elasticsearch.templates import alias
from marsad.contracts import (
    ArticleRef,
    Change,
    EnrichedArticle,
    Entity,
    Event,
    EventState,
    Evidence,
    FeedRef,
    HistoryEntry,
    Role,
    encode,
)
from marsad.contracts.topics import ARTICLES_ENRICHED, EVENTS_LEDGER
from marsad.settings import Settings
from streams.entities.gazetteer.table import Entry, table

COMMON: Final = """في من على إلى أن عن مع هذا التي الذي بعد خلال قال وقال أعلنت وزارة الدفاع الخارجية الرئيس الحكومة أمس
اليوم بيان متحدث باسم محادثات اتفاق عقد تسليم دفعة شحنة منظومة صواريخ مقاتلات قاعدة القوات الجوية البحرية العاصمة شمال
جنوب الحدود"""
_LETTERS: Final = np.array(list("ابتثجحخدذرزسشصضطظعغفقكلمنهوي"))
_WORDS: Final = 60_000
_DAYS: Final = 365
_PAPERS: Final = 60
_BULK: Final = 500
_WRITERS: Final = 3
_STATUSES: Final = ("planned", "in_progress", "completed", "halted", "denied", "conditional")
_TYPES: Final = ("arms_delivery", "arms_deal", "strike", "deployment", "meeting_visit", "sanction")


class Drawn:
    """Things drawn by Zipf's law: the nth is as likely as 1/n."""

    def __init__(self, chance: np.random.Generator, things: list[Any]) -> None:
        self._chance, self._things = chance, things
        self._heights = np.cumsum(1.0 / np.arange(1, len(things) + 1))

    def some(self, count: int) -> list[Any]:
        """As many, with repetition."""
        found = np.searchsorted(self._heights, self._chance.random(count) * self._heights[-1])
        return [self._things[index] for index in found]


class Archive:
    """Makes the same articles and events for the same seed.

    Args:
        seed: Of all chance.
        end: The latest day.
    """

    def __init__(self, seed: int = 1, end: datetime | None = None) -> None:
        self._chance = np.random.default_rng(seed)
        self._end = end or datetime.now(UTC).replace(microsecond=0)
        rare = {"".join(self._chance.choice(_LETTERS, length)) for length in self._chance.integers(3, 8, _WORDS)}
        self._words = Drawn(self._chance, [*COMMON.split(), *sorted(rare)])
        known = [entry for entry in table().entries if entry.name_ar and entry.name_en]
        self._names = {
            kind: Drawn(self._chance, self._shuffled(known, kind)) for kind in ("LOC", "WEAPON", "PER", "ORG")
        }
        self._countries = Drawn(self._chance, self._shuffled([e for e in known if e.kind == "country"], "LOC"))
        self._papers = [
            FeedRef(url=f"https://paper{number}.example/rss", title=f"صحيفة {number}") for number in range(_PAPERS)
        ]

    def articles(self, count: int) -> Iterator[EnrichedArticle]:
        """Articles of 40 to 160 words with eight names; three in ten tell of an event."""
        for number in range(count):
            yield self._article(number, self._end - timedelta(days=_DAYS * number / count))

    def states(self, count: int) -> Iterator[EventState]:
        """Events with one source each."""
        for number in range(count):
            article = self._article(number, self._end - timedelta(days=_DAYS * number / count), tells=True)
            event = article.events[0]
            ref = ArticleRef(
                id=article.id, title=article.title, published=article.published, seen=article.seen, feed=article.feed
            )
            entry = HistoryEntry(
                at=article.seen or self._end,
                changes=(Change(kind="first_mention", after=event.status),),
                status=event.status,
                evidence=event.evidence,
                article=ref,
            )
            yield EventState(
                id=f"e{number:039x}",
                key=f"k{number}",
                type=event.type,
                item=event.item or None,
                supplier=event.supplier or None,
                recipient=event.recipient or None,
                status=event.status,
                first_seen=entry.at,
                last_seen=entry.at,
                history=(entry,),
                sources=(ref,),
            )

    def _article(self, number: int, seen: datetime, *, tells: bool | None = None) -> EnrichedArticle:
        words = self._words.some(int(self._chance.integers(40, 160)))
        names = [
            entry
            for kind, many in (("LOC", 3), ("WEAPON", 2), ("PER", 2), ("ORG", 1))
            for entry in self._names[kind].some(many)
        ]
        step = len(words) // len(names)
        pieces, entities, at = [], [], 0
        for index, entry in enumerate(names):
            before = " ".join(words[index * step : (index + 1) * step]) + " "
            pieces += [before, entry.name_ar, " "]
            at += len(before)
            entities.append(_entity(entry, at))
            at += len(entry.name_ar or "") + 1
        text = "".join(pieces)
        told = self._chance.random() < 0.3 if tells is None else tells
        return EnrichedArticle(
            id=f"{number:040x}",
            revision="1",
            url=f"https://paper.example/{number}",
            title=" ".join([*self._words.some(6), names[3].name_ar or ""]),
            text=text,
            language="ar",
            seen=seen,
            published=seen,
            feed=self._papers[number % _PAPERS],
            entities=tuple(entities),
            events=(self._event(number, text, names[3]),) if told else (),
        )

    def _event(self, number: int, text: str, weapon: Entry) -> Event:
        supplier, recipient = self._countries.some(2)
        return Event(
            type=_TYPES[number % len(_TYPES)],
            item=_role(weapon),
            supplier=_role(supplier),
            recipient=_role(recipient),
            status=_STATUSES[number % len(_STATUSES)],
            evidence=Evidence(text=text[:160], start=0, end=160),
        )

    def _shuffled(self, entries: list[Entry], kind: str) -> list[Entry]:
        chosen = [entry for entry in entries if entry.type == kind]
        self._chance.shuffle(chosen)  # type: ignore[arg-type]
        return chosen


def fill(settings: Settings, distinct: int, copies: int, events: int) -> None:
    """Index an archive as the sink would, then copy its index as Elasticsearch does, by hard links; blocks until done.

    Every copy stands behind the alias, with its own segments to search, to count and to sort: only the analysis of the
    texts, which takes a millisecond of CPU an article, is done once.
    """
    made, prefix = Archive(), settings.elasticsearch.prefix
    with connect(settings) as connection:
        client = connection.options(request_timeout=300)
        _send_all(client, ((f"{prefix}-events-all", EVENTS_LEDGER.name, one) for one in made.states(events)), prefix)
        first = f"{prefix}-articles-00"
        _send_all(client, ((first, ARTICLES_ENRICHED.name, one) for one in made.articles(distinct)), prefix)
        client.indices.refresh(index=f"{prefix}-*")
        client.indices.add_block(index=first, block="write")
        for number in range(1, copies):
            client.indices.clone(
                index=first,
                target=f"{first[:-2]}{number:02}",
                aliases={alias(settings, "articles"): {}},
                settings={"number_of_replicas": 0},
            )
        client.cluster.health(index=f"{prefix}-*", wait_for_status="yellow", wait_for_no_initializing_shards=True)


def _send_all(client: Elasticsearch, records: Iterable[tuple[str, str, Any]], prefix: str) -> None:
    lines = (
        (b'{"index":{"_index":"%b","_id":"%b"}}' % (index.encode(), one.id.encode()), body)
        for index, topic, one in records
        if (body := document(Consumed(encode(one), 0, topic), prefix).body)
    )
    with ThreadPoolExecutor(_WRITERS) as pool:
        waiting: deque[Future[None]] = deque()
        while batch := list(islice(lines, _BULK)):
            waiting.append(pool.submit(_send, client, [line for pair in batch for line in pair]))
            if len(waiting) > 2 * _WRITERS:
                waiting.popleft().result()
        for one in waiting:
            one.result()


def _send(client: Elasticsearch, lines: list[bytes]) -> None:
    answer = client.bulk(operations=lines)
    assert not answer["errors"], answer["items"][0]


def _entity(entry: Entry, at: int) -> Entity:
    text = entry.name_ar or ""
    return Entity(
        text=text, start=at, end=at + len(text), type=entry.type, id=entry.id, name_en=entry.name_en, name_ar=text
    )


def _role(entry: Entry) -> Role:
    return Role(text=entry.name_ar or "", id=entry.id, name_en=entry.name_en, name_ar=entry.name_ar)

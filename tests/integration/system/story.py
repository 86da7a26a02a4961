"""Five thousand articles with three hundred deliveries in them, in our own words, and the ledger that they come to."""

import itertools
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from marsad.contracts import Article, EventState
from streams.enrich import Enricher
from streams.events import ledger
from tests.integration.system.articles import COUNTRIES, ITEMS, noise

_ITEMS = (
    *ITEMS,
    *("إف-35", "سو-35", "سبايك", "ناسامز", "أباتشي", "ليوبارد 2", "ميغ-29", "تورنيدو", "إف-15", "أبرامز"),
    *("بانتسير", "إس-500", "سو-57", "يوروفايتر", "شاهد-136", "ثاد", "كورنيت", "تشالنجر 2", "غريبن", "سو-30"),
)
_TOLD = (
    "ستتسلم {country} الشهر المقبل منظومات {item}، كما أعلنت وزارة الدفاع.",
    "من المقرر أن تتسلم {country} منظومات {item} في الشهر المقبل.",
    "تسلمت {country} أمس منظومات {item} وفق بيان لوزارة الدفاع.",
    "تسلمت {country} منظومات {item} أمس، بحسب مسؤول في الوزارة.",
)
"""Two papers announce each delivery and two report it."""
_BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
RETENTION_DAYS = 400


def write(articles: int, events: int) -> list[Article]:
    """So many articles with so many deliveries among them, each told by four papers, in the order of publication."""
    deliveries = itertools.islice(itertools.product(_ITEMS, COUNTRIES), events)
    told = [
        _article(f"delivery-{number}-{paper}", paper * 3600 + number, text.format(item=item, country=country))
        for number, (item, country) in enumerate(deliveries)
        for paper, text in enumerate(_TOLD)
    ]
    rest = [noise(number) for number in range(articles - len(told))]
    return sorted([*told, *rest], key=lambda article: (article.published, article.id))


def shuffled(articles: Sequence[Article]) -> list[Article]:
    """The same in another order, the same each time."""
    return random.Random(400).sample(articles, len(articles))


def calm(articles: Sequence[Article]) -> dict[str, EventState]:
    """The ledger by id after one calm run in the order of publication, without Kafka."""
    enricher = Enricher("fast")
    entries: dict[str, ledger.LedgerEntry | None] = {}
    states: dict[str, EventState] = {}
    for article in articles:
        enriched = enricher.enrich(article)
        for event in enriched.events:
            mention = ledger.mention(enriched, event)
            outcome = ledger.merge(entries.get(mention.key), mention, now=_BEGIN, retention_days=RETENTION_DAYS)
            entries[mention.key] = outcome.entry
            states |= {state.id: state for state in outcome.states}
    return states


def _article(number: str, seconds: int, text: str) -> Article:
    return Article(
        id=number,
        url=f"https://wire.example/{number}",
        title="خبر من الوكالة",
        text=text,
        published=_BEGIN + timedelta(seconds=seconds),
        seen=_BEGIN,
    )

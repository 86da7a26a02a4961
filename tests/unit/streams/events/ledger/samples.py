from datetime import UTC, datetime, timedelta

import msgspec

from marsad.contracts import (
    DateMention,
    EnrichedArticle,
    Event,
    EventMention,
    Evidence,
    FeedRef,
    Quantity,
    Role,
    decode,
    encode,
)
from streams.events import ledger

DAY_0 = datetime(2030, 3, 1, 9, tzinfo=UTC)
NOW = datetime(2031, 1, 1, tzinfo=UTC)
RETENTION = 400


def role(name: str | None, **names: str) -> Role | None:
    return None if name is None else Role(text=name, id=name, **names)


def days(first: str, last: str | None = None) -> DateMention:
    return DateMention(text=first, start=0, end=0, from_=first, to=last or first)


def delivery(status="planned", *, item="weapon:s-400", supplier="RU", recipient="TR", date=None, count=None, **more):
    return Event(
        type="arms_delivery",
        item=role(item),
        supplier=role(supplier),
        recipient=role(recipient),
        status=status,
        date=days(*date) if date else None,
        quantity=Quantity(text=str(count), value=count) if count else None,
        evidence=Evidence(text="نص", start=0, end=2),
        **more,
    )


def article(name: str, day: float = 0, *, published=True, **more) -> EnrichedArticle:
    at = DAY_0 + timedelta(days=day)
    return EnrichedArticle(
        id=name,
        url=f"https://wire.example/{name}",
        title=f"خبر {name}",
        text="نص الخبر",
        published=at if published else None,
        seen=at,
        feed=FeedRef(url="https://wire.example/feed"),
        **more,
    )


def said(name: str, day: float, event: Event) -> EventMention:
    return ledger.mention(article(name, day), event)


def seen(item: EventMention, days: float) -> EventMention:
    """The same, in an article that we saw so many days after the first day, whenever it was published."""
    article = msgspec.structs.replace(item.article, seen=DAY_0 + timedelta(days=days))
    return msgspec.structs.replace(item, article=article)


def feed(mentions, entry=None):
    """Merge one after the other, through the table's JSON; the entry, the live states by id, and all news."""
    live, news = {}, []
    for item in mentions:
        outcome = ledger.merge(entry, item, now=NOW, retention_days=RETENTION)
        entry = decode(encode(outcome.entry), ledger.LedgerEntry)
        assert entry == outcome.entry
        live.update({state.id: state for state in outcome.states})
        news += outcome.news
    return entry, {name: state for name, state in live.items() if state.superseded_by is None}, news

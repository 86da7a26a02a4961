"""From an article's event to a mention: its id, its meeting key, its place in time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec

from marsad.contracts import ArticleRef, EnrichedArticle, Event, EventMention, Role, roles
from marsad.contracts.ids import mention_id
from streams.entities.gazetteer.key import key
from streams.entities.gazetteer.table import table
from streams.events.ledger.types import TypeSpec, spec

_MAX_ENTITIES = 64
_UNKNOWN = "?"
_ORGANS = frozenset(("capital", "demonym", "government", "ministry", "military", "parliament"))


def mention(article: EnrichedArticle, event: Event) -> EventMention:
    """What the article says of one event, ready for the topic `events`.

    The id is a function of article, type, roles and place in the text, so a redelivery gives the same one.
    """
    found = known_roles(event)
    named = "|".join(f"{name}={role_token(role)}" for name, role in found.items() if role)
    start = event.evidence.start if event.evidence.field == "text" else -1 - event.evidence.start
    return EventMention(
        id=mention_id(article.id, event.type, named, start),
        key=meeting_key(event),
        event=event,
        article=reference(article),
        entities=tuple(dict.fromkeys(e.id for e in (*article.title_entities, *article.entities)))[:_MAX_ENTITIES],
    )


def reference(article: EnrichedArticle) -> ArticleRef:
    """Enough of an article to cite it."""
    return ArticleRef(
        id=article.id,
        revision=article.revision,
        url=article.url,
        title=article.title,
        published=article.published,
        seen=article.seen or article.enriched,
        language=article.language,
        feed=article.feed,
    )


def meeting_key(event: Event) -> str:
    """Type and the roles that every paper names, e.g. `arms_delivery|Q1072139`; equal for all that may be one event."""
    row = spec(event.type)
    found = known_roles(event)
    parts = [_first_known((part,) if isinstance(part, str) else part, found) for part in row.key]
    return "|".join((event.type, *parts))


def known_roles(event: Event) -> dict[str, Role | None]:
    """The event's roles by name, those of a symmetric frame in the order of their ids.

    An organ of a state that nobody names ("the ministry of defence") is nobody that can be told from others: None.
    """
    found = {name: role if role and _is_definite(role) else None for name, role in roles(event).items()}
    symmetric = spec(event.type).symmetric
    if symmetric:
        ordered = sorted((found[name] for name in symmetric if name in found), key=_order)
        found.update(zip((name for name in symmetric if name in found), ordered, strict=True))
    return found


def role_token(role: Role) -> str:
    """What identifies a role: its id, else the key of its words. Organs of a state stand for the state.

    One paper writes Russia, the next Moscow, a third the Russian ministry of defence.
    """
    if not role.id:
        return key(role.text) or _UNKNOWN
    entry = table().by_id.get(role.id)
    return entry.country if entry and entry.country and entry.kind in _ORGANS else role.id


def position(item: EventMention, now: datetime) -> datetime:
    """When the mention counts: published, else first seen; `now` only where the article says neither."""
    return (item.article.published or item.article.seen or now).astimezone(UTC)


def claimed(event: Event) -> tuple[date, date] | None:
    """The days that the event's date covers, or None where the text gives none that can be read."""
    if event.date is None or not (event.date.from_ or event.date.to):
        return None
    try:
        first = date.fromisoformat((event.date.from_ or event.date.to or "")[:10])
        last = date.fromisoformat((event.date.to or event.date.from_ or "")[:10])
    except ValueError:
        return None
    return (first, last) if first <= last else (last, first)


def slim(item: EventMention) -> EventMention:
    """The mention without what the ledger never reads: derivation, quote, entities."""
    event = msgspec.structs.replace(item.event, derivation=(), quote=None)
    return msgspec.structs.replace(item, event=event, entities=())


def compared(row: TypeSpec, found: dict[str, Role | None]) -> dict[str, str]:
    """What identifies each compared role that is known."""
    return {name: role_token(role) for name in row.compare if (role := found.get(name)) is not None}


def agreement(one: dict[str, str], other: dict[str, str]) -> int | None:
    """How many compared roles both know and agree on; None where one differs."""
    agreed = 0
    for name, token in one.items():
        known = other.get(name)
        if known is not None:
            if known != token:
                return None
            agreed += 1
    return agreed


def _is_definite(role: Role) -> bool:
    entry = table().by_id.get(role.id) if role.id else None
    return entry is None or entry.country is not None or entry.kind not in _ORGANS


def _first_known(names: tuple[str, ...], found: dict[str, Role | None]) -> str:
    return next((role_token(role) for name in names if (role := found.get(name)) is not None), _UNKNOWN)


def _order(role: Role | None) -> tuple[bool, str]:
    return (role is None, role_token(role) if role else "")

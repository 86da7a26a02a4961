"""From a record to the document that is searched: which index, which id, which version, which extra fields. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from marsad.contracts import Alert, EnrichedArticle, Entity, EntityType, Event, EventState, Role, decode, roles
from marsad.contracts.topics import ALERTS, ARTICLES_ENRICHED, EVENTS_LEDGER

TOPICS: Final = (ARTICLES_ENRICHED, EVENTS_LEDGER, ALERTS)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_OFFSET_BITS: Final = 20


class Document(msgspec.Struct, frozen=True):
    """One thing to write: `body` is None where the record says that it is gone."""

    index: str
    id: str
    version: int
    body: bytes | None


class ArticleDocument(EnrichedArticle, frozen=True, kw_only=True):
    """An enriched article with flat fields to filter, to count and to find by canonical name."""

    entity_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Canonical names, Arabic and English: `S-400` finds an article that only writes it in Arabic."""
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    event_statuses: tuple[str, ...] = ()


class EventDocument(EventState, frozen=True, kw_only=True):
    """An event's state with flat fields."""

    entity_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    title: str | None = None


class AlertDocument(Alert, frozen=True, kw_only=True):
    """An alert with flat fields."""

    entity_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def document(record: Any, prefix: str) -> Document:
    """The document of a consumed record.

    Args:
        record: A kafka-python ConsumerRecord of one of TOPICS.
        prefix: Of the index names.

    Raises:
        ContractError: when the bytes are not the record they should be.
    """
    version = _version(record.timestamp, record.offset)
    if record.value is None:
        return Document(_EVENTS_INDEX.format(prefix=prefix), record.key.decode(), version, None)
    index, identifier, body = _BUILDERS[record.topic](record.value, prefix)
    return Document(index, identifier, version, msgspec.json.encode(body))


def month(*times: datetime | None) -> str:
    """`YYYY.MM` of the first time that is there, in UTC; of the epoch where none is."""
    moment = next((time for time in times if time is not None), _EPOCH)
    return moment.astimezone(UTC).strftime("%Y.%m")


def _version(timestamp_ms: int, offset: int) -> int:
    """External version: the record's time, and within one millisecond its offset.

    Records of one id share a partition, so this rises with them, survives a change in the number of partitions, and a
    redelivered record has the version that it had.
    """
    return (max(timestamp_ms, 0) << _OFFSET_BITS) | (offset & ((1 << _OFFSET_BITS) - 1))


def _article(data: bytes, prefix: str) -> tuple[str, str, msgspec.Struct]:
    article = decode(data, EnrichedArticle)
    entities = (*article.entities, *article.title_entities)
    body = ArticleDocument(
        **_fields(article),
        entity_ids=_entity_ids(entities),
        names=_names(entities),
        people=_of_type(entities, "PER"),
        organisations=_of_type(entities, "ORG"),
        places=_of_type(entities, "LOC"),
        weapons=_of_type(entities, "WEAPON"),
        event_types=_distinct(event.type for event in article.events),
        event_statuses=_distinct(event.status for event in article.events),
    )
    return f"{prefix}-articles-{month(article.seen, article.published)}", article.id, body


def _event(data: bytes, prefix: str) -> tuple[str, str, msgspec.Struct]:
    state = decode(data, EventState)
    found = [role for role in (state.roles or _three(state)).values() if role is not None]
    title = next((entry.article.title for entry in state.history if entry.article.title), None)
    body = EventDocument(**_fields(state), entity_ids=_role_ids(found), names=_role_names(found), title=title)
    return _EVENTS_INDEX.format(prefix=prefix), state.id, body


def _alert(data: bytes, prefix: str) -> tuple[str, str, msgspec.Struct]:
    alert = decode(data, Alert)
    found = _event_roles(alert.event)
    body = AlertDocument(
        **_fields(alert),
        entity_ids=_distinct((*_entity_ids(alert.entities), *_role_ids(found))),
        names=_distinct((*_names(alert.entities), *_role_names(found))),
    )
    when = month(alert.article.seen, alert.article.published, alert.at)
    return f"{prefix}-alerts-{when}", alert.id, body


_EVENTS_INDEX: Final = "{prefix}-events-all"
_BUILDERS: Final[dict[str, Callable[[bytes, str], tuple[str, str, msgspec.Struct]]]] = {
    ARTICLES_ENRICHED.name: _article,
    EVENTS_LEDGER.name: _event,
    ALERTS.name: _alert,
}


def _fields(record: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _entity_ids(entities: Iterable[Entity]) -> tuple[str, ...]:
    return _distinct(name for entity in entities for name in (entity.id, entity.metonym_of))


def _names(entities: Iterable[Entity]) -> tuple[str, ...]:
    return _distinct(name for entity in entities for name in (entity.name_en, entity.name_ar))


def _of_type(entities: Iterable[Entity], kind: EntityType) -> tuple[str, ...]:
    return _distinct(entity.name_en or entity.name_ar or entity.text for entity in entities if entity.type == kind)


def _three(state: EventState) -> dict[str, Role | None]:
    return {"item": state.item, "supplier": state.supplier, "recipient": state.recipient}


def _event_roles(event: Event | None) -> list[Role]:
    return [role for role in roles(event).values() if role is not None] if event is not None else []


def _role_ids(found: Iterable[Role]) -> tuple[str, ...]:
    return _distinct(role.id for role in found)


def _role_names(found: Iterable[Role]) -> tuple[str, ...]:
    return _distinct(name for role in found for name in (role.name_en, role.name_ar, role.text))

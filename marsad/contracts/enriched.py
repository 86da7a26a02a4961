"""EnrichedArticle: an article with its entities and events, on `articles.enriched`."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from marsad.contracts.article import Article
from marsad.contracts.record import Record, Span, Time

EntityType = Literal["PER", "ORG", "LOC", "WEAPON", "MISC"]
Status = Literal["planned", "in_progress", "completed", "halted", "denied", "conditional"]
Salience = Literal["main", "background"]


class Entity(Record, frozen=True, kw_only=True):
    """One mention of an entity. `text` is exactly the slice `start:end`, without proclitics."""

    text: str
    start: int
    end: int
    type: EntityType
    id: str
    """Wikidata QID, ISO 3166 code, GeoNames id (`geonames:…`) or our own slug (`marsad:…`)."""
    name_en: str | None = None
    name_ar: str | None = None
    metonym_of: str | None = None
    """Id of what the name stands for: a capital for its government's country."""


class Role(Record, frozen=True, kw_only=True):
    """Who or what plays a role in an event; `text` as written, `id` and `name_en` canonical."""

    text: str
    id: str | None = None
    name_en: str | None = None
    name_ar: str | None = None
    start: int | None = None
    """Offset of `text` in the article's text; null where the role comes from the headline."""
    end: int | None = None


class DateMention(Record, frozen=True, kw_only=True):
    """A date as written, and the days it covers (both inclusive, ISO 8601 dates)."""

    text: str
    start: int
    end: int
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None


class Quantity(Record, frozen=True, kw_only=True):
    """How many: the words as written, and the number where they give one."""

    text: str
    value: float | None = None


class Evidence(Span, frozen=True, kw_only=True):
    """The words that say so: a slice of the article's `field`."""

    field: Literal["text", "title"] = "text"


class Event(Record, frozen=True, kw_only=True):
    """One event that an article speaks of.

    Role names depend on `type`: arms frames have item, supplier, recipient (null where nothing says so); a role that
    the frame does not have is absent from the JSON.
    """

    type: str
    """arms_delivery, arms_deal, arms_halt, strike, sanction, deployment, meeting_visit, agreement_ceasefire, …"""
    item: Role | UnsetType | None = UNSET
    supplier: Role | UnsetType | None = UNSET
    recipient: Role | UnsetType | None = UNSET
    attacker: Role | UnsetType | None = UNSET
    target: Role | UnsetType | None = UNSET
    place: Role | UnsetType | None = UNSET
    imposer: Role | UnsetType | None = UNSET
    force: Role | UnsetType | None = UNSET
    visitor: Role | UnsetType | None = UNSET
    host: Role | UnsetType | None = UNSET
    party: Role | UnsetType | None = UNSET
    counterparty: Role | UnsetType | None = UNSET
    status: Status
    date: DateMention | None = None
    salience: Salience = "main"
    asserted: bool = True
    evidence: Evidence
    quantity: Quantity | None = None
    batch: int | None = None
    """Ordinal of the batch or shipment, 1 for the first."""
    speaker: Role | None = None
    """Who says so, where the text attributes it."""
    quote: Span | None = None
    derivation: tuple[str, ...] = ()
    """Why, step by step: which trigger at which offset, where each role came from."""


ROLE_NAMES: tuple[str, ...] = (
    "item",
    "supplier",
    "recipient",
    "attacker",
    "target",
    "place",
    "imposer",
    "force",
    "visitor",
    "host",
    "party",
    "counterparty",
)


def roles(event: Event) -> dict[str, Role | None]:
    """The roles that this event's frame has, by name; None where nothing fills them."""
    found = {name: getattr(event, name) for name in ROLE_NAMES}
    return {name: role for name, role in found.items() if role is not UNSET}


class EnrichedArticle(Article, frozen=True, kw_only=True):
    """An article with what we found in it. Entity offsets are into `text`; those of the headline stand apart."""

    entities: tuple[Entity, ...] = ()
    title_entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    enriched: Time | None = None

"""What a condition looks at: an article, or an event with the article that spoke of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from marsad.arabic import normalize
from marsad.arabic.sentences import boundaries
from marsad.contracts import EnrichedArticle, Entity, EntityType, Event, EventMention, EventState, Role, Status
from streams.entities.gazetteer.key import key
from streams.entities.gazetteer.table import table
from streams.events.ledger.mentions import known_roles
from streams.rules.words import Words

_SEPARATOR = "\n"
_NOT_ITS_COUNTRY = frozenset(("group", "party", "media"))


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """One key for every spelling of a name that a reader would not tell apart."""
    return key(name)


def class_key(name: str) -> str:
    """The key that every item of a class has."""
    return f"item_class:{name}"


def role_keys(name: str, role: Role) -> frozenset[str]:
    """Everything that a rule may call the role: its id, its names, its words as written.

    An item also goes by its class; a ministry, a company, a person or a town also by its country, an armed group not.
    """
    names = (role.name_en, role.name_ar, role.text)
    keys = {role.id, *(name_key(one) for one in names if one)} if role.id else {name_key(one) for one in names if one}
    entry = table().by_id.get(role.id) if role.id else None
    if entry is not None and name == "item":
        keys.add(class_key(entry.group or "any"))
    elif entry is not None and entry.country and entry.kind not in _NOT_ITS_COUNTRY:
        keys.add(entry.country)
    return frozenset(keys)


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as conditions see it. `start` is its offset in the text, -1 in the headline or where unknown."""

    id: str
    type: EntityType | None
    keys: frozenset[str]
    start: int = -1


class EventView:
    """An event as conditions see it: type, status, and every role with its names."""

    __slots__ = ("keys", "roles", "status", "type")

    def __init__(self, kind: str, status: Status, roles: Mapping[str, Role | None]) -> None:
        self.type = kind
        self.status = status
        self.roles = {name: role for name, role in roles.items() if role is not None}
        self.keys = {name: role_keys(name, role) for name, role in self.roles.items()}

    @classmethod
    def of_event(cls, event: Event) -> EventView:
        """What one article says of an event."""
        return cls(event.type, event.status, known_roles(event))

    @classmethod
    def of_state(cls, state: EventState) -> EventView:
        """What all articles together say of an event."""
        return cls(state.type, state.status, state.roles)


class Subject:
    """One thing to hold rules against. What is costly is worked out when a condition first asks for it."""

    def __init__(
        self,
        texts: Iterable[str | None],
        entities: Iterable[Named],
        events: Iterable[EventView],
    ) -> None:
        self._texts = tuple(text for text in texts if text)
        self.entities = tuple(entities)
        self.events = tuple(events)

    @classmethod
    def of_article(cls, article: EnrichedArticle, events: Iterable[EventView]) -> Subject:
        """A whole article: headline, text, every entity."""
        named = [_named(entity, -1) for entity in article.title_entities]
        named += [_named(entity, entity.start) for entity in article.entities]
        return cls((article.title, article.text), named, events)

    @classmethod
    def of_mention(cls, mention: EventMention, view: EventView) -> Subject:
        """An event in the ledger: the headline, the sentence that says so, the roles, the article's entity ids."""
        named = [Named(found, None, frozenset((found,))) for found in mention.entities]
        named += [Named(role.id or role.text, None, view.keys[name]) for name, role in view.roles.items()]
        return cls((mention.article.title, mention.event.evidence.text), named, (view,))

    @cached_property
    def words(self) -> Words:
        """The words of headline and text, normalised, with their places."""
        return Words(_SEPARATOR.join(self._texts))

    def sentence(self, named: Named) -> int:
        """The number of the sentence that an entity stands in; -1 for the headline."""
        return -1 if named.start < 0 else bisect_right(self._ends, named.start)

    @cached_property
    def _ends(self) -> list[int]:
        plain = normalize(self._texts[-1])
        return [plain.origin(end) for end in boundaries(plain.text)]

    @cached_property
    def entity_keys(self) -> frozenset[str]:
        """Every id and name that an entity here goes by."""
        return frozenset().union(*(named.keys for named in self.entities))


def _named(entity: Entity, start: int) -> Named:
    names = (entity.name_en, entity.name_ar, entity.text)
    keys = frozenset((entity.id, *(name_key(name) for name in names if name)))
    return Named(entity.id, entity.type, keys, start)

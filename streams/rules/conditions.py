"""The condition tree of a rule: each node says whether a subject matches, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from marsad.contracts import Status
from streams.rules.subject import EventView, Subject
from streams.rules.words import Words

Terms = tuple[tuple[str, ...], ...]


class Condition:
    """A node. `matches` is all that the stream needs; `why` is for people and only called after a match."""

    def matches(self, subject: Subject) -> bool:
        """Whether the subject fulfils it."""
        raise NotImplementedError

    def why(self, subject: Subject) -> list[str]:
        """What in the subject fulfils it, one line each."""
        raise NotImplementedError

    def children(self) -> tuple[Condition, ...]:
        """The nodes under it."""
        return ()


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Every child matches."""

    of: tuple[Condition, ...]

    def matches(self, subject: Subject) -> bool:
        """See `Condition`."""
        return all(child.matches(subject) for child in self.of)

    def why(self, subject: Subject) -> list[str]:
        """See `Condition`."""
        return [line for child in self.of for line in child.why(subject)]

    def children(self) -> tuple[Condition, ...]:
        """See `Condition`."""
        return self.of


@dataclass(frozen=True, slots=True)
class Any(Condition):
    """At least one child matches."""

    of: tuple[Condition, ...]

    def matches(self, subject: Subject) -> bool:
        """See `Condition`."""
        return any(child.matches(subject) for child in self.of)

    def why(self, subject: Subject) -> list[str]:
        """See `Condition`."""
        return [line for child in self.of if child.matches(subject) for line in child.why(subject)]

    def children(self) -> tuple[Condition, ...]:
        """See `Condition`."""
        return self.of


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """The child does not match."""

    of: Condition

    def matches(self, subject: Subject) -> bool:
        """See `Condition`."""
        return not self.of.matches(subject)

    def why(self, subject: Subject) -> list[str]:
        """See `Condition`."""
        del subject
        return ["nothing of what `not` refuses"]

    def children(self) -> tuple[Condition, ...]:
        """See `Condition`."""
        return (self.of,)


@dataclass(frozen=True, slots=True)
class RoleTest:
    """One of the roles `names` goes by one of `keys`. `label` is how the rule puts it."""

    names: tuple[str, ...]
    keys: frozenset[str]
    label: str

    def holds(self, view: EventView) -> bool:
        """Whether a role of the event is one that is asked for."""
        return any(not self.keys.isdisjoint(view.keys[name]) for name in self.names if name in view.keys)


@dataclass(frozen=True, slots=True)
class EventCondition(Condition):
    """An event of these types and statuses whose roles are those asked for. Empty sets ask for nothing."""

    types: frozenset[str]
    statuses: frozenset[Status]
    roles: tuple[RoleTest, ...]

    def matches(self, subject: Subject) -> bool:
        """See `Condition`."""
        return any(self.fits(view) for view in subject.events)

    def fits(self, view: EventView) -> bool:
        """Whether one event is such a one."""
        return (
            (not self.types or view.type in self.types)
            and (not self.statuses or view.status in self.statuses)
            and all(test.holds(view) for test in self.roles)
        )

    def why(self, subject: Subject) -> list[str]:
        """See `Condition`."""
        view = next(view for view in subject.events if self.fits(view))
        lines = [f"event type {view.type}"] if self.types else []
        lines += [f"status {view.status}"] if self.statuses else []
        return lines + [f"{test.label}: {_named(view, test)}" for test in self.roles]


@dataclass(frozen=True, slots=True)
class EntityCondition(Condition):
    """`at_least` mentions or more of entities that go by one of `keys` and are of one of `types`; empty is any."""

    keys: frozenset[str]
    types: frozenset[str]
    at_least: int
    label: str

    def matches(self, subject: Subject) -> bool:
        """See `Condition`."""
        if self.keys and self.keys.isdisjoint(subject.entity_keys):
            return False
        return sum(1 for _ in self._found(subject)) >= self.at_least

    def why(self, subject: Subject) -> list[str]:
        """See `Condition`."""
        return [f"entity {self.label}: {', '.join(dict.fromkeys(self._found(subject)))}"]

    def _found(self, subject: Subject) -> Iterable[str]:
        for named in subject.entities:
            if (not self.keys or not self.keys.isdisjoint(named.keys)) and (not self.types or named.type in self.types):
                yield named.id


@dataclass(frozen=True, slots=True)
class TogetherCondition(Condition):
    """Entities that stand in one article, or in one sentence of it."""

    of: tuple[frozenset[str], ...]
    labels: tuple[str, ...]
    sentence: bool

    def matches(self, subject: Subject) -> bool:
        """See `Condition`."""
        if any(keys.isdisjoint(subject.entity_keys) for keys in self.of):
            return False
        return not self.sentence or bool(self._sentences(subject))

    def why(self, subject: Subject) -> list[str]:
        """See `Condition`."""
        del subject
        return [f"together in one {'sentence' if self.sentence else 'article'}: {', '.join(self.labels)}"]

    def _sentences(self, subject: Subject) -> set[int]:
        where = [
            {subject.sentence(named) for named in subject.entities if not keys.isdisjoint(named.keys)}
            for keys in self.of
        ]
        return set.intersection(*where)


@dataclass(frozen=True, slots=True)
class OneOf:
    """Terms of which one is enough: those of one word together, and the phrases."""

    words: frozenset[str]
    phrases: Terms

    @classmethod
    def of(cls, terms: Terms) -> OneOf:
        """Sort the terms."""
        return cls(
            frozenset(term[0] for term in terms if len(term) == 1), tuple(term for term in terms if len(term) > 1)
        )

    def stands(self, text: Words) -> bool:
        """Whether one of the terms stands somewhere in the text."""
        return not self.words.isdisjoint(text.forms) or (bool(self.phrases) and any(map(text.has, self.phrases)))


@dataclass(frozen=True, slots=True)
class TextCondition(Condition):
    """Words of headline and text: all of these, any of these, none of these, these near each other.

    A term is one or more words, one after the other. Terms of one word are held against the set of all forms at once.
    """

    every: Terms = ()
    some: Terms = ()
    none: Terms = ()
    near: Terms = ()
    within: int = 0
    """Words between the first and the last of `near`, at most."""
    _needed: frozenset[str] = field(init=False, repr=False, compare=False)
    _phrases: Terms = field(init=False, repr=False, compare=False)
    _some: OneOf = field(init=False, repr=False, compare=False)
    _none: OneOf = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what can be asked of the whole set of forms at once."""
        needed = frozenset(word for term in (*self.every, *self.near) for word in term)
        object.__setattr__(self, "_needed", needed)
        object.__setattr__(self, "_phrases", tuple(term for term in self.every if len(term) > 1))
        object.__setattr__(self, "_some", OneOf.of(self.some))
        object.__setattr__(self, "_none", OneOf.of(self.none))

    def matches(self, subject: Subject) -> bool:
        """See `Condition`."""
        words = subject.words
        return (
            self._needed.issubset(words.forms)
            and (not self.some or self._some.stands(words))
            and (not self.none or not self._none.stands(words))
            and (not self._phrases or all(map(words.has, self._phrases)))
            and (not self.near or self._are_near(subject))
        )

    def why(self, subject: Subject) -> list[str]:
        """See `Condition`."""
        found = [*self.every, *(term for term in self.some if subject.words.find(term)), *self.near]
        return [f"text «{' '.join(term)}»" for term in dict.fromkeys(found)]

    def _are_near(self, subject: Subject) -> bool:
        spans = [[(start, start + len(term)) for start in subject.words.find(term)] for term in self.near]
        return all(spans) and _closest(spans) <= self.within


def _closest(spans: list[list[tuple[int, int]]]) -> int:
    """Words between the outermost of one span of each term, in the tightest choice; linear after sorting."""
    events = sorted((start, end, which) for which, found in enumerate(spans) for start, end in found)
    last: dict[int, tuple[int, int]] = {}
    best = 1 << 30
    for start, end, which in events:
        last[which] = (start, end)
        if len(last) == len(spans):
            covered = sum(stop - begin for begin, stop in last.values())
            width = max(stop for _, stop in last.values()) - min(begin for begin, _ in last.values())
            best = min(best, max(0, width - covered))
    return best


def _named(view: EventView, test: RoleTest) -> str:
    role = next(view.roles[n] for n in test.names if n in view.keys and not test.keys.isdisjoint(view.keys[n]))
    return role.name_en or role.text

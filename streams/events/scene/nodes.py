"""What a sentence is made of for the engine: words, items, actors, each with what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.arabic.document import Document, Sentence, Token
from marsad.contracts import Role
from streams.entities.gazetteer.table import table
from streams.entities.mention import Mention
from streams.events.lexicon import Reading, stripped

THAT = frozenset({"ان", "بان"})
"""What opens what somebody says."""
COUNTERPART = frozenset({"نظيره", "نظيرها", "نظيرته", "نظيرتها", "نظرايه"})
"""Whom somebody of the same office speaks with."""
MEDIA = frozenset({"agency", "media"})
"""Kinds of bodies that tell what others do."""


@dataclass(slots=True)
class Actor:
    """Somebody who can play a role: a state, or an armed group that is none."""

    role: Role
    node: int
    prep: str | None = None
    how: str = "name"
    person: bool = False
    """A person or an office: speaks for the state more often than it acts."""
    head: int = -1
    """Index of the node that the phrase starts at (`الجيش` in `الجيش الأوكراني`)."""

    @property
    def key(self) -> str:
        """What makes two actors the same."""
        return self.role.id or self.role.name_en or self.role.text

    @property
    def start(self) -> int:
        """Index of the first node of its phrase, which is its own where nothing stands before it."""
        return self.head if self.head >= 0 else self.node


@dataclass(slots=True)
class Item:
    """Arms: a named system, or a class."""

    role: Role
    node: int
    generic: bool = False
    weak: bool = False
    """A word that is arms only beside a strong trigger (`شحنة`, `منظومة`)."""
    origin: Role | None = None
    """The state whose adjective stands behind it (`صواريخ أمريكية`)."""
    implied: bool = False
    """Whether only the verb speaks of arms (`تسليح`)."""
    made: Role | None = None
    """The state that it is said to be made in (`إسرائيلية الصنع`)."""
    maker: str | None = None


@dataclass(slots=True)
class Node:
    """One word, or one name of several words."""

    index: int
    start: int
    end: int
    norm: str
    lead: str = ""
    token: Token | None = None
    mention: Mention | None = None
    actor: Actor | None = None
    item: Item | None = None
    prep: str | None = None
    """Class of the preposition that this word is."""
    governor: str | None = None
    relative: bool = False
    clause: bool = False
    background: bool = False
    """Whether a phrase starts here that tells what was known before."""
    skip: bool = False
    """A later word of a phrase that an earlier node stands for."""
    aside: bool = False
    """Whether it stands between two dashes."""
    phrase: str | None = None
    """The trigger of several words that starts here."""
    readings: tuple[Reading, ...] = ()


@dataclass(slots=True)
class Scene:
    """One sentence, its nodes, and where it stands in the document."""

    document: Document
    sentence: Sentence
    nodes: list[Node] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    preamble: int = -1
    """The comma that ends a circumstance which the sentence opens with (`ورغم …،`); -1 where there is none."""
    arms_triggers: tuple[int, ...] = ()
    """Nodes that speak of arms handed over or bought."""
    words: list[str] = field(default_factory=list)
    """The folded words in order."""
    stems: frozenset[str] = frozenset()
    """The folded words, with and without the proclitics they may carry."""


def named(scene: Scene) -> set[int]:
    """The nodes that belong to the name of somebody who can act, its title or body with it (`الحكومة الفرنسية`)."""
    return {at for actor in scene.actors for at in range(actor.start, actor.node + 1)}


def is_any(node: Node, words: frozenset[str]) -> bool:
    """Whether a word, with or without its proclitics, is one of the words."""
    return not words.isdisjoint(stripped(node.norm))


def is_finite(reading: Reading) -> bool:
    """Whether a reading is a verb with a tense."""
    return reading.form.tense in ("past", "present")


def is_verb(node: Node) -> bool:
    """Whether a word may be a verb with a tense."""
    return any(map(is_finite, node.readings))


def role_of(mention: Mention) -> Role:
    """The mention itself as a role."""
    return Role(
        text=mention.text,
        id=mention.id,
        name_en=mention.name_en,
        name_ar=mention.name_ar,
        start=mention.start,
        end=mention.end,
    )


def state_role(text: str, start: int, end: int, country: str) -> Role:
    """A state as a role, as it is written here."""
    entry = table().by_id.get(country)
    return Role(
        text=text,
        id=country,
        name_en=entry.name_en if entry else None,
        name_ar=entry.name_ar if entry else None,
        start=start,
        end=end,
    )

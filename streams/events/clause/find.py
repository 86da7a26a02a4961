"""A trigger in a sentence, its clause, and what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from streams.events.clause.resumed import predicate
from streams.events.lexicon import Reading, Trigger, lexicon
from streams.events.scene.nodes import Item, Node, Scene, is_any

STOPS = frozenset([*".؛;؟?!…", "..", "...", "....", "!!", "؟!", "؟؟"])
WITH_THEM = frozenset({"بها", "به", "بهما"})
"""A preposition with a pronoun that may stand for arms."""
_INSERTION = 14
"""Words between two commas that only set something apart."""
_OF_ARMS = frozenset({"ها", "ه", "هما", "هم"})


@dataclass(slots=True)
class Find:
    """A trigger in a sentence, with the nodes it may take its roles from."""

    scene: Scene
    node: Node
    reading: Reading
    trigger: Trigger
    left: int = 0
    """First node of the clause."""
    right: int = 0
    """Node after the last one of the clause."""
    relative: int | None = None
    """The relative pronoun that opens the clause, where one does."""
    outer: int = 0
    """First node of what may govern it: the clause, or that of an agreement which lays it down."""
    hung_on: list[Item] = field(default_factory=list)
    """The arms whose phrase stands right before a relative clause or participle that opens the clause."""
    notes: list[str] = field(default_factory=list)
    passed: range = range(0)
    """The nodes of a relative clause that is over at the trigger: nothing in it governs."""

    @property
    def nominal(self) -> bool:
        """Whether the trigger is a noun (a masdar or `صفقة`), not a finite verb."""
        return self.reading.form.tense in ("masdar", "word")

    @property
    def predicate(self) -> int:
        """Where what is said of the arms begins: the trigger, or the verb before `في طريقها`."""
        return predicate(self.scene.nodes, self.node.index, self.trigger)

    @property
    def attached(self) -> bool:
        """Whether a pronoun is written to the trigger that may stand for arms."""
        return self.reading.form.pronoun in _OF_ARMS

    @property
    def end(self) -> int:
        """Where the clause ends in the document, in code points."""
        nodes = self.scene.nodes
        return nodes[self.right].start if self.right < len(nodes) else self.scene.sentence.end

    @property
    def places(self) -> Mapping[str, str]:
        """Role by place."""
        return lexicon().frames[self.trigger.frame].patterns[self.trigger.pattern]


def opens(node: Node) -> bool:
    """Whether a clause begins behind a node: a clause opener, a relative pronoun, the end of a sentence."""
    return node.clause or node.relative or node.norm in STOPS


def turns(nodes: list[Node], index: int) -> bool:
    """`…، أما المدافع فستصل لاحقا`: whether the sentence turns to something else at a node; not `إما … أو`."""
    return nodes[index].norm in ("اما", "واما") and index > 0 and nodes[index - 1].norm == "،"


def brings(find: Find) -> bool:
    """`رست بها سفينة …`: a verb of arriving whose subject brings the arms named before."""
    following = find.scene.words[find.node.index + 1 : find.node.index + 2]
    return find.trigger.pattern == "arrive" and not find.nominal and not WITH_THEM.isdisjoint(following)


def behind_insertion(scene: Scene, index: int) -> int:
    """`تسلمت، ردا على القصف، دبابات …`: the node behind what two commas set apart at a node, else the node itself."""
    words = scene.words[index : index + _INSERTION]
    return index + words.index("،", 1) + 1 if words[:1] == ["،"] and "،" in words[1:] else index


def near(find: Find, words: frozenset[str], reach: int) -> Node | None:
    """The first node within reach to the right that is one of the words."""
    if words.isdisjoint(find.scene.stems):
        return None
    for node in find.scene.nodes[find.node.index + 1 : find.node.index + 1 + reach]:
        if is_any(node, words):
            return node
    return None


def within(find: Find, words: frozenset[str]) -> Node | None:
    """The first node of the clause that is one of the words."""
    if words.isdisjoint(find.scene.stems):
        return None
    for node in find.scene.nodes[find.left : find.right]:
        if is_any(node, words):
            return node
    return None

"""Set a sentence up for the engine: words, items, actors and places in order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

from msgspec.structs import replace

from marsad.arabic.document import Document, Sentence, Token
from marsad.arabic.normalize import fold
from streams.entities.mention import Mention
from streams.events.lexicon import lexicon, stripped
from streams.events.scene.actors import find_actors
from streams.events.scene.left_out import without
from streams.events.scene.marks import mark
from streams.events.scene.nodes import Actor, Item, Node, Scene, is_any, role_of

_MODEL = frozenset({"من", "طراز", "نوع", "فيه", "موديل", '"', "(", ")"})
"""What stands between a class of arms and the name of its model."""
_QUOTES = frozenset({'"', "(", ")"})
_NUCLEAR = frozenset({"نووي", "نوويه", "النووي", "النوويه"})
_KIND = frozenset({"طراز", "نوع", "موديل", "فيه"})
_SPELT = {",": "،", "فان": "ان"}
"""What is read as another word: a Latin comma, and `فإن` behind a source (`بحسب الصحيفة فإن …`)."""
_SAME = frozenset({"نفسه", "نفس", "ذاته", "ذات", "عينه"})


def stage(
    document: Document, sentence: Sentence, mentions: Sequence[Mention], last_speaker: Actor | None = None
) -> Scene:
    """Set a sentence up.

    Args:
        document: The text that the sentence is of.
        sentence: The sentence.
        mentions: The names in it, in order, none overlapping.
        last_speaker: Who spoke last in the sentences before; `بلاده` may stand for that state.
    """
    nodes = without(_nodes(sentence, mentions))
    scene = Scene(document, sentence, nodes, words=[node.norm for node in nodes])
    scene.stems = frozenset(chain.from_iterable(map(stripped, scene.words)))
    for node in nodes:
        if node.mention is not None:
            node.item = named_item(node.mention, node.index)
            if node.item is not None and node.item.generic and _no_arms(nodes, node):
                node.item = None
    _name_one_thing(nodes)
    _name_the_same(nodes)
    mark(scene)
    find_actors(scene, last_speaker)
    scene.actors = [node.actor for node in nodes if node.actor is not None]
    scene.items = [node.item for node in nodes if node.item is not None]
    return scene


def _no_arms(nodes: list[Node], node: Node) -> bool:
    """Whether the words beside a class of arms show another sense (`سلاح الجو`, `نزع سلاح`, `خرائط الألغام`)."""
    before, behind = lexicon().set("not_arms", "before"), lexicon().set("not_arms", "behind")
    if node.item is not None and node.item.role.id in lexicon().words["nuclear"]:
        behind = behind - _NUCLEAR
    after = node.index + 1
    return (node.index > 0 and is_any(nodes[node.index - 1], before)) or (
        after < len(nodes) and nodes[after].norm in behind
    )


def _name_one_thing(nodes: list[Node]) -> None:
    """`مدافع هاوتزر أميركية من طراز إم-777`, `ياخونت بي-800`: a class with its model behind it, a system named twice.

    The class is no arms of its own; of two names the word stands, or else the first.
    """
    named = [node for node in nodes if node.item is not None and not node.item.generic]
    for one, other in pairwise(named):
        between = nodes[one.index + 1 : other.index]
        if other.lead or any(node.lead[:1] == "و" or node.norm == "،" for node in between) or not one.item:
            continue
        norms = [node.norm for node in between if node.mention is None or node.mention.kind != "demonym"]
        if one.item.role.id in lexicon().words["named_classes"]:
            one.item.generic = _MODEL.issuperset(norms) or not _KIND.isdisjoint(norms[-3:])
        elif _QUOTES.issuperset(norms) and other.item:
            number = any(char.isdigit() for char in one.item.role.name_en or "")
            worded = number and not any(char.isdigit() for char in other.item.role.name_en or "")
            (one if worded else other).item = None


def _name_the_same(nodes: list[Node]) -> None:
    """`خمسة مدافع من النوع نفسه`: a class that is said to be of the same model is what was named before it."""
    named: Item | None = None
    for node in nodes:
        item = node.item
        if item is None:
            continue
        if not item.generic:
            named = item
        elif named is not None and _same_kind([each.norm for each in nodes[node.index + 1 : node.index + 4]]):
            node.item = Item(
                replace(named.role, text=item.role.text, start=None, end=None), node.index, maker=named.maker
            )


def _same_kind(words: list[str]) -> bool:
    """`من النوع نفسه`, `من نفس الطراز`."""
    return (
        words[:1] == ["من"]
        and not _KIND.isdisjoint(word.removeprefix("ال") for word in words[1:])
        and (not _SAME.isdisjoint(words[1:]))
    )


def named_item(mention: Mention, node: int = -1) -> Item | None:
    """The arms that a name is, or None."""
    if mention.type != "WEAPON":
        return None
    named = mention.kind == "weapon_system" or mention.id in lexicon().words["named_classes"]
    return Item(role_of(mention), node, generic=not named, maker=mention.country)


def _lead(token: Token, mention: Mention | None) -> str:
    """The conjunctions and prepositions written before a name or word."""
    if mention is None:
        return "".join(token.proclitics)
    before = fold(token.text[: max(0, mention.start - token.start)])
    if not before and token.norm.startswith("لل") and "لل" in token.proclitics:
        return "لل"
    return before


def _nodes(sentence: Sentence, mentions: Sequence[Mention]) -> list[Node]:
    """Tokens and mentions in order; a mention swallows its tokens."""
    nodes: list[Node] = []
    queue = list(mentions)
    position = 0
    for token in sentence.tokens:
        if token.end <= position:
            continue
        while queue and queue[0].end <= token.start:
            queue.pop(0)
        mention = queue[0] if queue and queue[0].start < token.end else None
        if mention:
            queue.pop(0)
            position = max(mention.end, token.end)
        start, end = (mention.start, mention.end) if mention else (token.start, token.end)
        norm = _SPELT.get(token.norm, token.norm)
        nodes.append(Node(len(nodes), start, end, norm, _lead(token, mention), token, mention))
    return nodes

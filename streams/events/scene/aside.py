"""Who is named and has no part in what a sentence tells: datelines, circumstances, names that another noun leads."""

from __future__ import annotations

from streams.events.lexicon import lexicon, stripped
from streams.events.scene.nodes import Actor, Node, Scene, is_any, is_finite

_DATELINE = 12
"""Nodes in which a dateline ends, at most."""
_DASHES = frozenset({"-", "--", "–", "—", "ـ"})
_IN_DATELINE = frozenset({"(", ")", "،", "/", ":", '"'})
_BY_NOUN = 2
"""Words between a preposition and the noun that takes it, an adjective among them."""
_THAT = frozenset({"ان", "انه", "انها", "لم", "لن", "لا", "قد", "هل", "اذا", "سوف", "ليس", "ليست"})
_HEAD = 4
"""Words of a title or body between a preposition and the name."""


def set_aside(scene: Scene) -> None:
    """Give those who have no part a class of preposition that fills no place.

    `aside` is nobody's side (an enemy, who objects, a dateline), `of` the genitive of a noun that a preposition leads,
    `paid` who pays.
    """
    scene.preamble = _preamble(scene.nodes)
    dateline = _dateline(scene.nodes)
    for node in scene.nodes:
        if node.actor is None:
            continue
        shared = node.lead[:1] == "و" and node.index > 0 and scene.nodes[node.index - 1].actor
        if node.index < dateline:
            node.actor.prep = "aside"
        elif shared and shared.prep in ("aside", "of", "paid"):
            node.actor.prep = shared.prep
        else:
            node.actor.prep = _led(scene, node.actor) or node.actor.prep


def _preamble(nodes: list[Node]) -> int:
    """`ورغم اعتراض إسرائيل، …`: the comma that ends a circumstance which the sentence opens with; -1 is none."""
    likely = len(nodes) > 1 and nodes[1].governor is not None
    by_prep = bool(nodes) and nodes[0].prep is not None and not (nodes[0].prep in ("from", "on") and likely)
    opens = bool(nodes) and (by_prep or is_any(nodes[0], lexicon().set("circumstances")))
    return next((node.index for node in nodes if node.norm == "،"), -1) if opens else -1


def _dateline(nodes: list[Node]) -> int:
    """`أنقرة (رويترز) - …`, `أثينا - الجزيرة نت: …`: the node that a dateline ends before; 0 where there is none."""
    dash = next((node.index for node in nodes[:_DATELINE] if node.norm in _DASHES), 0)
    if not dash or nodes[0].actor is None or any(node.readings for node in nodes[:dash]):
        return 0
    names = [node for node in nodes[:dash] if node.mention is None and node.norm not in _IN_DATELINE]
    colon = next((node.index for node in nodes[dash : dash + _HEAD] if node.norm == ":"), 0)
    bracket = any(node.norm == "(" for node in nodes[1:dash])
    place = nodes[0].actor.how in ("capital", "place") and len(names) <= 1
    return max(colon, dash) if bracket or place else 0


def _led(scene: Scene, actor: Actor) -> str | None:
    """The class of an actor that another noun leads, by its own preposition or as a genitive."""
    nodes, start = scene.nodes, actor.start
    words = lexicon().words["leads"]
    if actor.prep is None and start:
        return _genitive(nodes, start)
    if actor.prep not in ("from", "to"):
        return None
    before = _before_preposition(nodes, start)
    kinds = (kind for kind in words[actor.prep] if _any_of(before, lexicon().set("leads", actor.prep, kind)))
    return next(kinds, None)


def travels_to(scene: Scene, actor: Actor) -> bool:
    """`خلال زيارة إلى وارسو`: where somebody goes, not the arms."""
    return actor.prep == "to" and _any_of(_before_preposition(scene.nodes, actor.start), lexicon().set("travels"))


def reacts(scene: Scene, actor: Actor) -> bool:
    """`انتقدت باريس …`, `وأعربت إسرائيل عن قلقها`: who only says what he thinks of what others do."""
    nodes, words = scene.nodes, lexicon().set("reacts")
    if scene.stems.isdisjoint(words):
        return False
    beside = [*nodes[max(0, actor.start - _HEAD) : actor.start], *nodes[actor.node + 1 : actor.node + 1 + _HEAD]]
    return actor.prep is None and _any_of(beside, words)


def _any_of(nodes: list[Node], words: frozenset[str]) -> bool:
    return any(is_any(node, words) for node in nodes)


def _before_preposition(nodes: list[Node], start: int) -> list[Node]:
    """The words before the preposition of a name, none where arms or another name stand right before it."""
    at = start
    if nodes[start].lead.lstrip("وف")[:1] != "ل":
        at = next((place for place in range(start - 1, max(-1, start - _HEAD), -1) if nodes[place].prep), -1)
    before = nodes[max(0, at - _BY_NOUN) : max(0, at)]
    return [] if before and (before[-1].item is not None or before[-1].actor is not None) else before


def _is_noun(nodes: list[Node], word: Node) -> bool:
    """`أثارت … قلق أنقرة`: whether a word that may be a verb stands where none begins a clause."""
    before = nodes[word.index - 1].norm if word.index else "،"
    return word.lead[:1] not in ("و", "ف") and before[0].isalpha() and before not in _THAT


def _genitive(nodes: list[Node], start: int) -> str | None:
    """`لمواجهة روسيا`, `أثار غضب أنقرة`: whether the word before a name is a noun that has it as its own."""
    noun = nodes[start - 1]
    if start > 1 and nodes[start - 2].prep == "from" and is_any(noun, lexicon().set("stores")):
        return "from"
    word = (
        noun.mention is None
        and noun.prep is None
        and noun.norm[0].isalpha()
        and not _THAT.intersection(stripped(noun.norm))
    )
    definite = noun.norm.startswith(("ال", "وال", "بال", "لل"))
    if not word or definite or noun.clause or noun.relative or nodes[start].lead[:1] == "و":
        return None
    led = noun.lead.lstrip("وف")[:1] in ("ل", "ب")
    aside = is_any(noun, lexicon().set("leads", "bare", "aside"))
    if any(is_finite(reading) or (reading.trigger and not led) for reading in noun.readings):
        return "aside" if aside and _is_noun(nodes, noun) else None
    if aside:
        return "aside"
    if is_any(noun, lexicon().joint("bodies", "persons")) or noun.governor or noun.readings:
        return None
    before = nodes[start - 2] if start > 1 else None
    by_prep = (
        before is not None
        and before.mention is None
        and (before.prep or is_any(before, lexicon().set("circumstances")))
    )
    return "of" if by_prep and before is not None and before.prep not in ("by", "via") else None

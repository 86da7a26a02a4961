"""Headlines without a verb of delivery: arms first, then in whose hands or on whose soil they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from marsad.contracts import Status
from streams.events.clause.find import STOPS, Find
from streams.events.inflect import Form
from streams.events.lexicon import Reading, Trigger, lexicon, stripped
from streams.events.scene.nodes import Node, Scene, is_any, is_finite

HEADLINE = 16
"""Nodes of a headline without a verb, at most."""
_SOON = frozenset({"خلال", "غضون", "قريبا", "بحلول", "المقبل", "المقبله", "غدا"})
_NEW = frozenset({"جديد", "جديده"})
_AMONG = frozenset({"ضمن", "الي"})
_TO_BE = frozenset({"ستكون", "سيكون", "قريبا", "رسميا", "الان", "اخيرا", "باتت", "بات", "اصبحت", "اصبح"})
_QUOTES = frozenset("\"'()")
_NEAR = 6
"""Nodes between arms and the hands that they are in."""
_OWNER = 4
"""Nodes between hands or soil and whose they are."""


def verbless(scene: Scene) -> list[Find]:
    """The event that a headline of named arms without a verb tells, or none."""
    item = next((node for node in scene.nodes if node.item is not None and not node.item.generic), None)
    if item is None or len(scene.nodes) > HEADLINE:
        return []
    end = _end(scene, item)
    nodes = scene.nodes[:end]
    if any(map(is_finite, _readings(nodes))) or "؟" in scene.words:
        return []
    following = [node for node in nodes[item.index + 1 :] if not _describes(node)]
    held = _held(scene, item)
    if held is not None:
        return [_find(scene, held, "completed", end)]
    new = _newcomer(scene, item)
    if new is not None or len(following) < 2:
        return [new] if new is not None else []
    first, second = following[:2]
    soon = any(not _SOON.isdisjoint(stripped(node.norm)) for node in nodes)
    if is_any(second, lexicon().set("soils")) and first.prep in ("on", "in") and _owned(scene, second):
        return [_find(scene, first, None if soon else "completed", end)]
    there = first.prep in ("in", "to") and second.actor is not None
    return [_find(scene, first, None, end)] if there and soon else []


def _end(scene: Scene, item: Node) -> int:
    """Where the clause of the arms ends: at dots behind them, or at a name with `و` that goes on (`وإسرائيل تحذر`)."""
    for node in scene.nodes[item.index + 2 :]:
        if node.norm in STOPS or (node.actor is not None and node.lead[:1] == "و"):
            return node.index
    return len(scene.nodes)


def _readings(nodes: list[Node]) -> Iterator[Reading]:
    """What the words that are no preposition may be (`بين` is no verb)."""
    return chain.from_iterable(node.readings for node in nodes if node.prep is None)


def _describes(node: Node) -> bool:
    """What stands between arms and where they are: marks, the adjective of whose they are, `ستكون`, `قريبا`."""
    adjective = node.actor is None and node.mention is not None and node.mention.kind == "demonym"
    return adjective or node.norm in _QUOTES or node.norm in _TO_BE


def _find(scene: Scene, place: Node, status: Status | None, end: int) -> Find:
    """A find at the word of a place: arms that are there where a status is given, else that will be."""
    held = status is not None
    left = max((node.index + 1 for node in scene.nodes[: place.index] if held and node.norm in STOPS), default=0)
    form, pattern = (Form("masdar"), "held") if held else (Form("word"), "become")
    trigger = Trigger("arms_delivery", "قبضة" if held else "", pattern, strong=True, held=held, status=status)
    return Find(scene, place, Reading(form, trigger=trigger), trigger, left, end, outer=left)


def _held(scene: Scene, item: Node) -> Node | None:
    """`"جافلين" الأميركية في قبضة الجيش الأوكراني`: the word for somebody's hands behind arms."""
    hold = lexicon().set("hands")
    near = scene.nodes[item.index + 1 : item.index + _NEAR]
    place = next((node for node in near if is_any(node, hold)), None)
    return place if place is not None and _owned(scene, place) else None


def _owned(scene: Scene, place: Node) -> bool:
    return any(node.actor is not None for node in scene.nodes[place.index : place.index + _OWNER])


def _newcomer(scene: Scene, item: Node) -> Find | None:
    """`إس-400.. درع جديدة في سماء …`, `"سو-35" عضو جديد في أسرة …`: arms that are new in a state's forces."""
    nodes, homes = scene.nodes, lexicon().set("homes")
    for new in nodes[item.index + 2 : item.index + 6]:
        noun, behind = nodes[new.index - 1], nodes[new.index + 1 : new.index + 3]
        where = len(behind) > 1 and (behind[0].prep in ("in", "to") or behind[0].norm in _AMONG)
        if new.norm in _NEW and noun.item is None and where and is_any(behind[1], homes):
            trigger = Trigger("arms_delivery", "جديد", "join", strong=True, held=True, status="completed")
            return Find(scene, noun, Reading(Form("word"), trigger=trigger), trigger, 0, len(nodes))
    return None

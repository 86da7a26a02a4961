"""Headlines without a verb of delivery: arms first, then in whose hands or on whose soil they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from marsad.contracts import Status
from streams.events.clause.find import STOPS, Find
from streams.events.clause.fits import is_number
from streams.events.inflect import Form
from streams.events.lexicon import Reading, Trigger, lexicon, stripped
from streams.events.scene.nodes import Node, Scene, is_any, is_finite

HEADLINE = 16
"""Nodes of a headline without a verb, at most."""
_SEASONS = frozenset({"صيف", "شتاء", "ربيع", "خريف"})
_SOON = _SEASONS | {"ستكون", "سيكون", "ستصبح", "خلال", "غضون", "قريبا", "بحلول", "المقبل", "المقبله", "غدا"}
_AT_LAST = frozenset({"اخيرا", "واخيرا", "رسميا"})
_WAITED = "طول انتظار"
_KIND = frozenset({"من", "طراز", "نوع"})
_PLACE, _ROUTE = 2, 4
"""Nodes of where arms are, and of whence and whither they go."""
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
    if any(map(is_finite, _readings(nodes))) or "؟" in scene.words or not _heads(scene, item):
        return []
    soon = any(not _SOON.isdisjoint(stripped(node.norm)) for node in nodes)
    found = _newcomer(scene, item)
    held = _held(scene, item)
    if found is None and held is not None:
        found = _find(scene, held, "planned" if soon else "completed", end)
    found = found or _placed(scene, item, [node for node in nodes[item.index + 1 :] if not _describes(node)], soon=soon)
    return [] if found is None else [found]


def _placed(scene: Scene, item: Node, following: list[Node], *, soon: bool) -> Find | None:
    """Arms that are, or soon will be, on the soil or in a port of a state, or on their way from one to another."""
    if len(following) < _PLACE:
        return None
    first, second = following[:_PLACE]
    end = following[-1].index + 1
    status: Status | None = None if soon else "completed"
    if is_any(second, lexicon().set("soils")) and first.prep in ("on", "in") and _owned(scene, second):
        return _find(scene, first, status, end)
    if first.prep == "in" and _brought(scene, item) and _owned(scene, second):
        return _find(scene, first, "completed", end)
    if first.prep in ("in", "to") and second.actor is not None and (soon or _at_last(scene)):
        return _find(scene, first, status, end)
    return _on_the_way(scene, first, end) if _from_to(following) else None


def _heads(scene: Scene, item: Node) -> bool:
    """Whether arms are what a headline is about, or what something in it is loaded with: no `صيانة رافال في مصر`."""
    loaded = lexicon().set("loaded")
    for node in reversed(scene.nodes[: item.index]):
        if is_any(node, loaded) or node.norm in STOPS or node.norm == ":":
            return True
        if not (node.item is not None or _describes(node) or _counts(node)):
            return False
    return item.lead.strip("و") == ""


def _counts(node: Node) -> bool:
    """`الدفعة الأولى من`, `10`, `أخيرا`: how many of the arms, and that they were waited for."""
    words = lexicon()
    few = is_number(node) or words.ordinal(node.norm) is not None
    return (
        few
        or node.norm in _AT_LAST
        or node.norm in _KIND
        or is_any(node, words.joint("batches", "vague_numbers", "about"))
    )


def _at_last(scene: Scene) -> bool:
    """`أخيرا.. إس-400 في تركيا`, `بعد طول انتظار.. رافال في القاهرة`: whether arms are there that were waited for."""
    told = scene.document.text[scene.sentence.start : scene.sentence.end]
    return not _AT_LAST.isdisjoint(scene.words) or _WAITED in told


def _brought(scene: Scene, item: Node) -> bool:
    """`سفينة روسية محملة بـ"إس-300" في ميناء …`: whether something before arms is loaded with them."""
    return any(is_any(node, lexicon().set("loaded")) for node in scene.nodes[: item.index])


def _from_to(following: list[Node]) -> bool:
    """`رافال من فرنسا إلى مصر`: whether what stands behind arms is whence and whither, and nothing else."""
    if len(following) != _ROUTE or following[1].actor is None or following[3].actor is None:
        return False
    return following[0].prep == "from" and following[2].prep == "to"


def _on_the_way(scene: Scene, first: Node, end: int) -> Find:
    trigger = Trigger("arms_delivery", "من", "sent", strong=True, held=True, status="completed")
    return Find(scene, first, Reading(Form("word"), trigger=trigger), trigger, 0, end)


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
    near = scene.nodes[item.index + 1 : item.index + _NEAR]
    behind = [node for node in near if not _describes(node)][:_PLACE]
    place = next((node for node in near if is_any(node, lexicon().set("hands"))), None)
    if place is None and behind[:1] and behind[0].prep == "in" and is_any(behind[-1], lexicon().set("arsenals")):
        place = behind[-1]
    return place if place is not None and _owned(scene, place) else None


def _owned(scene: Scene, place: Node) -> bool:
    return any(node.actor is not None for node in scene.nodes[place.index : place.index + _OWNER])


def _newcomer(scene: Scene, item: Node) -> Find | None:
    """`إس-400.. درع جديدة في سماء …`, `"سو-35" عضو جديد في أسرة …`: arms that are new in a state's forces."""
    nodes, homes = scene.nodes, lexicon().set("homes")
    for new in nodes[item.index + 2 : item.index + 6]:
        noun, behind = nodes[new.index - 1], nodes[new.index + 1 : new.index + 3]
        where = len(behind) > 1 and (behind[0].prep in ("in", "to") or behind[0].norm in _AMONG)
        if new.norm in _NEW and (noun.item is None or noun.item.generic) and where and is_any(behind[1], homes):
            trigger = Trigger("arms_delivery", "جديد", "join", strong=True, held=True, status="completed")
            return Find(scene, noun, Reading(Form("word"), trigger=trigger), trigger, 0, len(nodes))
    return None

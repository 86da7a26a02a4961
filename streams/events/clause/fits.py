"""Whether a trigger has beside it what it needs: words, a sender, arms right before or behind it."""

from __future__ import annotations

from streams.events.clause.antecedents import of_phrase
from streams.events.lexicon import Trigger, lexicon
from streams.events.scene.nodes import Node, Scene, is_any

NOW = frozenset(
    [
        "الان",
        "اليوم",
        "بالفعل",
        "حاليا",
        "فعلا",
        "جميعها",
        "كلها",
        "اخيرا",
        "موخرا",
        "رسميا",
        "نهاييا",
        "الفعل",
        "امس",
        "كذلك",
        "ايضا",
        "قريبا",
        "فورا",
    ]
)
_TOPIC_REACH = 4
"""Nodes between arms that are the subject and their verb."""
_WIDE = frozenset({"arrive", "offer", "sent"})
_BESIDE = 3
"""Nodes up to the word that must stand right behind a trigger."""
_NEEDS_BESIDE = 9
_NEEDS = 14
"""Nodes behind a trigger among which the words stand that it needs."""


def _arms_before(scene: Scene, node: Node) -> bool:
    """`إس-400 الروسية تعزز …`: arms right before a verb, and nobody else."""
    before = scene.nodes[max(0, node.index - _TOPIC_REACH) : node.index]
    arms = [each.index for each in before if each.item is not None]
    return bool(arms) and not any(each.actor is not None for each in scene.nodes[arms[0] : node.index])


def _of_arms(scene: Scene, node: Node) -> bool:
    """`عقد صواريخ …`: arms right behind a contract."""
    return any(each.item is not None for each in scene.nodes[node.index + 1 : node.index + 2])


def _name_of_words(node: Node) -> bool:
    """`وزارة الدفاع التشيكية نقلت`: a node that begins with another word than the one right before the next."""
    return node.mention is not None and " " in node.mention.text


def fits(scene: Scene, node: Node, trigger: Trigger) -> bool:
    """Whether the words that this trigger needs beside it are there, and none before it that shows another sense."""
    last = scene.nodes[node.index - 1] if node.index else None
    if last is not None and not _name_of_words(last) and is_any(last, trigger.not_after):
        return False
    following = [each for each in scene.nodes[node.index + 1 : node.index + _BESIDE] if each.norm not in NOW]
    becomes = trigger.pattern in ("become", "part")
    following = [each for each in following if not (becomes and is_number(each))][:1]
    if becomes and following and following[0].item is not None:
        following = _behind_arms(scene, following[0], trigger.followed_by)
    more = trigger.pattern == "join" and any(each.norm in trigger.not_with for each in following)
    if more or (trigger.followed_by and not any(is_any(each, trigger.followed_by) for each in following)):
        return False
    if (
        (trigger.pattern == "reinforce" and not _arms_before(scene, node))
        or (trigger.awaits and not _awaits_arms(scene, node))
        or (trigger.goes_on and not _goes_on(scene, node))
    ):
        return False
    if not trigger.needs or (trigger.frame == "arms_deal" and _of_arms(scene, node)):
        return True
    reach = _NEEDS if trigger.pattern in _WIDE else _NEEDS_BESIDE
    before = _NEEDS if trigger.pattern == "arrive" and trigger.status else 3
    for other in scene.nodes[max(0, node.index - before) : node.index + reach]:
        if other is not node and is_any(other, trigger.needs):
            return True
    return False


def is_number(node: Node) -> bool:
    """`باتت 7 مدافع في حوزة …`, `أصبحت ثلاث بطاريات …`: how many of the arms."""
    return node.norm.isdigit() or lexicon().number(node.norm) is not None


def _behind_arms(scene: Scene, arms: Node, wanted: frozenset[str]) -> list[Node]:
    """`باتت منظومة "إس-400" الروسية [رسميا] في …`: the first word behind the phrase of arms, or one that is wanted."""
    behind = (each for each in scene.nodes[arms.index + 1 :] if each.norm not in NOW)
    return [
        next((each for each in behind if each.item is None and (is_any(each, wanted) or not of_phrase(each))), arms)
    ]


def _awaits_arms(scene: Scene, node: Node) -> bool:
    """`تنتظر بولندا دبابات أبرامز من واشنطن`: arms right behind a verb of waiting and its subject, and a sender."""
    behind = scene.nodes[node.index + 1 :]
    arms = next((each.index for each in behind if each.item is not None), len(scene.nodes))
    plain = not any(
        each.readings or each.governor or each.prep or each.clause for each in scene.nodes[node.index + 1 : arms]
    )
    return plain and any(actor.prep == "from" and 0 < actor.node - arms <= _NEEDS_BESIDE for actor in scene.actors)


def _goes_on(scene: Scene, node: Node) -> bool:
    """`سلمت بولندا …، في حين اكتفت برلين بقاذفات …`: behind a delivery that names its own arms, and no verb between."""
    gave = next((each.index for each in scene.nodes[: node.index] if _delivers(each)), node.index)
    arms = [each.index for each in scene.nodes[gave:] if each.item is not None]
    behind = next((at for at in arms if at > node.index), node.index)
    return arms[:1] < [node.index] and not any(map(_delivers, scene.nodes[node.index + 1 : behind]))


def _delivers(node: Node) -> bool:
    """Whether a word may be a trigger of a delivery."""
    return any(one.trigger and one.trigger.frame == "arms_delivery" for one in node.readings)

"""Arms named before: what `الصواريخ`, `أول بطارية`, `تسليمها`, `ستحصل عليها`, `إنها ستصل` or `التسليم` stand for."""

from __future__ import annotations

import re
from collections import Counter

from streams.events.clause.find import Find, near
from streams.events.items.topics import dealt_with
from streams.events.lexicon import lexicon, stripped
from streams.events.scene.kinds import may_be
from streams.events.scene.nodes import Item, Node, Scene, is_any

_NEAR_REACH = 7
_THEM = 6
"""Words behind a trigger among which the pronoun stands that resumes arms (`زودت لندن كييف بها`)."""
_SUBJECT = 4
"""Words before a verb of arriving among which its subject would stand."""
_ORDINAL = 2
"""Nodes between `أول` and what it counts (`أول أربع راجمات`)."""
_PLACES = {"الاولي": 0, "الثانيه": 1, "الثالثه": 2, "الاخيره": -1, "والثانيه": 1}
_ROW = re.compile(r'[\s"»”)]*(?:\([^)]*\)\s*)?،?\s*و[^.،؛]{0,40}')
"""What stands between arms that are named in a row."""
_ARE = frozenset({"هي", "وهي", "هو", "وهو"})
_AUXILIARY = frozenset({"قد", "لم", "لن", "لا", "سوف", "بعد", "وقد", "كانت", "كان"})


def remembered(find: Find, memory: list[Item]) -> list[Item]:
    """What a pronoun, a definite class of arms or a bare `التسليم` stands for, of the arms named before."""
    if not memory:
        return []
    one_of = _one_of(find, memory)
    if one_of:
        return one_of
    if find.attached:
        return _listed(find, memory)
    if _resumed(find) or _elided(find) or near(find, lexicon().set("of_them"), _NEAR_REACH):
        return [memory[-1]]
    for node in find.scene.nodes[find.left : find.right]:
        meant = _meant(find, node, memory)
        if meant is not None:
            return [meant]
    alone = find.nominal and find.reading.lead.endswith("ال")
    return [_topic(memory)] if alone else []


def _one_of(find: Find, memory: list[Item]) -> list[Item]:
    """`تسليم الثانية`, `وصلت الأولى`: one of those that were named in a row, by its place among them."""
    following = find.scene.words[find.node.index + 1 : find.node.index + 3]
    place = next((_PLACES[word] for word in following[:1] if word in _PLACES), None)
    before = find.scene.words[max(0, find.node.index - 1) : find.node.index]
    place = _PLACES.get(before[0]) if place is None and before and find.places.get("subject") == "item" else place
    row = _listed(find, memory)
    return row[place : place + 1 or None] if place is not None and len(row) > 1 else []


def _listed(find: Find, memory: list[Item]) -> list[Item]:
    """The arms named last, with those named in a row with them: `راجمات هيمارس وصواريخ ستينغر`."""
    text, row = find.scene.document.text, memory[-1:]
    for item in reversed(memory[:-1]):
        end, start = item.role.end, row[0].role.start
        if end is None or start is None or not _ROW.fullmatch(text[end:start]):
            break
        row.insert(0, item)
    return row


def refers(find: Find, item: Item, memory: list[Item]) -> bool:
    """Whether a class of arms stands for one of those named before."""
    return item.generic and _meant(find, find.scene.nodes[item.node], memory) is not None


def counted(scene: Scene, index: int) -> bool:
    """`مئات الطائرات المسيرة`: so many of a kind, none that were named before."""
    return any(is_any(node, lexicon().set("vague_numbers")) for node in scene.nodes[max(0, index - 1) : index])


def _resumed(find: Find) -> bool:
    """`ستحصل عليها`, `ستزود كييف بها`, `إنها ستصل`: a pronoun for arms beside the verb."""
    words, index = find.scene.words, find.node.index
    behind = words[index + 1 : min(find.right, index + 1 + _THEM)]
    if find.trigger.takes_b or find.trigger.pattern == "receive":
        return not lexicon().joint("with_them", "of_those").isdisjoint(behind)
    if find.places.get("subject") != "item" or find.nominal:
        return False
    while index and words[index - 1] in _AUXILIARY:
        index -= 1
    before = words[index - 1] if index else ""
    return before in _ARE or (before.endswith("ها") and before in lexicon().set("that_they"))


def _elided(find: Find) -> bool:
    """`وستصل إلى كييف قريبا`, `ومن المتوقع أن تصل إليها …`: a verb of arriving whose subject was named before."""
    arrives = find.trigger.pattern == "arrive" and find.reading.form.tense in ("past", "present")
    if not arrives or find.reading.form.subject != "f" or find.reading.form.pronoun or find.relative is not None:
        return False
    clause = find.scene.nodes[find.left : find.right]
    behind = find.scene.nodes[find.node.index + 1 : find.node.index + 2]
    led = any(node.prep == "to" or is_any(node, lexicon().set("them")) for node in behind)
    others = lexicon().joint("persons", "arrivals")
    before = find.scene.nodes[max(find.left, find.node.index - _SUBJECT) : find.node.index]
    alone = all(node.actor is None and node.item is None for node in before)
    return led and alone and not any(is_any(node, others) for node in clause)


def _meant(find: Find, node: Node, memory: list[Item]) -> Item | None:
    """The arms that a word stands for: the last ones named that it may be said of.

    Not so `مئات الطائرات`, `الطائرات البديلة`, `لبحث مسألة الصواريخ`.
    """
    scene = find.scene
    listed = is_any(node, lexicon().set("anaphors"))
    plain = node.item is not None and node.item.generic and " " not in node.item.role.text
    first = (plain or is_any(node, lexicon().set("pieces"))) and _first_of(scene, node)
    if not listed and not first and not (plain and _definite(node)):
        return None
    if counted(scene, node.index) or (find.trigger.frame == "arms_delivery" and dealt_with(find, node.index)):
        return None
    if any(is_any(each, lexicon().set("others")) for each in scene.nodes[node.index + 1 : node.index + 2]):
        return None
    kind = node.item.role.id if node.item else None
    return next((item for item in reversed(memory) if may_be(kind, item.role.id)), None)


def _definite(node: Node) -> bool:
    return any(word.startswith("ال") for word in stripped(node.norm))


def _first_of(scene: Scene, node: Node) -> bool:
    """`أول أربع راجمات`, `ثاني دفعة`: how many of them so far."""
    before = scene.nodes[max(0, node.index - _ORDINAL) : node.index]
    return any(each.item is None and lexicon().ordinal(each.norm) is not None for each in before)


def _topic(memory: list[Item]) -> Item:
    """What the text is about: the arms named most often, of equals the first."""
    counts = Counter(item.role.id for item in memory)
    return max(memory, key=lambda item: counts[item.role.id])

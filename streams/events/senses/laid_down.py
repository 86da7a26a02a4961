"""Arms that do not change hands: laid down, struck on their way, fitted to others, on exercise, named by a firm."""

from __future__ import annotations

from streams.events.clause.find import Find
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import Item, is_any

_REACH = 7
"""Nodes behind a trigger among which the arms stand that are laid down."""
_NEAR = 3
"""Nodes between a noun and what it is called after."""
_STRIKE = 12
"""Words between strikes and what they hit."""
_BESIDE = 2
_SUM = 5
_CURRENCY = frozenset({"دولار", "دولارا", "يورو", "روبل", "مليار", "ملياري", "مليارات", "جنيه", "استرليني"})
_MOVING = frozenset({"arrive", "flow", "send", "sent"})
_TAKES_PART = frozenset(
    {"للمشاركه", "لتشارك", "ليشارك", "تشارك", "مشاركتها", "المشاركه", "اطار", "ضمن", "لاجراء", "لخوض"}
)
_STRUCK = frozenset({"ضربات", "ضربه", "غارات", "غاره", "احباط", "احبطت", "احبط"})
_HEAVY = frozenset({"الثقيل", "المتوسط", "الخفيف"})
_ALSO = frozenset({"والمتوسطه", "والخفيفه", "والمتوسط", "والخفيف"})
_OWN_STATE = frozenset(
    {
        "لقوات",
        "للقوات",
        "للنظام",
        "الدوله",
        "للدوله",
        "دوله",
        "الجيش",
        "للجيش",
        "جيش",
        "السلطات",
        "للسلطات",
        "الشرعيه",
        "للشرعيه",
    }
)
_HANDS_OVER = frozenset({"تسليم", "تسلّم", "استلام"})
_ARMS = frozenset({"السلاح", "الاسلحه", "اسلحه", "سلاح", "الصواريخ", "الذخاير", "العتاد", "الاليات", "الدبابات"})
_OPERATIONS = frozenset({"عمليات", "عمليه", "محاولات", "محاوله", "طرق"})
_FIRMS = frozenset({"شركه", "الشركه", "موسسه", "الموسسه", "هييه", "الهييه", "وكاله", "الوكاله", "مكتب", "مجموعه"})


def another_thing(find: Find, items: list[Item]) -> bool:
    """Whether the words around a trigger show that its arms do not change hands."""
    generic = all(item.generic for item in items)
    return (
        (generic and _disarmed(find))
        or _surrendered(find)
        or (find.trigger.status == "in_progress" and _stopped(find))
        or (bool(find.reading.form.pronoun) and not find.nominal and _tabled(find))
        or (find.trigger.pattern == "supply" and _fitted(find, items))
        or (find.nominal and (_firm(find) or _hit(find)))
        or _purpose_of(find, items)
        or _on_exercise(find)
        or _amounts_to(find)
        or (
            generic and find.trigger.pattern == "arrive" and not find.scene.stems.isdisjoint(lexicon().set("exercises"))
        )
    )


def _stopped(find: Find) -> bool:
    """`ضبطت شحنة صواريخ متجهة إلى …`, `قصفت شحنات كانت موجهة إلى …`: what was on its way and does not arrive."""
    words = lexicon().joint("intercepted", "destroyed") | _STRUCK
    return not find.scene.stems.isdisjoint(words) and any(
        is_any(node, words) for node in find.scene.nodes[: find.node.index]
    )


def _disarmed(find: Find) -> bool:
    """`اتفاق مع الفصائل يتضمن تسليم السلاح الثقيل`: arms that those who lay them down hand over, to whom not said."""
    nodes, behind = find.scene.nodes, find.scene.nodes[find.node.index + 1 : find.node.index + 1 + _REACH]
    given = next((node for node in behind if node.norm in _ARMS), None)
    if find.trigger.lemma != "تسليم" or given is None:
        return False
    kinds = find.scene.words[given.index + 1 : given.index + 3]
    if (given.norm == "السلاح" and kinds and kinds[0] in _HEAVY) or not _ALSO.isdisjoint(kinds[1:]):
        return True
    if any((node.prep == "to" or node.lead.endswith("ل")) and not is_any(node, _OWN_STATE) for node in behind):
        return False
    if given.norm == "السلاح" and given.index == find.node.index + 1:
        return True
    faction = lexicon().set("disarmed")
    before = nodes[: find.node.index] if find.nominal else []
    return any(is_any(node, faction) for node in [*before, *behind[: given.index - find.node.index]])


def _surrendered(find: Find) -> bool:
    """`تسلم الجيش دبابات من المسلحين`, `سلمت فصائل المعارضة … لقوات النظام`: arms given up to the state."""
    nodes, index, faction = find.scene.nodes, find.node.index, lexicon().set("disarmed")
    if find.nominal or find.trigger.lemma not in _HANDS_OVER:
        return False
    if find.trigger.pattern == "receive":
        givers = (node for node in nodes[index + 1 : find.right] if nodes[node.index - 1].norm == "من")
        return any(is_any(node, faction) for node in givers)
    behind = nodes[index + 1 : find.right]
    given = any(is_any(node, faction) for node in [*nodes[max(0, index - _BESIDE) : index], *behind[:1]])
    return given and any(node.norm.startswith("ل") and is_any(node, _OWN_STATE) for node in behind)


def _tabled(find: Find) -> bool:
    """`مشروع قرار قدمته لندن`: a verb whose pronoun is a paper right before it."""
    before = find.scene.nodes[max(0, find.node.index - _BESIDE) : find.node.index]
    arms = any(node.item is not None for node in before)
    return not arms and any(is_any(node, lexicon().set("tabled")) for node in before)


def _fitted(find: Find, items: list[Item]) -> bool:
    """`زودت المدمرة بصواريخ`, `الطائرة … وسيتم تزويدها بقنابل`: arms that other arms are fitted with."""
    following = find.scene.nodes[find.node.index + 1 : find.node.index + _BESIDE]
    if any(is_any(node, lexicon().set("fitted")) for node in following):
        return True
    if not find.reading.form.pronoun or not find.nominal or all(item.node < find.node.index for item in items):
        return False
    last = max((actor.node for actor in find.scene.actors if actor.node < find.node.index), default=-1)
    return any(is_any(node, lexicon().set("fitted")) for node in find.scene.nodes[last + 1 : find.node.index])


def _purpose_of(find: Find, items: list[Item]) -> bool:
    """`كان الحزب سلاح طهران لتصدير الثورة`: what is named before is no object of a noun of purpose."""
    led = find.reading.form.tense == "masdar" and find.reading.lead == "ل" and not find.reading.form.pronoun
    return led and find.trigger.strong and find.trigger.pattern == "give" and _before(find, items)


def _on_exercise(find: Find) -> bool:
    """`أرسلت مقاتلات … للمشاركة في مناورات`, `نشرت … في إطار تدريبات`: arms that come for an exercise."""
    if find.trigger.pattern not in _MOVING:
        return False
    exercises = lexicon().set("exercises")
    at = next((node.index for node in find.scene.nodes[find.node.index :] if is_any(node, exercises)), 0)
    return not _TAKES_PART.isdisjoint(find.scene.words[max(0, at - _NEAR) : at])


def _amounts_to(find: Find) -> bool:
    """`وقيمة الصفقة قد تصل إلى ملياري دولار`: a sum that something comes to."""
    words = find.scene.words[find.node.index + 1 : find.node.index + 1 + _SUM]
    sums = lexicon().joint("amounts", "sums")
    money = words[:1] == ["الي"] and not _CURRENCY.isdisjoint(words)
    return find.trigger.pattern == "arrive" and money and (words[1][0].isdigit() or words[1] in sums)


def _before(find: Find, items: list[Item]) -> bool:
    """Whether the arms stand before the trigger in its own clause."""
    return all(find.left <= item.node < find.node.index for item in items)


def _firm(find: Find) -> bool:
    """`الشركة الحكومية لتصدير السلاح`: what a firm is called after."""
    before = find.scene.nodes[max(0, find.node.index - _NEAR) : find.node.index]
    named = find.reading.lead.endswith("ل") and any(is_any(node, _FIRMS) for node in before)
    return named and not any(node.governor for node in before)


def _hit(find: Find) -> bool:
    """`ضربات على … عمليات نقل أسلحة`: what is struck on its way."""
    before = find.scene.nodes[max(0, find.node.index - _STRIKE) : find.node.index]
    if not any(is_any(node, _OPERATIONS) for node in before[-1:]):
        return False
    at = next((node.index for node in before if is_any(node, _STRUCK)), None)
    return at is not None and any(node.prep == "on" for node in before if node.index > at)

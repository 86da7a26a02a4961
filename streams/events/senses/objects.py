"""What a trigger really moves where arms stand behind it only in what is told of something else: persons, papers."""

from __future__ import annotations

from itertools import pairwise, takewhile

from streams.entities.gazetteer.table import table
from streams.events.clause.circumstance import is_ground
from streams.events.clause.find import Find
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import Item, Node, is_any, is_finite

_BESIDE = 2
_NEAR = 5
"""Nodes between a word of an accusation and what somebody is accused of, or between carriers and what they bring."""
_SHORT = 3
"""Letters of words that are particles."""
_WHO = frozenset({"الذين", "اللذين", "اللذان", "اللواتي"})
_INDEFINITE = frozenset({"متهما", "متهمين", "متهمان", "مشتبها", "مدانا", "مدانين", "مطلوبين", "محكوما"})
"""Said of persons only: what is said of a state before is feminine, or follows its verb of being."""
_VESSELS = frozenset({"aircraft", "helicopters", "ships", "submarines"})
_CARRIERS = frozenset({"class:aircraft", "class:warships"})
_NO_TOPIC = frozenset({"يقل", "تقل", "عباره", "فضلا", "عوضا", "ناهيك", "بعيدا", "نيابه"})
"""Words before `عن` that make it no topic."""
_ANY = frozenset({"ما", "مما", "من"})
_SINCE = frozenset({"بعد", "قبل", "اثر", "عقب", "خلال", "اثناء", "منذ"})
_MARKS = frozenset({'"', "(", ")", "-"})


def moves_another(find: Find, first: int) -> bool:
    """Whether the arms at node `first`, behind a trigger, are only told beside what changes hands.

    `سلمت نيروبي قراصنة كانوا يحملون بنادق`, `تسلمت متهما بتهريب صواريخ`, `قدم تقريرا عن صواريخ …`.
    """
    nodes = find.scene.nodes
    if find.trigger.contents or find.trigger.takes_b or first >= len(nodes) or "item" not in find.places.values():
        return False
    between = [node for node in nodes[find.node.index + 1 : first] if not node.aside]
    if len(between) < _BESIDE or any(node.norm in (":", ".") for node in between):
        return False
    return _accused(between) or _with_persons(find, between) or _told_of(find, between)


def _accused(between: list[Node]) -> bool:
    """`تسلمت متهما بتهريب صواريخ`: a participle of an accusation, and `ب` or `في` behind it."""
    return any(
        is_any(node, lexicon().joint("accused", "suspected")) and (other.prep or _with_b(other))
        for node, other in pairwise(between)
    )


def _with_b(node: Node) -> bool:
    return node.norm.startswith("ب") and node.actor is None


def _with_persons(find: Find, between: list[Node]) -> bool:
    """`سلمت سبعة قراصنة بحوزتهم بنادق`, `بحارة كانوا يهربون صواريخ`: what persons have or do."""
    actors = [actor for actor in find.scene.actors if find.node.index < actor.node < between[-1].index + 1]
    for node in between:
        if node.norm in _WHO or is_any(node, lexicon().set("on_persons")) or _they_do(node):
            return not any(0 < node.index - actor.node <= 1 and actor.how != "demonym" for actor in actors)
    return False


def _they_do(node: Node) -> bool:
    """A verb whose subject is a plural of people (`كانوا`, `يحملون`)."""
    return node.norm in ("كانوا", "وكانوا") or (
        node.norm.endswith(("وا", "ون"))
        and bool(node.readings)
        and all(is_finite(one) and one.form.subject == "p" for one in node.readings)
    )


def _told_of(find: Find, between: list[Node]) -> bool:
    """`سلم تقريرا عن صواريخ …`, `مفاتيح قاعدة كانت تضم مقاتلات`, `الصندوق الأسود بعد تحطم إحدى مقاتلات …`.

    A plain noun is what changes hands where words that lead off from it stand before the arms.
    """
    thing = next((node for node in between if _is_plain(find, node)), None)
    if thing is None:
        return False
    behind = [node for node in between if node.index > thing.index]
    return any(_leads_off(find, node, behind) for node in behind)


def _is_plain(find: Find, node: Node) -> bool:
    """Whether a word is a noun that is neither arms, nor a side, nor a number, nor what holds arms."""
    if node.actor is not None or node.item is not None or node.mention is not None or node.prep or node.readings:
        return False
    if not node.norm.isalpha() or len(node.norm) <= _SHORT or node.skip or node.clause or node.relative:
        return False
    if any(one.start <= node.index <= one.node for one in find.scene.actors):
        return False
    words = lexicon()
    holds = words.joint("about", "vague_numbers", "consignments", "batches", "contents", "packages", "circumstances")
    return words.number(node.norm) is None and words.ordinal(node.norm) is None and not is_any(node, holds)


def _leads_off(find: Find, node: Node, behind: list[Node]) -> bool:
    """Whether a word behind a noun leads to arms that are not handed over: `عن`, a clause, a phrase of time."""
    last = behind[-1]
    if node.prep == "about":
        return node.index >= last.index - _BESIDE and find.scene.words[node.index - 1] not in _NO_TOPIC
    if node.relative:
        return node.norm not in _ANY
    return is_any(node, _SINCE) and 0 < last.index - node.index <= _BESIDE and last.norm not in _ANY


def _leads_to(node: Node) -> bool:
    return node.prep == "to" or (node.norm.startswith("ل") and bool(node.readings))


def _is_vessel(item: Item) -> bool:
    """Whether arms are ships or aircraft, which bring others."""
    entry = table().by_id.get(item.role.id or "")
    return item.role.id in _CARRIERS or (entry is not None and entry.group in _VESSELS)


def accused_of(find: Find) -> bool:
    """`اعتقال لبناني متهم بتهريب صواريخ`: what persons, no state or group, are accused of."""
    if not find.nominal:
        return False
    nodes = find.scene.nodes
    for node in reversed(nodes[max(0, find.node.index - _NEAR) : find.node.index]):
        accused = is_any(node, lexicon().set("accused"))
        if (accused and not _accuses(nodes[node.index + 1])) or is_any(node, lexicon().set("suspected")):
            before = next((one for one in reversed(nodes[: node.index]) if one.norm not in _MARKS), None)
            return _is_person(find, before, sure=accused)
    return False


def _accuses(node: Node) -> bool:
    """`متهما روسيا بتزويد …`: a name behind the participle, which is active then."""
    return node.actor is not None or node.mention is not None


def _is_person(find: Find, node: Node | None, *, sure: bool) -> bool:
    """Whether who is accused is a person: no state or group right before the participle, with no preposition."""
    actor = node.actor if node is not None else None
    if actor is not None and not (sure and find.scene.words[actor.node + 1] in _INDEFINITE):
        return actor.how == "demonym" or actor.prep in ("from", "to", "in")
    persons = lexicon().set("persons") | lexicon().frames[find.trigger.frame].refuse_objects
    return sure or (node is not None and (is_any(node, persons) or node.norm.endswith(("ين", "ون"))))


def _goes_elsewhere(node: Node) -> bool:
    """Whether what stands behind arms is about something else from here: a comma, a clause, where, or why."""
    return node.norm == "،" or node.relative or is_ground(node) or _leads_to(node)


def carried_by(find: Find, items: list[Item]) -> bool:
    """`نقلت مروحيات "شينوك" الجرحى إلى …`, `تصل الفرقاطة … تحمل أدوية`: arms that bring something else."""
    last = items[-1]
    if find.nominal or find.reading.form.pronoun or last.node < find.node.index or not _is_vessel(last):
        return False
    if any(find.node.index < actor.node < last.node and actor.prep is None for actor in find.scene.actors):
        return False
    behind = find.scene.nodes[last.node + 1 :]
    behind = list(takewhile(lambda node: not _goes_elsewhere(node), behind))
    if find.places.get("subject") == "item":
        at = next((place for place, node in enumerate(behind) if is_any(node, lexicon().set("carrying"))), len(behind))
        behind = behind[at + 1 : at + 1 + _NEAR]
    others = lexicon().frames[find.trigger.frame].refuse_objects
    return any(is_any(node, others) and find.scene.nodes[node.index - 1].prep in (None, "from") for node in behind)


def awaited(find: Find, node: Node) -> bool:
    """`تسليمها مرهون بموافقة …`, `لن تسلم إلا بعد موافقة …`: what a delivery hangs on, not what is handed over."""
    before = find.scene.nodes[node.index - 1]
    led = node.lead.endswith("ب") or before.governor in ("time", "before", "negate")
    led = (led or (find.attached and before.prep is not None)) and find.trigger.pattern != "receive"
    return led and not find.trigger.takes_b and is_any(node, lexicon().set("approvals"))

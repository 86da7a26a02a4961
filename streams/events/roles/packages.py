"""Packages of aid and pledges: what makes one a delivery without a verb of delivering, whose it is and for whom."""

from __future__ import annotations

from itertools import pairwise

from streams.events.clause.find import Find
from streams.events.lexicon import lexicon, stripped
from streams.events.roles.filled import Filled, of_a_statement
from streams.events.scene.nodes import THAT, Actor, Item, is_any, state_role

_BEFORE = 2
"""Words between a word such as `ضمن` and the package behind it."""

_PACKAGE_BEFORE = 60
"""Words before a pronoun among which the consignment stands that it is."""
_PRONOUN = ("ها", "هي", "أنه", "إنه", "هو")
_FOR = 5
"""Words between a package and whom it is for."""
_MONEY = 3
"""Words between a sum and what it is for."""
_CONTAINS = frozenset({"تشمل", "يشمل", "ستشمل", "سيشمل", "تتضمن", "يتضمن", "ستتضمن", "سيتضمن", "تضم", "يضم"})
_STOCKS = frozenset({"مخزون", "المخزون", "مخزونات", "المخزونات", "مخازن", "ترسانه"})
_STATEMENTS = frozenset({"بيان", "البيان", "بيانا", "باسم"})
_CURRENCIES = frozenset({"دولار", "يورو"})


def within_package(find: Find) -> bool:
    """`وتأتي المدافع ضمن حزمة مساعدات …`: a package that stands behind its contents."""
    if not find.trigger.contents or find.trigger.pattern != "aid":
        return False
    before = find.scene.nodes[max(0, find.node.index - _BEFORE) : find.node.index]
    return any(is_any(node, lexicon().set("within")) for node in before)


def is_pronoun(find: Find) -> bool:
    """`إنها تشمل …`: whether a pronoun stands for the consignment."""
    return find.trigger.lemma.endswith(_PRONOUN)


def of_a_package(find: Find) -> bool:
    """`حزمة مساعدات جديدة …. وقال متحدث إنها تشمل …`: whether such a pronoun stands for a consignment, not a deal."""
    words = lexicon().joint("packages", "shipments")
    others = lexicon().set("no_shipments")
    before = [token for sentence in find.scene.document.sentences for token in sentence.tokens]
    before = [token for token in before if token.end <= find.node.start][-_PACKAGE_BEFORE:]
    for token in reversed(before):
        forms = stripped(token.norm)
        if not words.isdisjoint(forms):
            return True
        if not others.isdisjoint(forms):
            return False
    return False


def backed(find: Find, filled: Filled) -> None:
    """`مليار دولار لتسليح الجيش الأوكراني، وتشمل المساعدات …`: whom the aid is for."""
    words = lexicon().set("backing")
    for actor in find.scene.actors:
        start = actor.start
        if start and actor.how != "place" and is_any(find.scene.nodes[start - 1], words):
            filled.put("recipient", actor, "whom the aid is for")
            return


def packaged(find: Find, filled: Filled) -> None:
    """`أعلن البيت الأبيض أن الحزمة تشمل … ستصل إلى كييف`: who speaks of a package gives it."""
    before, packages = find.scene.nodes[: find.node.index], lexicon().set("packages")
    if find.scene.stems.isdisjoint(packages):
        return
    for package, adjective in pairwise(find.scene.nodes[: find.node.index + 2]):
        mention = adjective.mention
        if mention and mention.kind == "demonym" and mention.country and is_any(package, packages):
            role = state_role(mention.text, mention.start, mention.end, mention.country)
            filled.put("supplier", Actor(role, adjective.index), "whose package it is", weak=True)
    if find.trigger.contents:
        filled.put("recipient", _meant_for(find), "for whom the package is")
        filled.put("supplier", _source(find), "tells of the package", weak=True)
        filled.put("supplier", _issuer(find), "states what its package costs", weak=True)
    if "supplier" in filled.actors or "recipient" not in filled.actors:
        return
    if any(is_any(node, packages) for node in before):
        first = next((node.actor for node in before if node.actor is not None and node.actor.prep is None), None)
        filled.put("supplier", first, "speaks of its package", weak=True)


def _meant_for(find: Find) -> Actor | None:
    """`مساعدات عسكرية جديدة لأوكرانيا، … إنها تشمل …`: whom a package is for that its contents are told of behind."""
    words, nodes = lexicon().joint("packages", "shipments", "backing"), find.scene.nodes
    for actor in find.scene.actors:
        beside = [*nodes[max(0, actor.start - _FOR) : actor.start], *nodes[actor.node + 1 : actor.node + 3]]
        led = actor.node < find.node.index and actor.prep == "to" and not of_a_statement(find, actor)
        if led and any(is_any(node, words) for node in beside):
            return actor
    return None


def _source(find: Find) -> Actor | None:
    """`بحسب البنتاغون، فإن الدفعة الجديدة … تشمل …`: the one state whose statement a package is told by."""
    nodes, words = find.scene.nodes, lexicon().set("sources")
    told = (one for one in find.scene.actors if any(is_any(node, words) for node in nodes[one.start - 1 : one.start]))
    return next(told, None)


def _issuer(find: Find) -> Actor | None:
    """`أفاد بيان لوزارة الدفاع الأميركية بأن الحزمة الجديدة، البالغة قيمتها …`: who tells its cost gives it."""
    costs = lexicon().set("amounts") | _CURRENCIES | _STOCKS
    nodes = find.scene.nodes
    if not any(is_any(node, costs) for node in nodes[find.node.index : find.right]):
        return None
    before = [actor for actor in find.scene.actors if actor.node < find.node.index and actor.how != "place"]
    issued = [one for one in before if is_any(nodes[one.start - 1], _STATEMENTS) and one.prep in (None, "to", "of")]
    bodies = [one for one in before if one.prep is None or one in issued]
    return bodies[0] if bodies and _told(find, bodies[0]) and not _at_war(bodies[0]) else None


def _at_war(actor: Actor) -> bool:
    """Whether it is a state at war: of packages it tells as who receives them."""
    return any(actor.role.id in pair for pair in lexicon().words["at_war"])


def _told(find: Find, actor: Actor) -> bool:
    """Whether `أن` stands between who speaks and the package."""
    return any(word in THAT for word in find.scene.words[actor.node : find.node.index])


def announced_with(find: Find) -> bool:
    """`أعلنت … تقديم … في إطار حزمة`, `عن دعم … يشمل …`: whether it is announced with a package, and so ahead."""
    words = lexicon().set("packages") | _CONTAINS
    packaged = any(is_any(node, words) for node in find.scene.nodes[find.node.index : find.right])
    return packaged and find.trigger.pattern in ("offer", "send", "supply", "give")


def paid_for(find: Find) -> bool:
    """`رصدت 700 مليون دولار لتزويد …`: whether it is what money is set aside for."""
    before = find.scene.nodes[max(0, find.node.index - _MONEY) : find.node.index]
    sums = lexicon().set("amounts") | _CURRENCIES
    return find.reading.lead.endswith("ل") and any(is_any(node, sums) for node in before)


def taken_up(find: Find) -> list[Item]:
    """`تشمل 4 راجمات … وألف صاروخ …، موضحا أن كييف ستتسلمها`: the whole list that a pronoun stands for."""
    if not _of_them(find) or any(find.node.index < item.node < find.right for item in find.scene.items):
        return []
    nodes = find.scene.nodes[: find.node.index]
    opened = next((node.index for node in reversed(nodes) if is_any(node, _CONTAINS)), None)
    if opened is None or any(node.norm == "." for node in nodes[opened:]) or opened < (find.relative or 0):
        return []
    listed = [item for item in find.scene.items if opened < item.node < find.node.index and not item.weak]
    return listed if len(listed) > 1 else []


def _of_them(find: Find) -> bool:
    """`ستتسلمها`, `ستحصل عليها`, `أنها ستصل`: a pronoun for arms at the verb, behind it, or right before it."""
    words, index = find.scene.words, find.node.index
    beside = words[index + 1 : index + 2] == ["عليها"] or words[index - 1 : index] in (["انها"], ["بانها"], ["وانها"])
    return find.reading.form.pronoun == "ها" or beside

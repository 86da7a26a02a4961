"""Consignments: whether one names what is in it, and reaches anybody."""

from __future__ import annotations

from itertools import pairwise

from streams.events.clause.find import Find
from streams.events.clause.governing import governors
from streams.events.lexicon import lexicon
from streams.events.roles.packages import is_pronoun, of_a_package, within_package
from streams.events.scene.nodes import Node, is_any

_FOR = 3
"""Words between `على` and what somebody is thanked for."""
_HIT = 3
"""Words between a consignment and what befalls it."""
_IN_IT = frozenset({"في", "فيها", "فيه", "فيهم"})


def contains(find: Find, first: int) -> bool:
    """Whether a consignment that is not hit or taken names the arms in it, the first of them at node `first`."""
    if find.trigger.pattern == "thank":
        before = find.scene.nodes[max(find.node.index, first - _FOR) : first]
        return any(node.norm == "علي" for node in before) and not _hit(find)
    named = of_a_package(find) if is_pronoun(find) else within_package(find) or _names(find, first)
    return named and not _hit(find)


def _names(find: Find, first: int) -> bool:
    contents = lexicon().set("contents")
    between = find.scene.nodes[find.node.index + 1 : first]
    before = find.scene.nodes[max(0, find.node.index - 1) : find.node.index]
    if any(is_any(node, contents) for node in between) or _among_it(between):
        return True
    if any(is_any(node, contents) and not node.prep for node in before):
        return True
    over = governors(find, find.node.index)[:1]
    return len(between) <= 1 and any(node.governor in ("halt", "lift", "refuse") for node in over)


def _among_it(between: list[Node]) -> bool:
    """`حزمة مساعدات جديدة …، بما في ذلك صواريخ …`."""
    return any(one.norm == "بما" and other.norm in _IN_IT for one, other in pairwise(between))


def _hit(find: Find) -> bool:
    """`دمرت شحنة …`, `الاستيلاء على شحنة …`: whether a consignment is hit or taken."""
    before = find.scene.nodes[max(0, find.node.index - _HIT) : find.node.index]
    return any(is_any(node, lexicon().set("destroyed")) for node in before)

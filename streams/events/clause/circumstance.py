"""A clause of circumstance: when, why, against what. What it tells is known, and the news stands beside it."""

from __future__ import annotations

from streams.events.clause.find import STOPS, Find
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import Node, is_any, is_verb

_REACH = 7
"""Nodes between a word of circumstance and the noun that it governs (`في أعقاب إعلان وزارة الدفاع الروسية بدء …`)."""
_THAT = frozenset({"ان", "بان", "انها", "انه", "بانها", "بانه"})
_AIMS = frozenset({"الغرض", "الهدف", "الغايه", "المقصود"})
_OVER = frozenset({"announce", "start", "finish", "fulfil", "plan", "time"})
"""Nouns that may stand between the two: `ردا على إعلان …`, `رغم بدء …`, `بالتزامن مع …`."""


def is_ground(node: Node) -> bool:
    """Whether a word opens a circumstance; with an article it is another (`في ضوء …`, but `الضوء الأخضر`)."""
    word = node.norm.lstrip("وف")
    return is_any(node, lexicon().set("grounds")) and (word.endswith("الرغم") or not word.startswith("ال"))


def _told_that(find: Find) -> int | None:
    """`رغم تأكيد موسكو أن دمشق تسلمت …`: the `أن` of what a noun tells, with no comma between it and the verb."""
    nodes = find.scene.nodes
    for node in reversed(nodes[max(0, find.node.index - _REACH) : find.node.index]):
        if node.norm == "،" or node.norm in STOPS or node.relative:
            return None
        if node.norm in _THAT:
            before = nodes[max(0, node.index - _REACH) : node.index]
            told = any(each.governor == "announce" for each in before)
            return node.index if told else None
    return None


def circumstance(find: Find) -> Node | None:
    """`في أعقاب تسليم …`, `رغم وصول …`, `رغم تأكيد موسكو أن …`: what a delivery, or who tells of it, hangs on."""
    if lexicon().set("grounds").isdisjoint(find.scene.stems):
        return None
    start = find.node.index if find.nominal else _told_that(find)
    if start is None:
        return None
    for node in reversed(find.scene.nodes[max(0, start - _REACH) : start]):
        if is_ground(node):
            return node
        if node.norm == "،" or node.norm in STOPS or node.clause or node.relative:
            return None
        if is_verb(node) or (node.governor and node.governor not in _OVER):
            return None
    return None


def aimed_at(find: Find) -> bool:
    """`إن الغرض من وصولها طمأنة …`: what is said to be the aim of it."""
    led = find.scene.words[max(0, find.node.index - 2) : find.node.index]
    return find.nominal and len(led) > 1 and led[0].lstrip("وف") in _AIMS and led[1] == "من"


def over_before_comma(find: Find, opener: int) -> bool:
    """`بعد أن رفعت القيود، سلمت …`: whether a clause of time has its own verb, and ends at a comma before the trigger.

    The verb stands right behind the opener; `كان` only helps another, and a comma or a name there sets something apart.
    """
    nodes, words = find.scene.nodes, find.scene.words
    if "،" not in words[opener + 2 : find.node.index]:
        return False
    verb = nodes[opener + 1 + nodes[opener + 1].skip]
    named = verb.mention is not None or verb.actor is not None or verb.item is not None
    return not named and verb.norm[0].isalpha() and not verb.norm.startswith("كان") and verb.norm != "قد"

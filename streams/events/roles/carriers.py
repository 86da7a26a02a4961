"""What carriers and roads tell of roles: whose ship brings arms, and where they go on to."""

from __future__ import annotations

from streams.events.clause.find import Find, brings
from streams.events.lexicon import lexicon
from streams.events.roles.filled import Filled, actors_behind
from streams.events.scene.nodes import is_any

_OWNED = frozenset({"تابعه", "تابع", "التابعه", "التابع"})
_PASSING = 7
"""Words between a word of going on and where."""
_CARRIER = 4
"""Nodes between a verb and the carrier that does it, or between a word of loading and whose the carrier is."""


def carried(find: Find, filled: Filled) -> None:
    """`حطت طائرات تابعة لسلاح الجو الصيني …`: whose carrier brings them supplies them."""
    if find.trigger.pattern != "arrive" or "supplier" in filled.actors:
        return
    nodes = find.scene.nodes
    for actor in actors_behind(find):
        start = actor.start
        if actor.prep == "to" and is_any(nodes[start - 1], _OWNED):
            filled.put("supplier", actor, "whose carrier brings them", weak=True)


def brought(find: Find, filled: Filled) -> None:
    """`رست بها سفينة روسية`, `قطارات بولندية محملة …`: the state whose carrier it is supplies them."""
    if find.trigger.pattern != "arrive" or "supplier" in filled.actors:
        return
    nodes, near = find.scene.nodes, range(find.node.index, find.node.index + _CARRIER + 1)
    loaded = [node.index for node in nodes[find.left : find.node.index] if is_any(node, lexicon().set("loaded"))]
    if loaded and not brings(find):
        near = range(max(0, loaded[-1] - _CARRIER), loaded[-1])
    elif not brings(find):
        return
    whose = (actor for actor in find.scene.actors if actor.node in near and actor.how == "demonym")
    filled.put("supplier", next(whose, None), "whose carrier brings them", weak=True)


def onward(find: Find, filled: Filled) -> None:
    """`إلى بولندا تمهيدا لإدخالها إلى أوكرانيا`: where arms go on to, rather than where they pass."""
    recipient = filled.actors.get("recipient")
    if recipient is None or recipient.prep != "to":
        return
    onward = lexicon().set("onward")
    for actor in find.scene.actors:
        between = find.scene.nodes[max(recipient.node + 1, actor.node - _PASSING) : actor.node]
        if actor.prep == "to" and actor.key != recipient.key and any(node.norm in onward for node in between):
            del filled.actors["recipient"]
            filled.put("recipient", actor, "where they go on to")
            return

"""Names that stand together: joined ones that share a role, and two sides of which one makes the arms."""

from __future__ import annotations

from itertools import pairwise

from streams.events.clause.find import Find
from streams.events.roles.filled import Filled, actors_before, begins_another, is_maker
from streams.events.scene.nodes import Actor

_JOINED = 4
"""Nodes between two names that share a role."""


def partners(find: Find, filled: Filled) -> None:
    """`بين روسيا وتركيا`, `وقعت الهند وروسيا …`, `مصر مع فرنسا …`: two sides before or behind a noun."""
    places = find.places
    if not find.nominal or "partner" not in places:
        return
    clause = [actor for actor in find.scene.actors if find.left <= actor.node < find.right and actor.how != "place"]
    nodes = find.scene.nodes
    for one, other in pairwise(clause):
        joined = nodes[other.start].lead[:1] == "و"
        if joined and one.prep == other.prep and other.node - one.node <= 4 and _beside(find, one, other):
            first, second = (other, one) if is_maker(one, filled) else (one, other)
            filled.put(places.get("between", places.get("subject")), first, "as one of two sides")
            filled.put(places["partner"], second, "as the other side")
            return
    makes = any(actor.prep is None and is_maker(actor, filled) for actor in clause)
    for actor in clause:
        if actor.prep == "with" and actor.node < find.node.index:
            buys = makes and not is_maker(actor, filled)
            filled.put("recipient" if buys else places.get("with"), actor, "from prep with")


def _beside(find: Find, one: Actor, other: Actor) -> bool:
    """Whether two joined names stand at the trigger: before it as subjects, or behind it or its arms after `بين`."""
    if one.prep is None:
        return 0 < find.node.index - other.node <= 4
    behind = max([item.node for item in find.scene.items if item.node < one.node], default=0)
    return one.prep == "between" and 0 < one.node - max(behind, find.node.index) <= 4


def _head_of(find: Find, joined: Actor) -> Actor | None:
    """`بلاده والدانمارك ستمنحان`: the name before one that is joined by `و`, where nothing stands between."""
    nodes = find.scene.nodes
    start = joined.start
    before = nodes[start - 1].actor if start and joined.node < find.node.index else None
    if before is None or nodes[start].lead[:1] != "و" or before.prep != joined.prep:
        return None
    return before if before.key != joined.key and before.how != "place" else None


def join(find: Find, filled: Filled) -> None:
    """`سترسل ريغا وفيلنيوس …`, `إلى بولندا ورومانيا`: names joined to one that has a role share it.

    Two sides behind `بين` do not: they have a role each, or stand at another noun (`الصفقة من أسباب التوتر بين …`).
    """
    nodes = find.scene.nodes
    for role, first in list(filled.actors.items()):
        if role in filled.weak or role not in ("supplier", "recipient") or first.prep == "between":
            continue
        last = first
        head = _head_of(find, first)
        if head is not None and head.key in {actor.key for actor in filled.actors.values()}:
            continue
        if head is not None:
            filled.actors[role] = head
            filled.joined.setdefault(role, []).append(first)
        for actor in find.scene.actors:
            start = actor.start
            if actor.node <= last.node or start - last.node > _JOINED or start <= last.node:
                continue
            if begins_another(find, actor):
                break
            listed = nodes[start].lead[:1] == "و" or nodes[start - 1].norm == "،"
            plain = not any(node.readings or node.item or node.prep for node in nodes[last.node + 1 : start])
            taken = {each.key for each in filled.actors.values()}
            if not (listed and plain and actor.how not in ("place", "pronoun") and actor.key not in taken):
                break
            filled.joined.setdefault(role, []).append(actor)
            last = actor
        if last is not first and head is None and nodes[last.start].lead[:1] != "و":
            filled.joined.pop(role, None)


def joined_in(find: Find, filled: Filled) -> None:
    """`انضمت النرويج إلى كندا في إرسال …`: whom a state joins in giving gives too."""
    nodes, index = find.scene.nodes, find.node.index
    first = filled.actors.get("supplier")
    if first is None or not find.nominal or nodes[index - 1].norm != "في":
        return
    whom = [one for one in find.scene.actors if first.node < one.node < index and one.prep == "to"]
    verb = nodes[max(0, first.start - _JOINED) : first.start]
    if whom and nodes[index - 2].actor is whom[-1] and any(each.governor == "carry" for each in verb):
        filled.weak.discard("supplier")
        filled.joined.setdefault("supplier", []).extend(one for one in whom if one.key != first.key)


def two_sides(find: Find, filled: Filled) -> None:
    """`روسيا والهند توقعان بروتوكول تسليم …`: the maker of the arms supplies the other."""
    if not {"supplier", "recipient"} <= set(find.places.values()) or "recipient" in filled.actors:
        return
    for other in actors_before(find):
        one = _head_of(find, other)
        if one is None:
            continue
        makers = [actor for actor in (one, other) if is_maker(actor, filled)]
        if len(makers) == 1:
            filled.put("supplier", makers[0], "makes the arms, of two sides")
            filled.put("recipient", other if makers[0] is one else one, "the other of two sides")
        return

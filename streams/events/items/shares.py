"""Several arms of one trigger, each with a supplier or a recipient of its own."""

from __future__ import annotations

from itertools import pairwise

from streams.events.clause.find import Find
from streams.events.items.beside import head_of
from streams.events.items.lists import counts
from streams.events.roles.filled import Filled, actors_behind, begins_another, of_a_statement, once_meant
from streams.events.scene.aside import travels_to
from streams.events.scene.nodes import Actor, Item

_BRACKET = 9
"""Nodes between a bracket and the arms in it."""
_SIDES = ("from", "to")
_IN_TURN = frozenset({"التوالي", "الترتيب"})


def share_out(find: Find, filled: Filled) -> None:
    """Give each of several arms the side that stands at it and not at the others."""
    if len(filled.items) < 2:
        return
    items = sorted((item for item in filled.items if _here(find, item)), key=lambda item: item.node)
    if len(items) > 1:
        for prep in _SIDES:
            _by_preposition(find, filled, items, prep)
        _by_name(find, filled, items)
        _by_turn(find, filled, items)
        _by_bracket(find, filled, items)


def _here(find: Find, item: Item) -> bool:
    """Whether arms stand in this sentence, and were not only named before."""
    return any(item is one for one in find.scene.items)


def _by_preposition(find: Find, filled: Filled, items: list[Item], prep: str) -> None:
    """`ستينغر من واشنطن وهاوتزر من برلين`, `من واشنطن ستينغر ومن برلين هاوتزر`, `إس-300 إلى دمشق وتي-90 إلى بغداد`."""
    role = find.places.get(prep)
    sides = [one for one in actors_behind(find) if one.prep == prep and _may_have(find, one)]
    sides = [one for one in sides if role is not None and one.key not in _others(filled, role)]
    if role is None or len(sides) < 2:
        return
    if sides[0].node < items[0].node:
        found = {item.node: [one for one in sides if one.node < item.node][-1] for item in items}
    else:
        found = _followed(find, items, sides)
    if len({one.key for one in found.values()}) > 1:
        for node, actor in found.items():
            filled.by_item.setdefault(node, {})[role] = actor


def _followed(find: Find, items: list[Item], sides: list[Actor]) -> dict[int, Actor]:
    """Whose name stands behind each of the arms, before the next; of arms in a row the name behind the last."""
    found: dict[int, Actor] = {}
    for item, end in zip(reversed(items), [find.right, *(item.node for item in reversed(items))], strict=False):
        own = next((one for one in sides if item.node < one.node < end), None)
        own = own or found.get(end)
        if own is not None:
            found[item.node] = own
    return found


def _may_have(find: Find, actor: Actor) -> bool:
    return actor.prep != "to" or not (
        of_a_statement(find, actor) or once_meant(find, actor) or travels_to(find.scene, actor)
    )


def _others(filled: Filled, role: str) -> set[str]:
    """Who has the other roles."""
    return {actor.key for other, actor in filled.actors.items() if other != role}


def _by_name(find: Find, filled: Filled, items: list[Item]) -> None:
    """`أرسلت واشنطن ستينغر إلى كييف، وبرلين هاوتزر`: a name joined right before arms does what the verb says."""
    role = find.places.get("subject")
    if role not in ("supplier", "recipient"):
        return
    giver: Actor | None = None
    for before, item in pairwise(items):
        giver = next((one for one in find.scene.actors if _gapped(find, one, before, item)), giver)
        if giver is not None and giver.key not in _others(filled, role):
            first, *more = _in_row(find, giver, before)
            filled.by_item.setdefault(item.node, {})[role] = first
            filled.beside[item.node] = [(role, one) for one in more]


def _in_row(find: Find, last: Actor, before: Item) -> list[Actor]:
    """`وإسبانيا وبرلين مدافع`: a name with those joined right before it, behind other arms."""
    row = [last]
    for one in reversed(find.scene.actors):
        joined = (
            find.scene.nodes[one.start].lead[:1] == "و" and one.prep is None and one.how not in ("place", "pronoun")
        )
        if joined and before.node < one.start and one.node == row[0].start - 1:
            row.insert(0, one)
    return row


def _by_turn(find: Find, filled: Filled, items: list[Item]) -> None:
    """`سترسل برلين وواشنطن ليوبارد وأبرامز على التوالي`: the first gives the first, the second the second."""
    if find.scene.stems.isdisjoint(_IN_TURN):
        return
    for role, others in filled.joined.items():
        sides = [filled.actors[role], *others]
        if len(sides) == len(items):
            for item, actor in zip(items, sides, strict=True):
                filled.by_item.setdefault(item.node, {})[role] = actor


def _gapped(find: Find, actor: Actor, before: Item, item: Item) -> bool:
    """Whether a bare joined name stands between two arms, with only a number and the class before the second."""
    nodes, head = find.scene.nodes, head_of(find.scene, item)
    apart = actor.prep is None and before.node < actor.start <= actor.node < head
    if not apart or actor.how in ("place", "pronoun"):
        return False
    joined = nodes[actor.start].lead[:1] == "و" or nodes[actor.start - 1].norm == "و"
    plain = all(counts(node) or node.norm == "ب" for node in nodes[actor.node + 1 : head])
    return joined and plain and not begins_another(find, actor)


def of_their_own(filled: Filled, along: list[Item]) -> None:
    """`…، ومعها منظومة هيمارس الأميركية`: arms that come with others, from where their adjective says."""
    for item in along:
        if item.origin is not None:
            filled.by_item.setdefault(item.node, {})["supplier"] = Actor(item.origin, item.node)


def _by_bracket(find: Find, filled: Filled, items: list[Item]) -> None:
    """`من باريس (12 مدفعا من طراز "سيزار") ومن وارسو (دبابات "تي-72")`: arms in brackets right behind who gave them."""
    words, taken = find.scene.words, _others(filled, "supplier")
    found: dict[int, Actor] = {}
    for item in items:
        opened = next((at for at in range(item.node, max(0, item.node - _BRACKET), -1) if words[at] == "("), None)
        giver = (
            find.scene.nodes[opened - 1].actor if opened is not None and ")" not in words[opened : item.node] else None
        )
        if giver is not None and giver.key not in taken:
            found[item.node] = giver
    if len(found) > 1:
        for node, giver in found.items():
            filled.by_item.setdefault(node, {})["supplier"] = giver

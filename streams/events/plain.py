"""Frames whose roles are actors and places: strikes, sanctions, deployments, visits, agreements."""

from __future__ import annotations

from marsad.contracts import Role, Status
from streams.events import details
from streams.events.clause.find import Find, near, within
from streams.events.draft import Draft
from streams.events.items.arms import moved_own_forces
from streams.events.lexicon import Frame, lexicon
from streams.events.roles.filled import Filled
from streams.events.roles.places import fill
from streams.events.scene.nodes import Item, Node, is_any, role_of
from streams.events.states.status import Verdict, judge

_AT = frozenset({"in", "on", "to"})
_REACH = 9


def plain(find: Find, dates: details.Dates) -> list[Draft]:
    """The event that a trigger of such a frame speaks of, or none."""
    frame = lexicon().frames[find.trigger.frame]
    if within(find, frame.refuse_near) or near(find, frame.refuse_objects, 3):
        return []
    filled = fill(find, [])
    roles = {role: actor.role for role, actor in filled.actors.items() if role in frame.roles}
    items = [item for item in find.scene.items if find.left <= item.node < find.right]
    _owner(find, frame, roles, items)
    if find.trigger.own_forces and not _own_move(find, items, roles):
        return []
    place = _place(find) if "place" in frame.roles and "place" not in roles else None
    if place is not None:
        roles["place"] = place
    return [_draft(find, roles, filled, dates)] if _complete(find, frame, roles) else []


def _draft(find: Find, roles: dict[str, Role], filled: Filled, dates: details.Dates) -> Draft:
    verdict = judge(find)
    return Draft(
        type=find.trigger.frame,
        roles=roles,
        status=_status(find, verdict),
        evidence=details.evidence(find),
        position=find.node.start,
        asserted=verdict.asserted,
        background=verdict.background,
        said=verdict.said,
        weak=set(filled.weak),
        date=details.date(find, dates()) if verdict.said else None,
        speaker=details.speaker(find),
        quote=details.quote(find),
        derivation=[f"trigger {find.node.norm} at {find.node.start}", *filled.notes, *verdict.notes],
    )


def _status(find: Find, verdict: Verdict) -> Status:
    """What the verdict says; a trigger that ends something (`رفعت العقوبات`) says so where the verdict is "done"."""
    own = find.trigger.status
    return own if own is not None and verdict.status == "completed" else verdict.status


def _owner(find: Find, frame: Frame, roles: dict[str, Role], items: list[Item]) -> None:
    """`شنت مقاتلات تركية …`: whose adjective stands at the arms right behind the verb acts."""
    role = next((name for name in ("attacker", "force") if name in frame.roles), None)
    if role is None or role in roles:
        return
    for item in items:
        if item.origin is not None and abs(item.node - find.node.index) <= 3:
            roles[role] = item.origin


def _own_move(find: Find, items: list[Item], roles: dict[str, Role]) -> bool:
    """Whether a verb of moving moves the mover's own forces: it names troops, or arms that stay under its flag."""
    force, place = roles.get("force"), roles.get("place")
    if not items:
        return force is not None
    return moved_own_forces(find, force.id if force else None, place.id if place else None)


def _place(find: Find) -> Role | None:
    """The nearest place behind the trigger that a preposition of place governs."""
    nodes = find.scene.nodes
    for node in nodes[find.node.index + 1 : find.right]:
        if node.mention is not None and node.mention.type == "LOC" and _located(nodes, node):
            return role_of(node.mention)
    return None


def _located(nodes: list[Node], node: Node) -> bool:
    if node.lead.lstrip("وف")[:1] in ("ب", "ل"):
        return True
    before = nodes[max(0, node.index - 3) : node.index]
    return any(each.prep in _AT and each.mention is None for each in before)


def _complete(find: Find, frame: Frame, roles: dict[str, Role]) -> bool:
    """Whether the frame has what it cannot do without; alternatives are written `target|place`."""
    for needed in frame.required:
        if needed == "carrier":
            nodes = find.scene.nodes[max(find.left, find.node.index - 6) : min(find.right, find.node.index + _REACH)]
            if not any(is_any(node, frame.carriers) for node in nodes):
                return False
        elif not any(name in roles for name in needed.split("|")):
            return False
    return True

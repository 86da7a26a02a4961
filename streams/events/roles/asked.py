"""Whom asking for arms names: who asks for them receives them, who is asked supplies them."""

from __future__ import annotations

from streams.events.clause.find import Find
from streams.events.lexicon import lexicon
from streams.events.roles.filled import Filled
from streams.events.scene.nodes import Actor, Node, is_any, is_verb

_GIVES = frozenset({"give", "send", "offer", "supply"})
_REACH = 12
"""Nodes between a verb of asking and what is asked for."""
_BESIDE = 2
"""Nodes between a noun of asking and who stands behind it."""


def asked_for(find: Find, filled: Filled) -> None:
    """`إقناع برلين بتزويدها …`, `طلبات كييف تزويدها …`: the sides of what is asked for."""
    if find.trigger.pattern not in _GIVES:
        return
    _asked_of(find, filled)
    if not find.nominal:
        return
    before = find.scene.nodes[find.left : find.node.index]
    noun = next((node for node in reversed(before) if node.governor == "request"), None)
    if noun is None:
        return
    behind = _behind(find, noun)
    if is_any(noun, lexicon().set("persuading")):
        filled.put("supplier", behind, "who is asked for them")
        _to_itself(find, filled, _asker(find, noun))
    elif behind is not None and is_any(noun, lexicon().set("askings")):
        _to_itself(find, filled, behind)


def _asked_of(find: Find, filled: Filled) -> None:
    """`طلبت كييف من برلين تزويدها …`, `عرضت موسكو على طهران …`: who is asked supplies, who is offered receives.

    Not so `طلبت وارسو من برلين السماح بتسليم …`.
    """
    before = find.scene.nodes[max(0, find.node.index - _REACH) : find.node.index]
    verbs = [node for node in before if node.governor == "request" and is_verb(node)]
    if not verbs:
        return
    verb, permits = verbs[-1], lexicon().set("permits")
    if any(is_any(node, permits) for node in before if node.index > verb.index):
        return
    inside = [one for one in find.scene.actors if verb.index < one.node < find.node.index]
    bare = [one for one in inside if one.prep is None] or [one for one in [_asker(find, verb)] if one is not None]
    led = next((one for one in inside if one.prep in ("from", "on")), None)
    if led is None or not bare or led.key == bare[0].key:
        return
    gives, gets = (led, bare[0]) if led.prep == "from" else (bare[0], led)
    filled.put("supplier", gives, "who is asked for them or offers them")
    _to_itself(find, filled, gets)


def _behind(find: Find, noun: Node) -> Actor | None:
    """Who stands right behind a noun of asking."""
    near = (one for one in find.scene.actors if 0 < one.start - noun.index <= _BESIDE)
    return next((one for one in near if one.prep is None and one.node < find.node.index), None)


def _asker(find: Find, noun: Node) -> Actor | None:
    """Who asks: the nearest name without a preposition before the noun."""
    before = [one for one in find.scene.actors if one.node < noun.index and one.prep is None and one.how != "place"]
    return before[-1] if before else None


def _to_itself(find: Find, filled: Filled, asker: Actor | None) -> None:
    """The pronoun at the noun of giving is who asks."""
    if find.reading.form.pronoun in ("ها", "ه", "هم"):
        filled.put("recipient", asker, "who asks for them")

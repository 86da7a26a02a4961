"""Arms for arms: who gave in the clause before receives in return (`على أن تعوضها ألمانيا بـ…`, `ريثما تتسلم …`)."""

from __future__ import annotations

from streams.events.clause.find import Find
from streams.events.lexicon import lexicon
from streams.events.roles.filled import Filled
from streams.events.scene.nodes import Actor

_OPENS = frozenset({"علي", "مقابل", "شرط", "بشرط", "شريطه"})
_ALONE = frozenset({"ريثما", "اذا"})
_REACH = 4
"""Nodes between what opens an exchange and its verb, or a verb and its subject behind it."""
_THEM = frozenset({"لها", "اليها", "له", "اليه"})


def in_return(find: Find, filled: Filled) -> None:
    """Fill both roles of what is given in return, where a verb behind an exchange takes up who gave before."""
    named = any(item.node > find.node.index for item in filled.items)
    giver = _giver(find) if named and not find.nominal else None
    if giver is None:
        return
    places, index = find.places, find.node.index
    behind = [one for one in find.scene.actors if 0 < one.start - index <= _REACH and one.prep is None]
    to_them = not _THEM.isdisjoint(find.scene.words[index + 1 : index + 3])
    if places.get("subject") == "supplier" and behind and (find.reading.form.pronoun or to_them):
        filled.put("supplier", behind[0], "gives in return")
        filled.put("recipient", giver, "gave before, and is given in return")
    elif places.get("subject") == "recipient" and not behind:
        filled.put("recipient", giver, "gave before, and receives in return")


def _giver(find: Find) -> Actor | None:
    """Who supplies in the clause before the exchange: the name before its verb, else the one right behind."""
    at = _opened(find)
    earlier = [index for index in find.scene.arms_triggers if at is not None and index < at]
    if not earlier:
        return None
    bare = [one for one in find.scene.actors if one.prep is None and one.how != "place"]
    before = [one for one in bare if one.node < earlier[0]]
    after = [one for one in bare if 0 < one.start - earlier[0] <= 1]
    verb = find.scene.nodes[earlier[0]]
    gives = any(
        one.trigger and lexicon().frames[one.trigger.frame].patterns[one.trigger.pattern].get("subject") == "supplier"
        for one in verb.readings
    )
    return next(iter(before[-1:] or after), None) if gives else None


def _opened(find: Find) -> int | None:
    words, index = find.scene.words, find.node.index
    for at in range(index - 1, max(0, index - _REACH), -1):
        if words[at] in _ALONE or (words[at] == "ان" and words[at - 1] in _OPENS):
            return at
    return None

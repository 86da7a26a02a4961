"""A verb that shares what stands over the verb before it: `ستفي بالتزاماتها وتمد …`, `قررت أن ترفع … وتسلم …`."""

from __future__ import annotations

from streams.events.clause.find import STOPS, Find
from streams.events.clause.governing import SUBJUNCTIVE, governors
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import Node

_REACH = 14
"""Nodes between a verb and the one that it is joined to."""
_IF_REACH = 25
"""Nodes between a condition and the verb that hangs on it."""
_SO = frozenset({"فان", "فانه", "فانها", "فانهم", "فسوف", "فقد"})


def ahead_of(find: Find) -> Node | None:
    """What puts the verb before in the future: `س` at it or `سوف`; None where the verb is joined to none."""
    for node in _before(find):
        future = node.token is not None and node.mention is None and "س" in node.token.proclitics
        if future or node.norm == "سوف":
            return node
        if node.norm in SUBJUNCTIVE:
            return None
    return None


def over_joined(find: Find) -> list[Node]:
    """What governs the verb before behind `أن`, `قد` or `ربما`, and so the one joined to it."""
    for node in _before(find):
        if node.norm not in SUBJUNCTIVE and node.governor != "possible":
            continue
        following = find.scene.nodes[node.index + 1 : node.index + 2]
        if not any(each.mention is None and each.norm[0] in "يتن" for each in following):
            continue
        over = [node] if node.governor else governors(find, node.index, outer=0)
        return over if over and over[0].governor != "announce" else []
    return []


def noun_before(find: Find) -> int:
    """`يجيز سحب مدافع … وإرسالها إلى …`: the noun that another of the same arms is joined to, else the trigger."""
    index, words = find.node.index, find.scene.words
    if not find.nominal or find.reading.lead != "و" or find.reading.form.pronoun not in ("ها", "ه", "هما"):
        return index
    last = max((at for at in find.scene.arms_triggers if index - _IF_REACH <= at < index), default=index)
    noun = any(one.trigger and one.form.tense == "masdar" for one in find.scene.nodes[last].readings)
    return last if noun and last < index and STOPS.isdisjoint(words[last:index]) else index


def _before(find: Find) -> list[Node]:
    """The nodes of the clause before a present joined by `و`, nearest first."""
    if find.nominal or find.reading.lead != "و" or find.reading.form.tense != "present":
        return []
    found = []
    for node in reversed(find.scene.nodes[max(0, find.node.index - _REACH) : find.node.index]):
        if node.clause or node.relative or node.norm in STOPS:
            break
        if not node.aside:
            found.append(node)
    return found


def hangs_on_condition(find: Find) -> bool:
    """`إذا وافق البرلمان، فإن براتيسلافا سترسل …`: a condition before the clause that answers it."""
    answers = find.reading.lead[:1] == "ف"
    for node in reversed(find.scene.nodes[max(0, find.node.index - _IF_REACH) : find.node.index]):
        if node.norm in STOPS:
            return False
        answers = answers or node.norm == "،" or (node.token is not None and node.token.norm in _SO)
        if node.governor == "condition" and node.norm.lstrip("وف") in lexicon().set("conditions"):
            before = find.scene.words[node.index - 1] if node.index else ""
            return answers and before not in ("ما", "عما", "فيما")
    return False

"""Where a clause goes on or another begins: the verb of arms behind a relative clause, verbs that are joined."""

from __future__ import annotations

from streams.events.lexicon import Reading, Trigger, particle
from streams.events.scene.nodes import Node, is_finite, is_verb

_BECOMES = frozenset(
    ["باتت", "بات", "اصبحت", "اصبح", "صارت", "صار", "هي", "هو", "كلها", "جميعها", "الان", "حاليا", "بالفعل"]
)
"""What stands between arms and `في طريقها`."""
_ANTECEDENT = 8
"""Nodes before a relative pronoun among which the arms stand that it describes."""
_GIVES = frozenset({"give", "send", "offer"})
_WAS = frozenset({"كان", "كانت", "كانوا", "قد", "لم", "لن", "لا", "ان", "سوف"})
_AS_FOR = frozenset({"اما", "واما"})
_ENDS = frozenset(".؛;؟?!…")
_WAS_OF = frozenset({"كان", "كانت", "كانوا"})
_WHAT = frozenset({"ما", "مما"})
_OWN = 2
"""Nodes of a relative pronoun and its verb, behind which another verb may be the main one."""
_THAT = frozenset({"ان", "انه", "انها", "انهم", "بان", "بانه", "بانها", "بانهم", "حتي", "كي", "لكي"})
_NO_VERB = frozenset(
    ["قد", "لم", "لن", "لا", "ما", "سوف", "سبق", "ربما", "لعل", "يبدو", "هي", "هو", "هم", "وفق", "وفقا", "بحسب", "حسب"]
)


def on_its_way(trigger: Trigger) -> bool:
    """Whether a phrase is what is said of arms: `في طريقها`."""
    return trigger.status == "in_progress" and trigger.pattern == "sent"


def predicate(nodes: list[Node], index: int, trigger: Trigger) -> int:
    """Where what is said of the arms begins: the verb before `في طريقها`, else the trigger itself."""
    while on_its_way(trigger) and index and nodes[index - 1].norm in _BECOMES:
        index -= 1
    return index


def has_own_verb(clause: list[Node], reading: Reading) -> bool:
    """`الطائرة التي جمع متطوعون ثمنها حطت …`: a relative clause whose verb stands right behind the pronoun.

    A second verb in the past or ahead that refers back to nothing is the main one, whatever the first was.

    Args:
        clause: The relative pronoun and what follows it, up to the second verb.
        reading: The second verb.
    """
    first = clause[2:3] if clause[1:] and clause[1].norm in _WAS_OF else clause[1:2]
    settled = reading.form.tense in ("past", "word") or "س" in reading.lead
    if clause[0].norm in _WHAT or len(clause) <= _OWN or not settled or reading.form.pronoun or reading.lead.strip("س"):
        return False
    if any(each.clause or each.relative or each.norm in _THAT for each in clause[2:]):
        return False
    return all(_may_be_verb(node) for node in first)


def _may_be_verb(node: Node) -> bool:
    """Whether a word behind a relative pronoun is its verb: no name, preposition, particle or adverb."""
    named = node.mention is not None or node.actor is not None or node.item is not None
    plain = not named and node.prep is None and node.norm.isalpha() and not node.background
    verb = not node.readings or is_verb(node)
    return plain and verb and node.norm not in _NO_VERB and particle(node.norm) not in _NO_VERB


def passive(nodes: list[Node], clause: list[Node], reading: Reading, trigger: Trigger) -> bool:
    """`المدافع التي وعدت بها برلين سلمت إلى كييف`: a second verb of giving with nothing behind that is given."""
    index = clause[-1].index + 1
    if trigger.pattern not in _GIVES or reading.form.pronoun or reading.lead or reading.form.subject != "f":
        return False
    own = [node for node in clause[1:-1] if node.norm not in _WAS and is_verb(node)]
    led = any(node.actor is not None and node.actor.prep == "to" for node in nodes[index + 1 : index + 5])
    plain = clause[-1].norm not in _WAS and not clause[-1].prep and not clause[-1].governor
    return bool(own) and plain and led


def over_clause(nodes: list[Node], left: int, start: int) -> int | None:
    """`الطائرة، التي … قبل أن …، ستنقل`: the relative pronoun of the clause that the comma before a verb closes.

    Args:
        nodes: The sentence.
        left: The first node behind the opener of a clause inside the relative clause.
        start: Where the verb stands.
    """
    node = nodes[start]
    if not start or nodes[start - 1].norm != "،" or node.lead.strip("س") or node.item is not None:
        return None
    finite = [reading for reading in node.readings if is_finite(reading)]
    if not any(reading.form.subject == "f" and not reading.form.pronoun for reading in finite):
        return None
    for index in range(left - 1, 0, -1):
        if nodes[index].norm in _ENDS:
            return None
        if nodes[index].relative:
            arms = any(each.item is not None for each in nodes[max(0, index - _ANTECEDENT) : index])
            return index if arms else None
    return None


def therefore(nodes: list[Node], left: int, index: int) -> bool:
    """`بعدما حسبت الكلفة، فوافق …`, `السلاح الذي …، والبريطانيون زودوا …`: what begins a clause behind a comma."""
    node = nodes[left]
    if left >= index or node.lead[:1] not in ("ف", "و"):
        return False
    if nodes[left - 1].norm != "،" and not (node.lead[:1] == "ف" and nodes[0].norm in _AS_FOR):
        return False
    named = node.actor is not None and node.index == index - 1 and any(map(is_finite, nodes[index].readings))
    return named or (node.lead[:1] == "ف" and is_verb(node))


def same_verb(nodes: list[Node], index: int) -> bool:
    """Whether a verb is joined right to another (`باعت وسلمت`), and shares what stands before it."""
    return index > 0 and any(reading.trigger and is_finite(reading) for reading in nodes[index - 1].readings)


def ended(clause: list[Node]) -> bool:
    """Whether a relative clause has a verb of its own and a comma behind it: what follows is the main clause."""
    comma = next((place for place, node in enumerate(clause) if node.norm == "،"), 0)
    if comma > 1 and comma == len(clause) - 1:
        return True
    own = clause[1 : min(comma, 3)]
    return any(is_finite(reading) for node in own for reading in node.readings)


def joined_verb(node: Node) -> bool:
    """Whether a verb with `و` or `ف` speaks of another delivery or deal."""
    return node.norm[0] in "وف" and any(reading.trigger and is_finite(reading) for reading in node.readings)

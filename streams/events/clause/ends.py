"""How far a clause reaches to the right: what ends it."""

from __future__ import annotations

from streams.events.clause.antecedents import describes, main_verb
from streams.events.clause.find import STOPS, Find, opens, turns
from streams.events.clause.resumed import joined_verb
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import Node, is_any, is_finite

WAS = frozenset({"كان", "كانت", "كانوا", "كانا", "كانتا"})
_CONDITION = frozenset({"اذا", "شريطه", "طالما"})
_BEFORE_THAT = frozenset({"قبل", "بعد", "بعدما", "عندما"})
BY_IT = frozenset({"بموجبه", "بموجبها", "بمقتضاه", "بمقتضاها"})
AND_THAT = frozenset({"وان", "وانه", "وانها", "وبان", "وبانه", "وبانها"})
_TIME = 2
"""Nodes of `وقت` and what follows it."""
_WHEN = frozenset(
    {"سابق", "لاحق", "متاخر", "مبكر", "قريب", "واحد", "قصير", "سابقا", "المناسب", "الحالي", "المحدد", "ما"}
)
"""What tells only which time."""
_AND_NOT = frozenset({"ولم", "ولن"})


def _amount(find: Find, node: Node) -> bool:
    """`وصل ما يزيد على …`: no relative clause."""
    return node.norm in ("ما", "مما") and node.index < find.node.index + 3


def _continues(find: Find, following: list[Node]) -> bool:
    """Whether a relative clause still speaks of what arrives: what it carries, from whom it was bought."""
    if any(is_any(node, lexicon().set("held")) for node in following):
        return True
    if "announcer" not in find.places:
        return False
    words = lexicon().joint("carrying", "ordered")
    return any(is_any(node, words) for node in following)


def closes(find: Find, nodes: list[Node], index: int, triggers: frozenset[int]) -> bool:
    """Whether the clause ends before this node."""
    node = nodes[index]
    if node.norm in STOPS or turns(nodes, index) or (index > find.node.index + 1 and _exchanged(nodes, index)):
        return True
    if node.norm == "،" and _inserted(find, nodes):
        return True
    if opens(node):
        return not (node.relative and _runs_on(find, node))
    if _goes_on(find, node):
        return True
    laid_down = index in triggers and not BY_IT.isdisjoint(find.scene.words[index + 1 : index + 4])
    described = index in triggers and describes(nodes, index) and not _continues(find, [node])
    denied = node.norm in _AND_NOT and nodes[index - 1].norm == "،"
    if denied or node.norm in _CONDITION or node.norm in AND_THAT:
        return True
    return (
        laid_down
        or described
        or (node.norm in WAS and _was_to(find, node))
        or (index in triggers and joined_verb(node))
        or (index > find.node.index + 1 and _deed(node))
    )


def _deed(node: Node) -> bool:
    """`… وتدرب جنودا على دبابات`, `… وتطالب كييف بمقاتلات`: a joined verb of something else than handing over."""
    if node.mention is not None or node.norm[0] not in "وف" or is_any(node, lexicon().set("contents")):
        return False
    tells = any(reading.governor and reading.lead and is_finite(reading) for reading in node.readings)
    return tells or node.norm[1:].removeprefix("س") in lexicon().deeds


def _meanwhile(find: Find, node: Node) -> bool:
    """`، في وقت قصفت …`, `وسط مخاوف من …`: what goes on beside it, and names arms of its own."""
    if node.norm not in ("وسط", "في"):
        return False
    behind = find.scene.nodes[node.index + 1 : node.index + 3]
    if node.norm == "وسط":
        return any(is_any(each, lexicon().set("fears")) for each in behind[:1])
    if len(behind) < _TIME or behind[0].norm not in ("وقت", "الوقت"):
        return False
    return behind[1].norm not in _WHEN and find.scene.words[node.index - 1] == "،"


def _goes_on(find: Find, node: Node) -> bool:
    """Whether something else begins: `، على أن …`, or the main verb behind a clause that hangs on arms."""
    if node.norm == "علي" and find.scene.words[node.index - 1 : node.index + 2] == ["،", "علي", "ان"]:
        return True
    if _meanwhile(find, node):
        return True
    return bool(find.hung_on) and node.index > find.node.index + 1 and main_verb(node)


def _exchanged(nodes: list[Node], index: int) -> bool:
    """Whether what is given in return begins here: `بدلا من …`, but not `أرسلت بدلا منها مروحيات`."""
    if nodes[index].norm not in lexicon().set("exchanges"):
        return False
    return index + 1 == len(nodes) or nodes[index + 1].norm not in ("منها", "منه", "عنها", "عنه")


def _inserted(find: Find, nodes: list[Node]) -> bool:
    """`سلوفاكيا، التي منحت …، تعتمد …`, `قبل أن تحط …، بدأ …`: a clause that a comma closes."""
    opener = find.left - 1
    if find.relative is not None and find.relative > 0:
        return nodes[find.relative - 1].norm == "،" and find.relative < find.node.index
    return opener == 0 and nodes[opener].clause and is_any(nodes[opener], _BEFORE_THAT)


def _runs_on(find: Find, node: Node) -> bool:
    """Whether a relative pronoun does not end the clause: an amount, what it carries, what a package contains."""
    nodes = find.scene.nodes
    contains = find.trigger.contents and is_any(nodes[find.node.index - 1], lexicon().set("contents"))
    beside = node.lead.startswith("و") or nodes[node.index - 1].norm == "،"
    contains = contains or (find.trigger.contents and beside)
    return contains or _amount(find, node) or _continues(find, nodes[node.index + 1 : node.index + 2])


def _was_to(find: Find, node: Node) -> bool:
    """`سلمت … مقاتلات كان من المقرر …`: whether `كان` behind arms describes them: the clause has its verb already."""
    if node.index <= find.node.index + 1 or "متنها" in find.scene.words[node.index + 1 : node.index + 3]:
        return False
    following = find.scene.nodes[node.index + 1 : node.index + 2]
    if any(is_any(each, lexicon().joint("of", "meant")) for each in following):
        return False
    before = find.scene.nodes[node.index - 1]
    verbal = not find.nominal or any(each.governor for each in find.scene.nodes[find.left : find.node.index])
    return verbal and (before.item is not None or before.actor is not None or before.norm in ('"', ")"))

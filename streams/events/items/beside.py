"""Arms that a clause names beside those handed over: in exchange, in comparison, as a target, as what carries them."""

from __future__ import annotations

from streams.events.clause.find import Find
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import Item, Node, Scene, is_any

_REACH = 8
"""Nodes between a word that leads away from what is handed over and the arms that it leads to."""
_NAME = frozenset({"من", "طراز", "نوع", "فيه", '"', "("})
_OF_MODEL = (["من", "طراز"], ["من", "نوع"])
_MODEL = 5
"""Nodes between a class of arms and the name of its model, the adjective of a state among them."""


def handed_over(find: Find, right: list[Item]) -> list[Item]:
    """The arms behind a trigger without those that something else is said of."""
    kept: list[Item] = []
    aside: list[Item] = []
    for item in right:
        head = head_of(find.scene, item)
        told = [one for one in kept if one.node < head]
        same = aside and aside[-1].node in range(head, item.node)
        if same or (told and (_led_away(find.scene, told[-1], head) or _goes_on(find.scene, told[-1], aside, head))):
            aside.append(item)
        else:
            kept.append(item)
    return kept


def head_of(scene: Scene, item: Item) -> int:
    """`مروحيات من طراز "كا-52"`: the node of the class that a name stands behind, else its own."""
    for node in reversed(scene.nodes[max(0, item.node - _MODEL) : item.node]):
        if node.item is not None:
            return node.index if node.item.generic else item.node
        if node.norm not in _NAME and not (node.mention is not None and node.mention.kind == "demonym"):
            break
    return item.node


def away_from(find: Find, right: list[Item]) -> list[Item]:
    """The same for a trigger whose own arms stand before it: what it is told beside them goes, the first too."""
    heads = ((item, head_of(find.scene, item)) for item in right)
    return [item for item, head in heads if not leads_away(find.scene, find.node.index, head)]


def _led_away(scene: Scene, last: Item, head: int) -> bool:
    """`ذخيرة خاصة بمدافع …`, or what `leads_away` says."""
    nodes = scene.nodes[last.node + 1 : head]
    if scene.nodes[head].lead.startswith("و") or (nodes and nodes[-1].norm == "و"):
        return False
    if (
        nodes
        and is_any(nodes[-1], lexicon().set("meant_for"))
        and scene.nodes[head].lead.lstrip("وف")[:1] in ("ب", "ل")
    ):
        return not last.weak
    return leads_away(scene, last.node, head)


def leads_away(scene: Scene, start: int, head: int) -> bool:
    """`… بدلا من صواريخ`, `… القادرة على إسقاط مقاتلات`, `… الذي يملك دبابات`: whether such a word stands between.

    An adjective of a class before its model does not lead away: `صواريخ محمولة من طراز …`.
    """
    words, lists = lexicon().set("beside"), lexicon().set("lists")
    for node in reversed(scene.nodes[max(start + 1, head - _REACH) : head]):
        if node.norm in ("،", ":") or is_any(node, lists):
            return False
        compared = node.norm == "من" and is_any(scene.nodes[node.index - 1], lexicon().set("compared"))
        compared = compared and scene.words[node.index + 1] not in _NAME
        described = scene.words[node.index + 1 : node.index + 3] in _OF_MODEL or _launchers(scene, node)
        if compared or (is_any(node, words) and not described):
            return True
    return False


def _launchers(scene: Scene, node: Node) -> bool:
    """`منصات إطلاق صواريخ "هاربون"`: arms of the name that they launch, where a verb of launching leads to others."""
    return node.norm == "اطلاق" and is_any(scene.nodes[node.index - 1], lexicon().set("launchers"))


def _goes_on(scene: Scene, last: Item, aside: list[Item], head: int) -> bool:
    """`… إسقاط مقاتلات سوخوي ومروحيات كا-52`: arms joined to what is said of others, no comma between."""
    if not aside or aside[-1].node < last.node:
        return False
    return all(node.norm != "،" for node in scene.nodes[aside[-1].node + 1 : head])

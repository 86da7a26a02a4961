"""Arms in a row: what a package holds, classes joined to each other, what opens a list."""

from __future__ import annotations

from streams.events.clause.find import Find
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import Item, Node, Scene, is_any

_FAR = 8
"""Words between a class of arms and the trigger, what opens its list, or the class before it; names not counted."""
_BESIDE = 2
"""Nodes between a word that opens a list and what it lists."""
_KIND = 4
"""Nodes between a word of kind and the arms behind it."""
_COUNT = 7
"""Nodes of a number before what it counts, and of who gives it."""
_JOINS = frozenset("،؛-–:")
_AMONG = frozenset({"بين", "ابرز", "اهم", "ضمن"})
_WHOLES = frozenset({"class:weapons", "class:military-equipment"})
_SUPPLIES = _WHOLES | {"class:ammunition"}
"""Classes that are told in one breath (`أسلحة وذخائر`)."""


def in_reach(find: Find, items: list[Item]) -> list[Item]:
    """Arms behind a trigger without the classes that stand too far from it and from what they could be joined to."""
    found: list[Item] = []
    last = find.node.index
    given = find.places.get("subject") != "item"
    for item in items:
        nodes = find.scene.nodes[last + 1 : item.node]
        opened = max((node.index + 1 for node in nodes if _opens(node)), default=last + 1)
        apart = [node for node in find.scene.nodes[opened : item.node] if node.actor is None and node.item is None]
        while given and apart and counts(apart[-1]):
            apart.pop()
        if item.generic and len(apart) > _FAR:
            continue
        found.append(item)
        last = item.node
    return found


def _opens(node: Node) -> bool:
    """Whether a word opens a list: `تشمل`, `بينها`, `هي`, a bracket."""
    return node.norm == "(" or is_any(node, lexicon().joint("lists", "namely"))


def told_together(scene: Scene, classes: list[Item]) -> list[Item]:
    """Of classes of arms the first and those joined to it: `دبابات ومدافع`, `أسلحة بينها دبابات ومدافع`."""
    first, rest = classes[:1], classes[1:]
    if first and rest and first[0].role.id in _WHOLES:
        rest = [item for item in rest if item.role.id not in _SUPPLIES]
        opened = any(map(_opens, scene.nodes[first[0].node + 1 : rest[0].node])) if rest else False
        return first + rest[: int(opened)] + _joined(scene, rest[opened:])
    return first + _joined(scene, rest)


def with_classes(scene: Scene, right: list[Item], named: list[Item]) -> list[Item]:
    """Named systems and the classes joined to them or fitted with them.

    `راجمات هيمارس و18 زورق دورية`, not their ammunition; `مدرعات مزودة بصواريخ هوت`.
    """
    there, first = {item.node for item in named}, named[0].node
    return [
        item
        for item in right
        if item.node in there
        or (item.node > first and _of_its_own(scene, item))
        or (item.node < first and not item.weak and _fitted(scene.nodes[item.node + 1 : first]))
    ]


def _fitted(between: list[Node]) -> bool:
    """Whether words behind a class say that it carries the arms named behind them, no comma between."""
    return any(is_any(node, lexicon().set("carries")) for node in between) and all(node.norm != "،" for node in between)


def _of_its_own(scene: Scene, item: Item) -> bool:
    """Whether a class joined to others is arms of its own: no model is named behind it, nothing before it is meant."""
    node = scene.nodes[item.node]
    if not item.generic or item.weak or item.role.id in _SUPPLIES or not _listed(scene, item):
        return False
    counted = counts(scene.nodes[item.node - 1])
    if not (node.lead[:1] == "و" or counted or is_any(scene.nodes[item.node - 1], lexicon().set("joins"))):
        return False
    if is_any(node, lexicon().set("anaphors")) and node.norm.lstrip("و").startswith("ال") and not counted:
        return False
    behind = next((one for one in scene.items if one.node > item.node and not one.weak), None)
    if behind is None or behind.generic:
        return True
    return any(one.lead[:1] == "و" or one.norm in _JOINS for one in scene.nodes[item.node + 1 : behind.node + 1])


def _joined(scene: Scene, classes: list[Item]) -> list[Item]:
    return [item for item in classes if _listed(scene, item)]


def list_after(scene: Scene, start: int) -> list[Item]:
    """Named items of a list that a word such as `التالي` opens, or the classes in it."""
    opened = next((node.index for node in scene.nodes[start:] if node.norm in lexicon().set("lists")), None)
    listed = [item for item in scene.items if opened is not None and item.node > opened and not item.weak]
    classes = [item for item in listed if _begins_list(scene, opened or 0, item) or _listed(scene, item)]
    return [item for item in listed if not item.generic] or (classes if len(classes) > 1 else [])


def _begins_list(scene: Scene, opened: int, item: Item) -> bool:
    """`تشمل [نحو 24] مروحية`: whether only a number stands between what opens a list and arms."""
    return item.node - opened <= _BESIDE or all(map(counts, scene.nodes[opened + 1 : item.node]))


def part_of(before: list[Node]) -> bool:
    """`ومن بين الأسلحة التي …`, `إن من الأسلحة التي …`: whether a list behind the clause is part of the class."""
    words = [node.norm for node in before]
    part = words[-_BESIDE:-1] in (["من"], ["ومن"]) and words[-1] in _AMONG
    return part or words[-1:] == ["ومن"] or words[-_BESIDE:] == ["ان", "من"]


def _listed(scene: Scene, item: Item) -> bool:
    """Whether a class of arms is joined to what is before: by `و`, a mark or `فضلا عن`, only its number between."""
    if scene.nodes[item.node].lead[:1] == "و" or _kind_before(scene, item):
        return True
    nodes, at = scene.nodes, item.node - 1
    while at > max(0, item.node - _COUNT):
        node = nodes[at]
        if node.norm in _JOINS or is_any(node, lexicon().set("joins")):
            return True
        if not counts(node) and node.actor is None:
            return False
        at = node.actor.start if node.actor is not None else at
        if nodes[at].lead[:1] == "و":
            return True
        at -= 1
    return False


def _kind_before(scene: Scene, item: Item) -> bool:
    """`ومنظومات جديدة من الصواريخ …`: a word of kind or amount, joined to what is before, whose arms follow `من`."""
    before = scene.nodes[max(0, item.node - _KIND) : item.node]
    if not before or before[-1].norm != "من":
        return False
    counts = lexicon().set("vague_numbers")
    kinds = [node for node in before if (node.item is not None and node.item.weak) or is_any(node, counts)]
    return bool(kinds) and kinds[0].lead[:1] == "و"


def counts(node: Node) -> bool:
    """Whether a word belongs to the number of what is behind it: `ونحو 200 من`, `وعشرات`, `ومنظومات` (`دفاع جوي`)."""
    if node.item is not None:
        return node.item.weak
    words = lexicon().joint("vague_numbers", "about")
    return node.norm.strip("و").isdigit() or is_any(node, words) or lexicon().number(node.norm) is not None


def hand_origin(scene: Scene, right: list[Item], items: list[Item]) -> None:
    """`أسلحة أميركية … على النحو التالي: …`: what is listed comes from where the whole does."""
    lists = lexicon().set("lists")
    if right[0].generic and right[0].origin and any(node.norm in lists for node in scene.nodes[right[0].node :]):
        for item in items:
            item.origin = item.origin or right[0].origin

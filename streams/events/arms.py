"""Arms around a trigger: which items it is about, and whether it is about arms at all."""

from __future__ import annotations

from collections import Counter

from marsad.contracts import Role
from streams.events.lexicon import Frame, lexicon
from streams.events.nodes import Item, Node, Scene, is_any
from streams.events.spans import Find, near, within
from streams.events.tense import governors

_OBJECT_REACH = 6
_NEAR_REACH = 7
_FAR = 8
"""Words between a trigger and a class of arms, names not counted."""
_NEAR_LEFT = 5
_BESIDE = 2
"""Nodes between arms and the verb that they are the subject of."""
_VEHICLES = frozenset({"class:aircraft", "class:helicopters", "class:warships", "class:military-aircraft"})
"""What carries others (`نقلوا بطائرة عمودية`) where `ب` stands before it."""
_ASIDE = frozenset({"to", "in", "from", "by"})
"""What stands behind these prepositions is not the object."""


def _named(items: list[Item]) -> list[Item]:
    """Named systems where there are any, else classes."""
    named = [item for item in items if not item.generic]
    strong = [item for item in items if not item.weak]
    return _distinct(named or strong or items)


def _distinct(items: list[Item]) -> list[Item]:
    seen: dict[str, Item] = {}
    for item in items:
        seen.setdefault(item.role.id or item.role.text, item)
    return list(seen.values())


def origin_of(find: Find, item: Item) -> Role | None:
    """Where an item comes from by an adjective: its own, or that of the class or carrier named with it."""
    if item.origin is not None:
        return item.origin
    near = [other for other in find.scene.items if find.left <= other.node < find.right and other.generic]
    return next((other.origin for other in near if other.origin is not None), None)


def refused(find: Find, items: list[Item]) -> str | None:
    """The word that shows that something else than arms is handed over, or None."""
    frame = lexicon().frames[find.trigger.frame]
    nodes = find.scene.nodes
    remembered = all(item.node < find.node.index for item in items)
    named = [item for item in find.scene.items if not item.weak] if remembered else items
    first = min((item.node for item in named if item.node > find.node.index), default=len(nodes))
    for node in nodes[find.node.index + 1 : min(find.right, find.node.index + 1 + _OBJECT_REACH)]:
        if node.index >= first and node.norm not in frame.refuse_objects:
            break
        if _counts(nodes, node):
            continue
        if node.mention is None and _refuses(node, frame) and nodes[node.index - 1].prep not in _ASIDE:
            return node.norm
    if find.trigger.contents and not _contains(find, first):
        return "no contents"
    if find.places.get("subject") == "item" and _people_move(find, first):
        return "people"
    if _another_sense(find, first):
        return "another sense"
    if find.trigger.takes_b and not _behind_b(find, items):
        return "no ب before the arms"
    stop = near(find, frame.refuse_near, _NEAR_REACH) if frame.refuse_near else None
    return stop.norm if stop else None


def _counts(nodes: list[Node], node: Node) -> bool:
    """`12 مليون قذيفة`: an amount of arms, no money."""
    amount = is_any(node, lexicon().set("amounts"))
    return amount and any(
        other.item is not None and not other.item.weak for other in nodes[node.index + 1 : node.index + 2]
    )


def _refuses(node: Node, frame: Frame) -> bool:
    """Whether a word, also in the accusative (`مطلوبا`), is something else that is handed over."""
    return is_any(node, frame.refuse_objects) or (node.norm[-1:] == "ا" and node.norm[:-1] in frame.refuse_objects)


def _another_sense(find: Find, first: int) -> bool:
    """Whether the words behind the trigger, up to its arms at node `first` or in its clause, show another sense."""
    trigger, behind = find.trigger, find.scene.nodes[find.node.index + 1 :]
    far = behind[: max(1, first - find.node.index)][:13]
    return (
        any(node.norm in trigger.not_with for node in behind[:1])
        or any(node.norm in trigger.not_far for node in far)
        or any(is_any(node, trigger.not_near) for node in behind[: find.right - find.node.index - 1])
    )


def _contains(find: Find, first: int) -> bool:
    """Whether a consignment names what is in it."""
    contents = lexicon().set("contents")
    between = find.scene.nodes[find.node.index + 1 : first]
    if any(is_any(node, contents) for node in between):
        return True
    over = governors(find, find.node.index)[:1]
    return len(between) <= 1 and any(node.governor in ("halt", "lift", "refuse") for node in over)


def _people_move(find: Find, first: int) -> bool:
    """Whether it is a person or a delegation that arrives, not the arms named farther on."""
    if any(0 < find.node.index - item.node <= _BESIDE for item in find.scene.items):
        return False
    persons = lexicon().set("persons")
    for node in find.scene.nodes[find.node.index + 1 : min(first, find.right)]:
        if node.actor is not None and node.actor.person and node.actor.prep is None and not _quoted(find, node):
            return True
        if node.mention is None and node.prep is None and is_any(node, persons):
            return True
    return False


def _quoted(find: Find, node: Node) -> bool:
    """`الحاملة "أنور السادات"`: a name in quotation marks behind arms is the name of a ship."""
    before = find.scene.nodes[max(0, node.index - 2) : node.index]
    return len(before) == 2 and before[1].norm == '"' and before[0].item is not None


def _behind_b(find: Find, items: list[Item]) -> bool:
    """Whether `ب` stands between the trigger and the arms, or `بها` speaks of them."""
    for item in items:
        if any(node.norm.startswith(("ب", "وب")) for node in find.scene.nodes[find.node.index + 1 : item.node + 1]):
            return True
    return within(find, lexicon().set("with_them")) is not None or _second_object(find, items)


def _second_object(find: Find, items: list[Item]) -> bool:
    """`زودت دمشق حزب الله صواريخ`: the arms stand right behind the one who receives, without `ب`."""
    nodes, following = find.scene.nodes, [item for item in find.scene.items if item.node > find.node.index]
    if not following or not items or following[0].node > items[0].node:
        return False
    between = nodes[find.node.index + 1 : following[0].node]
    if find.reading.form.pronoun and not between:
        return True
    return (
        0 < len(between) <= 6
        and any(node.actor is not None for node in between[-2:])
        and not any(node.prep or node.governor or node.relative for node in between)
    )


def _remembered(find: Find, memory: list[Item]) -> list[Item]:
    """What `الصواريخ`, `تسليمها` or a bare `التسليم` stand for: the arms named last."""
    if not memory:
        return []
    anaphors = lexicon().set("anaphors")
    pronoun = find.reading.form.pronoun in ("ها", "ه", "هما", "هم")
    definite = within(find, anaphors) or near(find, lexicon().set("of_them"), _NEAR_REACH)
    alone = find.nominal and find.reading.lead.endswith("ال")
    if pronoun or definite:
        return [memory[-1]]
    return [_topic(memory)] if alone else []


def _topic(memory: list[Item]) -> Item:
    """What the text is about: the arms named most often, of equals the first."""
    counts = Counter(item.role.id for item in memory)
    return max(memory, key=lambda item: counts[item.role.id])


def _list_after(scene: Scene, start: int) -> list[Item]:
    """Named items of a list that a word such as `التالي` opens."""
    opened = next((node.index for node in scene.nodes[start:] if node.norm in lexicon().set("lists")), None)
    return [item for item in scene.items if opened is not None and item.node > opened and not item.generic]


def _hand_origin(scene: Scene, right: list[Item], items: list[Item]) -> None:
    """`أسلحة أميركية … على النحو التالي: …`: what is listed comes from where the whole does."""
    lists = lexicon().set("lists")
    if right[0].generic and right[0].origin and any(node.norm in lists for node in scene.nodes[right[0].node :]):
        for item in items:
            item.origin = item.origin or right[0].origin


def items_of(find: Find, memory: list[Item]) -> list[Item]:
    """The arms that a trigger is about: its object, the noun its relative clause hangs on, or what was named before."""
    index = find.node.index
    right = [item for item in find.scene.items if index < item.node < find.right and _object(find, item)]
    left = [item for item in find.scene.items if find.left <= item.node < index and _near_left(find, item)]
    right = _loaded(find, right)
    become = find.trigger.pattern == "become" and any(not item.generic for item in left)
    right = [] if become else _before_rival(find, right)
    named = _named(right)
    if named and not named[0].generic:
        _hand_origin(find.scene, right, named)
        return named
    if find.relative is not None and not (right and not right[0].weak):
        antecedent = [item for item in find.scene.items if item.node < find.relative]
        if antecedent:
            return _antecedents(find.scene, antecedent)
    listed = _list_after(find.scene, index)
    if right and listed:
        _hand_origin(find.scene, right, listed)
        return _distinct(listed)
    subject = find.places.get("subject") == "item"
    if subject or not (right or (find.reading.form.tense == "word" and not find.trigger.background)):
        own = _named(left)
        if own and (subject or not own[0].weak):
            return own
    remembered = _remembered(find, memory)
    if remembered and (not right or right[0].weak or _definite(find.scene, right[0])):
        return remembered
    return [item for item in named if not item.weak]


def _object(find: Find, item: Item) -> bool:
    """Whether an item may be what is handed over: a class of arms only close by, and not behind `ل`."""
    if not item.generic:
        return True
    node = find.scene.nodes[item.node]
    if node.lead.lstrip("وف").startswith("ب") and not find.trigger.takes_b and item.role.id in _VEHICLES:
        return False
    between = [
        each for each in find.scene.nodes[find.node.index + 1 : item.node] if each.actor is None and each.item is None
    ]
    return not node.lead.lstrip("وف").startswith("ل") and len(between) <= _FAR


def _before_rival(find: Find, right: list[Item]) -> list[Item]:
    """Items before the next arms trigger, where there are any: behind it they are its own."""
    first = next((item.node for item in right if not item.weak), len(find.scene.nodes))
    rival = next((index for index in find.scene.arms_triggers if index > first), None)
    return right if rival is None else [item for item in right if item.node < rival]


def _loaded(find: Find, right: list[Item]) -> list[Item]:
    """What a carrier is loaded with, where the text says so: `هبطت طائرة … محملة بمنظومة …`."""
    loaded = within(find, lexicon().set("loaded"))
    inside = [item for item in right if loaded is not None and item.node > loaded.index]
    return inside or right


def _near_left(find: Find, item: Item) -> bool:
    return not item.generic or find.node.index - item.node <= _NEAR_LEFT


def _definite(scene: Scene, item: Item) -> bool:
    return scene.nodes[item.node].norm in lexicon().set("anaphors")


def _antecedents(scene: Scene, items: list[Item]) -> list[Item]:
    """The named item nearest before the relative pronoun, with those joined to it by `و`.

    A class of arms right before the pronoun is meant itself where a verb stands between it and the last named one.
    """
    named = [item for item in items if not item.generic] or items
    apart = scene.nodes[named[-1].node + 1 : items[-1].node]
    if not items[-1].weak and any(reading.form.tense == "past" for node in apart for reading in node.readings):
        named = items[-1:]
    last = [named[-1]]
    for item in reversed(named[:-1]):
        between = scene.nodes[item.node + 1 : last[-1].node + 1]
        if len(between) > 3 or not any(node.lead.startswith("و") for node in between):
            break
        last.append(item)
    return _distinct(last[::-1])


def moved_own_forces(find: Find, owner: str | None, recipient: str | None) -> bool:
    """Whether arms only change place under the same flag: to a base, without a word of consignment."""
    if within(find, lexicon().set("consignments")):
        return False
    if owner and owner == recipient:
        return True
    base = near(find, lexicon().set("bases"), 14)
    return owner is not None and base is not None and find.scene.nodes[base.index - 1].prep != "by"


def only_named_contract(find: Find) -> bool:
    """`عقد توريد`, `العقد الخاص بتزويد`: the delivery noun only says what the contract is about."""
    if not find.nominal:
        return False
    contracts = lexicon().set("contracts", "nouns")
    binding = lexicon().set("contracts", "binding")
    before = find.scene.nodes[max(find.left, find.node.index - 4) : find.node.index]
    if any(is_any(node, binding) or node.governor == "fulfil" for node in before):
        return False
    for node in reversed(before):
        if is_any(node, contracts):
            return True
        if node.governor not in (None, "negate"):
            return False
    return False

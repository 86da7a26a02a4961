"""Arms around a trigger: which items it is about, and whether they change hands or only place."""

from __future__ import annotations

from marsad.contracts import Role
from streams.events.clause.antecedents import hung_on
from streams.events.clause.find import Find, brings, near, within
from streams.events.items.anaphors import refers, remembered
from streams.events.items.beside import away_from, handed_over, leads_away
from streams.events.items.lists import hand_origin, in_reach, list_after, part_of, told_together, with_classes
from streams.events.items.topics import dealt_with
from streams.events.lexicon import lexicon
from streams.events.roles.packages import taken_up, within_package
from streams.events.scene.nodes import THAT, Actor, Item, Scene, is_any

_FOR = 2
"""Nodes between `ل` and the arms that others are for."""
_BESIDE = 2
"""Nodes between a word that opens a list and what it lists."""
_NEAR_LEFT = 5
_THEM = 6
"""Words behind a trigger among which the pronoun stands that resumes arms (`زودت لندن كييف بها`)."""
_FAR_BASE = 14
_ARMING = "تسلح"
_ARE = frozenset({"هي", "هو", "هما"})
_VEHICLES = frozenset({"class:aircraft", "class:helicopters", "class:warships", "class:transport-aircraft"})
"""What carries others (`نقلوا بطائرة عمودية`) where `ب` stands before it."""


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
    if item.origin is not None or find.hung_on:
        return item.origin
    near = [other for other in find.scene.items if find.left <= other.node < find.right and other.generic]
    named = [other.node for other in find.scene.items if not other.generic and other.origin is not None]
    near = [other for other in near if not any(other.node < node < item.node for node in named)]
    near = [other for other in near if not leads_away(find.scene, item.node, other.node)]
    return next((other.origin for other in near if other.origin is not None), None)


def _ships(find: Find) -> bool:
    return find.trigger.frame == "arms_delivery"


def items_of(find: Find, memory: list[Item]) -> list[Item]:
    """The arms that a trigger is about: its object, the noun its relative clause hangs on, or what was named before."""
    if memory and (_some_of_them(find) or brings(find)):
        return [memory[-1]]
    return _loaded_before(find) or _named(taken_up(find)) or _items_of(find, memory)


def _items_of(find: Find, memory: list[Item]) -> list[Item]:
    right = _behind(find)
    about = _clause_is_about(find) or _topic_of(find, right, memory)
    if about and not (right and is_loaded(find, right[0])):
        return _distinct(about)
    named = _named(right)
    if named and not named[0].generic:
        hand_origin(find.scene, right, named)
        return with_classes(find.scene, right, named)
    if find.relative is not None and not (right and not right[0].weak):
        antecedent = [item for item in find.scene.items if item.node < find.relative]
        if antecedent:
            return _distinct(_strong(find.hung_on)) or _antecedents(find.scene, antecedent)
    listed = [item for item in list_after(find.scene, find.node.index) if not _made_for(find, item)]
    if right and listed:
        hand_origin(find.scene, right, listed)
        return _distinct(listed)
    return _of_before(find, memory, right) or told_together(find.scene, _strong(named))


def _strong(items: list[Item]) -> list[Item]:
    return [item for item in items if not item.weak]


def _behind(find: Find) -> list[Item]:
    """The arms behind a trigger that may be its object."""
    right = [item for item in find.scene.items if find.node.index < item.node < find.right and _object(find, item)]
    right = _loaded(find, in_reach(find, right))
    become = find.trigger.pattern == "become" and any(not item.generic for item in _left(find))
    return [] if become else handed_over(find, _before_rival(find, right))


def _left(find: Find) -> list[Item]:
    left = [item for item in find.scene.items if find.left <= item.node < find.node.index and _near_left(find, item)]
    return _since_that(find, left)


def _of_before(find: Find, memory: list[Item], right: list[Item]) -> list[Item]:
    """The arms before a trigger in its clause, or in a sentence before, where none behind it are its object."""
    subject = find.places.get("subject") == "item" or within_package(find)
    if subject or not (right or (find.reading.form.tense == "word" and not find.trigger.background)):
        own = _named(_left(find))
        if own and (subject or not own[0].weak) and not refers(find, own[0], memory):
            return own
    if find.trigger.lemma == "تسليح" and not right and not _arming(find):
        return [_implied(find)]
    return remembered(find, memory) if not right or right[0].weak or refers(find, right[0], memory) else []


def _clause_is_about(find: Find) -> list[Item]:
    """The arms that a relative clause or participle hangs on and is about, with what comes along with them."""
    if not _strong(find.hung_on[:1]) or not _resumes(find) or _lists_them(find):
        return []
    return find.hung_on + brought_along(find)


def _topic_of(find: Find, right: list[Item], memory: list[Item]) -> list[Item]:
    """`صواريخ إس-300 سلمتها موسكو إلى دمشق لمواجهة مقاتلات …`: arms right before the trigger that it is about.

    A pronoun is about them unless others are the object (`سلمتها أول مقاتلتين`).
    """
    at = _start(find)
    if find.relative is not None or find.reading.lead[:1] == "و" or at is None or not _resumes(find):
        return []
    others = away_from(find, right)
    given = bool(others) and not any(one.prep == "to" for one in _between(find, others[0]))
    if given and find.places.get("subject") != "item":
        return []
    found = _strong([one for one in hung_on(find.scene, at) if one.node >= find.left and not _replaced(find, one)])
    if found and refers(find, found[0], memory):
        return remembered(find, memory)
    return [] if found and found[0].generic and _repeats(find, found[0]) else found


def _replaced(find: Find, item: Item) -> bool:
    """`بدلا من مروحيات أرسلت …`: arms that others are handed over for."""
    before = find.scene.words[max(0, item.node - _BESIDE) : item.node]
    return before[-1:] == ["من"] and not lexicon().set("exchanges").isdisjoint(word.lstrip("وف") for word in before)


def _start(find: Find) -> int | None:
    """Where a trigger begins, with `قد تم` and the like before it, and no comma before that."""
    at, words = find.node.index, find.scene.words
    while at > find.left and words[at - 1] in lexicon().set("before_verbs"):
        at -= 1
    return None if at <= find.left or words[at - 1] == "،" else at


def _repeats(find: Find, item: Item) -> bool:
    """`…، وهي أول أسلحة ثقيلة تصل إليها`: a class that only says what the arms before it are."""
    return any(is_any(node, _ARE) for node in find.scene.nodes[max(0, item.node - _BESIDE - 1) : item.node])


def _between(find: Find, item: Item) -> list[Actor]:
    return [actor for actor in find.scene.actors if find.node.index < actor.node < item.node]


def _resumes(find: Find) -> bool:
    """Whether a clause that hangs on arms is about them: by a pronoun (`سلمتها`, `زودت بها …`), or as what arrives."""
    words = find.scene.words[find.node.index + 1 : find.right]
    by_prep = not lexicon().joint("with_them", "of_those").isdisjoint(words[:_THEM])
    if find.trigger.takes_b:
        return by_prep
    behind = find.scene.nodes[find.node.index + 1 : find.node.index + 2]
    passive = not find.nominal and any(node.prep or node.lead.endswith("ل") for node in behind)
    return find.attached or by_prep or passive or find.trigger.background or find.places.get("subject") == "item"


def brought_along(find: Find) -> list[Item]:
    """`راجمات إم-270 التي وصلت …، ومعها منظومة هيمارس …`: arms that come with those that a clause hangs on."""
    along = within(find, lexicon().set("along")) if find.hung_on and find.places.get("subject") == "item" else None
    if along is None or along.index < find.node.index:
        return []
    return _named([item for item in find.scene.items if along.index < item.node < find.right])


def _lists_them(find: Find) -> bool:
    """`تشمل المساعدات العسكرية التي قدمتها … صواريخ …`: whether what a class holds is listed behind the clause."""
    first = find.hung_on[0]
    behind = [item.node for item in find.scene.items if item.node > find.node.index and not item.weak]
    if not first.generic or not behind:
        return False
    lists = lexicon().set("lists")
    before = find.scene.nodes[max(0, first.node - _BESIDE) : first.node]
    if part_of(before):
        return True
    between = find.scene.nodes[find.node.index + 1 : behind[0]]
    return any(is_any(node, lists) for node in [*before, *between])


def _some_of_them(find: Find) -> bool:
    """`حطت ستة منها`: a number right behind a verb, of the arms named before."""
    index = find.node.index
    words = find.scene.words[index + 1 : index + 3]
    if words[:1] == ["منها"] and find.trigger.pattern in ("receive", "give"):
        return not find.nominal
    before = find.scene.words[max(0, index - 2) : index]
    words = before if before[1:] in (["منها"], ["منهم"]) else words
    number = bool(words) and (words[0].isdigit() or lexicon().number(words[0]) is not None)
    return not find.nominal and number and words[1:] in (["منها"], ["منهم"])


def _arming(find: Find) -> bool:
    """`عقد تسلح`: the noun of arming oneself, which is written as a verb is, has nobody behind it."""
    following = find.scene.nodes[find.node.index + 1 : find.node.index + 2]
    object_ = find.reading.form.pronoun or any(node.actor is not None or node.prep for node in following)
    return find.node.norm == _ARMING and not object_


def _implied(find: Find) -> Item:
    """`تسليح المعارضة`: arms that only the verb speaks of."""
    start, end = find.node.start, find.node.end
    text = find.scene.document.text[start:end]
    role = Role(text=text, id="class:weapons", name_en="weapons (unspecified)", start=start, end=end)
    return Item(role, find.node.index, generic=True, implied=True)


def _object(find: Find, item: Item) -> bool:
    """Whether an item may be what is handed over: a class of arms not behind `ل`."""
    if _ships(find) and dealt_with(find, item.node):
        return False
    if "محل" in find.scene.words[max(0, item.node - _BESIDE - 1) : item.node]:
        return False
    if not item.generic:
        return not _made_for(find, item)
    node = find.scene.nodes[item.node]
    carrier = item.role.id in lexicon().words["carriers"] and not find.trigger.strong
    if carrier or find.scene.words[item.node - 1] == "متن":
        return False
    if node.lead.lstrip("وف").startswith("ب") and not find.trigger.takes_b and item.role.id in _VEHICLES:
        return False
    return not node.lead.lstrip("وف").startswith("ل") or (find.nominal and item.node == find.node.index + 1)


def _made_for(find: Find, item: Item) -> bool:
    """`ذخيرة لمدافع "غيبارد"`: named arms that others, named before, are for."""
    near = find.scene.nodes[max(find.node.index + 1, item.node - _FOR) : item.node + 1]
    near = [node for node in near if node.actor is None]
    led = next((node for node in near if node.lead.lstrip("وف") == "ل" or node.norm.startswith("لم")), None)
    before = [other for other in find.scene.items if led and find.node.index < other.node < led.index]
    if led is None or not before:
        return False
    parts = find.scene.nodes[max(before[-1].node + 1, led.index - _FOR) : led.index]
    return (before[-1].generic and not before[-1].weak) or any(is_any(node, lexicon().set("parts")) for node in parts)


def _batch(find: Find, index: int) -> bool:
    """`… والدفعة الثانية من مروحيات`: another batch in a list of what is handed over; not `والدفعة الجديدة تشمل …`."""
    node, following = find.scene.nodes[index], find.scene.nodes[index + 1 : index + 1 + _FOR]
    told = any(is_any(each, lexicon().set("lists")) for each in following)
    return node.norm[0] == "و" and not told and is_any(node, lexicon().set("batches"))


def _before_rival(find: Find, right: list[Item]) -> list[Item]:
    """Items before the next arms trigger, where there are any: behind it they are its own."""
    first = next((item.node for item in right if not item.weak), len(find.scene.nodes))
    rivals = (index for index in find.scene.arms_triggers if index > first)
    rival = next((index for index in rivals if not _batch(find, index)), None)
    return right if rival is None else [item for item in right if item.node < rival]


def _loaded(find: Find, right: list[Item]) -> list[Item]:
    """What a carrier is loaded with, where the text says so: `هبطت طائرة … محملة بمنظومة …`."""
    loaded = within(find, lexicon().set("loaded"))
    inside = [item for item in right if loaded is not None and item.node > loaded.index]
    return inside or right


def is_loaded(find: Find, item: Item) -> bool:
    """Whether what stands behind a trigger is what a carrier named before it brings."""
    loaded = within(find, lexicon().set("loaded"))
    return loaded is not None and find.node.index < loaded.index < item.node


def _loaded_before(find: Find) -> list[Item]:
    """`قطارات محملة بدبابات … تتجه إلى …`: what a carrier named before the verb is loaded with."""
    if find.trigger.status != "in_progress":
        return []
    before = find.scene.nodes[find.left : find.node.index]
    loaded = next((node.index for node in before if is_any(node, lexicon().set("loaded"))), len(find.scene.nodes))
    return _named([item for item in find.scene.items if loaded < item.node < find.node.index])


def _since_that(find: Find, left: list[Item]) -> list[Item]:
    """`بسبب مقاتلات ميغ-29 قال … إن مقاتلات سوخوي-30 ستشحن`: the arms behind the last `أن`, where there are any."""
    that = [node.index for node in find.scene.nodes[find.left : find.node.index] if node.norm in THAT]
    inside = [item for item in left if that and item.node > that[-1] and not item.generic]
    return inside or left


def _near_left(find: Find, item: Item) -> bool:
    opens = find.places.get("subject") == "item" and find.scene.words[item.node - 1] in THAT
    return not item.generic or find.node.index - item.node <= (_FAR_BASE if opens else _NEAR_LEFT)


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


def _or(find: Find) -> int:
    """Words behind the trigger up to `أو`, behind which something else is said; at most `_FAR_BASE`."""
    words = find.scene.words[find.node.index + 1 : find.node.index + 1 + _FAR_BASE]
    return words.index("او") if "او" in words else _FAR_BASE


def moved_own_forces(find: Find, owner: str | None, recipient: str | None) -> bool:
    """Whether arms only change place under the same flag: to a base, without a word of consignment."""
    bought = find.scene.nodes[find.right : find.right + 1]
    if within(find, lexicon().set("consignments")) or any(is_any(each, lexicon().set("ordered")) for each in bought):
        return False
    if (owner and owner == recipient) or _for_its_own(find):
        return True
    base = near(find, lexicon().set("bases"), _or(find))
    base = None if base is not None and base.item is not None else base
    return owner is not None and base is not None and find.scene.nodes[base.index - 1].prep not in ("by", "via", "from")


def _for_its_own(find: Find) -> bool:
    """`سينقل بطارية … إلى بولندا لحماية قواته`: arms that follow the forces of who moves them."""
    own = lexicon().set("own_forces")
    behind = find.scene.nodes[find.node.index + 1 : find.right]
    return any(is_any(node, own) and find.scene.words[node.index - 1] == "لحمايه" for node in behind)

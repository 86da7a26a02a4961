"""Who does what: the actors and the arms around a trigger, by the places of its pattern."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from marsad.contracts import Role
from streams.events.lexicon import lexicon, particle
from streams.events.nodes import Actor, Item, Scene, is_any, is_finite
from streams.events.spans import Find

_NOT_SUBJECT = frozenset({"in", "on", "from", "to", "with", "between", "about", "with_b", "by", "via"})


@dataclass(slots=True)
class Filled:
    """Roles found for one trigger; `weak` names those that were guessed from farther away."""

    actors: dict[str, Actor] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    by_item: dict[int, dict[str, Actor]] = field(default_factory=dict)
    """Roles that belong to one item only, by the item's node."""
    weak: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def put(self, role: str | None, actor: Actor | None, why: str, *, weak: bool = False) -> None:
        """Fill a role that is still empty."""
        if role is None or actor is None or role in self.actors or role == "item":
            return
        if any(other.key == actor.key for other in self.actors.values()):
            return
        self.actors[role] = actor
        if weak:
            self.weak.add(role)
        self.notes.append(f"{role} {actor.role.text!r} {why}")


def _right(find: Find) -> list[Actor]:
    return [actor for actor in find.scene.actors if find.node.index < actor.node < find.right]


def _left(find: Find) -> list[Actor]:
    """Actors before the trigger that may be its subject, nearest first."""
    found = [actor for actor in find.scene.actors if find.left <= actor.node < find.node.index]
    return [actor for actor in reversed(found) if actor.how != "place" and _may_act(find, actor)]


def _may_act(find: Find, actor: Actor) -> bool:
    """Whether an actor before a trigger stands as a subject: without a preposition, or as in `سبق لروسيا أن سلمت`."""
    start = actor.head if actor.head >= 0 else actor.node
    dative = actor.prep == "to" and start > 0 and is_any(find.scene.nodes[start - 1], lexicon().set("dative"))
    return dative or actor.prep not in _NOT_SUBJECT


def _before_item(find: Find, actors: list[Actor]) -> list[Actor]:
    """Bare actors on the right that can be arguments: no preposition, no comma between, not far behind the items."""
    words = find.scene.words
    return [
        actor
        for actor in actors
        if actor.prep is None
        and actor.how != "place"
        and actor.node - find.node.index <= 12
        and "،" not in words[find.node.index : actor.node]
        and not _of_another(find, actor)
    ]


def _of_another(find: Find, actor: Actor) -> bool:
    """Whether another verb stands before an actor, or a noun such as `موافقة` takes it as its own."""
    start = actor.head if actor.head >= 0 else actor.node
    between = find.scene.nodes[find.node.index + 1 : start]
    negated = any(particle(node.norm) in ("لن", "لم") for node in between)
    if negated or any(node.governor and any(map(is_finite, node.readings)) for node in between):
        return True
    last = between[-1] if between else None
    return last is not None and any(reading.governor and reading.form.tense == "masdar" for reading in last.readings)


def _verb_subject(find: Find, filled: Filled, bare: list[Actor], left: list[Actor]) -> None:
    """Subject and object of a finite verb, in either order."""
    places = find.places
    subject, following = None, list(bare)
    if find.reading.form.subject in ("us", "me"):
        filled.put(places.get("subject"), _speaker(find, filled), "who speaks")
        left = left or ([filled.actors[places["subject"]]] if places.get("subject") in filled.actors else [])
    if _resumed(find) and following and following[0].node - find.node.index <= 2:
        filled.put(places.get("subject"), following[0], "as the subject after the verb")
        return
    left = _pronoun_opens(find) or left
    adjacent = bool(following) and following[0].node - find.node.index <= 2
    feminine_first = find.reading.form.subject in ("m", "f") and not left
    if (adjacent and (not left or find.relative is not None)) or (feminine_first and following):
        if len(following) > 1 or find.reading.form.pronoun or "alone" not in places:
            subject = following.pop(0)
            filled.put(places.get("subject"), subject, "as the subject after the verb")
    elif left and not _only_speaks(find, left[0], filled):
        subject = left[0]
        filled.put(places.get("subject"), subject, "as the subject before the verb")
    for actor, place in zip(following, ("object", "second"), strict=False):
        role = places.get(place)
        filled.put(places.get("second") if role == "item" else role, actor, "as the object")


def _only_speaks(find: Find, actor: Actor, filled: Filled) -> bool:
    """`قالت الشركة الروسية إن أول عميل سيتسلم …`: who makes the arms only speaks of somebody else who receives them."""
    if find.places.get("subject") != "recipient" or not _is_maker(actor, filled):
        return False
    between = find.scene.nodes[actor.node + 1 : find.node.index]
    that = next((node.index for node in between if node.norm in ("ان", "بان")), None)
    return that is not None and find.node.index - that > 1


def _resumed(find: Find) -> bool:
    """`قدمتها الولايات المتحدة`: the pronoun is the arms, so the name behind the verb does it."""
    return find.reading.form.pronoun in ("ها", "ه", "هما", "هم") and find.places.get("object") == "item"


def _pronoun_opens(find: Find) -> list[Actor]:
    """`موسكو … وإنها ستسلم طهران …`: the pronoun of `إنها` is the subject; it stands for the name before it."""
    before = find.scene.nodes[max(0, find.node.index - 2) : find.node.index]
    if not any(is_any(node, lexicon().set("that_they")) for node in before):
        return []
    bare = [actor for actor in find.scene.actors if actor.node < find.node.index and _may_act(find, actor)]
    return [actor for actor in reversed(bare) if actor.how != "place"][:1]


def _noun_arguments(find: Find, filled: Filled, bare: list[Actor]) -> None:
    """What follows a masdar without a preposition."""
    places = find.places
    close = [actor for actor in bare if actor.node - find.node.index <= 8]
    if not close:
        return
    object_role = places.get("object") if places.get("object") != "item" else places.get("second")
    if len(close) > 1 and object_role:
        filled.put(places.get("subject"), close[0], "after the noun")
        filled.put(object_role, close[1], "as the second name after the noun")
        return
    led = "led" in places and any(actor.key != close[0].key for actor in _left(find))
    sole = places["led"] if led else places.get("sole")
    if sole in filled.actors or (filled.items and sole == object_role and _is_maker(close[0], filled)):
        sole = places.get("subject")
    filled.put(sole, close[0], "after the noun")


def _is_maker(actor: Actor, filled: Filled) -> bool:
    """Whether the actor builds the item: then it rather supplies it than receives it."""
    return any(item.maker and item.maker == actor.role.id for item in filled.items)


def _pronoun(find: Find, scene: Scene, known: list[Actor]) -> Actor | None:
    """Whom an attached pronoun stands for: the last actor before it that has no role here."""
    taken = {actor.key for actor in known}
    for actor in reversed([one for one in scene.actors if one.node < find.node.index]):
        if actor.key not in taken and actor.how != "pronoun" and actor.prep != "in":
            return actor
    return None


def _prepositions(find: Find, filled: Filled, right: list[Actor]) -> None:
    places = find.places
    for actor in right:
        if actor.prep == "to" and _of_a_statement(find, actor):
            continue
        if actor.prep and actor.prep in places and not (actor.how == "place" and actor.prep not in ("to", "in")):
            filled.put(places[actor.prep], actor, f"from prep {actor.prep}")


def _of_a_statement(find: Find, actor: Actor) -> bool:
    """`وفق بيان لوزارة الدفاع`: whose statement it is, not to whom something goes."""
    return actor.node > 0 and is_any(find.scene.nodes[actor.node - 1], lexicon().set("statements"))


def _partners(find: Find, filled: Filled) -> None:
    """`بين روسيا وتركيا`, `وقعت الهند وروسيا …`, `مصر مع فرنسا …`: two sides before or behind a noun."""
    places = find.places
    if not find.nominal or "partner" not in places:
        return
    clause = [actor for actor in find.scene.actors if find.left <= actor.node < find.right and actor.how != "place"]
    nodes = find.scene.nodes
    for one, other in pairwise(clause):
        joined = nodes[other.head if other.head >= 0 else other.node].lead[:1] == "و"
        if joined and one.prep == other.prep and other.node - one.node <= 4 and _beside(find, one, other):
            first, second = (other, one) if _is_maker(one, filled) else (one, other)
            filled.put(places.get("between", places.get("subject")), first, "as one of two sides")
            filled.put(places["partner"], second, "as the other side")
            return
    for actor in clause:
        if actor.prep == "with" and actor.node < find.node.index:
            filled.put(places.get("with"), actor, "from prep with")


def _beside(find: Find, one: Actor, other: Actor) -> bool:
    """Whether two joined names stand at the trigger: before it as subjects, or behind it or its arms after `بين`."""
    if one.prep is None:
        return 0 < find.node.index - other.node <= 4
    behind = max([item.node for item in find.scene.items if item.node < one.node], default=0)
    return one.prep == "between" and 0 < one.node - max(behind, find.node.index) <= 4


def _pronoun_object(find: Find, filled: Filled) -> None:
    """`زودتها روسيا`, `وصلهم`: the pronoun is the role that the object would be."""
    places, pronoun = find.places, find.reading.form.pronoun
    if pronoun == "نا" and "second" in places:
        filled.put(places["second"], _speaker(find, filled), "the speaker's own", weak=True)
    role = places.get("object")
    if pronoun and role and role != "item" and role not in filled.actors:
        filled.put(role, _pronoun(find, find.scene, list(filled.actors.values())), "by the attached pronoun", weak=True)


def _speaker(find: Find, filled: Filled) -> Actor | None:
    """Who says `us`: the first actor before the clause that has no role in it."""
    taken = {actor.key for actor in filled.actors.values()}
    before = [actor for actor in find.scene.actors if actor.node < find.node.index and actor.key not in taken]
    return before[0] if before else None


def _governing_subject(find: Find, filled: Filled) -> None:
    """The subject of what stands over a noun (`روسيا تعلن تسليم`) does it, unless it is the other side."""
    places = find.places
    subject = places.get("subject")
    if find.trigger.background or subject in (None, "item") or subject in filled.actors:
        return
    late = "supplier" if find.trigger.pattern == "deal" else subject
    filled.put(late, _of_governor(find), "by the pronoun of what stands over it", weak=True)
    for actor in sorted(_left(find), key=lambda actor: _asks(find, actor) or not _agrees(find, actor)):
        if _only_speaks(find, actor, filled):
            continue
        sold = find.trigger.pattern == "deal" and _is_maker(actor, filled)
        filled.put("supplier" if sold else subject, actor, "as the subject of the verb over it", weak=True)
        if subject in filled.actors:
            return
    outside = [
        actor
        for actor in find.scene.actors
        if actor.node < find.left and actor.prep not in ("in", "on") and actor.how != "place"
    ]
    for actor in outside if find.relative is None else reversed(outside):
        if actor.prep is None and (actor.how == "pronoun" or not find.nominal):
            filled.put(subject, actor, "from the clause before", weak=True)


def _asks(find: Find, actor: Actor) -> bool:
    """`رفضت برلين طلب كييف تزويدها …`: who stands behind a noun of asking does not give."""
    start = actor.head if actor.head >= 0 else actor.node
    before = find.scene.nodes[start - 1] if start else None
    return find.places.get("subject") == "supplier" and before is not None and before.governor == "request"


def _agrees(find: Find, actor: Actor) -> bool:
    """Whether an actor may be the pronoun at a noun: `ها` of `تسلمها` is none that is masculine."""
    if find.reading.form.pronoun != "ها" or actor.how == "pronoun":
        return True
    heads = find.scene.nodes[actor.head if actor.head >= 0 else actor.node : actor.node + 1]
    return not any(is_any(node, lexicon().set("masculine")) for node in heads)


def _announcer(find: Find, filled: Filled) -> None:
    """`أعلنت أنقرة وصول …`: who announces an arrival receives, unless the arms are its own make."""
    announcer = next(iter(_left(find)), None)
    led = any(actor.prep == "to" and not _of_a_statement(find, actor) for actor in _right(find))
    if find.nominal and announcer is not None and "announcer" in find.places and not led:
        role = "supplier" if _is_maker(announcer, filled) else find.places["announcer"]
        filled.put(role, announcer, "who announces it", weak=True)


def _addressed(find: Find, filled: Filled) -> None:
    """`التزاماتها تجاه إيران بما فيها توريد …`, `السفير لدى طهران`: the one state that is spoken to before."""
    if "recipient" not in find.places.values() or "recipient" in filled.actors or find.trigger.contents:
        return
    before = [actor for actor in find.scene.actors if actor.node < find.node.index and actor.prep in ("to", "at")]
    if len({actor.key for actor in before}) == 1 and not _of_a_statement(find, before[0]):
        filled.put("recipient", before[0], "spoken to before", weak=True)


def _maker_named(find: Find, filled: Filled) -> None:
    """The state that builds the arms, where the sentence names it and nobody else supplies them."""
    if "supplier" not in find.places.values() or "supplier" in filled.actors:
        return
    makers = [actor for actor in find.scene.actors if actor.prep != "to" and _is_maker(actor, filled)]
    filled.put("supplier", next(iter(makers), None), "builds the arms", weak=True)


def _awaits(find: Find, filled: Filled) -> None:
    """`قال ضابط إسرائيلي إن الطائرات ستصل من …`: the one other state of the sentence is where they arrive."""
    if "announcer" not in find.places or "recipient" in filled.actors or "supplier" not in filled.actors:
        return
    supplier = filled.actors["supplier"].key
    others = {actor.key: actor for actor in find.scene.actors if actor.key != supplier and actor.prep != "from"}
    if len(others) == 1 and "supplier" not in filled.weak:
        filled.put("recipient", next(iter(others.values())), "the other state of the sentence", weak=True)


def _promised(find: Find, filled: Filled) -> None:
    """`… التي وعدت بها الدانمارك`: who promised what has come supplies it."""
    if "supplier" in filled.actors or "supplier" not in find.places.values():
        return
    nodes = find.scene.nodes
    for node, by, giver in zip(
        nodes[find.node.index :], nodes[find.node.index + 1 :], nodes[find.node.index + 2 :], strict=False
    ):
        if node.governor == "plan" and by.norm in ("بها", "به") and any(map(is_finite, node.readings)):
            actor = next((one for one in find.scene.actors if giver.index <= one.node <= giver.index + 2), None)
            filled.put("supplier", actor, "promised them", weak=True)
            return


def _packaged(find: Find, filled: Filled) -> None:
    """`أعلن البيت الأبيض أن الحزمة تشمل … ستصل إلى كييف`: who speaks of a package gives it."""
    if find.places.get("subject") != "item" or "supplier" in filled.actors or "recipient" not in filled.actors:
        return
    before = find.scene.nodes[: find.node.index]
    if any(is_any(node, lexicon().set("packages")) for node in before):
        first = next((node.actor for node in before if node.actor is not None and node.actor.prep is None), None)
        filled.put("supplier", first, "speaks of its package", weak=True)


def _of_governor(find: Find) -> Actor | None:
    """`تأخرها في صفقة …`: whom the pronoun of the noun over the trigger stands for."""
    for node in reversed(find.scene.nodes[max(find.left, find.node.index - 3) : find.node.index]):
        if node.governor and any(
            r.governor == node.governor and r.form.tense == "masdar" and r.form.pronoun for r in node.readings
        ):
            before = [actor for actor in find.scene.actors if actor.node < node.index]
            return before[-1] if before else None
    return None


def _them(find: Find, filled: Filled) -> None:
    """`إليها`, `لهم`: the last actor that has no role here."""
    places = find.places
    role = places.get("to")
    if not role or role in filled.actors:
        return
    for node in find.scene.nodes[find.node.index + 1 : find.right]:
        if node.mention is None and is_any(node, lexicon().set("them")):
            filled.put(role, _pronoun(find, find.scene, list(filled.actors.values())), "by a pronoun", weak=True)
            return


def _split_suppliers(find: Find, filled: Filled) -> None:
    """Several items, each with its own `من …`: in order."""
    place = find.places.get("from")
    sources = [actor for actor in _right(find) if actor.prep == "from"]
    if not place or len(sources) < 2 or len(filled.items) < 2:
        return
    items = sorted(filled.items, key=lambda item: item.node)
    for index, item in enumerate(items):
        end = items[index + 1].node if index + 1 < len(items) else find.right
        own = next((actor for actor in sources if item.node < actor.node < end), None)
        if own:
            filled.by_item[item.node] = {place: own}


def fill(find: Find, items: list[Item]) -> Filled:
    """Fill the roles of one trigger."""
    filled = Filled(items=items)
    right = _right(find)
    bare = _before_item(find, right)
    _partners(find, filled)
    if find.places.get("object", "item") == "item" and find.places.get("subject") != "recipient":
        _prepositions(find, filled, right)
    if find.nominal:
        _noun_arguments(find, filled, bare)
        _governing_subject(find, filled)
    else:
        _verb_subject(find, filled, bare, _left(find))
        of_before = find.reading.form.pronoun or find.trigger.pattern == "receive"
        if find.places.get("subject") not in filled.actors and (find.relative is None or of_before):
            _governing_subject(find, filled)
    _pronoun_object(find, filled)
    _announcer(find, filled)
    _prepositions(find, filled, right)
    _them(find, filled)
    _addressed(find, filled)
    _awaits(find, filled)
    _packaged(find, filled)
    _promised(find, filled)
    _maker_named(find, filled)
    _split_suppliers(find, filled)
    return filled


def without(role: Role) -> Role:
    """A role filled from another field: no offsets."""
    return Role(text=role.text, id=role.id, name_en=role.name_en, name_ar=role.name_ar)

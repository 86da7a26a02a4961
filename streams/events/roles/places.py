"""Who does what: the actors around a trigger, by the places of its pattern."""

from __future__ import annotations

from streams.events.clause.find import Find, brings
from streams.events.clause.governing import SUBJUNCTIVE
from streams.events.clause.spans import joined_to_condition
from streams.events.lexicon import ARMS, lexicon, particle
from streams.events.roles.asked import asked_for
from streams.events.roles.carriers import brought
from streams.events.roles.exchanges import in_return
from streams.events.roles.filled import (
    Filled,
    actors_before,
    actors_behind,
    behind_joined,
    is_helped,
    is_maker,
    led_on,
    may_act,
    of_a_statement,
    of_adjective,
    once_meant,
    only_speaks,
    stands_for,
    teller_is,
    who_speaks,
)
from streams.events.roles.guesses import allotted, announcer, awaited, given_before, guess, thanked
from streams.events.roles.packages import backed
from streams.events.roles.sides import join, joined_in, partners, two_sides
from streams.events.roles.subjects import blamed, governing_subject, informed
from streams.events.scene.aside import travels_to
from streams.events.scene.nodes import Actor, Item, Node, is_any, is_finite, is_verb

_MARKS = frozenset("،\"'()-")
_HERE = frozenset({"هناك", "هنا", "لاحقا", "بدورهم"})
_AMONG = frozenset({"in", "from", "about", "to"})
_BESIDE = 2
"""Nodes between a verb and a subject right before it."""
_JOINED = 4
"""Nodes between two joined verbs."""
_HELPING = frozenset({"سبق", "ان", "وان", "قد", "كان", "كانت", "كانوا", "لم", "لا", "لن", "تزال", "يزال"})
"""Words between a relative pronoun and its verb."""


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
    start = actor.start
    between = find.scene.nodes[find.node.index + 1 : start]
    negated = any(particle(node.norm) in ("لن", "لم") for node in between)
    if negated or any(node.governor and is_verb(node) for node in between):
        return True
    last = between[-1] if between else None
    return last is not None and any(reading.governor and reading.form.tense == "masdar" for reading in last.readings)


def _verb_subject(find: Find, filled: Filled, bare: list[Actor], left: list[Actor]) -> None:
    """Subject and object of a finite verb, in either order."""
    places = find.places
    subject, following = None, list(bare)
    if find.reading.form.subject in ("us", "me"):
        filled.put(places.get("subject"), who_speaks(find, filled), "who speaks")
        left = left or ([filled.actors[places["subject"]]] if places.get("subject") in filled.actors else [])
    if _resumed(find) and following and following[0].node - find.node.index <= 2:
        filled.put(places.get("subject"), following[0], "as the subject after the verb")
        return
    if by_some(find):
        filled.put(places.get("subject"), _some_of(find), "as those among whom the subject is", weak=True)
        return
    elided = _elided(find, filled, following)
    if elided is not None:
        filled.put(places.get("subject"), elided, "as the subject of the verb that this one is joined to")
        filled.put(places.get("second"), following[0], "as the object")
        return
    left = _pronoun_opens(find) or _first_of_two(find) or _of_condition(find) or left
    whose = _whose_clause(find, following)
    if whose is not None:
        filled.put(places.get("subject"), whose, "whom the relative clause is about")
        left = [whose]
    opens = _opens_statement(find)
    left = opens or left
    adjacent = bool(following) and following[0].node - find.node.index <= 2 and not opens
    feminine_first = find.reading.form.subject in ("m", "f") and not left
    sole = find.places.get("object") == "item" and "second" not in find.places and len(following) == 1
    free = not left or find.relative is not None
    free = free or (sole and (find.node.index - left[0].node > _BESIDE or _laid_on(find)))
    adjacent = adjacent and whose is None
    both = (
        (len(following) > 1 or _laid_on_to(find))
        and ("second" in places or places.get("object") == "recipient")
        and not free
        and find.node.index - left[0].node > _BESIDE
    )
    if not _after_its_item(find, following) and ((adjacent and (free or both)) or (feminine_first and following)):
        if len(following) > 1 or find.reading.form.pronoun or "alone" not in places or _gives(find, following[0]):
            subject = following.pop(0)
            filled.put(places.get("subject"), subject, "as the subject after the verb")
    elif left and not only_speaks(find, left[0], filled):
        subject = left[0]
        place = teller_is(find, subject, filled)
        filled.put(places.get(place or "subject"), subject, "as the subject before the verb", weak=place is not None)
    if subject is not None and places.get("subject") in filled.actors:
        following = [actor for actor in behind_joined(find, subject, following) if actor.key != subject.key]
    for actor, place in zip(following, ("object", "second"), strict=False):
        role = places.get(place)
        filled.put(places.get("second") if role == "item" else role, actor, "as the object")


def _opens_statement(find: Find) -> list[Actor]:
    """`التي يعتقد أن باريس سلمت كييف …`: a bare name between `أن` and the verb is its subject."""
    before = [one for one in find.scene.actors if one.node == find.node.index - 1 and one.prep is None]
    return [one for one in before if one.start and find.scene.words[one.start - 1] in ("ان", "بان", "وان", "وبان")]


def _laid_on_to(find: Find) -> bool:
    """`وافقت برلين على أن تسلم وارسو دبابات إلى كييف`: the recipient stands behind `إلى`, so the bare name does it."""
    that = find.node.index > 0 and find.scene.words[find.node.index - 1] == "ان"
    return that and find.places.get("object") == "item" and any(one.prep == "to" for one in actors_behind(find))


def _laid_on(find: Find) -> bool:
    """`وعد بأن تحصل كييف على …`: behind `أن` a verb stands before its subject."""
    return find.node.index > 0 and find.scene.words[find.node.index - 1] in SUBJUNCTIVE


def _gives(find: Find, actor: Actor) -> bool:
    """Whether one bare name behind a verb that takes a recipient there does it all the same."""
    return _promises(find, actor) or _arms_others(find, actor)


def _arms_others(find: Find, actor: Actor) -> bool:
    """`زودت إيران الميليشيات … بصواريخ`: those who are armed stand behind the name, without a state of their own."""
    following = find.scene.nodes[actor.node + 1 : actor.node + 2]
    armed = lexicon().joint("bodies", "persons", "fighters")
    return find.trigger.pattern == "supply" and any(
        node.actor is None and not node.prep and node.norm.startswith("ال") and is_any(node, armed)
        for node in following
    )


def _promises(find: Find, actor: Actor) -> bool:
    """`التي وعدت بها أوسلو`: who stands behind a promise of arms named before made it; not `نظيره`, nor `بلاده`."""
    heads = find.scene.nodes[actor.start : actor.node + 1]
    by_it = find.scene.nodes[find.node.index + 1].norm in lexicon().set("of_those")
    other = actor.how == "pronoun" or any(node.norm.startswith("نظير") for node in heads)
    return find.trigger.promise and by_it and not other


def _elided(find: Find, filled: Filled, following: list[Actor]) -> Actor | None:
    """`سلمت روسيا تركيا … وسلمت سوريا …`: the subject of the same verb before, where it makes these arms too."""
    if len(following) != 1 or "second" not in find.places:
        return None
    if find.scene.words[max(0, find.node.index - 2) : find.node.index] == ["قبل", "ان"]:
        return _of_clause_before(find, filled, following[0])
    if find.reading.lead[:1] != "و":
        return None
    for node in reversed(find.scene.nodes[: find.node.index]):
        same = any(reading.trigger and reading.trigger.lemma == find.trigger.lemma for reading in node.readings)
        if same and is_verb(node):
            subject = next((one for one in find.scene.actors if 0 < one.node - node.index <= 2), None)
            makes = subject is not None and is_maker(subject, filled) and not is_maker(following[0], filled)
            return subject if makes else None
    return None


def _of_clause_before(find: Find, filled: Filled, receives: Actor) -> Actor | None:
    """`ستنتظر روسيا … قبل أن تسلم سوريا …`: who makes the arms and stands before, not who alone stands behind."""
    before = [one for one in find.scene.actors if one.node < find.node.index and may_act(find, one)]
    makes = (one for one in reversed(before) if one.how != "place" and is_maker(one, filled))
    return None if is_maker(receives, filled) else next(makes, None)


def _resumed(find: Find) -> bool:
    """`قدمتها الولايات المتحدة`: the pronoun is the arms, so the name behind the verb does it."""
    following = find.scene.nodes[find.node.index + 1 : find.node.index + 2]
    by_prep = any(node.norm in lexicon().set("of_those") for node in following)
    receives = find.reading.form.pronoun and find.places.get("object") == "recipient"
    return receives or ((find.attached or by_prep) and find.places.get("object") == "item")


def _after_its_item(find: Find, following: list[Actor]) -> bool:
    """`باتت بحوزة طهران`, `إس-400 تصل تركيا`, `تدخل الحاملة حوزة الهند`: who stands behind arms as the subject."""
    if find.places.get("subject") != "item" or not following:
        return False
    if find.trigger.pattern in ("become", "reinforce"):
        return True
    end = following[0].node if find.trigger.pattern == "join" else find.node.index
    start = find.node.index if find.trigger.pattern == "join" else find.left
    if find.trigger.pattern == "arrive" and following[0].person:
        return False
    between = [item for item in find.scene.items if start <= item.node < end]
    apart = any(between and between[-1].node < actor.node < end for actor in find.scene.actors)
    return find.trigger.pattern in ("join", "arrive") and bool(between) and not apart


def _whose_clause(find: Find, following: list[Actor]) -> Actor | None:
    """`سلوفاكيا، التي منحت جارتها …`: the name that a relative clause without a pronoun for arms hangs on."""
    nodes, own = find.scene.nodes, find.reading.form.pronoun
    between = nodes[find.relative + 1 : find.node.index] if find.relative is not None else []
    if find.relative is None or sum(node.norm not in _HELPING for node in between) >= _BESIDE:
        return None
    if own and (following or not any(one.node > find.node.index for one in find.scene.items)):
        return None
    before = next((node for node in reversed(nodes[: find.relative]) if node.norm not in _MARKS), None)
    given = not own and any(find.node.index < one.node < find.right and not one.weak for one in find.scene.items)
    arms = not given and any(node.item is not None for node in nodes[: find.relative])
    return before.actor if before is not None and not arms and before.actor and before.actor.how != "place" else None


def _first_of_two(find: Find) -> list[Actor]:
    """`ان تكون روسيا قد باعت طهران او سلمتها …`: what two joined verbs share stands before the first."""
    nodes, index = find.scene.nodes, find.node.index
    if not find.reading.form.pronoun or not index or nodes[index - 1].norm != "او":
        return []
    verb = next((node for node in reversed(nodes[max(0, index - _JOINED) : index]) if _is_arms_verb(node)), None)
    before = [actor for actor in find.scene.actors if verb is not None and actor.node < verb.index]
    return [actor for actor in reversed(before) if may_act(find, actor)][:1]


def _of_condition(find: Find) -> list[Actor]:
    """`ما لم تتقدم واشنطن وترسل …`: the subject of the verb under the same condition."""
    start = joined_to_condition(find)
    inside = [actor for actor in find.scene.actors if start is not None and start < actor.node < find.node.index]
    return [actor for actor in inside if actor.prep is None and actor.how != "place"][:1]


def _is_arms_verb(node: Node) -> bool:
    return any(reading.trigger is not None and is_finite(reading) for reading in node.readings)


def by_some(find: Find) -> bool:
    """`صواريخ سلمتها دول في الحلف`: an indefinite noun right behind a verb whose pronoun is the arms does it."""
    some = _indefinite(find)
    return some is not None and _resumed(find) and some.mention is None


def _indefinite(find: Find) -> Node | None:
    """The noun of an unnamed subject right behind a verb or its `كان`, an adverb of place left out."""
    was = find.relative is not None and find.scene.words[find.relative].startswith("كان")
    verb = find.relative if was and find.relative is not None else find.node.index
    following = find.scene.nodes[verb + 1 : verb + 3]
    following = [node for node in following if node.norm not in _HERE]
    return following[0] if following and following[0].norm in lexicon().set("some") else None


def _some_of(find: Find) -> Actor | None:
    """`دول في حلف شمال الأطلسي`, `مندوبون عن كييف`: the body that they are members of."""
    some = _indefinite(find)
    members = find.scene.nodes[some.index + 1 : some.index + _JOINED] if some else []
    bodies = (node.actor for node in members if node.actor is not None)
    return next((one for one in bodies if one.prep in _AMONG or one.node == members[0].index), None)


def _pronoun_opens(find: Find) -> list[Actor]:
    """`موسكو … وإنها ستسلم طهران …`: the pronoun of `إنها` is the subject; it stands for the name before it."""
    before = find.scene.nodes[max(0, find.node.index - 2) : find.node.index]
    if not any(is_any(node, lexicon().set("that_they")) for node in before):
        return []
    bare = [actor for actor in find.scene.actors if actor.node < find.node.index and may_act(find, actor)]
    return [actor for actor in reversed(bare) if actor.how != "place" and not is_helped(find, actor)][:1]


def _noun_arguments(find: Find, filled: Filled, bare: list[Actor]) -> None:
    """What follows a masdar without a preposition."""
    places = find.places
    arms = [item.node for item in filled.items if item.node > find.node.index]
    close = [actor for actor in bare if actor.node - find.node.index <= 8]
    close = close[:1] + [actor for actor in close[1:] if not arms or close[0].node > arms[0] or actor.node < arms[0]]
    if not close:
        return
    object_role = places.get("object") if places.get("object") != "item" else places.get("second")
    if len(close) > 1 and object_role:
        filled.put(places.get("subject"), close[0], "after the noun")
        filled.put(object_role, close[1], "as the second name after the noun")
        return
    if find.trigger.pattern == "send" and close[0].start - find.node.index > _BESIDE:
        return
    led = "led" in places and any(actor.key != close[0].key for actor in actors_before(find))
    sole = places["led"] if led else places.get("sole")
    gives = (find.trigger.contents and close[0].person) or led_on(find, close[0])
    if gives or sole in filled.actors or (filled.items and sole == object_role and is_maker(close[0], filled)):
        sole = places.get("subject")
    elif sole == places.get("subject") and arms and arms[0] < close[0].node:
        return
    filled.put(sole, close[0], "after the noun")


def _prepositions(find: Find, filled: Filled, right: list[Actor]) -> None:
    places = find.places
    for actor in right:
        others = any(each.prep == "to" and each is not actor for each in right)
        if actor.prep == "to" and (of_a_statement(find, actor) or (others and _belongs(find, actor))):
            continue
        if find.trigger.frame in ARMS and travels_to(find.scene, actor):
            continue
        if (actor.prep == "in" and find.trigger.status == "in_progress") or once_meant(find, actor):
            continue
        if actor.prep and actor.prep in places and not (actor.how == "place" and actor.prep not in ("to", "in")):
            filled.put(places[actor.prep], actor, f"from prep {actor.prep}")


def _belongs(find: Find, actor: Actor) -> bool:
    """`البطاريات المخصصة لبولندا`, `القوات التابعة للتحالف`: whose the arms are, not to whom they go."""
    start = actor.start
    nodes = find.scene.nodes
    return start > 0 and nodes[start].lead.lstrip("وف")[:1] == "ل" and is_any(nodes[start - 1], lexicon().set("of"))


def _pronoun_object(find: Find, filled: Filled) -> None:
    """`زودتها روسيا`, `وصلهم`: the pronoun is the role that the object would be."""
    places, pronoun = find.places, find.reading.form.pronoun
    if pronoun == "نا" and "second" in places:
        filled.put(places["second"], who_speaks(find, filled), "the speaker's own", weak=True)
    role = places.get("object")
    if role == "item" and find.relative is None and _item_behind(find, filled):
        role = places.get("second")
    if pronoun and find.trigger.lemma == "تعويض":
        filled.put(role, _compensated(find), "compensated for what it gave", weak=True)
    if pronoun and role and role != "item" and role not in filled.actors:
        whom = stands_for(find, list(filled.actors.values()), people=pronoun == "هم")
        filled.put(role, whom, "by the attached pronoun", weak=True)


def _compensated(find: Find) -> Actor | None:
    """`سترسل أثينا إلى كييف عربات …، وستعوضها برلين`: who gave arms in the clause before."""
    nodes = find.scene.nodes[: find.node.index]
    gave = [node.index for node in nodes if _is_arms_verb(node)]
    behind = [one for one in find.scene.actors if any(0 < one.node - at <= _BESIDE for at in gave)]
    return next((one for one in behind if one.prep is None), None)


def _item_behind(find: Find, filled: Filled) -> bool:
    """`سلمتها أول مقاتلتين`: arms behind the verb, so its pronoun is none."""
    return any(item.node > find.node.index and not item.weak for item in filled.items)


def fill(find: Find, items: list[Item]) -> Filled:
    """Fill the roles of one trigger."""
    filled = Filled(items=items)
    right = actors_behind(find)
    bare = _before_item(find, right)
    partners(find, filled)
    in_return(find, filled)
    thanked(find, filled)
    asked_for(find, filled)
    blamed(find, filled)
    if brings(find):
        brought(find, filled)
    awaited(find, filled)
    if find.trigger.contents:
        backed(find, filled)
    if not any(actor.prep == "to" for actor in right):
        allotted(find, filled)
    named = bool(bare) and not find.nominal and bare[0].node - find.node.index == 1
    if find.places.get("object", "item") == "item" and find.places.get("subject") != "recipient" and not named:
        _prepositions(find, filled, right)
    unnamed = not find.nominal and by_some(find) and _some_of(find) is None
    if find.nominal:
        of_adjective(find, filled)
        _noun_arguments(find, filled, bare)
        two_sides(find, filled)
        governing_subject(find, filled)
    else:
        _verb_subject(find, filled, bare, actors_before(find))
        of_before = find.reading.form.pronoun or find.trigger.pattern == "receive"
        if find.places.get("subject") not in filled.actors and not unnamed and (find.relative is None or of_before):
            governing_subject(find, filled)
    informed(find, filled)
    _pronoun_object(find, filled)
    given_before(find, filled)
    announcer(find, filled)
    _prepositions(find, filled, right)
    guess(find, filled)
    if unnamed:
        filled.drop_guess("supplier")
    join(find, filled)
    joined_in(find, filled)
    return filled

"""Roles that no place of the pattern fills: guessed from who speaks, announces, is spoken to, or builds the arms."""

from __future__ import annotations

from streams.events.clause.find import STOPS, Find
from streams.events.clause.resumed import on_its_way
from streams.events.lexicon import ARMS, lexicon
from streams.events.roles.carriers import brought, carried, onward
from streams.events.roles.filled import (
    Filled,
    actors_before,
    actors_behind,
    begins_another,
    is_maker,
    of_a_statement,
    of_circumstance,
    once_meant,
    stands_for,
)
from streams.events.roles.packages import backed, packaged
from streams.events.roles.subjects import assured, is_topic
from streams.events.scene.actors import is_counterpart
from streams.events.scene.nodes import Actor, is_any, is_finite, is_verb, state_role

_AWAY = frozenset({"from", "by", "on", "via", "aside"})
"""What stands behind these is not where arms go."""
_GIVEN = frozenset({"offer", "send", "give"})
"""Patterns of handing over whose recipient may stand behind a word of help (`سحب … لدعم كييف`)."""
_MORE = frozenset({"اضافه", "فضلا", "علاوه", "جانب", "بالاضافه"})
_BY = 2
"""Nodes between a verb and its subject."""
_WITH = frozenset({"باستخدام", "بواسطه", "مستخدمه", "مستخدما", "مستخدمين"})
_THERE = frozenset({"to", "in", "at"})
_FAR = 25
"""Nodes between a trigger and who alone is left for a role."""
_ENVOY = 3
"""Nodes between an envoy and where he is."""
_THANKED = 5
"""Words between a word of thanks and who is thanked."""


def announcer(find: Find, filled: Filled) -> None:
    """`أعلنت أنقرة وصول …`: who announces an arrival receives, unless the arms are its own make."""
    who = _announcing(find)
    led = any(actor.prep == "to" and not of_a_statement(find, actor) for actor in actors_behind(find))
    if find.trigger.status == "in_progress" and find.node.phrase and who is not None and led:
        filled.put("supplier", who, "tells that they are on their way", weak=True)
    if find.nominal and who is not None and "announcer" in find.places and not led:
        role = "supplier" if is_maker(who, filled) else find.places["announcer"]
        filled.put(role, who, "who announces it", weak=True)


def given_before(find: Find, filled: Filled) -> None:
    """`المدافع التي تبرعت بها لاهاي، إضافة إلى 7 من مخزون الجيش الألماني، باتت في طريقها`: all who gave them."""
    if find.nominal and not on_its_way(find.trigger):
        return
    nodes = find.scene.nodes[: find.predicate]
    relative = next((node.index for node in nodes[find.left :] if node.relative), None)
    if relative is None or find.relative is not None or find.places.get("subject") != "item":
        return
    for node in nodes[relative + 1 :]:
        if any(
            one.trigger and one.trigger.pattern in ("give", "send", "offer") and is_finite(one) for one in node.readings
        ):
            near = [one for one in find.scene.actors if 0 < one.node - node.index <= _BY + 1 and one.prep is None]
            filled.put("supplier", next(iter(near), None), "gave them")
    if "supplier" in filled.actors and any(is_any(node, _MORE) for node in nodes[relative:]):
        more = [one for one in find.scene.actors if relative < one.node < find.predicate and one.prep == "from"]
        filled.joined["supplier"] = [one for one in more if one.key != filled.actors["supplier"].key]


def _announcing(find: Find) -> Actor | None:
    """Who tells it: the nearest actor before; before a colon the first (`بوتين يبلغ نتنياهو: …`)."""
    before = actors_before(find)
    colon = max((node.index for node in find.scene.nodes[: find.node.index] if node.norm == ":"), default=0)
    return before[-1] if before and before[0].node < colon else next(iter(before), None)


def _addressed(find: Find, filled: Filled) -> None:
    """`التزاماتها تجاه إيران بما فيها توريد …`, `السفير لدى طهران`: the one state that is spoken to before."""
    if "recipient" not in find.places.values() or "recipient" in filled.actors or find.trigger.contents:
        return
    before = [actor for actor in find.scene.actors if actor.node < find.node.index and actor.prep in ("to", "at")]
    before = [actor for actor in before if not _thanks(find, actor)]
    if len({actor.key for actor in before}) == 1 and not of_a_statement(find, before[0]):
        filled.put("recipient", before[0], "spoken to before", weak=True)


def _unnamed(find: Find, filled: Filled) -> None:
    """`لدى استقباله نظيره البيلاروسي … تنقل إلى جيش الدولة الحليفة`: a state that is not named is the guest's."""
    words = lexicon().set("nameless")
    if "recipient" in filled.actors or find.scene.stems.isdisjoint(words):
        return
    following = find.scene.nodes[find.node.index + 1 : find.right]
    led = [node.index for node in following if node.prep == "to"]
    if led and any(is_any(node, words) for node in find.scene.nodes[led[0] + 1 : led[0] + 1 + _ENVOY]):
        guests = (actor for actor in find.scene.actors if is_counterpart(find.scene, actor))
        filled.put("recipient", next(guests, None), "the state that is not named", weak=True)


def _paid(find: Find, filled: Filled) -> None:
    """`جمع الليتوانيون ثمنها`, `بتمويل من برلين`: who pays for arms supplies them where nobody else is said to."""
    nodes, price = find.scene.nodes, lexicon().set("price")
    for actor in find.scene.actors:
        priced = actor.prep is None and any(
            is_any(node, price) for node in nodes[actor.node + 1 : actor.node + 1 + _BY]
        )
        if actor.prep == "paid" or priced:
            filled.put("supplier", actor, "pays for them", weak=True)


def _maker_named(find: Find, filled: Filled) -> None:
    """The state that builds the arms, where the sentence names it and nobody else supplies them."""
    if "supplier" in filled.actors or "supplier" not in lexicon().frames[find.trigger.frame].roles:
        return
    makers = [actor for actor in find.scene.actors if actor.prep not in ("to", "aside") and is_maker(actor, filled)]
    filled.put("supplier", next(iter(makers), None), "builds the arms", weak=True)


def awaited(find: Find, filled: Filled) -> None:
    """`التي ينتظرها الأوكرانيون`: who waits for arms receives them."""
    if "recipient" in filled.actors or find.scene.stems.isdisjoint(lexicon().set("awaits")):
        return
    for node in find.scene.nodes[: find.node.index]:
        waits = any(r.form.pronoun and is_finite(r) for r in node.readings) and is_any(node, lexicon().set("awaits"))
        if waits:
            actor = next((one for one in find.scene.actors if 0 < one.node - node.index <= _BY), None)
            filled.put("recipient", actor, "waits for them", weak=True)


def allotted(find: Find, filled: Filled) -> None:
    """`المقاتلات المخصصة لسلاح الجو الجزائري ستشحن`: whom arms are made for receives them."""
    nodes, words = find.scene.nodes, lexicon().set("allotted")
    if "recipient" in filled.actors or find.scene.stems.isdisjoint(words):
        return
    for actor in find.scene.actors:
        start = actor.start
        was = start > 1 and nodes[start - 2].norm.startswith("كان")
        if actor.prep == "to" and start > 1 and not was and is_any(nodes[start - 1], words):
            filled.put("recipient", actor, "whom they are made for", weak=True)


def _awaits(find: Find, filled: Filled) -> None:
    """`قال ضابط إسرائيلي إن الطائرات ستصل من …`: the one other state of the sentence is where they arrive."""
    if "announcer" not in find.places or "recipient" in filled.actors:
        return
    supplier = filled.actors["supplier"].key if "supplier" in filled.actors else None
    others = [actor for actor in find.scene.actors if actor.key != supplier and actor.prep not in _AWAY]
    others = [actor for actor in others if not is_maker(actor, filled)]
    if supplier is None and filled.items and filled.items[0].generic:
        return
    if supplier is None:
        others = [actor for actor in others if actor.node < find.node.index or actor.prep in _THERE]
    there = {actor.key for actor in others if actor.prep == "in" and actor.node < find.node.index}
    if len({actor.key for actor in others}) > 1 and len(there) == 1:
        others = [actor for actor in others if actor.key in there]
    if not others and supplier:
        filled.put("recipient", _adjective_before(find, supplier), "the other adjective of the sentence", weak=True)
    elif len({actor.key for actor in others}) == 1:
        filled.put("recipient", others[0], "the other state of the sentence", weak=True)


def _adjective_before(find: Find, supplier: str) -> Actor | None:
    """`قالت وسائل إعلام هندية إن الطائرة وصلت من إسرائيل`: the state whose papers tell it."""
    for node in find.scene.nodes[: find.node.index]:
        mention = node.mention
        if mention is not None and mention.kind == "demonym" and mention.country not in (None, supplier):
            after_arms = any(each.item is not None for each in find.scene.nodes[max(0, node.index - 3) : node.index])
            if not after_arms:
                return Actor(state_role(mention.text, mention.start, mention.end, mention.country or ""), node.index)
    return None


def _smuggled(find: Find, filled: Filled) -> None:
    """`دأب المتمردون على تهريب السلاح من …`: who smuggles arms out of another state receives them."""
    supplier = filled.actors.get("supplier")
    if find.trigger.lemma != "تهريب" or supplier is None or supplier.prep != "from":
        return
    if not any(node.governor == "announce" for node in find.scene.nodes[find.left : find.node.index]):
        filled.put("recipient", next(iter(actors_before(find)), None), "smuggles them in", weak=True)


def _promised(find: Find, filled: Filled) -> None:
    """`… التي وعدت بها الدانمارك كييف`: who promised what has come supplies it, to whom it was promised."""
    if "supplier" in filled.actors or "supplier" not in find.places.values():
        return
    nodes = find.scene.nodes
    for node, by, giver in zip(nodes, nodes[1:], nodes[2:], strict=False):
        if node.governor == "plan" and by.norm in ("بها", "به") and is_verb(node):
            named = [one for one in find.scene.actors if giver.index <= one.node <= giver.index + _THANKED]
            near = [one for one in named if one.prep is None and one.node <= giver.index + 2]
            filled.put("supplier", next(iter(near), None), "promised them", weak=True)
            behind = (one for one in named[1:] if one.prep in (None, "to"))
            other = next((one for one in behind if one.node - named[0].node <= _BY), None)
            filled.put("recipient", other, "to whom they were promised", weak=True)
            return


def _them(find: Find, filled: Filled) -> None:
    """`إليها`, `لهم`: the last actor that has no role here."""
    places = find.places
    role = places.get("to")
    if not role or role in filled.actors:
        return
    for node in find.scene.nodes[find.node.index + 1 : find.right]:
        if node.mention is None and is_any(node, lexicon().set("them")):
            led = [one for one in find.scene.actors if one.node < find.node.index and one.prep == "to"]
            filled.put(role, led[-1] if led and find.node.norm[:1] == "ف" else None, "as those before", weak=True)
            people = node.norm.endswith("هم")
            known = [*filled.actors.values(), *(one for one in find.scene.actors if is_maker(one, filled))]
            filled.put(role, stands_for(find, known, people=people), "by a pronoun", weak=True)
            return


def _contractor(find: Find, filled: Filled) -> None:
    """`العقد المبرم مع دمشق لتوريد …`: the other side of a contract has the role that its partner leaves."""
    roles = set(find.places.values())
    if not any(actor.prep in ("contract", "with") for actor in find.scene.actors):
        return
    nouns = lexicon().set("contracts", "nouns")
    signed = any(is_any(node, nouns) for node in find.scene.nodes[: find.node.index])
    for actor in find.scene.actors:
        of_contract = actor.prep == "contract" or (signed and actor.prep == "with" and actor.node < find.node.index)
        if not of_contract or not {"supplier", "recipient"} <= roles:
            continue
        supplies = "recipient" in filled.actors or is_maker(actor, filled) or find.trigger.pattern == "receive"
        if "supplier" in filled.actors or not supplies:
            filled.put("recipient", actor, "the other side of the contract")
        else:
            filled.put("supplier", actor, "the other side of the contract")


def _thanks(find: Find, actor: Actor) -> bool:
    """Whether an actor stands behind a word of thanks: `امتنانه لكوبنهاغن`, `شاكرا برلين`."""
    if find.scene.stems.isdisjoint(lexicon().set("thanks")):
        return False
    start = actor.start
    before = find.scene.nodes[max(0, start - _THANKED) : start]
    return any(is_any(node, lexicon().set("thanks")) for node in before)


def thanked(find: Find, filled: Filled) -> None:
    """`شاكرا الولايات المتحدة وألمانيا`, `شكر زيلينسكي ألمانيا على …`: who is thanked for arms supplies them."""
    nodes, words = find.scene.nodes, lexicon().set("thanks")
    if find.trigger.frame not in ARMS or find.scene.stems.isdisjoint(words):
        return
    thanks = next((node for node in nodes if is_any(node, words)), None)
    if thanks is None:
        return
    given = [actor for actor in find.scene.actors if 0 < actor.node - thanks.index <= _THANKED]
    verb = is_verb(thanks)
    grateful = next((one for one in given if verb and one.prep is None and one.start == thanks.index + 1), None)
    given = [actor for actor in given if grateful is None or actor.key != grateful.key] or given
    led = [actor for actor in given if actor.prep == "to"]
    thanked = next(iter(led or given), None)
    filled.put("supplier", thanked, "thanked for them")
    before = (one for one in reversed(find.scene.actors) if one.prep is None and one.node < thanks.index)
    grateful = (grateful if grateful is not thanked else None) or next(before, None)
    filled.put("recipient", grateful, "thanks for them", weak=True)


def _beyond(find: Find, filled: Filled) -> None:
    """`وصلت الشحنة التي أفرجت عنها واشنطن إلى ميناء أسدود`: where they go stands behind the relative clause."""
    nodes = find.scene.nodes
    if "recipient" in filled.actors or find.places.get("to") != "recipient":
        return
    if find.right >= len(nodes) or not nodes[find.right].relative:
        return
    for node in nodes[find.right + 1 :]:
        if find.nominal and any(reading.trigger for reading in node.readings):
            return
        if node.clause or node.relative or node.norm == ".":
            return
        if node.actor is not None and node.actor.prep == "to" and not node.lead:
            filled.put("recipient", node.actor, "behind the relative clause", weak=True)
            return


def _accuser(find: Find, filled: Filled) -> None:
    """`اتهم السفير الأوكراني برلين بالتلكؤ في تسليم …`: who complains that arms are held up waits for them."""
    if "recipient" in filled.actors or "recipient" not in find.places.values():
        return
    over = [node for node in find.scene.nodes[: find.node.index] if node.governor in ("accuse", "halt")]
    if [node.governor for node in over[:2]] == ["accuse", "halt"]:
        first = next((actor for actor in find.scene.actors if actor.node > over[0].index), None)
        filled.put("recipient", first, "complains of the delay", weak=True)


def _maker_told(find: Find, filled: Filled) -> Actor | None:
    """The state that builds the arms, where the sentence names it at all: by an adjective, or as something else."""
    for node in find.scene.nodes:
        mention = node.mention
        state = mention.country or mention.id if mention is not None and mention.type != "WEAPON" else None
        if mention is not None and state is not None and any(item.maker == state for item in filled.items):
            return Actor(state_role(mention.text, mention.start, mention.end, state), node.index)
    return None


def _remaining(find: Find, filled: Filled) -> None:
    """Note who alone is left in the sentence for the one role that is empty."""
    if find.trigger.frame not in ARMS or len(filled.actors) != 1:
        return
    (role,) = filled.actors
    taken = filled.actors[role]
    wanted = "recipient" if role == "supplier" else "supplier"
    maker = _maker_told(find, filled) if wanted == "supplier" else None
    if maker is not None and maker.key != taken.key:
        filled.left[wanted] = maker
        return
    places = [find.node.index, *(item.node for item in filled.items if find.left <= item.node < find.node.index)]
    near = [actor for actor in find.scene.actors if min(abs(actor.node - place) for place in places) <= _FAR]
    others = [actor for actor in near if actor.key != taken.key and _may_be(find, actor, wanted)]
    if wanted == "recipient" and _under_fire(find):
        others = [actor for actor in others if actor.prep == "in"]
    elif len({actor.key for actor in others}) > 1:
        others = [actor for actor in others if actor.prep != "in"]
    if len({actor.key for actor in others}) == 1:
        filled.left[wanted] = others[0]


def _under_fire(find: Find) -> bool:
    """`دمرت القوات الروسية دبابات قدمتها بولندا`: arms given by others that somebody hits, not hits with."""
    hit = lexicon().set("destroyed")
    if not find.hung_on or find.scene.stems.isdisjoint(hit):
        return False
    before = find.scene.nodes[: find.hung_on[0].node + 1]
    at = next((node.index for node in reversed(before) if is_any(node, hit)), None)
    return at is not None and not any(node.lead.endswith("ب") or node.norm in _WITH for node in before[at + 1 :])


def _may_be(find: Find, actor: Actor, wanted: str) -> bool:
    """Whether an actor that has no place may have a role: no mere speaker, nor away by its preposition."""
    if begins_another(find, actor) or once_meant(find, actor):
        return False
    if not STOPS.isdisjoint(find.scene.words[find.node.index : actor.node]):
        return False
    if wanted == "supplier" and actor.prep in ("in", "at"):
        envoys = lexicon().set("envoys")
        return any(is_any(node, envoys) for node in find.scene.nodes[max(0, actor.start - _ENVOY) : actor.start])
    if wanted == "supplier":
        return actor.prep in (None, "from", "by") and actor.how != "place" and not of_circumstance(find, actor)
    start = actor.start
    says = any(node.governor == "announce" for node in find.scene.nodes[max(0, start - 2) : start])
    elsewhere = says or _gives_itself(find, actor) or is_topic(find, actor)
    return actor.prep not in _AWAY and not elsewhere


def _gives_itself(find: Find, actor: Actor) -> bool:
    """`إن رومانيا سلمت جارتها …، فيما أرسلت الدانمارك …`: the subject of another verb of handing over."""
    nodes = find.scene.nodes
    beside = nodes[max(0, actor.start - 1) : actor.start] + nodes[actor.node + 1 : actor.node + 2]
    triggers = (one.trigger for node in beside for one in node.readings if is_finite(one) and node is not find.node)
    frames = lexicon().frames
    return actor.prep is None and any(
        each is not None and frames[each.frame].patterns[each.pattern].get("subject") == "supplier" for each in triggers
    )


def guess(find: Find, filled: Filled) -> None:
    """Fill what is still empty once every place of the pattern has been read."""
    _contractor(find, filled)
    _them(find, filled)
    _beyond(find, filled)
    allotted(find, filled)
    carried(find, filled)
    brought(find, filled)
    assured(find, filled)
    _unnamed(find, filled)
    _addressed(find, filled)
    _awaits(find, filled)
    _accuser(find, filled)
    packaged(find, filled)
    if find.trigger.pattern in _GIVEN and "recipient" not in filled.actors:
        backed(find, filled)
    _promised(find, filled)
    _smuggled(find, filled)
    _paid(find, filled)
    _maker_named(find, filled)
    onward(find, filled)
    _remaining(find, filled)

"""The subject of a noun: who stands over it, by the verb that governs it, by a permit, by a charge."""

from __future__ import annotations

from streams.events.clause.find import Find
from streams.events.clause.governing import AND_OF
from streams.events.lexicon import lexicon
from streams.events.roles.filled import Filled, actors_before, actors_behind, agrees, is_maker, only_speaks, told_by
from streams.events.scene.nodes import Actor, Node, is_any, is_finite, is_verb

_ALREADY = frozenset({"وقد", "ولقد", "ولم", "ولن", "وسوف"})
_HAPPENS = frozenset({"done", "start", "halt", "finish", "plan"})
"""Classes of verbs whose subject a delivery may be: `تم`, `بدأ`, `تأجل`."""
_GETS = 4
"""Nodes between a verb of getting and the permit."""
_CHARGE = 14
"""Nodes between a word of accusing and what somebody is accused of."""


def governing_subject(find: Find, filled: Filled) -> None:
    """The subject of what stands over a noun (`روسيا تعلن تسليم`) does it, unless it is the other side."""
    places = find.places
    subject = places.get("subject")
    if find.trigger.background or subject in (None, "item") or subject in filled.actors:
        return
    filled.put(subject, _permit_holder(find), "who gets the permit", weak=True)
    filled.put(subject, _decider(find), "whose decision it is", weak=True)
    filled.put(subject, _accused(find), "who is accused", weak=True)
    filled.put(subject, _permitted(find, filled), "who is allowed to", weak=True)
    late = "supplier" if find.trigger.pattern == "deal" else subject
    filled.put(late, _of_governor(find), "by the pronoun of what stands over it", weak=True)
    anew = _begins_anew(find)
    for actor in sorted(actors_before(find), key=lambda one: _hardly(find, one)):
        if only_speaks(find, actor, filled) or actor.node < anew:
            continue
        sold = find.trigger.pattern == "deal" and is_maker(actor, filled)
        if _buys(find, actor):
            filled.put("recipient", actor, "buys them", weak=True)
            return
        filled.put("supplier" if sold else subject, actor, "as the subject of the verb over it", weak=True)
        if subject in filled.actors:
            return
    outside = [
        actor
        for actor in find.scene.actors
        if actor.node < find.left and actor.prep not in ("in", "on") and actor.how != "place"
    ]
    opened = [node.index for node in find.scene.nodes[: find.left] if node.norm in ("ان", "بان", ":")]
    outside.sort(key=lambda actor: (not is_topic(find, actor), bool(opened) and actor.node < opened[-1]))
    for actor in outside if find.relative is None else reversed(outside):
        if actor.prep is None and (actor.how == "pronoun" or not find.nominal):
            filled.put(subject, actor, "from the clause before", weak=True)


def _begins_anew(find: Find) -> int:
    """`طلبت طهران …، ومن المقرر أن يبدأ تسليمها`, `…، وقد تم تسليمها`: where a clause begins whose subject the noun is.

    0 where none does.
    """
    nodes = find.scene.nodes
    for index in range(find.node.index - 1, max(find.left, 1), -1):
        if nodes[index].norm[0] in "وف" and nodes[index - 1].norm == "،":
            verb = nodes[index + 1] if nodes[index].norm in _ALREADY else nodes[index]
            happens = verb.governor in _HAPPENS and any(is_finite(r) and r.form.subject == "m" for r in verb.readings)
            return index if happens or nodes[index].norm in AND_OF else 0
    return 0


def _buys(find: Find, actor: Actor) -> bool:
    """`وقعت الهند مع روسيا صفقة لشراء منظومة … يبدأ تسليمها …`: who buys what the pronoun of the noun stands for."""
    if find.places.get("subject") != "supplier" or not find.reading.form.pronoun or find.reading.lead:
        return False
    between = find.scene.nodes[actor.node + 1 : find.node.index]
    return any(one.trigger is not None and one.trigger.pattern == "buy" for node in between for one in node.readings)


def _decider(find: Find) -> Actor | None:
    """`ارتياحها لقرار الكرملين تجميد تسليم …`: whose decision the noun, or the noun of stopping over it, is."""
    nodes, at = find.scene.nodes, find.node.index - 1
    while at > 0 and nodes[at].governor and not nodes[at].actor:
        at -= 1
    actor = nodes[at].actor if at > 0 else None
    return actor if actor is not None and is_any(nodes[at - 1], lexicon().set("decisions")) else None


def _permit_holder(find: Find) -> Actor | None:
    """`حصلت وارسو على موافقة برلين لتسليم …`: who gets a permit does it, not whose it is."""
    nodes, words = find.scene.nodes, lexicon().set("permit_nouns")
    if find.scene.stems.isdisjoint(words):
        return None
    permit = next((node for node in reversed(nodes[find.left : find.node.index]) if is_any(node, words)), None)
    if permit is None or nodes[permit.index + 1].actor is None:
        return None
    got = [node for node in nodes[max(0, permit.index - _GETS) : permit.index] if is_any(node, lexicon().set("gets"))]
    holders = [one for one in find.scene.actors if one.node < permit.index and one.prep is None and one.how != "place"]
    return holders[-1] if got and holders else None


def _hardly(find: Find, actor: Actor) -> bool:
    """Whether somebody else before a noun is rather its subject."""
    return _asks(find, actor) or _is_told(find, actor) or _done_to(find, actor) or not agrees(find, actor)


def _done_to(find: Find, actor: Actor) -> bool:
    """`روسيا تتحدى واشنطن وتعلن تسليم …`: whom the first of two joined verbs is about, behind their subject."""
    nodes, start = find.scene.nodes, actor.start
    joined = nodes[actor.node + 1]
    goes_on = joined.lead[:1] == "و" and joined.governor is not None and is_verb(joined)
    return goes_on and start > 1 and nodes[start - 2].actor is not None and nodes[start - 1].prep is None


def informed(find: Find, filled: Filled) -> None:
    """`روسيا أبلغت بلاده عزمها تسليم …`: who is told of a plan to hand over receives."""
    supplier = filled.actors.get("supplier")
    if not find.nominal or supplier is None or find.places.get("subject") != "supplier":
        return
    told = (one for one in find.scene.actors if one.node < find.node.index and _is_told(find, one))
    filled.put("recipient", next((one for one in told if one.key != supplier.key), None), "who is told", weak=True)


def _is_told(find: Find, actor: Actor) -> bool:
    """`روسيا أبلغت بلاده عزمها تسليم …`: whom somebody named before tells what is planned."""
    start = actor.start
    before = find.scene.nodes[max(0, start - 2) : start]
    return len(before) > 1 and before[0].actor is not None and is_any(before[1], lexicon().set("tells"))


def blamed(find: Find, filled: Filled) -> None:
    """`وجه الوزير نقدا إلى موسكو بسبب التأخر في تسليم …`: who blames another for a delay waits for the arms."""
    nodes, words = find.scene.nodes, lexicon().set("blames")
    sides = {"supplier", "recipient"} <= set(find.places.values())
    if not find.nominal or not sides or find.scene.stems.isdisjoint(words):
        return
    blame = next((node for node in nodes[: find.node.index] if is_any(node, words)), None)
    if blame is None or not any(node.governor == "halt" for node in nodes[blame.index : find.node.index]):
        return
    actors = find.scene.actors
    behind = [one for one in actors if blame.index < one.node < find.node.index]
    if is_verb(blame) or not any(one.node < blame.index for one in actors):
        by, behind = next(iter(behind), None), behind[1:]
    else:
        by = [one for one in actors if one.node < blame.index][-1]
    led = [one for one in behind if one.prep == "to"] or behind
    filled.put("supplier", next(iter(led), None), "blamed for the delay", weak=True)
    filled.put("recipient", by, "complains of the delay", weak=True)


def assured(find: Find, filled: Filled) -> None:
    """`وعد بوتين الأسد بتسليم …`, `أبلغ … نظيره الهندي بأن بلاده سترسل …`: to whom the supplier says so."""
    role = find.places.get("second", find.places.get("to"))
    supplier = filled.actors.get("supplier")
    if role != "recipient" or role in filled.actors or supplier is None:
        return
    for actor in find.scene.actors:
        subject = told_by(find, actor) if actor.node < find.node.index else None
        if subject is not None and subject.key == supplier.key:
            filled.put(role, actor, "to whom it is said", weak=True)


def _accused(find: Find) -> Actor | None:
    """`نفت موسكو الاتهامات التي وجهتها كييف لمينسك بنقل …`, `… وجهتها إليها …`: who is accused, not who accuses."""
    nodes, at = find.scene.nodes, find.node.index
    charges = [node.index for node in nodes[max(0, at - _CHARGE) : at] if is_any(node, lexicon().set("charges"))]
    if not charges or not find.nominal:
        return None
    charge = charges[-1]
    between = [one for one in find.scene.actors if charge < one.node < at]
    led = next((one for one in between if one.prep == "to"), None)
    if led is not None:
        return led
    denies = [one for one in find.scene.actors if one.node < charge and one.prep is None]
    if not denies and between:
        denies = [one for one in find.scene.actors if one.node >= find.right and one.prep is None]
    itself = any(is_any(node, lexicon().set("them")) for node in nodes[charge:at])
    return denies[0] if denies and itself else None


def is_topic(find: Find, actor: Actor) -> bool:
    """`أما سلوفاكيا فسبقت الجميع حين تنازلت …`: whom the sentence goes on about."""
    return bool(actor.start) and find.scene.words[actor.start - 1] in ("اما", "واما")


def _permitted(find: Find, filled: Filled) -> Actor | None:
    """`سمحت ألمانيا لبولندا بإرسال …`, `وافقت برلين على طلب وارسو إرسال …`: who is allowed to hand over does it."""
    nodes, pattern = find.scene.nodes, find.trigger.pattern
    if pattern not in ("give", "send", "offer", "sell", "supply") or find.reading.form.pronoun:
        return None
    before = nodes[find.left : find.node.index]
    permit = _asking(find) or [node for node in before if is_any(node, lexicon().set("permits"))]
    if not permit:
        return None
    taken = {actor.key for actor in filled.actors.values()}
    taken |= {actor.key for actor in actors_behind(find) if actor.prep == "to"}
    between = [one for one in find.scene.actors if permit[-1].index < one.node < find.node.index]
    approves = [one for one in find.scene.actors if one.node < permit[-1].index]
    allowed = [one for one in between if one.key not in taken and one.prep in (None, "to")]
    told = approves or len(allowed) > 1 or any(one.prep == "to" for one in allowed)
    return allowed[-1] if allowed and told else None


def _asking(find: Find) -> list[Node]:
    """`لم تستجب تل أبيب لرغبة برلين في نقل … إلى كييف`: a noun of asking, where the arms go to a third state."""
    nodes = find.scene.nodes[find.left : find.node.index]
    led = any(actor.prep == "to" and actor.node > find.node.index for actor in find.scene.actors)
    return [node for node in nodes if led and is_any(node, lexicon().set("askings"))][-1:]


def _asks(find: Find, actor: Actor) -> bool:
    """`رفضت برلين طلب كييف تزويدها …`: who stands behind a noun of asking does not give."""
    start = actor.start
    before = find.scene.nodes[start - 1] if start else None
    return find.places.get("subject") == "supplier" and before is not None and before.governor == "request"


def _of_governor(find: Find) -> Actor | None:
    """`تأخرها في صفقة …`: whom the pronoun of the noun over the trigger stands for."""
    for node in reversed(find.scene.nodes[max(find.left, find.node.index - 3) : find.node.index]):
        own = any(r.governor == node.governor and r.form.tense == "masdar" and r.form.pronoun for r in node.readings)
        if (node.governor and own) or (node.governor == "halt" and node.norm.endswith(("اعها", "اعه", "امها", "امه"))):
            before = [one for one in find.scene.actors if one.node < node.index and not _is_told(find, one)]
            return before[-1] if before else None
    return None

"""From one trigger to drafts of events: items, roles, status and details."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from marsad.contracts import Role, Status
from streams.events import details
from streams.events.clause.find import Find, within
from streams.events.clause.governing import governors
from streams.events.details import Dates
from streams.events.draft import Draft
from streams.events.items.arms import brought_along, items_of, moved_own_forces, origin_of
from streams.events.items.contracts import only_named_contract
from streams.events.items.shares import of_their_own, share_out
from streams.events.lexicon import ARMS, lexicon, particle
from streams.events.plain import plain
from streams.events.roles.filled import Filled, actors_behind, is_maker
from streams.events.roles.places import by_some, fill
from streams.events.scene.nodes import Actor, Item, is_any, is_finite
from streams.events.senses.refusals import refused
from streams.events.states.status import Verdict, answered, judge

_BESIDE = 2
"""Words between a verb and the pronoun of who receives."""
_SENDER = 3
"""Nodes up to a verb among which its subject and `كان` stand (`كانت إيران ترسلها`)."""
_WAS = frozenset({"وكان", "وكانت", "وكانوا"})
_FOR = frozenset({"لحساب", "لصالح", "لمصلحه", "لفايده"})


def read(find: Find, memory: list[Item], dates: Dates) -> list[Draft]:
    """The events that one trigger speaks of: none where the words around it show another sense."""
    if find.trigger.frame in ARMS:
        return _arms(find, memory, dates)
    return plain(find, dates)


def _arms(find: Find, memory: list[Item], dates: Dates) -> list[Draft]:
    items = items_of(find, memory)
    if not items or refused(find, items) or _purpose(find):
        return []
    filled = fill(find, items)
    share_out(find, filled)
    of_their_own(filled, brought_along(find))
    if items[0].implied and ("recipient" not in filled.actors or "recipient" in filled.weak):
        return []
    verdict = judge(find)
    if not verdict.said:
        verdict = answered(find, verdict)
    kind = find.trigger.frame
    if kind == "arms_delivery":
        if not _delivers(find, filled, items):
            return []
        if only_named_contract(find):
            force = _in_force(find)
            if force is not None:
                verdict = replace(verdict, status=force, asserted=True, background=False)
            else:
                kind = "arms_deal"
    if kind == "arms_delivery" and find.trigger.pattern in ("send", "sent") and _intercepted(find, filled):
        verdict = replace(verdict, status="halted", asserted=False, background=False)
    if kind == "arms_delivery" and _accused_of_practice(find, items):
        verdict = replace(verdict, status="in_progress") if verdict.status == "completed" else verdict
    _announced_by_recipient(find, filled, items)
    if _for_another(find, filled):
        kind = "arms_delivery"
        verdict = replace(verdict, status="planned") if verdict.status == "completed" else verdict
    drafts = [_draft(find, kind, item, filled=filled, verdict=verdict, dates=dates) for item in items]
    drafts += [
        _shared(draft, role, actor)
        for draft, item in list(zip(drafts, items, strict=True))
        for role, actor in _joined(filled, item)
    ]
    apart = find.trigger.lemma == "شراء" or _names_delivery(find)
    return drafts + _halts(drafts, verdict, apart=apart) + _unfulfilled(find, drafts)


def _intercepted(find: Find, filled: Filled) -> bool:
    """`اعترضت … السفينة …، كانت تنقل … إلى حزب الله`: a consignment that was stopped on its way to somebody."""
    words = lexicon().set("intercepted")
    if find.trigger.pattern == "sent":
        words |= lexicon().set("found")
    before = reversed(find.scene.nodes[max(0, find.node.index - _SENDER) : find.node.index])
    near = next((node.norm for node in before if node.actor is None), "")
    return (
        near.startswith("كان")
        and "recipient" in filled.actors
        and any(is_any(node, words) for node in find.scene.nodes[: find.node.index])
    )


def _accused_of_practice(find: Find, items: list[Item]) -> bool:
    """`تتهم الرياض طهران بتهريب …`, `بتزويدهم بالسلاح`: smuggling and arming go on; one system is given once."""
    armed = find.trigger.pattern == "supply" and all(item.role.id == "class:weapons" for item in items)
    over = governors(find, find.node.index)[:1] if armed or find.trigger.lemma == "تهريب" else []
    return find.nominal and [node.governor for node in over] == ["accuse"]


def _for_another(find: Find, filled: Filled) -> bool:
    """`شراء … لحساب الجيش الأوكراني`: who buys arms for another will hand them over."""
    buyer = filled.actors.get("recipient")
    if find.trigger.pattern not in ("buy", "receive") or buyer is None or buyer.prep == "to":
        return False
    for actor in actors_behind(find):
        start = actor.start
        beside = start == find.node.index + 1 and find.trigger.pattern == "buy"
        behind = bool(find.reading.form.pronoun) and start == buyer.node + 1
        led = beside or behind or find.scene.words[start - 1] in _FOR
        if actor.prep == "to" and actor.key != buyer.key and led:
            filled.actors |= {"supplier": buyer, "recipient": actor}
            filled.notes.append(f"recipient {actor.role.text!r} for whom they are bought")
            return True
    return False


def _announced_by_recipient(find: Find, filled: Filled, items: list[Item]) -> None:
    """`قالت أنقرة إن تسليم الصواريخ الروسية …`: who announces the arms of another state receives them."""
    if find.trigger.lemma == "تهريب":
        return
    supplier, origin = filled.actors.get("supplier"), origin_of(find, items[0])
    announced = "supplier" in filled.weak and "recipient" not in filled.actors
    told = only_named_contract(find) or (find.nominal and _only_told(find))
    makers = {item.maker for item in items if item.maker} if told else set()
    other = (origin is not None and {origin.id}) or makers
    if supplier and other and announced and supplier.role.id not in other:
        filled.actors["recipient"] = filled.actors.pop("supplier")
        filled.notes.append(f"recipient {supplier.role.text!r} announces arms of {', '.join(sorted(map(str, other)))}")


def _only_told(find: Find) -> bool:
    """`نفت نيودلهي تأجيل تسليم …`: whether the outermost word over the trigger only tells or denies."""
    over = governors(find, find.node.index)
    return bool(over) and over[-1].governor == "deny"


def _purpose(find: Find) -> bool:
    """`لتنضم إلى أسطول …`: what arms that were just delivered are for."""
    form = find.reading.form
    return find.trigger.pattern in ("join", "arrive") and form.tense == "present" and find.reading.lead.endswith("ل")


def _delivers(find: Find, filled: Filled, items: list[Item]) -> bool:
    """Whether the arms change hands: a weak verb needs a recipient, and arms that only move do not."""
    recipient, supplier = filled.actors.get("recipient"), filled.actors.get("supplier")
    if recipient is not None and supplier is None and is_maker(recipient, filled):
        return False
    if find.trigger.strong:
        return True
    origin = origin_of(find, items[0])
    mover = supplier if supplier and supplier.prep != "from" else None
    owner = mover.role.id if mover else origin.id if origin else None
    moves = find.trigger.pattern in ("arrive", "flow", "send", "sent", "unload", "join")
    if moves and owner and recipient and frozenset({owner, recipient.role.id}) in _at_war():
        return False
    if moves and moved_own_forces(find, owner, recipient.role.id if recipient else None):
        return False
    at_home = (
        recipient is not None
        and recipient.head >= 0
        and is_any(find.scene.nodes[recipient.head], lexicon().set("bases"))
    )
    landed = (
        not at_home
        and find.trigger.pattern in ("arrive", "flow", "unload")
        and recipient is not None
        and recipient.prep == "in"
        and (recipient.node > find.node.index or items[0].generic)
    )
    if landed and owner is None and supplier is None and within(find, lexicon().set("consignments")) is None:
        return False
    return not items[0].weak


@cache
def _at_war() -> frozenset[frozenset[str]]:
    """States that send each other no arms: what they move there is their own."""
    pairs: list[list[str]] = lexicon().words["at_war"]
    return frozenset(map(frozenset, pairs))


def _draft(find: Find, kind: str, item: Item, *, filled: Filled, verdict: Verdict, dates: Dates) -> Draft:
    roles: dict[str, Role] = {"item": item.role}
    roles.update({role: actor.role for role, actor in filled.actors.items()})
    own = {role: actor.role for role, actor in filled.by_item.get(item.node, {}).items()}
    roles.update(own)
    notes = [note for note in filled.notes if note.split(maxsplit=1)[0] not in own]
    notes += [f"{role} {filler.text!r} at these arms" for role, filler in own.items()]
    here = item.node if item.role.start is not None and find.scene.nodes[0].start <= item.role.start else -1
    return Draft(
        type=kind,
        roles=roles,
        status=verdict.status,
        evidence=details.evidence(find),
        position=find.node.start,
        asserted=verdict.asserted,
        background=verdict.background,
        said=verdict.said,
        asked=verdict.asked,
        weak=set(filled.weak),
        left={role: actor.role for role, actor in filled.left.items()},
        origin=origin_of(find, item),
        made=item.made,
        maker=item.maker,
        date=details.date(find, dates()) if verdict.said else None,
        quantity=details.quantity(find.scene, item, find.node.index) if here > find.node.index else None,
        batch=details.batch(find),
        speaker=details.speaker(find),
        quote=details.quote(find),
        relative=find.relative is not None,
        granted=find.trigger.pattern == "offer",
        again=_named_before(find, item),
        recalled=_recalled(find),
        generic=item.generic,
        elsewhere="recipient" not in filled.actors and not find.trigger.strong and _to_a_place(find),
        goes_on=find.trigger.goes_on,
        to_them="recipient" not in filled.actors and _to_them(find),
        tentative=kind == "arms_delivery" and not _sure(find, filled),
        derivation=[f"trigger {find.node.norm} at {find.node.start}", *notes, *verdict.notes],
    )


def _recalled(find: Find) -> bool:
    """`وكانت موسكو قد وعدت بتسليمها`, `وكان أعلن أنه …`: whether the main clause is in the pluperfect."""
    nodes = find.scene.nodes[: find.node.index]
    opened = next((node.index + 1 for node in reversed(nodes) if node.norm == "،"), 0)
    return bool(nodes[opened:]) and nodes[opened].norm in _WAS and "مقررا" not in find.scene.words


def _named_before(find: Find, item: Item) -> bool:
    """Whether arms were named in a sentence before, or with another verb of this one."""
    if item.role.start is None or item.role.start < find.scene.nodes[0].start:
        return True
    others = any(index < find.node.index for index in find.scene.arms_triggers)
    return others and item.node < find.node.index


def _to_them(find: Find) -> bool:
    """`أرسلت إليها …`, `ستزودها بـ…`: whether a pronoun beside the verb receives."""
    near = find.scene.words[find.node.index + 1 : find.node.index + _BESIDE + 1]
    supplies = find.places.get("object") == "recipient" and find.attached
    return supplies or not lexicon().set("them").isdisjoint(near)


def _to_a_place(find: Find) -> bool:
    """`نقلت صواريخ إلى كالينينغراد`: whether arms go somewhere that no state is named by."""
    near = lexicon().joint("neighbours", "fronts")
    for node in find.scene.nodes[find.node.index + 1 : find.right - 1]:
        place = find.scene.nodes[node.index + 1]
        named = place.mention is not None or find.scene.nodes[node.index - 1].item is not None
        if node.prep == "to" and named and not is_any(place, near):
            return True
    return False


def _sure(find: Find, filled: Filled) -> bool:
    """Whether a verb says enough by itself: a strong one, one with a recipient, `حصل على … من …`."""
    if find.trigger.strong or find.trigger.goes_on or "recipient" in filled.actors or _given_by(find, filled):
        return True
    on_the_way = find.trigger.pattern == "sent" and find.trigger.status == "in_progress"
    if "supplier" in filled.actors and (find.trigger.contents or on_the_way or _to_a_neighbour(find)):
        return True
    return find.trigger.pattern == "receive" and "supplier" in filled.actors and "supplier" not in filled.weak


def _given_by(find: Find, filled: Filled) -> bool:
    """`دمرت دبابات قدمتها دول …`, `قدمتها بولندا`: a clause that hangs on arms and tells who gave them."""
    if not find.hung_on or find.reading.form.tense != "past" or not find.reading.form.pronoun:
        return False
    named = "supplier" in filled.actors and "supplier" not in filled.weak
    return by_some(find) or (find.trigger.pattern == "offer" and named)


def _to_a_neighbour(find: Find) -> bool:
    """`سلمت جارتها دبابات، فيما أرسلت براغ مروحيات`: who receives is spoken of, and not named."""
    given = find.trigger.pattern in ("give", "send", "offer")
    return given and not find.nominal and not find.scene.stems.isdisjoint(lexicon().set("neighbours"))


def _in_force(find: Find) -> Status | None:
    """`عقد تسليم … دخل حيز التنفيذ`, `قد بدأ تنفيذه`, `سينفذ`: the contract is or will be carried out."""
    nodes = find.scene.nodes
    for node in nodes[find.node.index + 1 :]:
        before = nodes[node.index - 1]
        started = before.norm == "حيز" or before.governor == "start"
        if node.governor == "fulfil" and started and particle(nodes[node.index - 2].norm) not in ("لم", "لن"):
            return "in_progress"
        if node.governor == "fulfil" and any("س" in reading.lead and is_finite(reading) for reading in node.readings):
            return "planned"
    return None


def _joined(filled: Filled, item: Item) -> list[tuple[str, Actor]]:
    """Those who share a role with the one that has it, unless the item has its own for it."""
    own = filled.by_item.get(item.node, {})
    shared = [(role, actor) for role, actors in filled.joined.items() if role not in own for actor in actors]
    return shared + filled.beside.get(item.node, [])


def _shared(draft: Draft, role: str, actor: Actor) -> Draft:
    """The same event, of another who shares a role."""
    other = draft.copy(draft.type)
    other.roles[role] = actor.role
    other.derivation.append(f"{role} {actor.role.text!r} joined to the other")
    return other


def _names_delivery(find: Find) -> bool:
    """`صفقة تسليم …`: a deal whose delivery is named itself."""
    behind = find.scene.nodes[find.node.index + 1 : find.node.index + 2]
    return any(one.trigger and one.trigger.frame == "arms_delivery" for node in behind for one in node.readings)


def _halts(drafts: list[Draft], verdict: Verdict, *, apart: bool) -> list[Draft]:
    """A delivery or sale that is stopped is news of its own; a deal held up holds it up, if not told `apart`."""
    unfulfilled = any(" under " in note and ("تنفيذ" in note or "تنفذ" in note) for note in verdict.notes)
    refused_it = verdict.status == "denied" and (_refused(verdict) or unfulfilled)
    stopped = verdict.status == "halted" or verdict.threatened or refused_it
    if not stopped:
        return []
    found = []
    halted = lexicon().frames["arms_halt"].halts
    for draft in (draft for draft in drafts if draft.type in halted):
        halt = draft.copy("arms_halt")
        halt.asserted = not verdict.threatened
        halt.status = "conditional" if verdict.threatened else "halted"
        found.append(halt)
        closed = any("فسخ" in note for note in verdict.notes)
        held_up = verdict.said and (verdict.status == "halted" or unfulfilled) and not closed
        if draft.type == "arms_deal" and not apart and held_up:
            held = draft.copy("arms_delivery")
            held.status, held.asserted = "halted", False
            found.append(held)
    return found


def _unfulfilled(find: Find, drafts: list[Draft]) -> list[Draft]:
    """`وقعت … عقدا لبيع …، إلا أن روسيا لم تنفذه`: a deal that is not carried out holds up its delivery."""
    nodes = find.scene.nodes
    for node in nodes[find.node.index + 1 :]:
        behind_not = particle(nodes[node.index - 1].norm) in ("لم", "عدم")
        if behind_not and node.governor == "fulfil" and (node.readings and node.readings[0].form.pronoun):
            held = [draft.copy("arms_delivery") for draft in drafts if draft.type == "arms_deal"]
            for draft in held:
                draft.status, draft.asserted, draft.background = "halted", False, False
                draft.derivation.append(f"halted under {node.norm} at {node.start}")
            return held
    return []


def _refused(verdict: Verdict) -> bool:
    return any("denied under" in note and ("رفض" in note or "امتن" in note) for note in verdict.notes)

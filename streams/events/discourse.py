"""What a whole document says: mentions of one event put together, gaps filled, title and body reconciled."""

from __future__ import annotations

from marsad.contracts import Role
from streams.events.draft import Draft
from streams.events.lexicon import lexicon
from streams.events.scene.kinds import may_be

_NEAR = 100
"""Mentions that one is compared with: in a text with more, those nearest."""
_ANSWER = 400
"""Characters between a question and what answers it."""
_ARMS = "class:weapons"
_SIDES = {"supplier", "recipient"}
_OVERTAKES = {
    "planned": {"conditional", "completed", "in_progress", "halted", "denied"},
    "conditional": {"completed", "in_progress", "halted", "denied"},
    "in_progress": {"halted", "denied"},
    "completed": {"denied"},
    "halted": {"in_progress"},
}
"""What a delivery that was told in one state may be told to have become."""
_CAME_BEFORE = frozenset({"planned", "conditional", "halted", "denied"})
_RANK = {"completed": 5, "in_progress": 5, "planned": 4, "halted": 3, "denied": 2, "conditional": 1}


def settle(drafts: list[Draft]) -> list[Draft]:
    """One draft per event, in order, the clauses that are news first."""
    _fill_gaps(drafts)
    said = [draft for draft in drafts if draft.said and not (draft.tentative and _to_nobody(draft))]
    said = [draft for draft in said if not _nobody(draft)]
    merged: list[Draft] = []
    for draft in sorted(said, key=lambda one: (one.generic, one.position)):
        same = next((other for other in merged[-_NEAR:] if _same(other, draft)), None)
        if same is None:
            merged.append(draft)
        else:
            _merge(same, draft)
    merged = [draft for draft in merged if not _yields(draft, merged[:_NEAR])]
    for draft in merged:
        _last_resort(draft)
    return sorted(merged, key=lambda one: (one.background, not one.asserted, one.position))


def _nobody(draft: Draft) -> bool:
    """Whether a class of arms changes hands between nobody: `تسليم الأسلحة`."""
    return (
        draft.type == "arms_delivery" and draft.key("item") == _ARMS and not (draft.roles.keys() | draft.left) & _SIDES
    )


def _to_nobody(draft: Draft) -> bool:
    """Whether nobody receives: of arms that a relative clause says somebody sent, who is left in the sentence does."""
    sent = draft.relative and "supplier" in draft.roles and "supplier" not in draft.weak
    return "recipient" not in draft.roles and not (sent and "recipient" in draft.left)


def _last_resort(draft: Draft) -> None:
    """Give a role that nothing in the document fills to who alone is left in the sentence for it."""
    for role, filler in draft.left.items():
        other = "recipient" if role == "supplier" else "supplier"
        if role not in draft.roles and draft.key(other) != (filler.id or filler.name_en or filler.text):
            draft.roles[role] = filler
            draft.weak.add(role)
            draft.derivation.append(f"{role} {filler.text!r} as who alone is left in the sentence")


def reconcile(body: list[Draft], title: list[Draft]) -> list[Draft]:
    """The body decides; of the title only what the body does not speak of stays, and what it adds to roles."""
    kept = []
    for draft in title:
        same = next((other for other in body if other.type == draft.type and _meet(other, draft)), None)
        if same is None:
            kept.append(draft)
            continue
        for role, filler in draft.roles.items():
            if role not in same.roles:
                same.roles[role] = _without(filler)
                same.derivation.append(f"{role} from the title")
    return body + kept


def _fill_gaps(drafts: list[Draft]) -> None:
    """Supplier and recipient that the clause leaves open, from another mention of the same item."""
    for index, draft in enumerate(drafts):
        near = drafts[max(0, index - _NEAR) : index + _NEAR]
        _turn_buyer(draft, near)
        _yield_to_known(draft, near)
        for role in ("supplier", "recipient"):
            if "item" in draft.roles and role not in draft.roles:
                _fill_gap(draft, role, near)
        if draft.origin and "supplier" not in draft.roles and draft.key("recipient") != draft.origin.id:
            draft.roles["supplier"] = draft.origin
            draft.derivation.append(f"supplier {draft.origin.text!r} from the adjective at the item")
    for draft in drafts:
        if draft.made and "supplier" not in draft.roles and draft.key("recipient") != draft.made.id:
            draft.roles["supplier"] = draft.made
            draft.weak.add("supplier")
            draft.derivation.append(f"supplier {draft.made.text!r} makes the item")


def _turn_buyer(draft: Draft, drafts: list[Draft]) -> None:
    """Who was guessed to supply what it buys in the same sentence receives it: `تعاقدت القاهرة على … يبدأ تسليمها`."""
    if "supplier" not in draft.weak or "recipient" in draft.roles:
        return
    for other in drafts:
        buys = other.type == "arms_deal" and "recipient" in other.roles and "recipient" not in other.weak
        near = other.evidence.start == draft.evidence.start and other.key("item") == draft.key("item")
        if buys and near and other.key("recipient") == draft.key("supplier"):
            draft.roles["recipient"] = draft.roles.pop("supplier")
            draft.derivation.append("recipient as the buyer")
            return


def _yield_to_known(draft: Draft, drafts: list[Draft]) -> None:
    """A guessed side gives way where another mention of the same arms is sure of somebody else there."""
    for role in ("supplier", "recipient"):
        if role not in draft.weak or role not in draft.roles or "item" not in draft.roles:
            continue
        for other in drafts:
            sure = role in other.roles and role not in other.weak
            if sure and other.key("item") == draft.key("item") and other.key(role) != draft.key(role):
                del draft.roles[role]
                draft.weak.discard(role)
                break


def _fill_gap(draft: Draft, role: str, drafts: list[Draft]) -> None:
    other_role = "recipient" if role == "supplier" else "supplier"
    ranked = sorted(
        (other for other in drafts if other is not draft and role in other.roles and "item" in other.roles),
        key=lambda other: (role in other.weak, abs(other.position - draft.position)),
    )
    for other in ranked:
        near = role == "recipient" and abs(other.position - draft.position) < 400 and not draft.elsewhere
        if (other.key("item") == draft.key("item") or near) and other.key(role) != draft.key(other_role):
            draft.roles[role] = other.roles[role]
            draft.weak.add(role)
            draft.derivation.append(f"{role} {other.roles[role].text!r} from another sentence")
            return


def _compatible(one: Draft, other: Draft, role: str, *, strict: bool) -> bool:
    """Whether two fillers can be one; a guessed one gives way, but not where only a class of arms is shared."""
    mine, yours = one.key(role), other.key(role)
    if mine is None or yours is None or mine == yours:
        return True
    return not strict and (role in one.weak or role in other.weak)


def _meet(one: Draft, other: Draft) -> bool:
    """Whether two drafts may be one event."""
    if "item" in one.roles and "item" in other.roles:
        same = one.key("item") == other.key("item")
        if not same and not (one.generic or other.generic):
            return False
        if not same and one.generic and other.generic:
            return False
        if not same and not (one.generic and other.generic) and not _of_a_kind(one, other):
            return False
        return all(_compatible(one, other, role, strict=not same) for role in ("supplier", "recipient"))
    shared = set(one.roles) & set(other.roles)
    return bool(shared) and all(one.key(role) == other.key(role) for role in shared)


def _of_a_kind(one: Draft, other: Draft) -> bool:
    """Whether a class of arms may be the named ones: `الدبابات` no aircraft."""
    kind, named = (one, other) if one.generic else (other, one)
    return may_be(kind.key("item"), named.key("item"))


def _same(one: Draft, other: Draft) -> bool:
    """Whether one mention repeats another: same event, and states that can be one."""
    if one.type != other.type or not _meet(one, other):
        return False
    if one.status == other.status:
        return _dates_agree(one, other)
    overtaken = _overtaken(one, other) or _also_held(one, other) or _recalled(one, other) or _recalled(other, one)
    return overtaken or _answers(one, other) or _passes_into(one, other)


def _overtaken(one: Draft, other: Draft) -> bool:
    """`تعتزم … تزويد … بصواريخ، لكنها لم تسلمها بعد`, `… وقالت إنها سلمتها`: what a later clause makes of it."""
    if (
        other.background
        or other.recalled
        or other.position <= one.position
        or other.status not in _OVERTAKES.get(one.status, ())
    ):
        return False
    if one.asked or other.asked or not (other.again or _named_again(one, other)):
        return False
    return one.status != "completed" or _refuted(other)


def _named_again(one: Draft, other: Draft) -> bool:
    """`ستسلم … ميغ-29 …. لكن تسليم ميغ-29 تأجل`: the same arms in another sentence, and not some more of them."""
    same = one.key("item") == other.key("item") and not one.generic and not other.relative
    apart = one.evidence.start != other.evidence.start
    return same and apart and other.batch is None and other.quantity is None


def _refuted(draft: Draft) -> bool:
    """`نفت موسكو تسليمها`: whether it is denied that it was done, not only not done yet."""
    words = (note.split()[2] for note in draft.derivation if note.startswith("denied under "))
    return any(reading.governor == "deny" for word in words for reading in lexicon().marks(word).readings)


def _recalled(one: Draft, known: Draft) -> bool:
    """`سلمت … رافال، بعد أن رفضت مرارا تسليمها`: what was planned, refused or stopped before, beside the news of it."""
    same = one.key("item") == known.key("item") and not one.generic
    before = known.background or (known.recalled and known.position > one.position)
    return same and before and not (one.background or one.recalled) and known.status in _CAME_BEFORE


def _also_held(one: Draft, other: Draft) -> bool:
    """`صواريخ … لم تصل إلى …، مضيفا أن موسكو لم تنفذ العقد`: a delivery denied, and then its deal held up."""
    return one.status == "denied" and other.status == "halted" and other.again and one.position < other.position


def _answers(one: Draft, other: Draft) -> bool:
    """`سئل عما إذا كانت … تسلمت …، فقال إنها لم تتسلمها`: a question, and what answers it."""
    return one.asked != other.asked and abs(one.position - other.position) < _ANSWER


def _passes_into(one: Draft, other: Draft) -> bool:
    """Whether the state of one mention can have become that of the other."""
    done = {"completed", "in_progress"}
    if one.evidence.start == other.evidence.start and (
        {one.status, other.status} <= done or _promised(one, other) or _given(one, other) or _given(other, one)
    ):
        return True
    if one.type == "arms_deal" and {one.status, other.status} <= {"planned", "completed", "in_progress"}:
        return True
    soft = {"conditional", "planned"}
    if one.status in soft and other.status in soft:
        return True
    return one.background != other.background and {one.status, other.status} <= {"completed", "in_progress"}


def _promised(one: Draft, other: Draft) -> bool:
    """`المدافع التي تعهدت واشنطن بتقديمها أصبحت في …`: what was promised has come."""
    promised, come = (one, other) if one.status == "planned" else (other, one)
    return promised.status == "planned" and promised.relative and come.status in ("completed", "in_progress")


def _given(one: Draft, other: Draft) -> bool:
    """`المروحيات التي قدمتها أوسلو ستصل …`, `تسليم طائرات وهبتها موسكو … لا يزال مجمدا`: it names the giver."""
    names = one.relative and one.background and one.status in ("completed", "in_progress") and not other.background
    ahead = one.position < other.position and other.status == "planned"
    return names and (ahead or (one.granted and other.status in ("planned", "halted")))


def _dates_agree(one: Draft, other: Draft) -> bool:
    if one.batch and other.batch and one.batch != other.batch:
        return False
    if one.date is None or other.date is None or one.date.from_ is None or other.date.from_ is None:
        return True
    return one.date.from_[:4] == other.date.from_[:4] or one.status == "planned"


def _weight(draft: Draft) -> tuple[bool, bool, bool, bool, int]:
    return (not draft.generic, not draft.asked, not draft.background, draft.asserted, _RANK[draft.status])


def _merge(kept: Draft, other: Draft) -> None:
    """Fold a mention into another: the one that is news gives status and evidence, both give details."""
    recalled = _recalled(kept, other)
    if _overtaken(kept, other) or (not recalled and _weight(other) > _weight(kept) and not _also_held(kept, other)):
        kept.status, kept.evidence, kept.position = other.status, other.evidence, other.position
        kept.asserted, kept.background, kept.asked = other.asserted, other.background, other.asked
        kept.derivation, other.derivation = other.derivation, kept.derivation
        kept.date, other.date = other.date or kept.date, kept.date
    for role, filler in other.roles.items():
        if role not in kept.roles or (role in kept.weak and role not in other.weak):
            other_side = {"supplier": "recipient", "recipient": "supplier"}.get(role, "")
            if (filler.id or filler.text) == kept.key(other_side):
                continue
            kept.roles[role] = _better(kept, role, filler)
            kept.weak.discard(role)
    kept.date = kept.date or other.date
    kept.quantity = kept.quantity or other.quantity
    kept.batch = kept.batch or other.batch
    kept.speaker = kept.speaker or other.speaker
    kept.derivation.append(f"also said at {other.position}")


def _better(kept: Draft, role: str, filler: Role) -> Role:
    if role == "item" and not kept.generic:
        return kept.roles[role]
    return filler


def _yields(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether a class of arms only repeats a named system of the same event; its news goes to that, if it has any."""
    named = _covering(draft, drafts)
    if named is not None and named.background and not draft.background:
        _merge(named, draft)
        named.status, named.asserted, named.background = draft.status, draft.asserted, False
        named.evidence, named.position = draft.evidence, draft.position
    return named is not None


def _covering(draft: Draft, drafts: list[Draft]) -> Draft | None:
    """A named system of the same event as a class of arms; of `أسلحة` also a class that another sentence names."""
    if not draft.generic:
        return None
    others = [other for other in drafts if other is not draft and other.type == draft.type]
    named = next((other for other in others if not other.generic and _meet(draft, other)), None)
    if named is not None or draft.key("item") != _ARMS:
        return named
    return next((other for other in others if _one_of(draft, other)), None)


def _one_of(whole: Draft, other: Draft) -> bool:
    """Whether a class of arms is what another mention calls arms."""
    if not other.generic or other.key("item") == _ARMS or other.position == whole.position:
        return False
    status = other.status == whole.status or _passes_into(other, whole)
    return status and all(_compatible(whole, other, role, strict=True) for role in _SIDES)


def _without(role: Role) -> Role:
    """A role filled from another field: no offsets."""
    return Role(text=role.text, id=role.id, name_en=role.name_en, name_ar=role.name_ar)

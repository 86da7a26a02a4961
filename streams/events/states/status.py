"""What a clause says of its event: status, whether it is asserted, whether it is news."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from marsad.contracts import Status
from streams.events.clause.find import STOPS, Find
from streams.events.clause.governing import is_question
from streams.events.clause.headlines import HEADLINE
from streams.events.lexicon import ARMS, lexicon
from streams.events.scene.nodes import Node, is_any
from streams.events.states.background import MARKS, WHY, known_before
from streams.events.states.behind import effect_of, in_vain, opposed, shelved
from streams.events.states.tense import PUT_OFF, is_subject, state_of

_ASKED = frozenset({"completed", "planned", "in_progress", "announced", None})
_WHETHER = frozenset({"هل", "وهل", "فهل"})
_WHEN = frozenset({"متي", "ومتي", "اين"})
_STATUS: dict[str, Status] = {
    "completed": "completed",
    "in_progress": "in_progress",
    "planned": "planned",
    "halted": "halted",
    "denied": "denied",
    "conditional": "conditional",
    "announced": "completed",
    "threatened": "conditional",
    "wished": "planned",
    "requested": "planned",
}
_OPEN = frozenset({"planned", "conditional", "requested", "wished"})
_ASSERTED = frozenset({None, "completed", "in_progress", "planned", "announced"})
_QUESTION = 8
"""Words between `ما إذا` and what is asked."""
_ABOUT = frozenset({"يتعلق", "تتعلق", "متعلق", "متعلقه", "خاص", "خاصه", "معني", "معنيه", "صله"})
_HEADLINE = 4
"""A noun that nothing governs is news only this near the beginning."""


@dataclass(slots=True)
class Verdict:
    """What the clause says of the event."""

    status: Status
    asserted: bool = True
    background: bool = False
    said: bool = True
    """False where it is only asked for."""
    threatened: bool = False
    asked: bool = False
    """Whether somebody only asks whether it is so (`سئل عما إذا كانت …`)."""
    notes: list[str] = field(default_factory=list)


def judge(find: Find) -> Verdict:
    """Status, assertion and salience of the event that a trigger speaks of."""
    notes: list[str] = []
    state = state_of(find, notes)
    if state in _OPEN and find.trigger.frame in ARMS and shelved(find):
        notes.append("halted: it comes to nothing")
        return Verdict(status="halted", asserted=False, notes=notes)
    if state == "planned" and (against := opposed(find)) is not None:
        return Verdict(
            status="halted", asserted=False, notes=[*notes, f"halted under {against.norm} at {against.start}"]
        )
    if state in _ASKED and _question(find):
        notes.append("only a question")
        return Verdict(status="conditional", asserted=False, asked=True, notes=notes)
    background = None if PUT_OFF in notes else known_before(find, state)
    told = state is not None or _by_means(find)
    opens = find.nominal and is_subject(find)
    if background is None and not told and (not _opens_headline(find) or effect_of(find) or opens):
        background = "nothing asserts it"
    if background:
        notes.append(f"background: {background}")
    return Verdict(
        status=_STATUS.get(state, "completed") if state else _unasserted(find),
        asserted=state in _ASSERTED,
        background=background is not None,
        said=state != "requested" and (state != "wished" or _dated(find)),
        threatened=state == "threatened",
        asked=state == "conditional" and _asked(find),
        notes=notes,
    )


def _opens_headline(find: Find) -> bool:
    """`مصدر روسي: بدء وصول …`, `أول فيديو لوصول …`: a noun that nothing governs, near the beginning.

    A delivery is news there only where no other word leads up to it (`واشنطن ترد على تسليم …`, `مخاطر تسليم …`).
    """
    if find.node.index > _HEADLINE or find.trigger.frame != "arms_delivery":
        return find.node.index <= _HEADLINE
    book, before = lexicon(), find.scene.nodes[: find.node.index]
    if any(is_any(node, book.set("reports")) for node in before):
        return True
    leads = book.joint("persons", "headline", "thanks")
    for node in before:
        known = (
            node.mention is not None or node.actor is not None or node.governor or node.prep or node.item is not None
        )
        if node.governor == "topic":
            return False
        if not known and node.norm[0].isalpha() and not is_any(node, leads) and book.ordinal(node.norm) is None:
            return False
    return True


def _unasserted(find: Find) -> Status:
    """What a noun that nothing governs tells: `عن طريقة تهريب الأسلحة`, `منفذ لتلقي الأسلحة`, `من خلال تصدير …`.

    Smuggling goes on all the time, and so does what something else is done by.
    """
    led = find.trigger.pattern == "receive" and find.reading.lead.endswith("ل")
    lasts = find.trigger.lemma == "تهريب" or led or _through(find)
    return "in_progress" if find.nominal and lasts else "completed"


def _through(find: Find) -> bool:
    """`تطيل أمد الحرب من خلال إمداد …`: a noun of how it is done."""
    words = find.scene.words[max(0, find.node.index - 2) : find.node.index]
    return words in (["من", "خلال"], ["عن", "طريق"]) or words[-1:] == ["عبر"]


def _by_means(find: Find) -> bool:
    """`أدت إيران دورا بتزويدها …`: what somebody did, by the noun of how."""
    about = find.scene.words[find.node.index - 1].lstrip("وال") in _ABOUT
    if find.nominal and _through(find):
        return True
    return bool(find.reading.form.pronoun) and find.reading.lead.endswith("ب") and not about


def _question(find: Find) -> bool:
    """`هل تسلم …`, `متى تتسلم …؟`, and a headline with a mark of asking and no word of it (`روسيا تسلم … إس-400؟`)."""
    words = find.scene.words
    opened = [at for at in range(find.node.index) if words[at] in STOPS]
    before = words[opened[-1] + 1 if opened else 0 : find.node.index]
    marked = words[-1] in MARKS
    if not _WHETHER.isdisjoint(before):
        return True
    if not marked or not _WHEN.isdisjoint(before):
        return marked or (not _WHEN.isdisjoint(before[:1]) and find.reading.form.tense == "present")
    apart = not STOPS.isdisjoint(words[find.node.index : -1])
    return not opened and not apart and len(words) <= HEADLINE and WHY.isdisjoint(words)


def _asked(find: Find) -> bool:
    """`ما إذا كانت طهران حصلت على …`: whether a question leads up to the trigger."""
    return any(is_question(find, at) for at in range(max(1, find.node.index - _QUESTION), find.node.index))


def _dated(find: Find) -> bool:
    """Whether a wish names a time ahead: then it speaks of something planned."""
    future = lexicon().set("future")
    return any(node.norm in future for node in find.scene.nodes[find.node.index : find.right])


def answered(find: Find, verdict: Verdict) -> Verdict:
    """What becomes of a wish or a request later in the sentence: `إلا أنها تراجعت عن القرار`, `لكن موسكو رفضت`."""
    vain = in_vain(find)
    if vain is not None:
        return _came_to(verdict, "halted", vain)
    for node in find.scene.nodes[find.node.index + 1 :]:
        if is_any(node, lexicon().set("failure")):
            return _came_to(verdict, "halted", node)
        reserves = is_any(node, lexicon().set("reserves"))
        if node.governor in ("halt", "refuse") and not reserves and node.index >= find.right and _answers(find, node):
            return _came_to(verdict, "halted" if node.governor == "halt" else "denied", node)
    return verdict


def _answers(find: Find, node: Node) -> bool:
    """Whether a verb of stopping stands alone or before `القرار`, `الطلب`, `ذلك`."""
    following = find.scene.nodes[node.index + 1 : node.index + 4]
    alone = not following or following[0].norm in (".", "،", '"')
    return alone or any(is_any(other, lexicon().set("plans")) for other in following)


def _came_to(verdict: Verdict, status: Status, node: Node) -> Verdict:
    return replace(
        verdict, status=status, asserted=False, said=True, notes=[*verdict.notes, f"{status} at {node.start}"]
    )

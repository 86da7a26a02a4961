"""What becomes of a noun of asking or offering by the word over it: refused, granted, withdrawn, for a third party."""

from __future__ import annotations

from streams.events.clause.find import Find
from streams.events.lexicon import lexicon, particle
from streams.events.scene.nodes import Node, is_any, is_finite, is_verb
from streams.events.states.behind import NOT

_ASKER = 3
"""Nodes between a noun of asking and who asks."""
_UNLESS = 3
"""Words up to a verb among which `ما لم` stands over it."""
_REFUSAL_GAP = 4
"""Nodes between a word of refusing and the asking that it turns down."""
_PERMIT_GAP = 6
"""Nodes between a word of permission and the asking that it grants."""


def stops_it(find: Find, asked: Node, inner: Node) -> bool:
    """`ضغوط الكونغرس تؤجل وصول …`: a noun of asking that is the subject of a verb of stopping, no noun behind `إلى`."""
    noun = not any(reading.governor == "request" and is_finite(reading) for reading in asked.readings)
    stops = any(reading.governor == "halt" and is_finite(reading) for reading in inner.readings)
    led = find.scene.nodes[inner.index - 1].prep is not None
    return noun and stops and not led and inner.governor == "halt" and not asked.norm.startswith(("ل", "ب"))


def answered_by(find: Find, over: list[Node], asked: Node, before: str | None) -> str | None:
    """The state of a delivery that is asked for or offered where the word over that answers it, else None.

    `before` is the state of what is asked for: who refuses to stop a delivery goes on with it.
    """
    if _withdrawn(find, over, asked):
        return "halted"
    if _turned_down(find, over, asked):
        return "planned" if before == "halted" else "halted" if _for_a_third(find, asked) else "denied"
    if _granted(find, over, asked):
        return "denied" if _not_granted(find, over, asked) else "planned"
    return None


def _turned_down(find: Find, over: list[Node], asked: Node) -> bool:
    """`رفض … طلب … تزويدها`: a noun of asking under a verb of refusing."""
    own = [reading for reading in asked.readings if reading.governor == asked.governor]
    noun = not own or any(reading.form.tense == "masdar" for reading in own) or asked.norm in _asking_nouns()
    outer = _over(over, asked)
    return noun and outer is not None and outer.governor == "refuse" and apart(find, outer, asked) <= _REFUSAL_GAP


def _withdrawn(find: Find, over: list[Node], offer: Node) -> bool:
    """`سحبت برلين عرضها تزويد …`: an offer right under a verb of stopping."""
    outer = _over(over, offer)
    if outer is None or outer.governor != "halt":
        return False
    return offer.norm.lstrip("ب").startswith("عرض") and apart(find, outer, offer) <= _PERMIT_GAP


def pleaded(find: Find) -> bool:
    """`حث … قائلا إن المدن لن تكون آمنة ما لم يوفر لها الحلفاء …`: a condition that whoever asks says is not met."""
    words, index = find.scene.words, find.node.index
    unless = next((at for at in range(max(0, index - _UNLESS), index) if words[at : at + 2] == ["ما", "لم"]), 0)
    told = (node for node in reversed(find.scene.nodes[:unless]) if is_verb(node))
    said = next((node for node in told if node.governor in ("request", "announce")), None)
    return said is not None and said.governor == "request" and particle(words[said.index - 1]) not in NOT


def _over(over: list[Node], inner: Node) -> Node | None:
    """The word right over another one, of those that stand before it."""
    return next((node for node in over if node.index < inner.index), None)


def apart(find: Find, outer: Node, inner: Node) -> int:
    """Nodes from a governor to the next, without what stands aside between them."""
    return sum(not node.aside for node in find.scene.nodes[outer.index : inner.index])


def of_what_is_asked(over: list[Node], purpose: Node) -> bool:
    """`رفضت طلبا تقدمت به … للسماح لها بأن تنقل …`: a purpose behind a noun of asking is what is asked for."""
    outer = _over(over, purpose)
    return purpose.norm == "للسماح" and outer is not None and outer.norm in _asking_nouns()


def _asking_nouns() -> frozenset[str]:
    return lexicon().set("askings")


def _for_a_third(find: Find, asked: Node) -> bool:
    """`رفضت برن طلب برلين … تصدير ذخيرة إلى كييف`: who asks wants to hand them on; another stops the delivery."""
    if find.reading.form.pronoun or not is_any(asked, lexicon().set("askings")):
        return False
    behind = find.scene.actors
    asker = next((actor for actor in behind if 0 < actor.node - asked.index <= _ASKER), None)
    goal = [actor for actor in behind if actor.prep == "to" and actor.node > find.node.index]
    return asker is not None and any(actor.key != asker.key for actor in goal)


def _granted(find: Find, over: list[Node], asked: Node) -> bool:
    """`وافقت … على طلب بولندا إرسال …`, `قبلت … عرض …`: a noun of asking or offering under a word of permission."""
    outer = _over(over, asked)
    if outer is None or asked.norm not in ("طلب", "عرض"):
        return False
    return is_any(outer, lexicon().set("permits")) and apart(find, outer, asked) <= _PERMIT_GAP


def _not_granted(find: Find, over: list[Node], asked: Node) -> bool:
    """`لم توافق برلين حتى الآن على طلب كييف …`: whether the word of permission is negated."""
    outer = _over(over, asked)
    return outer is not None and outer.index > 0 and particle(find.scene.words[outer.index - 1]) in NOT

"""Whether a trigger speaks of something else than arms that change hands: people, papers, power, news."""

from __future__ import annotations

from streams.events.clause.find import WITH_THEM, Find, behind_insertion, near, within
from streams.events.clause.governing import governors
from streams.events.lexicon import Frame, lexicon
from streams.events.roles.packages import paid_for
from streams.events.scene.nodes import MEDIA, Item, Node, is_any, is_finite, is_verb
from streams.events.senses.contents import contains
from streams.events.senses.laid_down import another_thing
from streams.events.senses.objects import accused_of, awaited, carried_by, moves_another

_OBJECT_REACH = 6
_NO_B = frozenset(
    {
        "بواسطه",
        "بعد",
        "بعدما",
        "بين",
        "بينما",
        "بينها",
        "بلا",
        "بدون",
        "بل",
        "برا",
        "بحرا",
        "باتجاه",
        "بحسب",
        "بسبب",
        "بفضل",
        "بفعل",
    }
)
_PRICED = frozenset({"بقيمه", "قيمتها", "قيمته", "تكلفتها", "كلفتها", "ثمنها"})
_PRICE = 5
"""Words between a word of worth and the currency."""
_RULES = 3
"""Nodes between rules and what they are for."""
_STEM = 3
"""Letters that a word without its pronoun has at least."""
_BESIDE = 2
"""Nodes between arms and the verb that they are the subject of."""
_ASIDE = frozenset({"to", "in", "from", "by"})
"""What stands behind these prepositions is not the object."""
_NEAR_REACH = 7
_BAN = frozenset({"حظر"})
_COMMENT = ({"وهو", "ما"}, {"هو", "ما"}, {"الامر", "الذي"})
_NOT = frozenset({"لا", "لم", "لن"})
_CREWED = frozenset({"باطقمها", "بطواقمها", "باطقمه", "بطواقمه"})
_WHAT = frozenset({"ما", "بما", "وما"})
_MOVES = frozenset({"send", "sent", "arrive"})
_MODEL = frozenset({"من", "طراز", "نوع", '"'})
_THEM = frozenset({"عليها", "عليه"})


def refused(find: Find, items: list[Item]) -> str | None:
    """The word that shows that something else than arms is handed over, or None."""
    frame, nodes = lexicon().frames[find.trigger.frame], find.scene.nodes
    remembered = all(item.node < find.node.index for item in items)
    named = [item for item in find.scene.items if not item.weak] if remembered else items
    first = min((item.node for item in named if item.node > find.node.index), default=len(nodes))
    return _other_object(find, first) or _other_sense(find, items, first) or _beside(find, frame)


def _beside(find: Find, frame: Frame) -> str | None:
    """A word near the trigger that shows another sense, fuel or ransom."""
    stop = near(find, frame.refuse_near, _NEAR_REACH) if frame.refuse_near else None
    return stop.norm if stop else None


def _other_object(find: Find, first: int) -> str | None:
    """A word before the arms at node `first` that is something else to hand over."""
    if find.relative is not None and _of_antecedent(find):
        return None
    frame, nodes = lexicon().frames[find.trigger.frame], find.scene.nodes
    start = behind_insertion(find.scene, find.node.index + 1)
    for node in nodes[start : min(find.right, start + _OBJECT_REACH)]:
        goal = nodes[node.index - 1].actor if first == len(nodes) else None
        if node.index >= first and node.norm not in frame.refuse_objects:
            return None
        if goal is not None and goal.prep == "to" and node.governor in ("time", "before"):
            return None
        at = find.places.get("subject") == "item" and node.norm.startswith("ب") and find.trigger.pattern == "arrive"
        if at or _counts(nodes, node) or node.lead.lstrip("وف")[:1] == "ل" or awaited(find, node):
            continue
        if node.mention is not None or nodes[node.index - 1].prep in _ASIDE or not _refuses(node, frame):
            continue
        if not _worth(find, node) and not _body(find, node) and not _armed(find, node):
            return node.norm
    return None


def _body(find: Find, node: Node) -> bool:
    """`سلمت برلين القيادة الأوكرانية …`: who is given or gives, not an office that is handed over."""
    return is_any(node, lexicon().set("bodies")) and any(one.head == node.index for one in find.scene.actors)


def _armed(find: Find, node: Node) -> bool:
    """`زودت المقاتلين الأكراد بصواريخ`: who is armed, not who is handed over."""
    return find.trigger.pattern == "supply" and is_any(node, lexicon().set("fighters")) and not _with_b(node)


def _of_antecedent(find: Find) -> bool:
    """`التي تبرعت بها موسكو لـ…`, `التي تسلمها من …`: the pronoun is the arms, so nothing behind the verb is."""
    following = find.scene.words[find.node.index + 1 : find.node.index + 2]
    own = find.reading.form.pronoun in ("ه", "ها") or not (WITH_THEM | _THEM).isdisjoint(following)
    return find.trigger.pattern in ("give", "send", "offer", "supply", "receive") and own


def _other_sense(find: Find, items: list[Item], first: int) -> str | None:
    """What shows that the trigger does not speak of arms handed over, or None."""
    frame = lexicon().frames[find.trigger.frame]
    remembered = all(item.node < find.node.index for item in items)
    senses = {
        "no contents": find.trigger.contents and not contains(find, first),
        "people": _people_arrive(find) or _people_move(find, first),
        "something else moves": find.trigger.lemma == "انتقال" and items[0].node > find.node.index + _BESIDE,
        "how far they reach": find.trigger.pattern == "arrive" and _able(find),
        "a guest": find.trigger.pattern == "receive" and _guest(find),
        "told by media": _told(find),
        "arms that stop others": find.nominal and remembered and _stops_others(find, items),
        "a comment": _comments(find),
        "a policy": find.nominal and (remembered or all(item.generic for item in items)) and _restricted(find),
        "plural": remembered and (_only_people(find) or _them(find)),
        "approval": (find.relative is not None or remembered) and _of_no_arms(find, frame),
        "only promised": (find.trigger.promise or find.trigger.close) and not _right_behind_b(find, items),
        "something else": another_thing(find, items) or accused_of(find),
        "arms of another thing": not remembered and (moves_another(find, first) or carried_by(find, items)),
        "made ready": find.trigger.pattern == "supply" and _made_ready(find),
        "equipped": find.trigger.background and _equipped(find),
        "another sense": _another_sense(find, first),
        "what is left of a delivery told before": remembered and _rest(find),
        "no more than something else": remembered and _limited(find),
        "its own crews move it": find.trigger.pattern in _MOVES and _operated(find),
        "no ب before the arms": find.trigger.takes_b
        and not items[0].implied
        and not (_behind_b(find, items) or _bought(find, items)),
    }
    return next((sense for sense, holds in senses.items() if holds), None)


def _able(find: Find) -> bool:
    """`صواريخ قادرة على الوصول إلى …`: what arms can do, not where they arrive."""
    before = find.scene.nodes[max(0, find.node.index - _BESIDE) : find.node.index]
    return find.nominal and any(node.norm.removeprefix("ال").startswith("قادر") for node in before)


def _made_ready(find: Find) -> bool:
    """`تجهز بولندا دبابات لإرسالها إلى …`: arms that somebody makes ready to hand over."""
    if find.nominal or "جهز" not in find.node.norm:
        return False
    behind = find.scene.nodes[find.node.index + 1 : find.right]
    return any(
        one.trigger and one.form.tense == "masdar" and one.form.pronoun and one.lead == "ل"
        for node in behind
        for one in node.readings
    )


def _stops_others(find: Find, items: list[Item]) -> bool:
    """`إس-300 لن تمنع الطيران من الوصول إلى …`: arms that are the subject of a verb of stopping do not come."""
    over = governors(find, find.node.index)[:1]
    stops = [node for node in over if node.governor == "halt" and is_verb(node)]
    alone = not find.reading.form.pronoun
    return alone and any(0 < node.index - item.node <= _BESIDE + 1 for node in stops for item in items)


def _restricted(find: Find) -> bool:
    """`رفع القيود المفروضة على تصدير السلاح`: rules for what may be sold at all."""
    before = find.scene.nodes[max(0, find.node.index - _RULES) : find.node.index]
    by_law = any(node.governor == "halt" for node in before)
    far = find.scene.nodes[max(0, find.node.index - _NEAR_REACH) : find.node.index] if by_law else []
    lawful = any(is_any(node, lexicon().set("laws")) for node in far)
    return lawful or any(is_any(node, lexicon().set("restrictions")) for node in before) or _embargoed(find)


def _embargoed(find: Find) -> bool:
    """`تمديد حظر توريد السلاح`, `يحظر قرار مجلس الأمن بيع الأسلحة`: what the nations lay down for all."""
    before = find.scene.nodes[max(0, find.node.index - _NEAR_REACH) : find.node.index]
    by_law = any(is_finite(reading) for node in before for reading in node.readings if "حظر" in node.norm)
    banned = by_law or any(is_any(node, _BAN) for node in before[-1:])
    return banned and any(is_any(node, lexicon().set("embargoes")) for node in before)


def _rest(find: Find) -> bool:
    """`تسلم … أول عشر دبابات، على أن تصل البقية …`: the lots that the delivery of the clause before leaves."""
    following = find.scene.words[find.node.index + 1 : find.node.index + 1 + _BESIDE]
    told = any(trigger < find.node.index for trigger in find.scene.arms_triggers)
    return told and not lexicon().set("remainders").isdisjoint(following)


def _limited(find: Find) -> bool:
    """`ما تقدمه يقتصر على الخوذ`: what somebody gives is told behind the verb, so it is not the arms named before."""
    what = find.node.index > 0 and find.scene.words[find.node.index - 1] in _WHAT
    behind = find.scene.nodes[find.node.index + 1 : find.node.index + _OBJECT_REACH]
    limits = (node for node in behind if is_any(node, lexicon().set("limits"))) if what else ()
    return any(find.scene.words[node.index - 1] not in _NOT for node in limits)


def _operated(find: Find) -> bool:
    """`البطارية التي كان الروس يشغلونها … شحنت إلى …`, `… بأطقمها`: arms that those who run them move."""
    if not _CREWED.isdisjoint(find.scene.words[find.left : find.right]):
        return True
    crews = lexicon().set("operated")
    return not find.scene.stems.isdisjoint(crews) and not crews.isdisjoint(find.scene.words[: find.node.index])


def _comments(find: Find) -> bool:
    """`وهو ما لم تكن تتيحه …`: a clause about the whole sentence before it, whose pronoun is no arms."""
    if find.relative is None or not find.relative or find.reading.form.pronoun != "ه":
        return False
    return {find.scene.words[find.relative - 1], find.scene.nodes[find.relative].norm} in _COMMENT


def _people(find: Find) -> bool:
    """Whether the subject of a verb is a plural of people (`نقلوا`, `يصلون`)."""
    return find.reading.form.subject == "p" and find.node.norm.endswith(("وا", "ون"))


def _only_people(find: Find) -> bool:
    """`صحفيين نقلوا إلى …`: a plural of people without an object, behind arms named before."""
    return _people(find) and not find.reading.form.pronoun and find.places.get("object") == "item"


def _them(find: Find) -> bool:
    """`عثرت على بنادق قبل أن تسلمهم إلى …`: a plural of people that is handed over, behind arms named before."""
    return find.reading.form.pronoun == "هم" and find.places.get("object") == "item" and not find.nominal


def _of_no_arms(find: Find, frame: Frame) -> bool:
    """`موافقة الكونغرس التي سيحصل عليها`: a relative clause that hangs on something else than arms."""
    nodes, end = find.scene.nodes, find.relative or (0 if find.nominal else find.node.index)
    if find.relative is None and find.reading.form.pronoun not in ("ها", "ه"):
        return False
    if any(node.item is not None for node in nodes[max(0, end - _STEM) : end]):
        return False
    return any(node.mention is None and _refuses(node, frame) for node in nodes[max(0, end - _BESIDE) : end])


def _right_behind_b(find: Find, items: list[Item]) -> bool:
    """`وعدت كييف بمقاتلات …`: `ب` at the arms themselves, or at the class or number right before them.

    In a relative clause of the arms its pronoun stands for them (`المدافع التي وعدت بها باريس …`), unless another
    word of the sentence says what becomes of them.
    """
    nodes = find.scene.nodes
    following = find.scene.words[find.node.index + 1 : find.node.index + 2]
    if find.relative is not None and not WITH_THEM.isdisjoint(following):
        others = (node for node in nodes if node is not find.node and node.index in find.scene.arms_triggers)
        return not any(_delivers(node) for node in others)
    for item in items:
        if any(find.node.index < other < item.node for other in find.scene.arms_triggers):
            continue
        near = [node for node in nodes[find.node.index + 1 : item.node + 1] if node.norm not in _MODEL]
        near = near[-_BESIDE - 1 :]
        plain = [node for node in near if not any(reading.trigger or reading.governor for reading in node.readings)]
        if any(map(_with_b, plain)):
            return True
    return False


def _delivers(node: Node) -> bool:
    return any(reading.trigger and reading.trigger.frame == "arms_delivery" for reading in node.readings)


def _counts(nodes: list[Node], node: Node) -> bool:
    """`12 مليون قذيفة`: an amount of arms, no money."""
    amount = is_any(node, lexicon().set("amounts"))
    return amount and any(
        other.item is not None and not other.item.weak for other in nodes[node.index + 1 : node.index + 2]
    )


def _worth(find: Find, node: Node) -> bool:
    """`معدات بقيمة 400 مليون دولار`: what arms cost; all sums beside a package that names its contents."""
    sums = lexicon().joint("amounts", "sums")
    priced = not _PRICED.isdisjoint(find.scene.words[max(find.node.index, node.index - _PRICE) : node.index])
    return (find.trigger.contents or priced) and is_any(node, sums)


def _refuses(node: Node, frame: Frame) -> bool:
    """Whether a word, also in the accusative (`مطلوبا`), is something else that is handed over."""
    bare = [node.norm[:-1]] if node.norm[-1:] == "ا" else []
    for pronoun in ("ه", "ها", "هم", "هما"):
        stem = node.norm.removesuffix(pronoun)
        if stem != node.norm and len(stem) > _STEM:
            bare += [stem, stem[:-1] + "ه"] if stem.endswith("ت") else [stem]
    return is_any(node, frame.refuse_objects) or not frame.refuse_objects.isdisjoint(bare)


def _another_sense(find: Find, first: int) -> bool:
    """Whether the words behind the trigger, up to its arms at node `first` or in its clause, show another sense."""
    trigger, behind = find.trigger, find.scene.nodes[find.node.index + 1 :]
    far = behind[: max(1, first - find.node.index)][:13]
    return (
        any(node.norm in trigger.not_with for node in behind[:1])
        or any(node.norm in trigger.not_far for node in far)
        or any(is_any(node, trigger.not_near) for node in behind[: find.right - find.node.index - 1])
    )


def _people_arrive(find: Find) -> bool:
    """`الضباط الذين وصلوا إلى كييف`: a plural of people."""
    return _people(find) and find.places.get("subject") == "item"


def _people_move(find: Find, first: int) -> bool:
    """Whether it is a person or a delegation that arrives, not the arms named farther on."""
    beside = any(0 < find.node.index - item.node <= _BESIDE for item in find.scene.items)
    if find.places.get("subject") != "item" or find.trigger.pattern == "become" or beside:
        return False
    if _his_own(find) and first < len(find.scene.nodes):
        return "،" in find.scene.words[find.node.index : first]
    persons = lexicon().set("persons")
    for node in find.scene.nodes[find.node.index + 1 : min(first, find.right)]:
        if node.norm == "،":
            return False
        if node.aside:
            continue
        if node.actor is not None and node.actor.person and node.actor.prep is None and not _quoted(find, node):
            return True
        if node.mention is None and node.prep is None and is_any(node, persons):
            return True
    return False


def _his_own(find: Find) -> bool:
    """`قبيل وصوله إلى برلين، …`: the pronoun at a noun of arriving is a person's where the arms follow a comma."""
    return find.nominal and find.reading.form.pronoun in ("ه", "هم")


def _quoted(find: Find, node: Node) -> bool:
    """`الحاملة "أنور السادات"`: a name in quotation marks behind arms is the name of a ship."""
    before = find.scene.nodes[max(0, node.index - 2) : node.index]
    return len(before) == 2 and before[1].norm == '"' and before[0].item is not None


def _guest(find: Find) -> bool:
    """`خلال استقباله زيلينسكي`: a person right behind a verb of receiving whose subject is the pronoun at it."""
    guest = any(0 < actor.start - find.node.index <= _BESIDE and actor.person for actor in find.scene.actors)
    return guest and bool(find.reading.form.pronoun) and find.nominal


def _equipped(find: Find) -> bool:
    """`طائرات مزودة بصواريخ`: arms that carry others."""
    before = find.scene.nodes[max(0, find.node.index - 4) : find.node.index]
    arms = any(node.item is not None for node in before) and not any(node.actor is not None for node in before)
    return arms and find.trigger.lemma.startswith("المزود")


def _told(find: Find) -> bool:
    """`ما نقلته رويترز`: a paper or an agency right behind the verb tells something."""
    following = find.scene.nodes[find.node.index + 1 : find.node.index + 3]
    named = any(node.mention is not None and node.mention.kind in MEDIA for node in following[:1])
    return not find.nominal and (named or any(node.norm in lexicon().set("papers_tell") for node in following))


def _with_b(node: Node) -> bool:
    """Whether a word has `ب` written to it: neither `بواسطة` nor `بعد`."""
    if node.mention is not None and node.item is None:
        return node.lead.lstrip("وف").startswith("ب")
    return node.norm.startswith(("ب", "وب")) and node.norm not in _NO_B


def _bought(find: Find, items: list[Item]) -> bool:
    """`خصصت مئة مليون دولار لدعم كييف، بينها مدافع …`: arms that money set aside goes to."""
    between = find.scene.nodes[find.node.index + 1 : items[0].node]
    return paid_for(find) and any(is_any(node, lexicon().set("contents")) and not node.prep for node in between)


def _behind_b(find: Find, items: list[Item]) -> bool:
    """Whether `ب` stands between the trigger and the arms, or `بها` speaks of them."""
    for item in items:
        if any(map(_with_b, find.scene.nodes[find.node.index + 1 : item.node + 1])):
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

"""Which words of a sentence are triggers, and in which reading: `تسلم` delivers or receives by what stands around."""

from __future__ import annotations

from streams.events.clause.find import Find
from streams.events.clause.fits import NOW, fits
from streams.events.clause.headlines import verbless
from streams.events.clause.spans import bound
from streams.events.lexicon import ARMS, Reading, lexicon, particle, stripped
from streams.events.scene.nodes import THAT, Node, Scene, is_any, is_finite

_THAT_ONE = ("انه", "انها")
_NEAR = 9
"""Nodes beside a noun among which the verb over it, or its own, stands."""
_CROSSES = frozenset({"قطار", "رتل", "محمل", "محملا", "محملين"})
_SUBJECT = 4
"""Nodes before a verb among which its subject stands."""
_OVER_NOUNS = frozenset({"plan", "possible", "halt", "refuse", "request", "deny", "start", "finish", "threaten"})
_OVER_VERBS = frozenset({"قد", "ربما", "لعل", "قريبا", "لا", "لم", "لن", "ما", "مازال", "مازالت"})
_WANTS = frozenset({"plan", "halt", "deny", "refuse", "start", "finish", "done", "request"})
"""Classes of verbs that a noun of what is done must follow."""
_ENDS_WANT = frozenset({"،", ":", "ان", "بان", "علي", "عن"})
_VERB_BEFORE = frozenset({"لم", "لن", "لا", "سوف", "قد", "ان", "بان", "كي", "لكي"})
_MASDAR_BEFORE = frozenset(
    [
        "تم",
        "يتم",
        "سيتم",
        "جري",
        "يجري",
        "سيجري",
        "بعد",
        "قبل",
        "منذ",
        "عن",
        "علي",
        "في",
        "من",
        "عمليه",
        "عمليات",
        "محاوله",
        "محاولات",
        "موعد",
        "فور",
        "عقب",
        "اثر",
        "حول",
        "بشان",
        "عدم",
        "بدء",
        "بدات",
        "بدا",
        "قرب",
        "مراسم",
        "حفل",
        "خلال",
        "مع",
        "رغم",
        "انباء",
        "الانباء",
        "تقارير",
        "خبر",
        "شايعات",
        "مزاعم",
        "احتمال",
        "قرار",
        "فكره",
        "اجل",
        "مغبه",
        "سبيل",
        "مراحل",
        "خيار",
        "امكانيه",
        "بروتوكول",
        "بفضل",
        "بسبب",
        "نتيجه",
        "عند",
        "لدي",
        "حال",
        "بعيد",
        "قبيل",
        "اعقاب",
        "ازاء",
        "حيال",
        "اعلان",
        "تاكيد",
        "الي",
        "ضوء",
        "غداه",
        "جراء",
        "خلفيه",
        "بذريعه",
        "بحجه",
        "بدعوي",
        "بفعل",
        "مقابل",
        "وسط",
        "عبر",
    ]
)


def _gender(scene: Scene, node: Node, step: int) -> str:
    """Grammatical gender of the actor right beside a node: m, f or nothing."""
    masculine = lexicon().joint("masculine", "persons")
    for index in range(node.index + step, node.index + 3 * step, step):
        if not 0 <= index < len(scene.nodes):
            return ""
        other = scene.nodes[index]
        if step < 0 and other.norm.endswith(_THAT_ONE):
            return "f" if other.norm.endswith("ها") else "m"
        phrase = scene.nodes[other.actor.start : index] if other.actor else []
        if any(is_any(each, masculine) for each in [other, *phrase]) or (
            other.actor is not None and other.norm.endswith("ون")
        ):
            return "m"
        if other.actor is not None:
            return "m" if other.actor.person else "f"
    return ""


def _word_before(scene: Scene, node: Node) -> str:
    """The word before a node, quotation marks left out."""
    return particle(next((each.norm for each in reversed(scene.nodes[: node.index]) if each.norm != '"'), ""))


def _reported(scene: Scene, node: Node) -> bool:
    """Whether `أن` before a node is the one of a statement (`أعلن أن …`), which a noun follows."""
    laid_down = node.index > 1 and scene.words[node.index - 2] == "علي"
    if laid_down or _word_before(scene, node) not in THAT:
        return False
    before = [each for each in scene.nodes[: node.index] if each.governor or is_any(each, lexicon().set("opinions"))]
    return bool(before) and before[-1].governor in ("announce", None)


def _governed(scene: Scene, node: Node) -> bool:
    """Whether a finite verb stands right before, or right before the names before (`نفت أنقرة تسلم …`)."""
    index = beside = _beside(scene, node.index - 1)
    while index > 0 and (actor := scene.nodes[index].actor) is not None:
        index = actor.start - 1
    if index < 0:
        return False
    if _wants_noun(scene, node):
        return True
    before = scene.nodes[index]
    if before.governor is None:
        return False
    own = [reading for reading in before.readings if reading.governor]
    governs = any(reading.form.tense in ("past", "present") for reading in own)
    noun = index == beside and any(
        reading.form.tense == "masdar" and not reading.form.pronoun and not reading.lead for reading in own
    )
    return governs or noun


def _wants_noun(scene: Scene, node: Node) -> bool:
    """`قررت الحكومة في ختام اجتماع نقل …`: a verb such as `قررت` whose noun or `أن` has not come yet."""
    for other in reversed(scene.nodes[max(0, node.index - _NEAR) : node.index]):
        if other.norm in _ENDS_WANT or other.clause or other.relative or other.item is not None:
            return False
        own = [reading for reading in other.readings if reading.governor and not reading.form.pronoun]
        if any(map(is_finite, own)):
            return other.governor in _WANTS
        if any(reading.governor for reading in other.readings):
            return False
    return False


def _effect_before(word: str) -> bool:
    """`أثار تسلم أنقرة … غضب …`: a verb of what a delivery does, right before its subject."""
    forms = lexicon().effects
    return not word.endswith(_THAT_ONE) and (word in forms or (word[:1] in ("و", "ف") and word[1:] in forms))


def _begins_headline(scene: Scene, node: Node) -> bool:
    """`أنقرة: تسلم المقاتلات يبدأ في …`: behind a colon or at the head, a verb of its own behind it."""
    index = node.index
    if index and scene.words[index - 1] not in (":", '"', "ان", "بان"):
        return False
    for each in scene.nodes[index + 1 : index + _NEAR]:
        if each.norm == "،" or each.clause or each.relative:
            return False
        own = [one for one in each.readings if one.governor in ("start", "finish", "done", "halt") and is_finite(one)]
        if any(one.form.subject == "m" and not one.lead.strip("س") and not one.form.pronoun for one in own):
            return True
    return False


def _under_noun(scene: Scene, node: Node) -> bool:
    """`من المقرر نقل …`, `على وشك شحن …`, `جدد رفضه نقل …`: a phrase right before that only a noun can follow."""
    index = node.index - 1
    while index > 0 and scene.nodes[index].skip:
        index -= 1
    before = scene.nodes[index] if index >= 0 else None
    return before is not None and before.governor in _OVER_NOUNS and before.norm not in _OVER_VERBS


def _no_subject(scene: Scene, node: Node) -> bool:
    """`شحن الصواريخ إلى مصر خيار وارد`: arms right behind, and nobody before who could have done it."""
    following = scene.nodes[node.index + 1 : node.index + 2]
    before = scene.nodes[max(0, node.index - _SUBJECT) : node.index]
    return any(each.item is not None for each in following) and all(
        each.actor is None and not each.relative and each.norm not in _VERB_BEFORE - THAT and each.item is None
        for each in before
    )


def _beside(scene: Scene, index: int) -> int:
    """The node at an index or before it, adverbs and quoted asides left out (`يحظر بصورة قاطعة نقل …`)."""
    while index > 0:
        word = scene.words[index]
        if word in NOW or word == '"' or scene.nodes[index].skip or scene.nodes[index].governor == "topic":
            index -= 1
        elif scene.words[index - 1] in ("بصوره", "بشكل"):
            index -= 2
        else:
            break
    return index


def _score(scene: Scene, node: Node, reading: Reading) -> float:
    """How well a reading fits: agreement with its subject, the word before, the prepositions after."""
    form, score = reading.form, 0.0
    before = _word_before(scene, node)
    if form.tense in ("past", "present") and form.subject in ("m", "f"):
        after, ahead = _gender(scene, node, 1), _gender(scene, node, -1)
        score += 1 if form.subject in (after, ahead) else -0.5 if after or ahead else 0
    if form.subject == "us" and node.index and scene.words[node.index - 1] in (":", '"'):
        score += 2
    if form.tense == "masdar":
        noun = (
            not _MASDAR_BEFORE.isdisjoint(stripped(before))
            or _reported(scene, node)
            or reading.lead.lstrip("وف")[:1] in ("ب", "ل", "ا")
            or _governed(scene, node)
            or _begins_headline(scene, node)
            or _under_noun(scene, node)
            or _no_subject(scene, node)
            or _effect_before(before)
        )
        score += 2 if noun else -0.2
    if form.tense == "present":
        verb = before in _VERB_BEFORE and not _reported(scene, node)
        score += 2 if verb or "س" in reading.lead else 0
    elif before in ("لم", "لن", "سوف"):
        score -= 2
    pattern = reading.trigger.pattern if reading.trigger else ""
    preps = {actor.prep for actor in scene.actors if actor.node > node.index}
    score += 1.2 if pattern == "receive" and "from" in preps else 0
    score += 1.2 if pattern == "give" and "to" in preps else 0
    score -= 1.5 if pattern == "give" and form.subject == "f" and _buyer_begins(scene, node) else 0
    score += 1.5 if pattern in ("reinforce", "rearm") else 0
    score -= len(reading.lead) * 0.3
    return score


def _buyer_begins(scene: Scene, node: Node) -> bool:
    """`تسلم تركيا صواريخ إس-400 من روسيا`: a headline of a name and then arms that another state builds."""
    following = scene.nodes[node.index + 1 : node.index + 7]
    if node.index or len(following) < 2 or following[0].actor is None:
        return False
    makers = {each.item.maker for each in following[1:] if each.item is not None and each.item.maker}
    others = [actor for actor in scene.actors if actor.node > following[0].index and actor.prep != "from"]
    return bool(makers) and following[0].actor.role.id not in makers and not others


def _by_way_of(scene: Scene, node: Node) -> bool:
    """`شحنات … عبر أراضي تركيا`: a preposition that is written as a verb, with nobody before it who crosses."""
    if node.prep != "via" or any(each.norm in _CROSSES for each in scene.nodes[: node.index]):
        return False
    following = scene.nodes[node.index + 1 : node.index + 2]
    return any(is_any(each, lexicon().set("crossed")) for each in following)


def _readings(scene: Scene, node: Node) -> list[Reading]:
    """The best reading of a node for each frame."""
    candidates = [reading for reading in node.readings if reading.trigger is not None and not _by_way_of(scene, node)]
    if node.phrase:
        candidates.extend(lexicon().bare(node.phrase))
    if not candidates:
        return []
    best: dict[str, Reading] = {}
    for reading in sorted(candidates, key=lambda one: -_score(scene, node, one)):
        if reading.trigger and reading.trigger.frame not in best and fits(scene, node, reading.trigger):
            best[reading.trigger.frame] = reading
    return list(best.values())


def _package(node: Node) -> bool:
    """`مساعدات عسكرية تتضمن …`: a class of arms that may name its contents."""
    return any(reading.trigger and reading.trigger.contents for reading in node.readings)


def finds(scene: Scene) -> list[Find]:
    """Every trigger of the sentence with its clause, in order."""
    chosen = [
        (node, reading)
        for node in scene.nodes
        if not node.skip and (node.item is None or node.item.weak or _package(node))
        for reading in _readings(scene, node)
    ]
    verbs = frozenset(node.index for node, reading in chosen if reading.form.tense in ("past", "present"))
    found = []
    for node, reading in chosen:
        if reading.trigger:
            find = Find(scene, node, reading, reading.trigger)
            bound(find, verbs)
            found.append(find)
    if not any(find.trigger.frame in ARMS for find in found):
        found.extend(verbless(scene))
    scene.arms_triggers = tuple(find.node.index for find in found if find.trigger.frame in ARMS)
    for find in found:
        _yield_to_next(find, found)
    return found


def _yield_to_next(find: Find, found: list[Find]) -> None:
    """A noun's reach ends where the next trigger of its frame has arms and names of its own."""
    if not find.nominal:
        return
    for other in found:
        apart = other.node.index - find.node.index
        own = other.trigger.frame == find.trigger.frame and not other.trigger.contents
        inside = own and apart > 4 and other.node.index < find.right
        if inside and any(find.node.index < item.node < other.node.index for item in find.scene.items):
            find.right = other.node.index
            return

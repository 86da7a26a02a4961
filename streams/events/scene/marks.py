"""What the lexicon knows of each word: prepositions, governors, clause openers, triggers, classes of arms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from marsad.contracts import Role
from streams.events.lexicon import ARMS, Reading, lexicon, particle
from streams.events.scene.negation import gives_no_arms, not_yet
from streams.events.scene.nodes import THAT, Item, Node, Scene, is_any, is_finite, is_verb

_DASHES = frozenset("-–—")
_TIMES = frozenset({"قبل", "قبيل", "بعد", "عقب", "خلال", "اثناء", "اثر", "فور", "بعيد"})
_MAYBE = frozenset({"ربما", "وربما", "حتي", "وحتي", "وذلك", "و"})
_DURING = frozenset({"في", "خلال", "اثناء", "عبر", "وخلال", "بعد", "عقب"})
_APPROVES = frozenset({"اقر", "اقرت", "اقروا", "يقر", "تقر"})
_OCCASION = 2
"""Words between two commas, at least, that say where."""
_TELLING = frozenset({"ان", "انه", "انها", "بان", "اذا", "حال", "حاله", "الا", "التي", "الذي", "ما"})
_SHOWS = frozenset({"معرض", "معارض", "صالون"})
"""Where arms are shown, not handed over: `على هامش معرض للسلاح`."""
_INSTEAD = frozenset({"المقابل", "بالمقابل"})
_PREPARES = ("حضر", "جهز", "حضرون", "جهزون")
_KEEPS_FROM = frozenset({"حال", "حالت", "وحال", "وحالت", "يحول", "تحول", "ستحول", "سيحول"})
_ATTENDED = frozenset({"حضره", "حضرها", "حضرته", "حضرتها", "يحضره", "تحضره"})
_WORKS = ("عمل", "عملت", "عملوا", "عملا", "عملون", "عملان")
_TOWARDS = 8
"""Words from `تعمل` up to the noun behind `على`."""
_NOUN = 5
"""Words up to the noun that a verb of preparing is about, the verb's subject between them."""
_TALK = 20
"""Words of a talk between two commas, at most."""
_TIME = 8
"""Words of a time between two commas, at most."""
_ASIDE = 16
"""Words between two dashes, at most."""
_ISSUED = frozenset({"صادر", "صادره"})


def mark(scene: Scene) -> None:
    """Mark every word that is part of no name."""
    last = -1
    _set_aside(scene)
    _set_times_aside(scene)
    _set_talks_aside(scene)
    for node in scene.nodes:
        if node.mention is not None:
            if node.item is not None and node.item.generic:
                _mark_package(node)
            continue
        marks = lexicon().marks(node.norm)
        node.readings = tuple(reading for reading in marks.readings if _written(scene, node, reading))
        if node.readings and (_no_more(scene, node) or _no_verb(scene, node)):
            node.readings = tuple(each for each in node.readings if each.trigger is None or not each.trigger.promise)
        node.relative = marks.relative and not node.skip and not _counts(scene, node)
        for phrase, kind, label in marks.phrases:
            if len(phrase) == 1 or tuple(scene.words[node.index + 1 : node.index + len(phrase)]) == phrase[1:]:
                last = max(last, _apply(scene, node, (kind, label, len(phrase)), last))
        if node.governor is None and not node.skip and marks.governed:
            node.governor = "plan" if _enables(scene, node) else _plainest(_possible(scene, node))
            if _shows(scene, node):
                node.governor = "announce"
            if _approves(scene, node):
                node.governor = "plan"
            if _governs_nothing(scene, node):
                node.governor = None
        if node.item is None and node.index > last and marks.weak_item:
            node.item = _class(scene, node, node.index, marks.weak_item, weak=not _is_named(scene, node))
    if "دون" in scene.stems:
        _keep_from(scene)


def _mark_package(node: Node) -> None:
    """`مساعدات عسكرية تشمل …`: a name of a class of arms that may name its contents."""
    if is_any(node, lexicon().set("packages")):
        readings = lexicon().marks(node.norm).readings
        node.readings = tuple(one for one in readings if one.trigger is not None and one.trigger.contents)


def _governs_nothing(scene: Scene, node: Node) -> bool:
    """Whether a word that may govern is another here."""
    return (
        _signs(scene, node)
        or _rumoured(scene, node)
        or _no_more(scene, node)
        or _last(scene, node)
        or _no_verb(scene, node)
        or _comments(scene, node)
        or _lacks_its_noun(scene, node)
        or _opposition(scene, node)
        or _issued(scene, node)
    )


def _keep_from(scene: Scene) -> None:
    """`حال اعتراض برن دون تسليم …`: what keeps somebody from it, its subject before `دون`, governs as one word."""
    words = scene.words
    for at in (at for at, word in enumerate(words) if word in _KEEPS_FROM and (not at or words[at - 1] != "في")):
        until = next((end for end in range(at + 2, min(at + _TOWARDS, len(words))) if words[end] == "دون"), at)
        for node in scene.nodes[at + 1 : until + 1]:
            node.governor = None
        scene.nodes[at].governor = "halt" if until > at else scene.nodes[at].governor


def _issued(scene: Scene, node: Node) -> bool:
    """`بيان صادر عن الرئاسة`: issued, and not seized."""
    return node.norm.removeprefix("ال") in _ISSUED and scene.words[node.index + 1 : node.index + 2] == ["عن"]


def _opposition(scene: Scene, node: Node) -> bool:
    """`زعيم المعارضة`, `تتهم المعارضة …`: those who oppose the government, not a delivery."""
    before = scene.nodes[max(0, node.index - 1) : node.index]
    persons = lexicon().set("persons")
    who = any(is_any(each, persons) or is_verb(each) for each in before)
    return node.norm == "المعارضه" and who


def _lacks_its_noun(scene: Scene, node: Node) -> bool:
    """`حضر مراسم …`, `احتفال حضره …` (no preparing for), `قرب كييف` (no coming near), `سحبت قواتها` (no promise)."""
    word, following = node.norm.lstrip("وف"), scene.nodes[node.index + 1 : node.index + _NOUN]
    if word in _ATTENDED:
        return True
    if word.endswith("سحب") or word[:-1].endswith("سحب"):
        behind = [each for each in scene.nodes[node.index + 1 :] if not each.aside][:_NOUN]
        return not any(is_any(each, lexicon().set("promises")) for each in behind)
    if word.startswith("قرب"):
        return not any(_may_be_governed(each, "") for each in following[:1])
    if word.endswith(_WORKS):
        return word[0] not in "يتنس" or not _towards(scene.nodes[node.index + 1 : node.index + _TOWARDS])
    if word.endswith(_PREPARES):
        return word[0] not in "يتنس" or not any(_may_be_governed(each, "ل") for each in following)
    return word.endswith("نظر") and (word[0] not in "يتس" or all(each.norm != "في" for each in following))


def _towards(following: list[Node]) -> bool:
    """`تعمل [ألمانيا] [حاليا] على إرسال …`: `على` and a verbal noun, the verb's subject before it."""
    return any(each.norm == "علي" and _may_be_governed(noun, "") for each, noun in pairwise(following))


def _may_be_governed(node: Node, lead: str) -> bool:
    """Whether a word is a verbal noun, with a preposition written to it, that something may stand over."""
    readings = lexicon().marks(node.norm).readings
    return any(
        each.form.tense == "masdar" and each.lead == lead and bool(each.trigger or each.governor) for each in readings
    )


def _set_aside(scene: Scene) -> None:
    """`مصدر -رفض الكشف عن هويته- صحة …`: what stands between dashes governs nothing outside them."""
    text, opened = scene.document.text, -1
    for node in scene.nodes:
        if node.norm not in _DASHES or node.mention is not None:
            continue
        before, behind = text[node.start - 1 : node.start].isspace(), text[node.end : node.end + 1].isspace()
        if opened >= 0 and not (before and not behind):
            inside = scene.nodes[opened + 1 : node.index]
            for each in inside if len(inside) <= _ASIDE else ():
                each.aside = True
            opened = -1
        elif before and opened < 0:
            opened = node.index


def _set_times_aside(scene: Scene) -> None:
    """`أن تعلن واشنطن، وربما قبل انتهاء القمة، شراء …`: a time between two commas governs nothing outside them."""
    if _TIMES.isdisjoint(scene.words):
        return
    for inside in _between_commas(scene):
        first = next((node for node in inside if node.norm not in _MAYBE), None)
        if first is None or len(inside) > _TIME or first.norm not in _TIMES:
            continue
        if not any(is_finite(reading) for node in inside[1:] for reading in lexicon().marks(node.norm).readings):
            for each in inside:
                each.aside = True


def _set_talks_aside(scene: Scene) -> None:
    """`نفى الوزير، خلال مكالمة أجراها مع نظيره …، أن …`, `أعلن، على هامش اجتماع …، عزم …`: where and when it was said.

    It governs nothing outside the two commas, nor does what stands before it reach only as far as there.
    """
    talks, places = lexicon().set("talks"), lexicon().set("occasions")
    for inside in _between_commas(scene):
        opening = [node.norm for node in inside[:2]]
        if len(opening) < _OCCASION or len(inside) >= _TALK or opening[0] not in places:
            continue
        talk = not talks.isdisjoint(opening[1:]) and not _DURING.isdisjoint(opening)
        if talk or not any(_takes_part(node) for node in inside if scene.words[node.index - 1] not in _SHOWS):
            for each in inside:
                each.aside = True


def _takes_part(node: Node) -> bool:
    """Whether a word between two commas may have a part in what is told: arms, handing over, conditions, `أن`."""
    forms = lexicon().marks(node.norm).readings if node.mention is None else ()
    arms = any(one.trigger and one.trigger.frame in ARMS and one.form.tense != "word" for one in forms)
    return arms or node.item is not None or node.norm in _TELLING


def _between_commas(scene: Scene) -> Iterator[list[Node]]:
    """What stands between each two commas that follow each other."""
    commas = [index for index, word in enumerate(scene.words) if word == "،"]
    return (scene.nodes[start + 1 : end] for start, end in pairwise(commas))


def _is_named(scene: Scene, node: Node) -> bool:
    """`نظام "سكاي غلايف"`, `منظومة من طراز …`: a system of a name that is not known, where an army is spoken of."""
    words = scene.words[node.index + 1 : node.index + 4]
    named = words[:1] == ['"'] or words[:2] in (["من", "طراز"], ["من", "نوع"])
    known = any(each.item is not None for each in scene.nodes[node.index + 1 : node.index + 6])
    return named and not known and not scene.stems.isdisjoint(lexicon().set("armies"))


def _last(scene: Scene, node: Node) -> bool:
    """`آخر منفذ للتزود بالسلاح` (not أخّر): what is last; unmarked, where nothing follows that it delays."""
    written = scene.document.text[node.start : node.end].lstrip("وف")
    if node.norm.lstrip("وف") != "اخر" or written.startswith("أ"):
        return False
    following = scene.nodes[node.index + 1 : node.index + 4]
    delays = any(one.trigger and not one.lead for each in following for one in lexicon().marks(each.norm).readings)
    return written.startswith("آ") or not delays


def _no_verb(scene: Scene, node: Node) -> bool:
    """`تعد الشريان …` (عدّ, not وعد), `من أجل …` (not أجّل)."""
    if node.norm.lstrip("وف") in ("تعد", "يعد"):
        following = scene.nodes[node.index + 1 : node.index + 6]
        return not any(each.lead.startswith("ب") or each.norm in THAT for each in following)
    return node.norm == "اجل" and bool(node.index) and scene.words[node.index - 1] in ("من", "ومن")


def _comments(scene: Scene, node: Node) -> bool:
    """`الكرملين يعلق على تسليم …`, `علق محللون على قرار …`: what somebody comments on, not what is held up."""
    if node.norm.lstrip("وف") == "تعليقا":
        return scene.words[node.index + 1 : node.index + 2] == ["علي"]
    if "علق" not in node.norm:
        return False
    following = [each for each in scene.nodes[node.index + 1 :] if not each.aside][:_NOUN]
    on = next((place for place, each in enumerate(following) if each.norm == "علي"), None)
    return on is not None and not any(_may_be_governed(each, "") for each in following[:on])


def _shows(scene: Scene, node: Node) -> bool:
    """`عرضت البحرية … صورا`: what is shown, not offered."""
    shown = node.governor == "request" and node.norm.lstrip("وف").startswith(("عرض", "يعرض", "تعرض", "استعرض"))
    return shown and any(
        is_any(each, lexicon().set("shown")) for each in scene.nodes[node.index + 1 : node.index + _ASIDE]
    )


def _approves(scene: Scene, node: Node) -> bool:
    """`أقرت واشنطن إرسال …` (but `أقرت بإرسال …`, `أقرت بأن …`): a bare noun is approved, not admitted."""
    if node.governor != "announce" or node.norm.lstrip("وس") not in _APPROVES:
        return False
    for each in scene.nodes[node.index + 1 : node.index + _TALK]:
        if each.mention is None and not each.aside:
            if each.norm in ("ان", "انه", "انها", "عن") or each.lead.lstrip("وف")[:1] == "ب":
                return False
            if _may_be_governed(each, ""):
                return True
    return False


def _signs(scene: Scene, node: Node) -> bool:
    """`توقع عقدا` (وقّع): a paper right behind shows that it is signed, not expected."""
    following = scene.nodes[node.index + 1 : node.index + 2]
    paper = any(is_any(each, lexicon().set("papers")) for each in following)
    return paper and node.norm.removeprefix("و").removeprefix("س") in ("توقع", "يوقع", "توقعان", "يوقعان")


def _no_more(scene: Scene, node: Node) -> bool:
    """`لم تعد … تخفي`: what is no longer so, not what is promised."""
    return node.norm in ("تعد", "يعد", "نعد") and bool(node.index) and particle(scene.words[node.index - 1]) == "لم"


def _rumoured(scene: Scene, node: Node) -> bool:
    """`ما تردد عن تسليم …`: what is rumoured, not whoever hesitates."""
    before = scene.words[node.index - 1] if node.index else ""
    return before in ("ما", "لما", "عما", "مما") and node.norm in ("تردد", "يتردد")


def _enables(scene: Scene, node: Node) -> bool:
    """`ستمكن كييف من الحصول على …` (مكّن): whoever is enabled stands between the verb and `من`."""
    following = scene.words[node.index + 1 : node.index + 5]
    return node.norm.endswith("مكن") and "س" in node.norm[:2] and "من" in following[1:]


def _counts(scene: Scene, node: Node) -> bool:
    """`ما بين ثمانية وعشرة`, `ما لا يقل عن`: an amount, no relative clause."""
    following = scene.words[node.index + 1 : node.index + 2]
    return node.norm == "ما" and not lexicon().set("not_relative").isdisjoint(following)


def _apply(scene: Scene, node: Node, found: tuple[str, str, int], last: int) -> int:
    """Note one phrase that starts at a node; the last node of a class of arms, else -1."""
    kind, label, length = found
    if kind == "preposition":
        if label == "in" and length == 1 and node.norm.removeprefix("و").startswith("ال"):
            return -1
        for each in scene.nodes[node.index : node.index + length]:
            each.prep = each.prep or label
            each.skip = each.skip or each is not node
    elif kind == "governor" and node.governor is None and not node.skip and not _governs_not(scene, node, label):
        node.governor = label
        for later in scene.nodes[node.index + 1 : node.index + length]:
            later.skip = True
    elif kind == "clause" and not node.skip:
        node.clause = not _for_that(scene, node) and not _in_passing(scene, node)
    elif kind == "background":
        node.background = True
    elif kind == "trigger":
        node.phrase = label
    elif kind == "item" and node.item is None and node.index > last:
        node.item = _class(scene, node, node.index + length - 1, label)
        return node.index + length - 1
    return -1


def _governs_not(scene: Scene, node: Node, label: str) -> bool:
    """`في المقابل`, `قبل أيام` (but `قبل أيام من تسليم …`), `الصواريخ القادرة على …`: a phrase that governs nothing."""
    if label == "before":
        following = scene.words[node.index + 1 : node.index + 4]
        units = lexicon().set("time_units")
        ago = next((place for place, word in enumerate(following[:2]) if word in units), None)
        return ago is not None and following[ago + 1 : ago + 2] != ["من"]
    if label == "possible" and node.norm.startswith("القادر"):
        return True
    return node.norm in _INSTEAD or (label == "halt" and gives_no_arms(scene, node.index))


def _for_that(scene: Scene, node: Node) -> bool:
    """`أي احتمال لأن تتخلى …` (`ل` and `أن`): a verb right behind, where `because` is followed by a name or pronoun."""
    following = scene.nodes[node.index + 1 : node.index + 2]
    present = following and following[0].mention is None and following[0].norm[0] in "تين"
    forms = lexicon().marks(following[0].norm).readings if present else ()
    return node.norm == "لان" and any(reading.form.tense == "present" and not reading.lead for reading in forms)


def _in_passing(scene: Scene, node: Node) -> bool:
    """`وافقت، رغم التحذيرات، على …`, `لم تقرر بعد أن ترسل …`: what looks like a clause opener and opens none."""
    if node.norm.endswith("رغم"):
        return node.aside
    return node.norm == "بعد" and scene.words[node.index + 1 : node.index + 2] == ["ان"] and not_yet(scene, node.index)


def _class(scene: Scene, node: Node, last: int, name: str, *, weak: bool = False) -> Item:
    """A class of arms that the gazetteer has no name for."""
    end = scene.nodes[last].end
    text = scene.document.text[node.start : end]
    role = Role(
        text=text, id=f"class:{name.replace(' ', '-')}", name_en=f"{name} (unspecified)", start=node.start, end=end
    )
    return Item(role, node.index, generic=True, weak=weak)


def _written(scene: Scene, node: Node, reading: Reading) -> bool:
    """Whether the word is written so: `وزارته` is not `و` and `زارته`, `شحنة` is not `شحنه`."""
    if node.norm == "ال":
        return False
    if reading.form.short and not (node.index and particle(scene.words[node.index - 1]) == "لم"):
        return False
    if reading.form.subject == "me" and reading.form.tense == "present" and not _first_person(scene, node, reading):
        return False
    if reading.form.pronoun == "ه" and node.token is not None and node.token.text.endswith("ة"):
        return False
    if reading.lead[:1] not in ("و", "ف"):
        return True
    split = node.token is not None and node.token.proclitics[:1] == (reading.lead[0],)
    return split or not reading.form.pronoun


def _first_person(scene: Scene, node: Node, reading: Reading) -> bool:
    """`لن أسلم`, `سأسلم`: without such a word `ا` is more often the first letter of another form."""
    before = particle(scene.words[node.index - 1]) if node.index else ""
    return "س" in reading.lead or before in ("لن", "لم", "لا", "سوف")


def _possible(scene: Scene, node: Node) -> tuple[Reading, ...]:
    """The readings that can stand here: no verb stands behind a preposition (`إلى أجل`)."""
    if not node.index or scene.nodes[node.index - 1].prep is None or scene.words[node.index - 1] == "من":
        return node.readings
    return tuple(reading for reading in node.readings if not is_finite(reading))


def _plainest(readings: tuple[Reading, ...]) -> str | None:
    """The governor of which the least is cut off the word."""
    governing = [reading for reading in readings if reading.governor]
    if not governing:
        return None
    return min(governing, key=lambda reading: len(reading.form.pronoun) + len(reading.lead)).governor

"""What a present tells: done in a headline, under way, or planned: `تتسلم`, `لا تزال ترسل`, `تسلم … الشهر المقبل`."""

from __future__ import annotations

import re

from marsad.arabic.dates.names import MONTH
from streams.events.clause.find import Find
from streams.events.clause.headlines import HEADLINE
from streams.events.lexicon import lexicon, particle
from streams.events.scene.nodes import Node, is_any, named

_OF_NAMES = frozenset({'"', "(", ")", "من", "طراز", "نوع"})
_HELPS = 8
"""Nodes of a verb that helps another and its subject."""
REPORTED = frozenset({"ان", "انه", "انها", "بان"})
_WHENEVER = frozenset({"عندما", "حين", "حينما"})
_RAISES = 3
"""Nodes of a verb of raising and its subject before `ما`."""
_AT_ONCE = frozenset({"reinforce", "rearm", "receive", "arrive", "give", "join", "impose", "punish", "truce", "thank"})
"""Patterns of what is done at once: their present in a headline tells that it is done."""
ONGOING = frozenset({"يوميا", "اسبوعيا", "تباعا", "باستمرار", "حاليا"})
_KEEPS = frozenset(
    {
        "بدا",
        "بدات",
        "يزال",
        "تزال",
        "نزال",
        "زال",
        "زالت",
        "زلنا",
        "انفك",
        "ينفك",
        "تنفك",
        "برح",
        "برحت",
        "فتي",
        "فتيت",
        "ظل",
        "ظلت",
    }
    | {"تظل", "يظل", "بات", "باتت", "اصبح", "اصبحت", "اخذ", "اخذت", "اضحت", "طفقت"}
)
"""Verbs before another, which goes on or has begun: `لا تزال موسكو ترسل`."""
_NO_MORE = frozenset({"تعد", "يعد", "نعد", "عادت", "عاد"})
DATED = frozenset({"عام", "سنه", "بحلول", "مطلع", "اواخر", "منتصف", "نهايه", "اعتبارا"})
_WHEN = frozenset({"في", "خلال", "مطلع", "بدايه", "اوايل", "منتصف", "اواخر", "نهايه", "شهر", "بحلول"})
_DUE = frozenset({"موعده", "موعدها", "موعدهما", "مواعيدها", "الموعد", "المواعيد"})
YEAR = re.compile("20[0-9]{2}")


def present_of(find: Find) -> str:
    """A bare present: planned with a date ahead, under way where it lasts, done in a headline about receiving."""
    future = lexicon().set("future")
    when = find.scene.words[max(0, find.node.index - 1) : find.node.index] == ["متي"]
    if when or find.scene.words[:1] == ["قريبا"] or _raised(find):
        return "planned"
    if any(node.norm in future for node in find.scene.nodes[find.left : find.right]) or _ahead(find) or _year(find):
        return "planned"
    words = [node.norm for node in find.scene.nodes[find.left : find.node.index]]
    if _lasts(find) or (find.trigger.pattern == "give" and not REPORTED.isdisjoint(words)):
        return "in_progress"
    carried = find.node.index > 0 and find.scene.nodes[find.node.index - 1].actor is None
    if find.trigger.pattern in ("offer", "send") and not carried and REPORTED.isdisjoint(words):
        return "planned"
    return "completed" if find.trigger.pattern in _AT_ONCE or _headline(find) else "in_progress"


def awaited(find: Find) -> bool:
    """`ريثما تتسلم …`, `ستتغير المعادلة عندما تتسلم …`: what has to come first for something that is ahead."""
    opener = find.scene.words[find.left - 1] if find.left else ""
    if opener == "ريثما" or opener not in _WHENEVER:
        return opener == "ريثما"
    outside = [node for node in find.scene.nodes if not find.left <= node.index < find.right]
    return any(node.token is not None and not node.mention and "س" in node.token.proclitics for node in outside)


def _raised(find: Find) -> bool:
    """`ستضاعف [واشنطن] ما ترسله …`: what comes, of which there is to be more."""
    nodes, at = find.scene.nodes, find.relative
    if at is None or find.scene.words[at] != "ما":
        return False
    return any(is_any(node, lexicon().set("raising")) for node in nodes[max(0, at - _RAISES) : at])


def _headline(find: Find) -> bool:
    """`روسيا تزود سوريا بإس-300`: a headline that begins with who gives named arms."""
    nodes, index = find.scene.nodes, find.node.index
    giver = nodes[index - 1].actor if index else None
    first = giver is not None and giver.start == 0
    named = any(not item.generic and item.node > index for item in find.scene.items)
    return find.trigger.pattern == "supply" and first and named and len(nodes) <= HEADLINE and nodes[-1].norm != "."


def _lasts(find: Find) -> bool:
    """Whether a word says that it goes on: `لا تزال`, `بدأت`, `ما يصل`, `يوميا`, `تتدفق`."""
    if any(node.governor == "start" for node in find.scene.nodes[max(0, find.node.index - 2) : find.node.index]):
        return True
    if find.trigger.lemma == "تدفق" or not ONGOING.isdisjoint(find.scene.words[find.left : find.right]):
        return True
    return _of_what_comes(find) or _keeps_on(find)


def _of_what_comes(find: Find) -> bool:
    """`ما يصل إلى الأوكرانيين من …`: what comes, and goes on coming."""
    before = find.scene.nodes[max(0, find.node.index - 1) : find.node.index]
    return any(node.relative and node.norm == "ما" for node in before)


def _helper(find: Find) -> Node | None:
    """The verb right before, or right before the subject, of the same clause: `لا تزال [موسكو] ترسل`."""
    names = named(find.scene)
    for node in reversed(find.scene.nodes[max(0, find.node.index - _HELPS) : find.node.index]):
        if node.index in names:
            continue
        if node.mention is None and node.actor is None and node.item is None and node.norm not in _OF_NAMES:
            return node
    return None


def _keeps_on(find: Find) -> bool:
    """`لا تزال … ترسل`, `أخذت … ترسل`, `باتت … ترسل`: a verb of going on or beginning."""
    helper = _helper(find)
    return helper is not None and helper.norm.lstrip("وف") in _KEEPS


def no_more(find: Find) -> bool:
    """`لم تعد موسكو ترسل …`: what was done and is done no longer."""
    helper = _helper(find)
    if find.reading.form.tense != "present" or helper is None or helper.norm not in _NO_MORE or not helper.index:
        return False
    return particle(find.scene.words[helper.index - 1]) in ("لم", "ما")


def _ahead(find: Find) -> bool:
    """`تتسلم في يوليو`, `تتسلم بموجبه …`: a time to come, or what an agreement lays down."""
    words = find.scene.words
    if not binding().isdisjoint(words[find.node.index + 1 : find.node.index + 4]):
        return True
    return in_time(find) or any(_month(words, index) for index in range(find.node.index + 1, find.right))


def _month(words: list[str], index: int) -> bool:
    """`في يوليو`, `نهاية تموز`: a month behind a word of when, and not one that is past."""
    past = words[index + 1 : index + 2] in (["الماضي"], ["الفايت"], ["المنصرم"])
    return words[index] in MONTH and words[index - 1] in _WHEN and not past


def in_time(find: Find) -> bool:
    """`خلال أسبوعين`, `في موعده`, `قبل نهاية العام`: a time to come."""
    words, units = find.scene.words, lexicon().set("time_units")
    for index in range(find.node.index, find.right):
        if words[index] in ("خلال", "غضون") and not units.isdisjoint(words[index + 1 : index + 4]):
            return True
        if words[index] in _DUE and words[index - 1] == "في":
            return True
        if words[index] == "قبل" and words[index + 1 : index + 2] in (["نهايه"], ["انتهاء"], ["منتصف"], ["حلول"]):
            return True
    return False


def _year(find: Find) -> bool:
    """`الهند تتسلم … عام 2020`: a present with a year is of what is laid down for it."""
    words = find.scene.words
    years = (at for at in range(find.node.index + 1, find.right) if YEAR.fullmatch(words[at]))
    return any(words[at - 1] in DATED for at in years)


def binding() -> frozenset[str]:
    """Words by which an agreement lays something down (`يقضي`, `بموجب`)."""
    return lexicon().set("contracts", "binding")

"""What stands over a trigger: the words that say how real it is, nearest first."""

from __future__ import annotations

from itertools import pairwise

from streams.events.clause.circumstance import is_ground
from streams.events.clause.find import Find
from streams.events.lexicon import Reading, lexicon
from streams.events.scene.negation import not_yet
from streams.events.scene.nodes import THAT, Node, is_any, is_finite, is_verb, named

FAR_GAP = 14
"""Words between a trigger behind `أن` and its governor, and between a denial and what was reported."""
SUBJUNCTIVE = frozenset({"ان", "بان", "كي", "لكي", "الا", "بالا", "لان"})
_GAP = 8
"""Words between one governor and the next."""
_OF_WHOM = 3
"""Nodes between a verb of asking and who is asked."""
_CIRCUMSTANCES = frozenset({"تحت", "وسط", "رغم", "بعد", "دون", "بلا", "بسبب", "نتيجه", "اثر", "عقب"})
_LAID_ON = frozenset({"request", "halt", "refuse", "threaten", "oppose"})
_PERMIT = frozenset({"ترخيص", "تصريح", "اذن", "رخصه"})
_AND_THAT = frozenset({"وان", "وبان"})
_FROM_OUTSIDE = frozenset({"condition", "before", "time", "possible"})
"""What a circumstance before the clause says of it: `وفي حال …،`."""
_LACKS = 6
"""Words between a negation and the plan that there is none of."""
_IS_NOT = frozenset({"ليس", "ليست", "ليسوا"})
AND_OF = frozenset({"ومن", "فمن"})
"""What `ومن المتوقع` begins with."""
_BE = frozenset({"تكن", "يكن", "نكن", "تعد", "يعد", "نعد"})
_AND_ALREADY = frozenset({"وقد", "ولقد", "فقد"})
_CLOSE_TO = frozenset({"قريب", "قريبه"})
_AT = 2
"""Nodes from `قريبة من` to what somebody is close to; a place is close to others (`مطار قريب من الحدود`)."""
_WHETHER = frozenset({"ما", "عما", "فيما", "مما"})


def governors(find: Find, start: int, outer: int | None = None) -> list[Node]:
    """Governors over a node, nearest first, no farther apart than a few words; `outer` is where to stop looking."""
    found: list[Node] = []
    start = last = _first_that(find, start)
    before = find.scene.words[start - 1] if start and start == find.node.index else ""
    asked = before in SUBJUNCTIVE or before in _PERMIT
    recalls = lexicon().set("recalls")
    grounded = find.nominal and not lexicon().set("grounds").isdisjoint(find.scene.stems)
    main = _main_clause(find)
    for index in range(start - 1, (find.outer if outer is None else outer) - 1, -1):
        node = find.scene.nodes[index]
        told = node.norm == ":" and _speech_begins(node, found)
        if told or (grounded and is_ground(node)) or (node.background and node.norm in recalls):
            break
        if node.governor is None or node.skip or index in find.passed or (node.aside and not find.node.aside):
            continue
        if index < find.scene.preamble < find.node.index and node.governor not in _FROM_OUTSIDE:
            continue
        if index < main and node.governor != "condition":
            break
        gap = sum(other.norm[0].isalnum() and not other.aside for other in find.scene.nodes[index:last])
        gap -= _GAP * any(other.norm in _AND_THAT for other in find.scene.nodes[index + 1 : last])
        if gap > FAR_GAP or (found and _begins_clause(find, found[-1], node)):
            break
        far = (asked and not found) or _asks_of(find, index) or _asks_that(find, node, last)
        if gap > (FAR_GAP if far else _GAP) and node.governor != "deny":
            continue
        if (
            node.governor == "negate"
            and index
            and find.scene.words[index - 1] == "من"
            and last - index > 0
            and last < start
        ):
            continue
        if _only_stands_by(find, node, last) or _closed(find, node):
            continue
        if is_question(find, index) and any(each.governor == "announce" for each in find.scene.nodes[index:start]):
            break
        apart = node.governor == "negate" and _stands_off(find, index, last) and not _has_none(find, node, found)
        if apart or (node.norm == "قد" and not _present_follows(find, index)):
            continue
        found.append(node)
        last = index
    return found


def _stands_off(find: Find, index: int, last: int) -> bool:
    """Whether anything stands behind a negation before what it negates, but `أن` of a verb (`من دون أن تسلم …`)."""
    if last - index <= 1 or find.nominal:
        return last - index > 1
    return any(not each.skip and each.norm != "ان" for each in find.scene.nodes[index + 1 : last])


def _main_clause(find: Find) -> int:
    """`بينما تدرس باريس …، سلمت لندن …`: the comma behind a clause that opens the sentence; 0 where there is none."""
    nodes = find.scene.nodes[: find.node.index + 1]
    if not any(node.clause for node in nodes[:2]):
        return 0
    for node, behind in pairwise(nodes):
        if node.norm == "،" and behind.mention is None and any(map(_begins, behind.readings)):
            return node.index
    return 0


def _begins(reading: Reading) -> bool:
    return is_finite(reading) and not reading.lead


def _closed(find: Find, node: Node) -> bool:
    """`بعد أشهر من التردد، وافقت …`: a definite noun that a comma closes has nothing under it."""
    following = find.scene.words[node.index + 1 : node.index + 2]
    return following == ["،"] and node.norm.lstrip("وفلب").startswith("ال") and not is_verb(node)


def _first_that(find: Find, start: int) -> int:
    """`قررت أن ترفع الحظر وأن ترسل …`: what stands over two clauses behind `أن`."""
    words = find.scene.words
    if not start or words[start - 1] not in _AND_THAT:
        return start
    before = range(start - 2, max(find.left, start - FAR_GAP) - 1, -1)
    return next((at + 1 for at in before if words[at] in THAT), start)


def _has_none(find: Find, node: Node, found: list[Node]) -> bool:
    """`ليست لدى موسكو أي خطط لـ…`, `لا توجد نية …`, `لم تكن برلين تنوي …`: a negation of a plan farther on."""
    if found and find.scene.words[node.index + 1] in _BE:
        return "،" not in find.scene.words[node.index : found[-1].index] and found[-1].index - node.index <= _LACKS
    if not found or any(reading.governor and reading.form.tense == "present" for reading in found[-1].readings):
        return False
    lacks, between = lexicon().set("lacks"), find.scene.nodes[node.index + 1 : found[-1].index]
    if len(between) > _LACKS or any(each.norm == "،" for each in between):
        return False
    return node.norm.lstrip("وف") in _IS_NOT or any(is_any(each, lacks) for each in between[:1])


def _speech_begins(node: Node, found: list[Node]) -> bool:
    """`أدان البيان …: "يستمر …"`: a colon before words with a verb of their own."""
    return node.norm == ":" and bool(found) and any(map(is_finite, found[-1].readings))


def _only_stands_by(find: Find, node: Node, last: int) -> bool:
    """Whether a word of time dates something else, or a verb such as `قام` carries another noun."""
    if _circumstance(find, node, last):
        return True
    if node.governor == "before" and "،" in find.scene.words[node.index : last]:
        return True
    if node.governor == "time":
        return not _dates(find, node.index, last) or (node.norm == "بعد" and not_yet(find.scene, node.index))
    if node.norm in _CLOSE_TO and node.governor == "plan":
        return last - node.index > _AT
    words = find.scene.words[last - 1 : last + 1]
    return node.governor == "carry" and not (words[-1].startswith("ب") or words[0] in ("علي", "الي", "في"))


def _circumstance(find: Find, node: Node, last: int) -> bool:
    """`تحت ضغوط داخلية`, `بعد تردد طويل`: a noun in a clause of circumstance with nothing under it."""
    if node.governor == "request" and find.scene.words[last][:1] in ("ب", "ل"):
        return False
    nodes, before = find.scene.nodes, find.scene.words[max(0, node.index - 2) : node.index]
    led = not _CIRCUMSTANCES.isdisjoint(before[-1:]) or before == ["الرغم", "من"]
    if not led or node.governor not in _LAID_ON or is_verb(node):
        return False
    names = named(find.scene)
    behind = (each for each in nodes[node.index + 1 :] if each.index not in names or each.lead[:1] in ("ب", "ل"))
    first = next(behind, None)
    under = first is not None and (first.prep or first.norm == "ان" or first.governor or first is find.node)
    return not under and (first is None or first.lead[:1] not in ("ب", "ل"))


def _asks_of(find: Find, index: int) -> bool:
    """`طلب من نظيره … خلال لقائهما … الامتناع عن …`: whom somebody asks may stand at length before what is asked."""
    node, following = find.scene.nodes[index], find.scene.nodes[index + 1 : find.node.index]
    following = [each for each in following if not each.aside]
    finite = any(reading.governor == "request" and is_finite(reading) for reading in node.readings)
    of_whom = any(each.prep in ("from", "to") or each.actor is not None for each in following[:_OF_WHOM])
    apart = (each.clause or each.relative or is_verb(each) for each in following)
    return finite and of_whom and not any(apart)


def _asks_that(find: Find, node: Node, last: int) -> bool:
    """`طالب نواب … إدارة … بألا تسمح بـ…`: who asks and who is asked may stand between a verb of asking and `أن`."""
    if node.governor != "request" or not last or find.scene.words[last - 1] not in SUBJUNCTIVE:
        return False
    between = find.scene.nodes[node.index + 1 : last]
    apart = any(each.clause or each.relative or is_verb(each) for each in between)
    return not apart and is_verb(node)


def is_question(find: Find, index: int) -> bool:
    """`ما إذا`, `عما إذا`: whether a condition at a node only asks."""
    words = find.scene.words
    return index > 0 and words[index] == "اذا" and words[index - 1] in _WHETHER


def _begins_clause(find: Find, governor: Node, outer: Node) -> bool:
    """Whether a governor joined by `و` has nothing over it but that (`ومن المقرر أن …`, `وقد بدأ …`)."""
    already = governor.index > 0 and find.scene.words[governor.index - 1] in _AND_ALREADY
    if governor.norm in AND_OF or (already and outer.index < governor.index - 1):
        return True
    if not governor.lead.startswith("و") or outer.governor in (None, governor.governor):
        return False
    return any(reading.governor == governor.governor and is_finite(reading) for reading in governor.readings)


def _dates(find: Find, index: int, start: int) -> bool:
    """Whether a word of time dates the trigger itself: right before it, or `بعد عام من …`, `بعد أسبوع على …`."""
    if find.scene.words[index].endswith("ذكري"):
        return start - index <= 4
    if start - index == 1:
        return True
    over = find.scene.words[start - 1]
    ago = over == "علي" and not lexicon().set("time_units").isdisjoint(find.scene.words[index + 1 : start - 1])
    return start - index <= 5 and (over == "من" or ago)


def _present_follows(find: Find, index: int) -> bool:
    following = find.scene.nodes[index + 1 : index + 3]
    following = following[1:] if following[:1] and following[0].norm == "لا" else following[:1]
    tenses = {reading.form.tense for node in following for reading in node.readings}
    known = "present" in tenses or not tenses & {"past", "present"}
    return known and any(node.norm[:1] in "يتن" and node.mention is None for node in following)

"""The state of an event: tense, particles, and what stands over the trigger, folded from the nearest word outwards."""

from __future__ import annotations

from itertools import pairwise

from streams.events.clause.circumstance import aimed_at, circumstance
from streams.events.clause.find import Find
from streams.events.clause.governing import FAR_GAP, SUBJUNCTIVE, governors
from streams.events.clause.spans import joined_to_condition
from streams.events.lexicon import ARMS, lexicon, particle
from streams.events.roles.packages import announced_with, paid_for
from streams.events.scene.nodes import THAT, Node, is_any, is_finite
from streams.events.states.asking import answered_by, apart, of_what_is_asked, pleaded, stops_it
from streams.events.states.behind import (
    NOT,
    after,
    claimed,
    effect_of,
    has_effects,
    held_up,
    predicated,
    provided,
    put_off,
    refuted,
    resumed,
    stuck,
    truth_denied,
)
from streams.events.states.joined import ahead_of, hangs_on_condition, noun_before, over_joined
from streams.events.states.present import DATED, ONGOING, REPORTED, YEAR, awaited, binding, in_time, no_more, present_of

PUT_OFF = "halted: it was to be, and is not"
"""The note of what was planned and did not come."""
_OPENS = 2
"""Nodes up to a delivery noun that opens a clause, another noun over it among them."""
_DECISIONS = frozenset({"قرار", "قرارا", "القرار", "قرارها", "قراره"})
_PASSING = frozenset({"يتم", "تتم", "يجري", "تجري", "يتولي", "تتولي"})
"""Presents that say of a delivery that it goes on."""
_PROMISED = frozenset({"completed", "in_progress", "announced", None})
_AGREED = 5
"""Nodes before a verb among which stands what takes `على أن`."""
_INFORMED = frozenset({"مصدر", "مسوول", "دبلوماسي", "خبير"})
"""Who is well informed (`مصدر مطلع`), where `مطلع` begins no year."""
_DOUBTS = frozenset({"condition", "deny", "possible", "refuse"})
_WEIGHS_PRESENT = frozenset({"wish", "request", "threaten", "plan", "negate", "halt"})


def _dated_behind(find: Find, node: Node) -> bool:
    """`يبدأ تسليمها عام 2027`: a year or month behind a beginning without a subject of its own."""
    following = find.scene.nodes[node.index + 1 : node.index + 2]
    words = find.scene.words
    if not lexicon().set("future").isdisjoint(words[node.index : find.right]):
        return True
    year = any(map(YEAR.fullmatch, words[find.node.index :]))
    dated = year or any(one in DATED and other not in _INFORMED for other, one in pairwise(words))
    return bool(following) and following[0].index == find.node.index and dated


def _tensed(find: Find, node: Node, state: str | None) -> str | None:
    """A governor's own tense: `سيتم`, `ستبدأ`, `ستعلن` are ahead, `يجري`, `يتم` last."""
    if node.governor == "announce" and state == "announced":
        ahead = any("س" in reading.lead for reading in node.readings if reading.governor == "announce")
        return "planned" if ahead else state
    if node.governor in ("finish", "done", "start", "carry") and state in ("completed", "in_progress"):
        forms = [reading for reading in node.readings if reading.governor == node.governor]
        laid_down = find.scene.words[node.index + 1 : node.index + 2]
        ahead = any("س" in reading.lead for reading in forms) or find.scene.words[node.index - 1] == "سوف"
        if ahead or not binding().isdisjoint(laid_down):
            return "planned"
        if forms and all(reading.form.tense == "present" for reading in forms):
            done = node.governor == "finish" and _completes(find, node)
            done = done or (node.governor == "done" and _is_done_by(find, node))
            return "planned" if _dated_behind(find, node) else "completed" if done else "in_progress"
    return state


def _is_done_by(find: Find, node: Node) -> bool:
    """`يساهم تسليم … في …`: a present whose subject is the delivery, which does something else; not `يتم تسليم …`."""
    return node.index == find.node.index - 1 and node.norm.lstrip("وف") not in _PASSING


def _completes(find: Find, node: Node) -> bool:
    """`روسيا تنهي تسليم …`: a headline's present of who brings it to its end, not `يتم`, `يجري`."""
    opens = bool(node.index) and find.scene.nodes[node.index - 1].actor is not None
    return opens and node.norm not in _PASSING and REPORTED.isdisjoint(find.scene.words[: node.index])


def _folded(find: Find, over: list[Node], state: str | None, notes: list[str]) -> str | None:
    """Fold the governors over a trigger, nearest first."""
    inner: Node | None = None
    for node in over:
        kind = node.governor or ""
        if node.norm in lexicon().set("purposes") and not of_what_is_asked(over, node):
            notes.append(f"only meant to be halted at {node.start}")
            return "requested"
        if inner is not None and _beside(find, node, inner):
            continue
        before = state
        begun = kind == "start" and inner is not None and inner.governor == "fulfil" and not node.norm.startswith("ماض")
        turned = _tensed(find, node, "in_progress" if begun else lexicon().folded_state(kind, state))
        turned = _negated(node, inner, state) or _left_open(find, node, inner, state) or turned
        turned = "conditional" if turned == "halted" and _hangs(find, node) else turned
        inner = node
        if turned != state:
            notes.append(f"{turned} under {node.norm} at {node.start}")
        state = turned
        answer = answered_by(find, over, node, before) if state == "requested" else None
        if answer is not None:
            notes.append("asked for or offered, and answered")
            return answer
        if kind == "before" and any(each.governor == "condition" and each.index < node.index for each in over):
            return "conditional"
        if state == "requested" or kind in ("time", "before", "probe"):
            break
    return state


def _beside(find: Find, node: Node, inner: Node) -> bool:
    """Whether a governor stands beside the one nearer to the trigger, and not over it."""
    kind = node.governor
    if kind == "announce" and inner.governor == "topic":
        return not find.trigger.contents
    if (kind == "request" and stops_it(find, node, inner)) or (kind == "refuse" and _comment(inner)):
        return True
    return inner.governor == kind and not _governs(find, node, inner)


def _comment(node: Node) -> bool:
    """`رفضت التعليق على …`, `رفضت تحديد موعد …`: what somebody does not want to speak of is not refused."""
    return (node.governor == "possible" and node.norm.endswith("تعليق")) or node.norm.startswith("موعد")


def _hangs(find: Find, node: Node) -> bool:
    """`يتوقف تسليم … على نتائج …`: a present of stopping with `على` behind the delivery, on which that hangs."""
    if node.norm.lstrip("وف") not in ("يتوقف", "تتوقف"):
        return False
    return "علي" in find.scene.words[find.node.index + 1 : find.right]


def _negated(node: Node, inner: Node | None, state: str | None) -> str | None:
    """What a negation leaves: `لم توقف` goes on, `لم يتخذ قرار` is open."""
    if node.governor != "negate" or inner is None:
        return None
    if state == "halted" and particle(node.norm) != "لن" and inner.norm in lexicon().set("interrupts"):
        return "in_progress"
    return "conditional" if state == "planned" and inner.norm.startswith("قرار") else None


def _left_open(find: Find, node: Node, inner: Node | None, state: str | None) -> str | None:
    """`لم تحسم برلين موعد إرسال …` holds it up, `قرار … بشأن …` leaves it open.

    `لا علم لموسكو بتسليم …` is how a state denies it.
    """
    if node.governor == "plan" and inner is not None and inner.governor == "topic":
        return "conditional" if is_any(node, _DECISIONS) else None
    if node.governor != "possible":
        return None
    if node.norm == "لم" and state == "planned" and inner is not None and inner.norm.startswith("موعد"):
        return "halted"
    behind = find.scene.nodes[node.index + 1 : node.index + 3]
    unknown = [each.norm for each in behind[:1]] == ["علم"] and behind[-1].actor is not None
    return "denied" if unknown and state in (None, "announced", "completed") else None


def _governs(find: Find, node: Node, inner: Node) -> bool:
    """Whether one of two governors of a class stands over the other (`إلغاء تعليق`), not beside it (`أوقفت وعلقت`)."""
    finite = any(reading.governor == node.governor and is_finite(reading) for reading in node.readings)
    return apart(find, node, inner) <= (3 if finite else 1) and not inner.lead.startswith("و")


def _finite(find: Find, notes: list[str]) -> tuple[str | None, bool]:
    """State by the verb's own tense and particles, and whether something outside may govern it."""
    form, words = find.reading.form, find.scene.words
    last = particle(words[find.node.index - 1]) if find.node.index > find.left else ""
    if "س" in find.reading.lead or last == "سوف" or ahead_of(find) is not None:
        return "planned", True
    unless = last == "لم" and find.node.index > 1 and words[find.node.index - 2] == "ما"
    perhaps = last == "لا" and find.node.index > 1 and words[find.node.index - 2] in ("قد", "وقد", "فقد")
    if last in NOT and not unless and not perhaps and not (last == "لما" and form.tense == "past"):
        state = _until(find, last) or "denied"
        notes.append(f"{state} under {last}")
        return state, True
    if form.subject == "p" and last in ('"', ":"):
        return "requested", False
    if form.tense == "past":
        return "completed", True
    if last in ("قد", "وقد", "فقد") or unless or perhaps:
        return "conditional", False
    return ("present" if last not in SUBJUNCTIVE and "ل" not in find.reading.lead else None), True


def _belied(find: Find) -> Node | None:
    """`نفى … ما تداولته … عن أن … نقلت …`: a denial right before the `ما` that opens the clause."""
    nodes, words, left = find.scene.nodes, find.scene.words, find.left
    if words[max(0, left - 2) : left] in (["من", "ان"], ["عن", "ان"]):
        left = next((at + 1 for at in range(left - 1, max(0, left - FAR_GAP), -1) if words[at] == "ما"), left)
    if not left or words[left - 1] not in ("ما", "مما"):
        return None
    told = [node for node in nodes[max(0, left - FAR_GAP) : left - 1] if node.governor]
    return told[-1] if told and told[-1].governor == "deny" else None


def _until(find: Find, negation: str) -> str | None:
    """`لن تصل قبل عام …`, `لم تتسلم إلا …`: a negation that only limits when or how much."""
    words = find.scene.words[find.node.index + 1 : find.right + 3]
    words = words[: words.index("،")] if "،" in words else words
    limits = {"الا", "سوي"} | ({"قبل", "حتي", "دون"} if negation == "لن" else set())
    at = next((place for place, word in enumerate(words) if word in limits), None)
    if at is None:
        return None
    if negation in ("لم", "لما"):
        return "completed"
    return _limited(words[at], words[at + 1 : at + 4])


def _only_then(find: Find) -> str:
    """`تسليم … لن يتم ما لم …`, `… لن يتم قبل نهاية العام`: what a negation behind a delivery noun leaves."""
    return "conditional" if provided(find) else _until(find, "لن") or "denied"


def _limited(limit: str, following: list[str]) -> str | None:
    """`لن … قبل عام 2020` is planned, `لن … قبل دفع ثمنها`, `دون ضمانات`, `حتى توافق` conditional."""
    dated = any(word.isdigit() or word in lexicon().set("dates") for word in following)
    if limit == "دون":
        return "conditional" if not lexicon().set("approvals").isdisjoint(following) else None
    if limit == "حتي":
        return "conditional" if not dated and following and following[0][0] in "يت" else None
    event = limit == "قبل" or following[:1] in (["بعد"], ["عقب"], ["في"])
    return "conditional" if event and not dated else "planned"


def _hedged(find: Find, state: str | None, notes: list[str]) -> str | None:
    """Conditions, denials and doubts over a finite clause."""
    belied = _belied(find)
    if belied is not None:
        notes.append(f"denied under {belied.norm} at {belied.start}")
        return "denied"
    for node in governors(find, find.node.index):
        kind = node.governor or ""
        if kind in _DOUBTS or (kind in _WEIGHS_PRESENT and state in (None, "present")):
            state = lexicon().folded_state(kind, None if state == "present" else state)
            notes.append(f"{state} under {node.norm} at {node.start}")
    return state


def _carried_out(find: Find) -> bool:
    """`تنفيذ عقد توريد … قد بدأ`: whether a noun of carrying out stands right over the trigger."""
    return [node.governor for node in governors(find, find.node.index)[:1]] == ["fulfil"]


def is_subject(find: Find) -> bool:
    """`قال … إن تزويد … سيعني …`, `… إن مخاطر تزويد …`: the noun, or one over it, opens a clause behind `إن`."""
    for node in reversed(find.scene.nodes[max(0, find.node.index - _OPENS) : find.node.index]):
        if node.norm in THAT:
            return True
        if node.governor or node.readings or node.mention is not None or node.prep or not node.norm[0].isalpha():
            return False
    return False


def _consignment(find: Find, state: str | None) -> str:
    """A package is ahead unless it has come, or the verb of its contents is past."""
    for node in find.scene.nodes[find.node.index + 1 : find.right]:
        if is_any(node, lexicon().set("contained")):
            return "completed"
    return "planned" if state in (None, "announced", "planned") else state


def state_of(find: Find, notes: list[str]) -> str | None:
    """The state that the clause gives the event, and in `notes` why; None for a noun that nothing governs.

    A state is a status, or one of: announced, threatened, wished, requested (asked for: no event).
    """
    if find.trigger.background:
        return "completed"
    if find.trigger.status == "in_progress" or find.trigger.held:
        if find.nominal and (refuted(find) or truth_denied(find) or _denied(find)):
            notes.append("denied where it is told")
            return "denied"
        over = governors(find, find.node.index) if find.nominal else []
        stopped = _folded(find, over, "in_progress", notes)
        return stopped if stopped in ("halted", "denied") else find.trigger.status
    if find.outer < find.left:
        return _folded(find, governors(find, find.node.index), "planned", notes)
    state = _of_noun(find, notes) if find.nominal else _of_verb(find, notes)
    ahead = find.trigger.promise or not find.trigger.lemma
    ahead = ahead or (find.trigger.status == "planned" and not find.trigger.contents)
    return "planned" if ahead and state in _PROMISED else state


def _denied(find: Find) -> bool:
    """`نفى ما تردد عن شحنة صواريخ متجهة إلى …`: what a denial speaks of."""
    return any(node.governor == "deny" for node in governors(find, find.node.index))


def _of_verb(find: Find, notes: list[str]) -> str | None:
    state, governed = _finite(find, notes)
    shared = over_joined(find) if state == "present" else []
    if state is None or shared:
        state = _folded(find, shared or governors(find, find.node.index), None, notes)
        state = "in_progress" if state is None and _by_the_day(find) else state
        ended = find.trigger.pattern == "become" and find.reading.lead.endswith("ل") and state in (None, "announced")
        state = "planned" if state in (None, "announced") or (state != "requested" and _to_follow(find)) else state
        state = "completed" if ended else state
    elif governed:
        state = _hedged(find, state, notes)
    state = "requested" if state == "conditional" and pleaded(find) else state
    if put_off(find) or no_more(find) or (state in _PROMISED and stuck(find)):
        notes.append(PUT_OFF)
        return "halted"
    if state == "present" and joined_to_condition(find) is not None:
        notes.append("conditional as the verb that it is joined to")
        return "conditional"
    open_ = state == "planned" or (state == "denied" and "denied under لن" in notes)
    if open_ and (provided(find) or hangs_on_condition(find)):
        notes.append("conditional by what follows")
        return "conditional"
    if state == "present" and provided(find):
        return "planned"
    if state in ("completed", "present") and refuted(find):
        notes.append("denied as false behind it")
        return "denied"
    return ("planned" if awaited(find) else present_of(find)) if state == "present" else state


def _by_the_day(find: Find) -> bool:
    """`تهبط الطائرات يوميا … لتنقل …`: what for, of what goes on all the time."""
    return find.reading.lead.endswith("ل") and not ONGOING.isdisjoint(find.scene.words[: find.node.index])


def _to_follow(find: Find) -> bool:
    """`تشمل الحزمة … على أن تتسلمها كييف`: what is laid down to follow, not what one agrees on (`وافقت على أن …`)."""
    index = find.node.index
    led = index > 2 and find.scene.words[index - 2 : index] == ["علي", "ان"]
    return led and not any(node.governor for node in find.scene.nodes[max(0, index - _AGREED) : index - 2])


def _only_spoken_of(find: Find, state: str | None, notes: list[str]) -> bool:
    """`يحذر موسكو من تسليم …` calls on others not to deliver; `تسليم … سيؤدي إلى …` tells what would come of it."""
    warned = any(note.startswith("conditional under") and "حذر" in note for note in notes)
    if state == "conditional" and find.trigger.frame in ARMS and warned:
        notes.append("warned against")
        return True
    open_yet = state is None or (state == "announced" and is_subject(find))
    aim = state in (None, "announced") and aimed_at(find)
    if aim or (open_yet and (has_effects(find) or predicated(find) or effect_of(find) == "future")):
        notes.append("only its effects are spoken of")
        return True
    return False


def _over_noun(find: Find, notes: list[str]) -> str | None:
    """What stands over a delivery noun, unless it is only claimed, and falsely (`ما تردد عن … لا أساس له`)."""
    if claimed(find) and refuted(find):
        notes.append("denied as false behind it")
        return "denied"
    over = governors(find, noun_before(find))
    state = _folded(find, over, None, notes)
    dated = state == "planned" and not any(is_finite(reading) for node in over for reading in node.readings)
    stopped = after(find) if dated or state == "in_progress" else None
    return stopped if stopped == "halted" or (stopped == "conditional" and not dated) else state


def _of_noun(find: Find, notes: list[str]) -> str | None:
    if circumstance(find) is None:
        return _of_told_noun(find, notes)
    state = _over_noun(find, notes)
    return "completed" if state in (None, "announced") else state


def _of_told_noun(find: Find, notes: list[str]) -> str | None:
    """The state of a delivery noun that hangs on no circumstance, by what stands over it and behind it."""
    state = _over_noun(find, notes)
    if state in ("planned", "in_progress") and put_off(find):
        notes.append(PUT_OFF)
        return "halted"
    if state in (None, "announced", "completed", "in_progress") and (refuted(find) or truth_denied(find)):
        notes.append("denied as false behind it")
        return "denied"
    if state == "planned" and provided(find, within="،"):
        notes.append("conditional by what follows")
        return "conditional"
    if find.trigger.contents and state not in ("requested", "halted", "denied", "conditional"):
        return _consignment(find, state)
    if state in (None, "announced") or (state == "planned" and _carried_out(find)):
        state = after(find) or ("halted" if held_up(find) else None) or resumed(find) or state
        state = _only_then(find) if state == "denied" and "لن" in find.scene.words[find.node.index :] else state
        state = "planned" if state in (None, "announced") and in_time(find) else state
        state = "planned" if state == "announced" and announced_with(find) else state
    state = "planned" if state in _PROMISED and paid_for(find) else state
    if _only_spoken_of(find, state, notes):
        return "requested"
    return None if state == "announced" and is_subject(find) else state

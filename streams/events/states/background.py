"""Whether a clause tells what is known: circumstances, relative clauses, what was said before."""

from __future__ import annotations

import re

from streams.events.clause.circumstance import circumstance, over_before_comma
from streams.events.clause.find import Find
from streams.events.clause.governing import governors
from streams.events.lexicon import lexicon, particle, stripped
from streams.events.scene.nodes import Node, is_any, is_verb

MARKS = frozenset({"؟", "?", "؟؟", "؟!"})
"""Marks of asking."""
WHY = frozenset({"لماذا", "كيف", "ماذا", "لم", "ولماذا", "وماذا", "وكيف", "ما", "من", "كم", "اي"})
"""Words of asking that take what is asked about as known."""
_ASKS = 4
"""Words of a question among which its word stands."""
_SAID = 8
"""Nodes between when something was said and the verb of saying."""
_PRETEXT = 16
"""Nodes between a word of pretext and the verb behind it."""
_WAS = frozenset({"كان", "كانت", "كانوا", "كانا", "كنا"})
_COMES = frozenset({"receive", "arrive", "join", "become"})
"""Patterns of arms that come to somebody."""
_DATING = frozenset({"completed", "planned", "announced", "in_progress"})
_THAT = frozenset({"ان", "بان", "وان"})
_THAT_THEY = frozenset({"ان", "انه", "انها", "انهم"})
_NOT = frozenset({"لا", "لم", "لن", "ليس", "غير"})
_WITH = frozenset({"مع", "ومع"})
_NEXT = frozenset(
    {"تليها", "تلتها", "يليها", "تلاها", "تليه", "يليه", "تلته", "تلاه", "تبعتها", "تبعها", "تتبعها", "ثم"}
)
"""Words before the next in a row."""
_ONE_OF = frozenset({"ضمن", "بين"})
_EXPLAINING = frozenset({"وقد", "فقد"})
_AGAINST = frozenset({"الا", "لكن", "ولكن", "غير", "بيد"})
_CAUSE = 12
"""Words from what is put down to something to its cause, and from a clause of contrast to its verb."""
_BECAUSE = frozenset({"لان", "لانها", "لانه", "لانهم", "ولان", "ولانها", "ولانه"})
_CAUSES = frozenset({"بسبب", "جراء", "نتيجه", "لسبب"})
_RECENT = re.compile(
    r"\b(?:[أا]مس|اليوم|مؤخرا|الجاري[ةه]?|السبت|ال[أا]حد|ال[إا]?ثنين|الثلاثاء|ال[أا]ربعاء|الخميس|الجمعة"
    r"|ال[أا]سبوع الماضي|الشهر الماضي|هذا ال[أا]سبوع|هذا الشهر|قبل (?:يومين|[أا]يام|ساعات|[أا]سبوع|[أا]سبوعين))\b"
)
"""Dates of what has just happened."""


def known_before(find: Find, state: str | None) -> str | None:
    """Why the clause is background, or None."""
    nodes = find.scene.nodes
    probed = find.nominal and [node.governor for node in governors(find, find.node.index)[:1]] == ["probe"]
    if find.trigger.background or probed:
        return "only looked into" if probed else "a participle"
    if (_in_time_clause(find) and state in _DATING) or (_after_that(find) and state in ("halted", "denied")):
        return "in a clause of time"
    if find.relative is not None and state in ("completed", "in_progress") and _describes(find, find.relative):
        return None if _lists_behind(find) or _in_turn(find, find.relative) else "in a relative clause"
    if known := _known(find, state):
        return known
    if find.scene.words[-1] in MARKS and not WHY.isdisjoint(find.scene.words[:_ASKS]):
        return "what is asked takes it as known"
    return _by_word(find, state) or _by_opening(find, nodes[find.left : find.node.index])


def _conceded(find: Find) -> bool:
    """`رغم أن واشنطن زودت …، ترفض …`: what the sentence sets its news against."""
    opening = find.scene.words[max(0, find.left - 1) : find.left + 2]
    that = not find.nominal and opening[0].endswith("رغم") and not _THAT_THEY.isdisjoint(opening)
    return that and "،" not in find.scene.words[find.left : find.node.index]


def _known(find: Find, state: str | None) -> str | None:
    """What a clause is to the sentence that takes it as known."""
    if state in _DATING and circumstance(find) is not None:
        return "in a clause of circumstance"
    if _put_down_to(find):
        return "what something is put down to"
    if state not in ("completed", "in_progress"):
        reason = (state == "denied" and _pretext(find)) or (state == "halted" and _blamed(find))
        return "only a reason" if reason else None
    if _what(find) and not _lists_behind(find):
        return "what was given, of which something else is said"
    return _grounded(find)


def _grounded(find: Find) -> str | None:
    """What else of the sentence a clause grounds, or is set against."""
    if _conceded(find):
        return "in a concessive clause"
    if _reason(find):
        return "only a reason"
    return "said before, and set against what is said now" if _overtaken(find) else None


def _put_down_to(find: Find) -> bool:
    """`عزا محللون التوتر إلى وقف تسليم …`: the cause that somebody finds for something else."""
    words = lexicon().set("puts_down")
    if not find.nominal or find.scene.stems.isdisjoint(words):
        return False
    over = governors(find, find.node.index)
    chain = [find.node.index, *(node.index for node in over if not is_verb(node))]
    led = next((at for at in chain if at and find.scene.words[at - 1] == "الي"), 0)
    return any(is_any(node, words) for node in find.scene.nodes[max(0, led - _CAUSE) : led])


def _overtaken(find: Find) -> bool:
    """`وكانت … قد أقرت بأنها أرسلت …، إلا أن تقريرا أفاد …`: what was said before somebody else said otherwise."""
    words = find.scene.words
    if stripped(words[0])[-1] not in _WAS or "قد" not in words[1 : find.node.index]:
        return False
    against = (at for at in range(find.node.index, len(words) - 1) if words[at] == "،" and words[at + 1] in _AGAINST)
    start = next(against, len(words))
    behind = find.scene.nodes[start : start + _CAUSE]
    return any(node.governor == "announce" and is_verb(node) for node in behind)


def _blamed(find: Find) -> bool:
    """`أعطت الضوء الأخضر لتسليم …، بعد انتقادات بسبب ترددها في إرسال …`: why, beside the delivery that is the news."""
    beside = any(at < find.node.index for at in find.scene.arms_triggers)
    over = governors(find, find.node.index)[:1] if find.nominal and beside else []
    words = find.scene.words
    return any(node.index > 0 and words[node.index - 1].lstrip("وف") in _CAUSES for node in over)


def _pretext(find: Find) -> bool:
    """`متذرعا بأن أحدا لم يقدم …`, `بحجة أن …`: what somebody grounds a decision on."""
    words = find.scene.words[max(0, find.node.index - _PRETEXT) : find.node.index]
    at = next((place for place, word in enumerate(words) if word in lexicon().set("pretexts")), None)
    return not find.nominal and at is not None and not _THAT_THEY.isdisjoint(word.lstrip("ب") for word in words[at:])


def _reason(find: Find) -> bool:
    """`انتقدت واشنطن لأنها سلمت …`, `لأن واشنطن تواصل إغراق …`: what somebody does is why something else is.

    Arms that come are news themselves.
    """
    opener = find.scene.words[find.left - 1] if find.left else ""
    own = find.places.get("subject") != "item" and "،" not in find.scene.words[find.left + 1 : find.node.index]
    return opener in _BECAUSE and not find.nominal and own


def _what(find: Find) -> bool:
    """`إن ما قدمته باريس … لا يكفي`: a clause that is itself the subject of what is said."""
    at, words = find.relative, find.scene.words
    said = any(particle(word) in _NOT for word in words[find.node.index + 1 :])
    return at is not None and at > 0 and words[at] == "ما" and words[at - 1] in _THAT and said


def _by_word(find: Find, state: str | None) -> str | None:
    """Background by a word of the clause that tells what was known: `سبق أن`, `العام الماضي`."""
    nodes, inner = find.scene.nodes, _inner(find)
    clause = [node for node in nodes[find.left : find.right] if not inner <= node.index < find.node.index]
    known = next((node for node in clause if node.background and not _elsewhere(find, node)), None)
    behind = known is not None and known.index > find.node.index
    told = known is not None and (_told_in(find, known) or _of_another(find, known) or _of_statement(find, known))
    if known is not None and not told and not (behind and (state == "planned" or _revealed(find))):
        return f"background word {known.norm}"
    return None


def _of_another(find: Find, known: Node) -> bool:
    """`تسلمت …، … العام الماضي`, `في إطار عقد وقع العام الماضي، تسلمت …`: the date of something else."""
    if known.index > find.node.index:
        return "،" in find.scene.words[find.node.index + 1 : known.index]
    apart = "،" in find.scene.words[known.index : find.node.index]
    return apart and any(is_any(node, lexicon().set("papers")) for node in find.scene.nodes[find.left : known.index])


def _describes(find: Find, relative: int) -> bool:
    """Whether a relative clause tells of arms, not `ما` of what came; but `ضمن ما …` tells of one of these."""
    words = find.scene.words
    return words[relative] != "ما" or (relative > 0 and words[relative - 1] in _ONE_OF)


def _lists_behind(find: Find) -> bool:
    """`المساعدات التي وصلت من … شملت: …`, `وشملت الأسلحة التي سلمتها … دبابات …`: its arms are listed."""
    nodes = find.scene.nodes
    items = [item for item in find.scene.items if not item.weak and item.node > find.node.index]
    whole = find.hung_on[0] if find.hung_on and find.hung_on[0].generic else None
    opening = nodes[max(0, whole.node - 2) : whole.node] if whole else []
    if items and (any(is_any(node, lexicon().set("contained")) for node in opening) or _part_of(opening)):
        return True
    lists = [node for node in nodes[find.node.index + 1 :] if is_any(node, lexicon().set("contained"))]
    items = [item for item in find.scene.items if not item.generic]
    return bool(lists and items) and items[0].node > lists[0].index


def _in_turn(find: Find, relative: int) -> bool:
    """`نقلت بولندا …، تليها براغ التي أرسلت …`: who comes next in a row of givers, and what it gave."""
    next_one = find.scene.nodes[relative - 1].actor if relative else None
    after = find.scene.words[next_one.start - 1].lstrip("و") in _NEXT if next_one and next_one.start else False
    return after and bool(find.scene.arms_triggers) and find.scene.arms_triggers[0] < relative


def _part_of(before: list[Node]) -> bool:
    """`ومن بين [الأسلحة التي …]`, `ومن أبرز …`."""
    words = [node.norm for node in before]
    return words[:1] in (["من"], ["ومن"]) or words[-1:] == ["ومن"]


def _of_statement(find: Find, known: Node) -> bool:
    """`أعلن في وقت سابق أنه …`, `في وقت سابق، أعلنت … أنها …`: when it was said."""
    if known.index > find.node.index or "سابق" not in find.scene.words[known.index : known.index + 3]:
        return False
    opening = find.scene.nodes[max(find.left, known.index - _SAID) : find.node.index]
    return any(node.governor == "announce" and is_verb(node) for node in opening)


def _revealed(find: Find) -> bool:
    """`أقر … بأن بلاده زودت … قبل أشهر`: what somebody admits or reveals is news, whenever it was done."""
    before = find.scene.nodes[: find.node.index]
    said = any(is_any(node, lexicon().set("reveals")) for node in before)
    return said and stripped(find.scene.words[0])[-1] not in _WAS


def _inner(find: Find) -> int:
    """Where a relative clause begins that is over before the trigger (`الدبابات التي أفرغت قبل أشهر اتخذت …`)."""
    index = find.node.index
    if find.relative is not None:
        return index
    return next((node.index for node in find.scene.nodes[find.left : index] if node.relative), index)


def _told_in(find: Find, known: Node) -> bool:
    """`لم تكشف أوسلو … عن أن مدافع كانت قد …`: what a clause reveals is news, whenever it was done."""
    opening = find.scene.nodes[find.left : known.index]
    return known.norm.startswith("كان") and any(is_any(node, lexicon().set("reveals")) for node in opening)


def _elsewhere(find: Find, node: Node) -> bool:
    """`منذ العام الماضي`: what goes on since then is news; `بموجب عقد وقع العام الماضي`: that dates the contract."""
    if node.index > 0 and find.scene.words[node.index - 1] == "منذ":
        return True
    between = find.scene.words[find.node.index + 1 : node.index]
    return find.trigger.frame == "arms_delivery" and not lexicon().set("signed").isdisjoint(between)


def _by_opening(find: Find, opening: list[Node]) -> str | None:
    """Background by the words that lead up to the verb: `كان قد …`, `وقد …` at the head of a sentence."""
    if _pluperfect(find, opening):
        return "in the pluperfect"
    if _used_since(find):
        return "told for what became of the arms"
    if not opening and find.left and stripped(find.scene.words[0])[-1] in _WAS and not find.reading.lead:
        return "laid down before"
    if not opening and find.reading.lead[:1] == "و" and _joined_to_pluperfect(find):
        return "joined to a pluperfect"
    first = find.left == 0 and 0 < len(opening) <= 2 and (opening[0].norm in _EXPLAINING or _goes_on(opening))
    told = first and find.reading.form.tense == "past" and not (opening[0].norm == "وقد" and _recent(find))
    return "explains what was said before" if told else None


def _used_since(find: Find) -> bool:
    """`ووصلت إلى الجيش الأوكراني مدافع …، وقد أثبتت فعالية`: undated, told by nobody, for what became of the arms."""
    start, scene = find.node.index, find.scene
    if find.nominal or start > 1 or find.trigger.pattern not in _COMES or find.reading.form.tense != "past":
        return False
    proved = lexicon().set("proved")
    if proved.isdisjoint(scene.stems) or not lexicon().set("sources").isdisjoint(scene.stems) or _recent(find):
        return False
    commas = [at for at in range(start, len(scene.words)) if scene.words[at] == "،"][:1]
    own = any(
        is_any(node, lexicon().set("batches")) or lexicon().ordinal(node.norm)
        for node in scene.nodes[start : find.right]
    )
    return bool(commas) and not own and any(is_any(node, proved) for node in scene.nodes[commas[0] :])


def _recent(find: Find) -> bool:
    """`وقد سلمت برلين أمس …`, `… قبل يومين`: a date of what has just happened, in the words as they are written."""
    return _RECENT.search(find.scene.document.text, find.scene.nodes[0].start, find.end) is not None


def _goes_on(opening: list[Node]) -> bool:
    """`فالسويد قدمت …`: a sentence whose subject has `ف` grounds the one before."""
    first = opening[0]
    return first.actor is not None and first.lead[:1] == "ف"


def _joined_to_pluperfect(find: Find) -> bool:
    """`وكانت … قد أعادت … وتسلمت …`: a sentence that opens with `كان … قد`, and no other clause in between."""
    nodes = find.scene.nodes[: find.node.index]
    was = bool(nodes) and stripped(nodes[0].norm)[-1] in _WAS and find.reading.form.tense == "past"
    return (
        was and any(node.norm == "قد" for node in nodes[:8]) and not any(node.clause or node.relative for node in nodes)
    )


def _pluperfect(find: Find, opening: list[Node]) -> bool:
    """`كانت روسيا قد سلمت …`, and without `قد` where the sentence opens so."""
    was = [node for node in opening if stripped(node.norm)[-1] in _WAS]
    if not was or find.reading.form.tense != "past":
        return False
    between = opening[was[-1].index - find.left + 1 :]
    if find.reading.form.pronoun in ("ه", "ها") and all(node.actor is not None for node in between):
        return True
    return opening[-1].norm == "قد" or (was[-1].index == 0 and all(node.governor is None for node in between))


def _in_time_clause(find: Find) -> bool:
    """`بعد تسلم …`, `بعدما تسلمت …`: the clause only dates another one."""
    if find.nominal:
        over = governors(find, find.node.index)
        over = [node for node in over if node.norm not in _WITH or node.index == 0]
        nearest = [node for index, node in enumerate(over) if index == 0 or over[index - 1].index - node.index == 1]
        return any(node.governor in ("time", "before") for node in nearest) or _told_after(find)
    return _after_that(find)


def _told_after(find: Find) -> bool:
    """`يأتي ذلك بعدما أعلنت موسكو تسليم …`: a clause of time whose verb only tells of the delivery."""
    over = governors(find, find.node.index)[:1]
    return _after_that(find) and any(node.governor == "announce" and is_verb(node) for node in over)


def _after_that(find: Find) -> bool:
    """Whether `بعد أن`, `بعدما`, `عندما` opens the clause."""
    opener = find.scene.nodes[find.left - 1] if find.left else None
    if opener is not None and find.left > 1 and opener.skip:
        opener = find.scene.nodes[find.left - 2]
    if opener is None or not opener.clause or not is_any(opener, lexicon().set("times")):
        return False
    if over_before_comma(find, opener.index):
        return False
    return not (opener.norm == "حين" and find.left > 1 and find.scene.words[find.left - 2] in ("في", "وفي"))

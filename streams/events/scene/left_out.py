"""What a sentence says beside its own structure, and the engine reads as if it were not there.

Who acts stands beside the verb, and what is handed over behind it; a day, a gloss or a clause about somebody that is
put between the two moves neither. What is left out keeps its place in the text: dates and evidence are read from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

from marsad.arabic.normalize import fold
from streams.entities.mention import Mention
from streams.events.lexicon import lexicon
from streams.events.scene.insertions import Span, inserted, of_arms, unnamed
from streams.events.scene.nodes import Node, is_any

_COMMA = "،"
_ENDS = frozenset({".", "..", "؛", "؟", "!"})
_WEEK = frozenset({"السبت", "الاحد", "الاثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه"})
_HOURS = frozenset({"يوم", "مساء", "صباح", "فجر", "ظهر", "عصر", "ليل", "ليله", "نهار"})
_TODAY = frozenset({"اليوم", "امس"})
_PAST = frozenset({"الماضي", "الماضيه", "الفايت"})
_AHEAD = frozenset({"المقبل", "المقبله", "القادم", "القادمه"})
_SOMETIME = frozenset({"متاخر", "مبكر", "سابق", "لاحق"})
_LATELY = frozenset({"ساعات", "ساعتين", "ايام", "يومين", "اسبوع", "اسبوعين", "اسابيع", "قليل"})
_UP_TO = frozenset({"منذ", "حتي", "قبل", "بعد", "من", "الي", "بحلول", "بين", "موعد", "قبيل", "عقب"})
_HIDES = 6
"""Words between the verb and the name that somebody hides."""
_WHO = frozenset({"الذي", "التي", "الذين", "اللذين", "اللذان"})
_JOINING = "انضمام"
_SINCE_WHEN = frozenset({"منذ", "بعد", "قبل", "عقب", "قبيل", "فور", "اثر"})
_UNION = 6
"""Words from a noun of joining to what is joined."""
_MEMBER = frozenset({"العضو", "العضوه", "العضوين", "العضوان"})
_MEASURE = 9
"""Words from a relative pronoun to the unit of a measure."""
_SOURCES = frozenset({"بحسب", "حسب", "وفق", "وفقا", "حسبما"})
_SAYING = frozenset({"بيان", "موتمر"})
_DURING = frozenset({"في", "خلال", "عبر"})
_ABOUT_IT = frozenset({"لها", "له", "لهم", "رسمي", "صحفي", "صحافي", "مشترك", "متلفز", "مقتضب"})
_SOURCE = 7
_CLAUSE = 14
"""Words of a relative clause between two commas, at most."""
_IN_SPITE = frozenset({"رغم", "برغم"})
_LEADS_ON = frozenset({"من", "علي", "في", "عن", "بين", "ضد", "حول", "بشان", "ب", "ل"})
"""What a phrase goes on with."""
_LEADS = frozenset({"", "و", "ل", "ب", "ول", "وب"})
"""What may be written to `كل`."""
_GLOSS = 4
"""Words between two brackets, at most."""


def without(nodes: list[Node]) -> list[Node]:
    """The nodes of a sentence without what stands beside its structure."""
    words = [node.norm for node in nodes]
    found = set(words)
    gone: set[int] = set()
    for start, end in _spans(nodes, words, found):
        gone.update(range(start, end))
        gone.update(_commas(nodes, words, start, end))
    if not gone:
        return nodes
    kept = [node for node in nodes if node.index not in gone]
    for index, node in enumerate(kept):
        node.index = index
    return kept


def _spans(nodes: list[Node], words: list[str], found: set[str]) -> Iterator[Span]:
    if not (_WEEK | _TODAY).isdisjoint(found):
        yield from _days(nodes, words)
    if "قبل" in found:
        yield from _ago(words)
    for word, spans in _BY_WORD.items():
        if word in found:
            yield from spans(nodes, words)
    for first, idioms in _idioms().items():
        if first in found:
            yield from _idiomatic(nodes, words, idioms)
    if any(not lexicon().set("unnamed", kind).isdisjoint(found) for kind in ("names", "untold")):
        yield from _nameless(words)
    if not lexicon().joint("adherents", "backs_them").isdisjoint(found):
        yield from _adherents(words)
    if not _MEMBER.isdisjoint(found):
        yield from _members(nodes, words)
    if any(word.startswith(_JOINING) for word in found):
        yield from _joining(nodes, words)
    if not lexicon().set("measures").isdisjoint(found):
        yield from _measures(words)
    if not _SAYING.isdisjoint(found):
        yield from _statements(words)
    yield from inserted(nodes, words, found)


def _commas(nodes: list[Node], words: list[str], start: int, end: int) -> Iterator[int]:
    """The commas or dashes that only set apart what is left out."""
    before = words[start - 1] if start else _COMMA
    behind = words[end] if end < len(words) else "."
    if start and before == behind == "-":
        yield from (start - 1, end)
    if before != _COMMA or not (behind == _COMMA or behind in _ENDS):
        return
    if start:
        yield start - 1
    joined = end + 1 < len(words) and (nodes[end + 1].lead[:1] in ("و", "ف") or words[end + 1][:1] == "و")
    if behind == _COMMA and not joined and end + 1 < len(words) and not lexicon().marks(words[end + 1]).phrases:
        yield end


def _days(nodes: list[Node], words: list[str]) -> Iterator[Span]:
    """`أمس الخميس`, `مساء الأربعاء الماضي`, `في وقت متأخر من مساء الجمعة`: when something was said or done."""
    at = 0
    while at < len(words):
        if nodes[at].mention is not None or not (words[at] in _WEEK or words[at] in _TODAY):
            at += 1
            continue
        start, end = at, at + 1
        while end < len(words) and nodes[end].mention is None and (words[end] in _WEEK or words[end] in _PAST):
            end += 1
        while start and (words[start - 1] in _HOURS or words[start - 1] in _TODAY):
            start -= 1
        start = _sometime(words, start)
        alone = end - start == 1 and words[start] == "اليوم"
        ahead = end < len(words) and words[end] in _AHEAD
        if not alone and not ahead and not (start and (words[start - 1] in _UP_TO or nodes[start - 1].lead == "ل")):
            yield start - (words[start - 1 : start] == ["في"]), end
        at = end


def _sometime(words: list[str], start: int) -> int:
    """Where `في وقت متأخر من …`, `أول من أمس` begins, whose day is at `start`."""
    if words[max(0, start - 2) : start] == ["اول", "من"]:
        return start - 2
    if start and words[start - 1] == "اول":
        return start - 1
    last = start - 1 - (words[start - 1 : start] == ["من"])
    if last > 0 and words[last] in _SOMETIME and words[last - 1] == "وقت":
        return last - 1
    return start


def _ago(words: list[str]) -> Iterator[Span]:
    """`قبل أيام`, `قبل نحو أسبوعين`: when it was said or done; not `قبل أيام من …`, nor what is long known."""
    for at, word in enumerate(words):
        if word != "قبل":
            continue
        end = next((place + 1 for place in range(at + 1, min(at + 4, len(words))) if words[place] in _LATELY), 0)
        if end and words[end : end + 1] != ["من"]:
            yield at, end


def _each_of(nodes: list[Node], words: list[str]) -> Iterator[Span]:
    """`إلى كل من وارسو وبوخارست`, `لكل من …`: the names say it; what is written to `كل` leads the first of them."""
    for at, (word, behind) in enumerate(pairwise(words)):
        if behind == "من" and at + 2 < len(words) and word.endswith(("كل", "كلا")):
            lead = word.removesuffix("ا").removesuffix("كل")
            named = nodes[at + 2].mention is not None or is_any(nodes[at + 2], lexicon().joint("bodies", "persons"))
            if lead in _LEADS and named:
                nodes[at + 2].lead = lead or nodes[at + 2].lead
                yield at, at + 2


def _since(nodes: list[Node], words: list[str]) -> Iterator[Span]:
    """`منذ بدء الغزو الروسي`: since when, in which nothing begins that is handed over."""
    begins, wars = lexicon().set("outbreaks", "begins"), lexicon().set("outbreaks", "wars")
    for at in range(len(words) - 2):
        if words[at] == "منذ" and words[at + 1] in begins and words[at + 2] in wars:
            following = nodes[at + 3].mention if at + 3 < len(nodes) else None
            yield at, at + 3 + (following is not None and following.kind == "demonym")


def _answered(nodes: list[Node], words: list[str]) -> Iterator[Span]:
    """`ردا على تهديدات موسكو`: what moves somebody to it, not `ردا على تهديد موسكو بوقف …`."""
    provocations = lexicon().set("provocations")
    for at in range(len(words) - 3):
        if words[at : at + 2] == ["ردا", "علي"] and words[at + 2] in provocations and nodes[at + 3].mention is not None:
            if nodes[at + 4 : at + 5] and nodes[at + 4].lead == "ب":
                continue
            yield at, at + 4


def _despite(nodes: list[Node], words: list[str]) -> Iterator[Span]:
    """`تواصل طهران رغم العقوبات الأميركية تسليم …`: what does not keep somebody from it, and governs nothing."""
    for at, word in enumerate(words[:-2]):
        if word not in _IN_SPITE:
            continue
        end = at + 1
        while end < len(words) and _is_definite(nodes[end]) and (end > at + 1 or nodes[end].mention is None):
            end += 1
        apart = end < len(words) and nodes[end].lead[:1] not in ("و", "ل", "ب") and words[end] not in _WHO | _LEADS_ON
        if at + 1 < end <= at + 1 + _GLOSS and apart:
            yield at, end


def _adherents(words: list[str]) -> Iterator[Span]:
    """`الميليشيات الموالية لها`, `الفصائل التي تدعمها`: whose side those take who are armed."""
    close, them, backs = (lexicon().set(name) for name in ("adherents", "to_them", "backs_them"))
    for at, (word, behind) in enumerate(pairwise(words)):
        if (word in close and behind in them) or (word in _WHO and behind in backs):
            yield at, at + 2


def _is_definite(node: Node) -> bool:
    adjective = node.mention is None or node.mention.kind == "demonym"
    adjective = adjective and not is_any(node, lexicon().joint("bodies", "persons"))
    return adjective and node.norm.startswith("ال") and node.norm.isalpha() and not node.lead.startswith("و")


@cache
def _idioms() -> dict[str, list[list[str]]]:
    """Idioms of manner by their first word."""
    found: dict[str, list[list[str]]] = {}
    for idiom in lexicon().words["idioms"]:
        words = fold(idiom).split()
        found.setdefault(words[0], []).append(words)
    return {first: sorted(each, key=len, reverse=True) for first, each in found.items()}


def _idiomatic(nodes: list[Node], words: list[str], idioms: list[list[str]]) -> Iterator[Span]:
    """`على الفور`, `دون تردد`: how it is done."""
    for at, word in enumerate(words):
        if word == idioms[0][0]:
            idiom = next((each for each in idioms if words[at : at + len(each)] == each), None)
            if idiom is not None and not (word == "بعد" and _whose(nodes[at + len(idiom) :])):
                yield at, at + len(idiom)


def _whose(behind: list[Node]) -> bool:
    """`بعد مماطلة واشنطن في تسليم …`, `بعد تردد في إرسال …`: who put something off, and what."""
    return any(node.mention is not None or node.norm == "في" for node in behind[:1])


def _between_dashes(nodes: list[Node], words: list[str]) -> Iterator[Span]:
    """`-وفق ما نقلته رويترز-`: what stands between two dashes and names nobody but who tells it."""
    opened = -1
    for at, word in enumerate(words):
        if word != "-" or not 0 < at < len(words) - 1:
            continue
        apart, joined = nodes[at - 1].end < nodes[at].start, nodes[at].end == nodes[at + 1].start
        if apart and joined:
            opened = at
        elif opened >= 0 and not apart:
            inside = nodes[opened + 1 : at]
            source = inside[:1] and inside[0].norm in _SOURCES
            if len(inside) <= _CLAUSE and all(_tells(node) if not source else unnamed(node) for node in inside):
                yield opened, at + 1
            opened = -1


def _tells(node: Node) -> bool:
    """Whether a word between two dashes is neither arms nor who hands them over."""
    return unnamed(node) and not of_arms(node)


def _glosses(nodes: list[Node], words: list[str]) -> Iterator[Span]:
    """`"إس-400" (S-400)`, `حلف شمال الأطلسي (ناتو)`: the same name once more, in brackets."""
    for at, word in enumerate(words):
        if word != "(" or not at:
            continue
        end = next((place for place in range(at + 1, min(at + 2 + _GLOSS, len(words))) if words[place] == ")"), 0)
        inside = nodes[at + 1 : end]
        if not inside:
            continue
        before = nodes[at - 1 - (words[at - 1] == '"')].mention
        named = [node.mention for node in inside if node.mention is not None]
        latin = all(node.norm.isascii() for node in inside)
        if (named and before is not None and all(_same(before, each) for each in named)) or (latin and not named):
            yield at, end + 1


def _same(one: Mention, other: Mention) -> bool:
    """Whether a name in brackets is the one before it, or its body or state."""
    if one.id == other.id or (one.type == other.type == "WEAPON" and one.kind == "weapon_system"):
        return True
    return other.type != "WEAPON" and one.country is not None and one.country == other.country


def _nameless(words: list[str]) -> Iterator[Span]:
    """`طلب عدم الكشف عن هويته`, `لم تسمه`: that who speaks is not named."""
    untold, names = lexicon().set("unnamed", "untold"), lexicon().set("unnamed", "names")
    asks, hiding = lexicon().set("unnamed", "asks"), lexicon().set("unnamed", "hiding")
    for at, word in enumerate(words):
        start = at - 1
        while word in names and start > max(0, at - _HIDES) and words[start] in hiding:
            start -= 1
        hidden = word in names and 0 <= start < at - 1 and words[start] in asks
        if hidden or (word in untold and words[max(0, start)] == "لم"):
            yield start - (start > 0 and words[start - 1] in _WHO), at + 1


def _members(nodes: list[Node], words: list[str]) -> Iterator[Span]:
    """`تركيا العضو في حلف شمال الأطلسي`: what a state is a member of."""
    for at, word in enumerate(words[:-2]):
        if word in _MEMBER and words[at + 1] == "في" and nodes[at + 2].mention is not None:
            glossed = words[at + 3 : at + 4] == ["("] and words[at + 5 : at + 6] == [")"]
            yield at, at + (6 if glossed else 3)


def _joining(nodes: list[Node], words: list[str]) -> Iterator[Span]:
    """`منذ انضمامها إلى الناتو`, `بعد انضمام السويد إلى …`: when a state became a member, which moves no arms."""
    unions: list[str] = lexicon().words["unions"]
    for at, word in enumerate(words):
        if not (at and word.startswith(_JOINING) and words[at - 1] in _SINCE_WHEN):
            continue
        for node in nodes[at + 2 : at + _UNION]:
            if node.mention is not None and node.mention.id in unions and words[node.index - 1] == "الي":
                yield at - 1, node.index + 1


def _measures(words: list[str]) -> Iterator[Span]:
    """`صواريخ … التي يصل مداها إلى 300 كيلومتر`: how far, fast or long arms are."""
    measures, units = lexicon().set("measures"), lexicon().set("units")
    for at, word in enumerate(words):
        if word in _WHO and not measures.isdisjoint(words[at + 2 : at + 3]):
            end = next((place for place in range(at + 3, min(at + _MEASURE, len(words))) if words[place] in units), 0)
            if end:
                yield at, end + 1


def _statements(words: list[str]) -> Iterator[Span]:
    """`في بيان لها`, `خلال مؤتمر صحفي مشترك`: how it was said."""
    for at, word in enumerate(words):
        if word in _SAYING and at and words[at - 1] in _DURING:
            end = at + 1
            while end < len(words) and words[end] in _ABOUT_IT:
                end += 1
            if end < len(words) and not words[end].startswith("ل"):
                yield at - 1, end


def _between_commas(nodes: list[Node], words: list[str]) -> Iterator[Span]:
    """`، بحسب الوزارة،` and, of somebody named before, `، الذي زار موسكو أمس،`."""
    commas = [at for at, word in enumerate(words) if word == _COMMA]
    for opening, closing in pairwise(commas):
        inside = nodes[opening + 1 : closing]
        if not inside:
            continue
        first = inside[0].norm
        source = first in _SOURCES and len(inside) <= _SOURCE
        told = first == "كما" and len(inside) <= _SOURCE and inside[1:2] and inside[1].norm in lexicon().speech
        about = first in _WHO and len(inside) <= _CLAUSE and opening > 0 and _of_somebody(nodes[opening - 1])
        nobody = all(map(unnamed, inside))
        if ((source or told) and nobody) or (about and not any(map(of_arms, inside))):
            yield opening + 1, closing


def _of_somebody(node: Node) -> bool:
    return node.mention is not None and node.mention.type != "WEAPON"


_BY_WORD: dict[str, Callable[[list[Node], list[str]], Iterator[Span]]] = {
    "من": _each_of,
    "منذ": _since,
    "ردا": _answered,
    "رغم": _despite,
    "برغم": _despite,
    "-": _between_dashes,
    "(": _glosses,
    _COMMA: _between_commas,
}
"""What may be left out where a word or mark stands."""

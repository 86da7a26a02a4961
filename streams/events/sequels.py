"""What a later clause or sentence makes of a delivery told before it, in words that only point back to it.

`لكنها تراجعت عن القرار`, `ونفت موسكو هذه الأنباء`, `وقال إن ذلك مرهون بموافقة البرلمان`, `ونفذت وعدها`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from marsad.arabic.document import Sentence
from marsad.contracts import Status
from streams.events.draft import Draft
from streams.events.lexicon import ARMS, Reading, lexicon, particle
from streams.events.scene.nodes import THAT, Node, Scene, is_any, is_finite, is_verb

_AHEAD = 5
"""Nodes between what points back and the verb behind it."""
_BACK = 6
"""Nodes between a verb, with its subject, and what points back behind it."""
_GRANT = 4
"""Nodes between a verb of waiting and the approval that it waits for."""
_ENDS = frozenset({*".؛;؟?!…", "،", ":"})
_NOT = frozenset({"لم", "لما"})
_ANY_NOT = frozenset({"لم", "لما", "لن", "لا", "ما", "لو", "اذا"})
_OFF = frozenset({"عن", "عنها", "عنه"})
_OFF_IT = frozenset({"عنها", "عنه"})
_THIS = frozenset({"هذا", "هذه", "تلك", "صحه"})
_SOME = frozenset({"شيء", "شيءا", "شييا", "اي"})
_THAT_ONE = "ذلك"
_TO_THAT = frozenset({"لذلك", "للقرار", "للخطوه", "للطلب"})
_BEFORE = frozenset({"بعد", "بعدما", "رغم", "منذ"})
"""What opens a clause that tells what had been before the news."""
_FROM = frozenset({"عن", "هذا", "هذه"})
_ANSWERED = frozenset({"ذلك", "الطلب", "العرض", "القرار", "الخطوه", "الصفقه", "المقترح", "الفكره"})
"""What somebody agrees to (`وافقت على الطلب`)."""
_ANSWERS = frozenset({"refuse", "grant", "weigh"})
_SAID_OF_IT = " by what is said of it at "
_LATE = frozenset({"متاخر", "متاخره", "متاخرا"})
"""What holds up a delivery, and only blames a decision (`الخطوة متأخرة`)."""
_SIGNED = frozenset({"توقيع"})
"""A signature is a step on the way of a plan, no decision about it."""
_UNLESS = frozenset({"الا", "قبل", "حتي", "دون"})


@dataclass(frozen=True, slots=True)
class _Turn:
    """What is said of what was told before."""

    kind: str
    node: Node


@cache
def _pointers() -> frozenset[str]:
    return lexicon().joint("plans", "acts", "own_words", "told_things", "stops") | _OFF_IT | {_THAT_ONE, *_TO_THAT}


@cache
def _written() -> frozenset[str]:
    """What may point back as it is written, with `و` and `ف`; `ما` needs a verb of telling behind it."""
    words = _pointers() | lexicon().set("rumoured") | lexicon().set("conditioned")
    return words | {lead + word for lead in "وف" for word in words}


def points_back(sentence: Sentence) -> bool:
    """Whether any word of a sentence may point back to what was told before."""
    written = _written()
    return any(token.norm in written for token in sentence.tokens)


def follow(scene: Scene, drafts: list[Draft], first: int) -> list[Draft]:
    """Let a sentence say what became of the deliveries before it, and of those in it; gives the halts that follow.

    Args:
        scene: The sentence.
        drafts: All drafts so far, those of this sentence last.
        first: Where those of this sentence begin.
    """
    if not drafts or _written().isdisjoint(scene.words):
        return []
    found = []
    for turn in _turns(scene):
        for draft in _spoken_of(scene, drafts, first, turn):
            status = _becomes(draft, turn.kind)
            if status is not None:
                found += _turn(draft, status, turn.node)
    return found


def _becomes(draft: Draft, kind: str) -> Status | None:
    """The status that a turn gives a delivery; a deal that is signed and held up holds up its delivery."""
    held = draft.type == "arms_deal" and draft.status == "completed" and kind in ("halt", "undone")
    if kind == "back" and draft.status in ("halted", "denied") and not _held_back(draft):
        return None
    state = "requested" if not draft.said else "planned" if held else draft.status
    status: Status | None = lexicon().words["sequels"][kind].get(state)
    return status


def _held_back(draft: Draft) -> bool:
    """`علقت … تسليم …`, `رفضت …`: whether somebody stops it, which he may take back; not `لم تسلم`."""
    words = (note.split()[2] for note in draft.derivation if " under " in note)
    return any(reading.governor in ("halt", "refuse") for word in words for reading in lexicon().marks(word).readings)


def _spoken_of(scene: Scene, drafts: list[Draft], first: int, turn: _Turn) -> list[Draft]:
    """The deliveries that a turn is about: those told last before it, what is news rather than what is known."""
    opener = _opener(scene, turn.node)
    if opener is not None and opener.norm.lstrip("و") in _BEFORE:
        return []
    apart = opener.start if opener is not None else -1
    here = [draft for draft in drafts[first:] if draft.type in ARMS and draft.position < apart]
    if not here:
        start = max((draft.evidence.start for draft in drafts[:first]), default=-1)
        here = [draft for draft in drafts[:first] if draft.type in ARMS and draft.evidence.start == start]
    if turn.kind == "refuse":
        by = _whose(scene, turn)
        here = [one for one in here if not by or by & {one.key("supplier"), one.key("recipient")}]
    here = [one for one in here if (one.said or turn.kind in _ANSWERS) and _becomes(one, turn.kind) is not None]
    return [draft for draft in here if not draft.background] or here


def _opener(scene: Scene, node: Node) -> Node | None:
    """What the clause of a word begins behind: a comma or a clause opener."""
    return next((each for each in reversed(scene.nodes[: node.index]) if each.norm in _ENDS or each.clause), None)


def _turn(draft: Draft, status: Status, node: Node) -> list[Draft]:
    draft.status = status
    draft.asserted = status in ("completed", "in_progress", "planned")
    draft.background, draft.said = False, True
    draft.derivation.append(f"{status}{_SAID_OF_IT}{node.start}")
    if status != "halted":
        return []
    kinds = ["arms_halt"] if draft.type == "arms_delivery" else ["arms_halt", "arms_delivery"]
    halts = [draft.copy(kind) for kind in kinds]
    halts[0].asserted = True
    return halts


def _turns(scene: Scene) -> Iterator[_Turn]:
    """What is said of something that points back, in order."""
    book, pointers = lexicon(), _pointers()
    written = _written()
    for node in scene.nodes:
        if node.norm not in written:
            continue
        word = _pointer(node)
        told = word in book.set("told_things") or _what_is_told(scene, node)
        if not (told or word in pointers) or not _points(scene, node, word):
            continue
        kind = _before(scene, node, word) or (None if word in _OFF_IT else _behind(scene, node))
        kind = _answer(scene, node, word) or kind
        kind = "deny" if kind == "undone" and word == _THAT_ONE and scene.words[node.index - 1] == "من" else kind
        lifts = kind == "grant" or word not in book.set("stops")
        if kind is not None and lifts and (kind == "deny" or not told):
            yield _Turn(kind, node)


def _answer(scene: Scene, node: Node, word: str) -> str | None:
    """`تراجعت عن القرار`, `رفضت الطلب`, `وافقت على ذلك`, `تدرس الطلب`: what is said to what was asked or planned."""
    for each in reversed(scene.nodes[max(0, node.index - _BACK) : node.index]):
        if each.norm in _ENDS or each.norm in THAT or each.relative:
            return None
        kind = _answered(scene, each, node, word)
        if kind is not None:
            return kind
    return None


def _answered(scene: Scene, verb: Node, node: Node, word: str) -> str | None:
    """The kind of answer that a word before what points back is."""
    book, before = lexicon(), scene.nodes[node.index - 1]
    not_so = verb.index > 0 and particle(scene.words[verb.index - 1]) in _ANY_NOT
    if is_any(verb, book.set("answers")):
        return "refuse" if not_so else "grant"
    kinds = {one.governor for one in verb.readings if is_finite(one) and not (one.form.pronoun or not_so)}
    dropped = "النظر" in scene.words[verb.index + 1 : node.index]
    if "halt" in kinds and before.norm in _FROM and word not in _OFF_IT and not dropped:
        return "back"
    if "refuse" in kinds and before.prep is None:
        return "refuse"
    if "possible" in kinds and word in book.set("asked_for"):
        return "weigh"
    return "grant" if "lift" in kinds and word in book.set("stops") else None


def _whose(scene: Scene, turn: _Turn) -> set[str]:
    """Who answers, where he is named: behind the verb, or before it in its clause."""
    start = _opener(scene, turn.node)
    first = start.index if start is not None else -1
    inside = [actor for actor in scene.actors if first < actor.node < turn.node.index]
    return {actor.key for actor in inside if actor.prep is None}


def _pointer(node: Node) -> str:
    """The word that points back, without a conjunction."""
    return node.norm if node.norm in _pointers() else node.norm.lstrip("وف")


def _what_is_told(scene: Scene, node: Node) -> bool:
    """`ما نشر`, `ما ورد`: the verb of what was told."""
    return node.index > 0 and scene.words[node.index - 1] == "ما" and node.norm in lexicon().set("rumoured")


def _points(scene: Scene, node: Node, word: str) -> bool:
    """`بعد ذلك`, `مع ذلك`, `على القرار`: behind a preposition other than `عن` nothing is said of it."""
    if not node.index:
        return True
    before = scene.nodes[node.index - 1]
    before = scene.nodes[node.index - 2] if before.norm in _THIS and node.index > 1 else before
    if word == _THAT_ONE and before.norm == "من":
        return node.index > 1 and scene.words[node.index - 2] in _SOME
    if before.prep == "on" and word in _ANSWERED:
        return True
    return before.norm in _OFF or (before.prep is None and before.governor not in ("time", "before"))


def _before(scene: Scene, node: Node, word: str) -> str | None:
    """`جمد البرلمان الخطوة`, `تراجعت عن القرار`, `نفت موسكو ذلك`, `تم ذلك`: what a verb before it says of it."""
    for each in reversed(scene.nodes[max(0, node.index - _BACK) : node.index]):
        if each.norm in _ENDS or each.norm in THAT or each.relative:
            return None
        if (each.prep is not None and each.norm not in _OFF) or each.governor == "before":
            return None
        kind = _said(scene, each, verb_first=True)
        if kind is not None:
            return kind if word not in _OFF_IT or kind == "halt" else None
        if is_verb(each) and each.actor is None and each.item is None:
            return None
    return None


def _behind(scene: Scene, node: Node) -> str | None:
    """`العملية تأجلت`, `القرار لم ينفذ`, `ذلك مرهون بـ…`, `هذه الأنباء لا أساس لها`: what is said behind it."""
    for each in scene.nodes[node.index + 1 : node.index + 1 + _AHEAD]:
        if each.norm in _ENDS or each.clause or each.relative or each.prep is not None:
            return None
        if each.norm in _LATE and _pointer(node) not in lexicon().set("acts"):
            return None
        kind = None if each.norm[0] == "و" else _said(scene, each, verb_first=False)
        if kind is not None:
            return kind
    return None


def _said(scene: Scene, node: Node, *, verb_first: bool) -> str | None:
    """The kind of what one word says of that which points back."""
    book, negation = lexicon(), particle(scene.words[node.index - 1]) if node.index else ""
    kind = _predicate(scene, node, verb_first=verb_first)
    if kind is not None:
        return kind
    if node.norm.lstrip("وف") in book.set("conditioned") and negation not in _ANY_NOT:
        return "condition"
    if is_any(node, book.set("happens")):
        return _happens(scene, node, negation)
    for reading in node.readings:
        kind = _verb(reading, negation, verb_first=verb_first) if reading.governor else None
        if kind is not None:
            return kind
    return None


def _predicate(scene: Scene, node: Node, *, verb_first: bool) -> str | None:
    """`معلقة`, `مرهون بـ…`, `جارية`, `تنتظر موافقة`, `غير صحيح`, `لا أساس له`: what is said with no past."""
    book = lexicon()
    if verb_first and node.governor == "halt" and not node.readings:
        return "halt"
    if verb_first:
        return _waits(scene, node) if node.norm.lstrip("وف").startswith(("ي", "ت")) else None
    if node.governor == "deny" and not is_verb(node):
        return "deny"
    if is_any(node, book.set("refuted")):
        return "deny"
    if node.norm in book.set("suspended") or (node.governor == "halt" and not node.readings):
        return "halt"
    return _waits(scene, node) or ("start" if node.norm in book.set("running") else None)


def _waits(scene: Scene, node: Node) -> str | None:
    """`مرهون بـ…`, `يحتاج القرار إلى موافقة …`: what hangs on something else."""
    book = lexicon()
    if not is_any(node, book.set("depends")):
        return None
    what = scene.nodes[node.index + 1 : node.index + 1 + _GRANT]
    bound = is_any(node, book.set("bound"))
    return "condition" if bound or any(is_any(each, book.set("approvals") - _SIGNED) for each in what) else None


def _happens(scene: Scene, node: Node, negation: str) -> str | None:
    """`تم ذلك`, `لم يحدث ذلك`, `لن يتم ذلك إلا بعد …`: what is said to happen, or not."""
    if negation in _NOT:
        return "open" if is_any(node, frozenset({"يتخذ"})) else "undone"
    if negation == "لن":
        following = scene.words[node.index + 1 : node.index + 5]
        at = next((place for place, word in enumerate(following) if word in _UNLESS or word == "ما"), None)
        return "denied" if at is None else "condition"
    past = any(reading.form.tense == "past" for reading in node.readings)
    return "done" if past and negation not in _ANY_NOT else None


def _verb(reading: Reading, negation: str, *, verb_first: bool) -> str | None:
    """What a verb of stopping, denying, beginning or finishing says."""
    past = reading.form.tense == "past"
    if negation in _ANY_NOT:
        undone = negation in _NOT and reading.governor in ("fulfil", "finish", "done", "start")
        return "undone" if undone and reading.form.tense == "present" else None
    if reading.governor == "deny" and verb_first and is_finite(reading):
        return "deny"
    if reading.form.pronoun or not past:
        return None
    if reading.governor == "halt":
        return "halt"
    if reading.governor in ("finish", "done", "fulfil"):
        return "done"
    return "start" if reading.governor == "start" else None

"""What follows a trigger, or stands beside its clause, and decides its state: `التسليم سيتم`, `إذا …`, `لا أساس له`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from streams.events.clause.find import Find
from streams.events.lexicon import Reading, lexicon, particle
from streams.events.scene.nodes import Node, is_any, is_finite, is_verb

_FAR = 14
"""Words between a relative clause of the arms and the verb of the delivery behind it."""
NOT = frozenset({"لم", "لن", "لا", "لما"})
_WAS_TO = 5
"""Words between `كان` and the verb of what was to be."""
_NO = frozenset({"غير", "ليس", "ليست"})
_AFTER_WHICH = frozenset({"بعد", "قبل", "منذ", "الي", "علي", "سبق", "الا", "غير", "بيد", "حتي", "كما"})
_PERHAPS = frozenset({"قد", "ربما"})
_COMES = frozenset({"done", "start", "finish"})
_NOT_SO = frozenset({"لا", "غير", "ليس"})
_LINKS = frozenset({*_NO, "امر", "امرا", "خيار", "بات", "اصبح", "يزال", "زال", "يبقي", "يظل", "قد", "حاليا", "يعد"})
_HAPPENS = frozenset({"يحصل", "تحصل", "يحدث", "تحدث", "يتم", "تتم"})
_OF_IT = frozenset({"عنها", "عنه", "قرارها", "قراره", "قرارهم", "القرار", "وعدها", "وعده", "تعهدها", "تعهداتها"})
_REALISED = 7
"""Words between a negation and what a plan would come to."""
_BEGINS = 2
"""Words of a verb of beginning and its subject over a noun (`كان من المقرر أن تبدأ روسيا شحن …`)."""
_TO_BE = frozenset({"مقررا", "المقرر", "مفترضا", "المفترض", "المنتظر", "المتوقع", "مزمعا", "يفترض", "المفروض"})
_TOLD = frozenset({"ما", "تهم", "اتهامات", "اتهام", "مزاعم", "ادعاءات", "تهمه", "امر", "انباء"})
_STILL = frozenset({"تزال", "يزال", "زال", "زالت", "مازال", "مازالت", "ظلت", "ظل", "بقيت", "بقي", "باتت", "بات"})
_AS = frozenset({"كونه", "كونها", "بانه", "بانها", "بانهم", "مجرد", "انه", "انها", "هي", "هو"})
_CLAIMS = frozenset({"مزاعم", "ادعاءات", "شايعات", "اشاعات", "تكهنات", "خيال", "خيالا", "دعايه", "تخمينات", "ادعاء"})
_OPENS_NOUN = frozenset({"ان", "بان", ":", '"'})
_VERB = 3
"""Letters that a verb has more than."""
_APPROVED = 3
"""Nodes up to an approval (`فور حصولها على موافقة`)."""
_PLAN = 5
"""Words from a word of stopping to the plan that it stops."""
_BROUGHT = 5
"""Words before a word of stopping among which stands what brings it about."""
_FORCED = ("اضطر", "دفع", "ارغم", "اجبر", "حمل", "حدا")
_THEN = frozenset({"ثم", "لكنها", "لكنه", "ولكنها", "ولكنه"})
_OPPOSES = 9
"""Nodes before arms among which somebody stops their delivery."""
_OVERDUE = frozenset({"مضت", "مضي", "انقضت", "انقضي"})


def after(find: Find) -> str | None:
    """What follows a masdar that is itself a subject: `التسليم سيتم`, `تسليم … تأجل`."""
    words = find.scene.words
    for node in find.scene.nodes[find.node.index + 1 : min(find.right, find.node.index + 16)]:
        following = words[node.index + 1 : node.index + 2]
        governing = [one for one in node.readings if one.governor and is_finite(one) and _agrees(find, one)]
        governing = [] if _upsets(node) else governing
        state = next(filter(None, (_verb_after(reading, following) for reading in governing)), None)
        state = state or _said_by(node, following) or _predicate(find, node)
        if node.governor == "possible" and node.norm == "لم":
            return "conditional"
        if words[node.index - 1] in _PERHAPS and any(one.governor in _COMES for one in governing):
            return "conditional"
        if state is None and words[node.index - 1] not in ("ان", "بان") and any(map(_goes_on, governing)):
            state = "in_progress"
        negated = particle(words[node.index - 1]) in NOT
        if negated and (governing or node.norm in _HAPPENS):
            return _left_by_not(node, state)
        if state:
            return "denied" if state == "planned" and words[node.index - 1] in _NO else state
    return None


def _goes_on(reading: Reading) -> bool:
    """`تسليم … يتم وفق الجدول`: a bare present of being done."""
    return reading.governor == "done" and reading.form.tense == "present" and not reading.lead


def _agrees(find: Find, reading: Reading) -> bool:
    """Whether a verb can have the delivery as its subject: a feminine one only `عملية تسليم …`, `إعارة …`, `شحنة …`."""
    if reading.form.subject != "f" or find.reading.form.tense != "masdar":
        return True
    led = find.scene.words[find.node.index - 1] if find.node.index else ""
    return led.lstrip("ال").startswith("عملي") or find.node.norm.endswith(("ه", "ات"))


def _upsets(node: Node) -> bool:
    """`حصول … على … يخل بالتوازن`, `يعيق …`: what stops something else by a delivery, which it does not stop."""
    return node.governor == "halt" and _effect(node) is not None


def _effect(node: Node) -> str | None:
    """Tense of a verb of what a delivery does."""
    return next(filter(None, map(lexicon().effects.get, (node.norm, node.norm.lstrip("وفس")))), None)


def _left_by_not(node: Node, state: str | None) -> str:
    """What a negation makes of a verb that is said of the delivery: `لن يتأخر` planned, `لم يتوقف` under way."""
    if state != "halted":
        return "denied"
    return "in_progress" if node.norm in lexicon().set("interrupts") else "planned"


def _said_by(node: Node, following: list[str]) -> str | None:
    """What one word says of the delivery that is its subject: `متوقع`, `جار`, `مرهون بـ…`, `قيد البحث`."""
    book = lexicon()
    if node.norm in book.set("suspended"):
        return "conditional" if following == ["علي"] else "halted"
    ahead = node.norm in book.joint("future", "own_future", "predicted")
    if ahead or (node.norm == "مساله" and node.governor == "plan"):
        return "planned"
    if node.norm in book.set("running"):
        return "in_progress"
    weighed = node.norm in ("قيد", "محل") and not book.set("weighed").isdisjoint(following)
    return "conditional" if weighed or node.norm in book.set("depends") else None


def _predicate(find: Find, node: Node) -> str | None:
    """`التسليم ممكن`, `ليس واردا`, `أمر مستبعد`: an adjective that is said of the delivery, not of a noun before it."""
    book, before = lexicon(), find.scene.nodes[node.index - 1]
    likely = node.norm in book.set("likely")
    if not likely and node.norm not in book.set("excluded"):
        return None
    named = before.mention is not None or before.actor is not None or before.norm in ('"', ")")
    if not named and before.norm not in _LINKS and not before.norm.startswith("ال"):
        return None
    return "conditional" if likely and before.norm not in _NO else "denied"


def _verb_after(reading: Reading, following: list[str]) -> str | None:
    """What a verb says of the delivery that is its subject: `بدأ`, `اكتمل`, `تأجل`, `يتوقف على`."""
    if reading.governor == "halt" and following == ["علي"]:
        return "conditional"
    if reading.form.pronoun:
        return None
    if reading.governor in ("start", "finish", "done") and reading.form.tense == "past":
        return "in_progress" if reading.governor == "start" else "completed"
    return "halted" if reading.governor == "halt" and reading.form.subject in ("m", "f") else None


def has_effects(find: Find) -> bool:
    """`حصول … على … سيعقد …`: the delivery is the subject of a future verb that is not its own; `من شأن حصول …`."""
    if find.scene.words[max(0, find.node.index - 2) : find.node.index] in (["من", "شان"], ["ومن", "شان"]):
        return True
    own = lexicon().set("own_future")
    return any(
        node.norm == "لن" or (node.token is not None and "س" in node.token.proclitics and node.norm not in own)
        for node in find.scene.nodes[find.node.index + 1 : find.right]
    )


def predicated(find: Find) -> bool:
    """`إن تزويد … يتطلب أشهرا`, `أن توريد … لا يخالف القانون`: a delivery noun that opens its clause.

    Nouns of delivering are masculine, and so is the verb behind them; `after` finds what tells whether it happens.
    """
    words, index = find.scene.words, find.node.index
    if not find.nominal or (words[index - 1] if index else "") not in _OPENS_NOUN:
        return False
    for node in find.scene.nodes[index + 1 : find.right]:
        if node.relative or node.clause or node.norm == "،":
            return False
        verb = len(node.norm) > _VERB or _upsets(node)
        plain = node.mention is None and node.item is None and not node.prep and verb
        open_yet = node.governor in (None, "plan", "possible", "condition", "request") or _upsets(node)
        if plain and node.norm.startswith("ي") and open_yet:
            return node.norm != "ياتي"
    return False


def effect_of(find: Find) -> str | None:
    """Tense of a verb right before a delivery noun that is its subject: `سيغير تزويد …`, `أثار تسليم … غضب …`."""
    index = find.node.index
    if not find.nominal or not index:
        return None
    verb, doubt = find.scene.nodes[index - 1], find.scene.words[max(0, index - 2) : index - 1]
    ahead = verb.token is not None and "س" in verb.token.proclitics
    tense = _effect(verb)
    return "future" if tense and (ahead or doubt in (["قد"], ["وقد"], ["لن"], ["ان"])) else tense


def put_off(find: Find) -> bool:
    """`لن تكون جاهزة …، بعدما كان مقررا أن تتسلم …`: what was to be, beside a word of stopping or of not."""
    nodes, words = find.scene.nodes, find.scene.words
    before = words[max(0, find.node.index - _WAS_TO - find.nominal * _BEGINS) : find.node.index]
    if not any(word.lstrip("وف").startswith("كان") for word in before):
        return False
    if _TO_BE.isdisjoint(before) and ("س" not in find.reading.lead or "اذا" in before):
        return False
    outside = [node for node in nodes if not find.left - _WAS_TO <= node.index < find.right]
    return any(node.governor == "halt" or node.norm in _OVERDUE or _not_done(words, node) for node in outside)


def _not_done(words: list[str], node: Node) -> bool:
    """`لم تصل`, `لن تكون جاهزة`, `لا تزال في مخازنها`: a negation that may keep a plan from coming; not `لا ترى`."""
    negation = particle(node.norm)
    return negation in NOT and (negation != "لا" or not _STILL.isdisjoint(words[node.index + 1 : node.index + 2]))


def shelved(find: Find) -> bool:
    """`الخطة وضعت على الرف`, `لم يكتب للفكرة أن ترى النور`, `لا يراه قابلا للتطبيق`: a plan that comes to nothing."""
    book, words, stems = lexicon(), find.scene.words, find.scene.stems
    if not stems.isdisjoint(book.set("shelved")) or _given_up(find):
        return True
    if stems.isdisjoint(book.set("unrealised")):
        return False
    at = next((place for place, word in enumerate(words) if word in book.set("unrealised")), 0)
    return any(particle(word) in NOT or word == "غير" for word in words[max(0, at - _REALISED) : at])


def _given_up(find: Find) -> bool:
    """`لكن بيروت صرفت النظر عنها`, `قبل أن تعدل عن قرارها`: what was planned is stopped behind the clause."""
    words, book = find.scene.words, lexicon()
    then = next((at for at in range(find.node.index, find.right) if words[at] in _THEN), find.right)
    for node in find.scene.nodes[then:]:
        if node.governor != "halt" or particle(words[node.index - 1]) in NOT or _had_been(find, node):
            continue
        of_it = not _OF_IT.isdisjoint(words[node.index + 1 : node.index + 3])
        of_plan = any(is_any(each, book.set("plans")) for each in find.scene.nodes[node.index + 1 : node.index + _PLAN])
        past = any(reading.governor == "halt" and reading.form.tense == "past" for reading in node.readings)
        if (past and of_it) or ((of_it or of_plan) and (past or _came_to_that(find, node))):
            return True
    return False


def _had_been(find: Find, node: Node) -> bool:
    """`بعد أن تعثرت الخطوة أسابيع`, `بعدما ترددت`: what was so before the news."""
    inner = find.scene.words[find.node.index : node.index]
    opened = len(inner) - next((at for at, word in enumerate(reversed(inner)) if word == "،"), len(inner))
    clause = inner[opened:]
    return "بعدما" in clause or ("بعد", "ان") in pairwise(clause)


def _came_to_that(find: Find, node: Node) -> bool:
    """`قبل أن تعدل عن …`, `اضطرت إلى صرف النظر عن …`: what stands over a stopping with no past of its own."""
    before = find.scene.words[max(0, node.index - _BROUGHT) : node.index]
    return before[-2:] in (["قبل", "ان"], ["الي", "ان"]) or any(
        word.lstrip("وف").startswith(_FORCED) for word in before
    )


def opposed(find: Find) -> Node | None:
    """`اعترضت برن على نقل مدرعات كانت الدانمارك تعتزم منحها …`: who stops the arms that a planned clause hangs on."""
    if not find.hung_on:
        return None
    before = find.scene.nodes[max(0, find.hung_on[0].node - _OPPOSES) : find.hung_on[0].node]
    moved = next((node for node in before if any(one.trigger and not is_finite(one) for one in node.readings)), None)
    stops = (node for node in before if moved is not None and node.index < moved.index)
    return next((node for node in stops if node.governor in ("oppose", "halt", "refuse")), None)


def in_vain(find: Find) -> Node | None:
    """`لم تفلح الضغوط في حمل … على تزويد …`, `فشلت كييف في إقناع … بتزويدها`: asking for it that comes to nothing."""
    nodes, avail = find.scene.nodes, lexicon().set("avail")
    asked = next((node for node in reversed(nodes[: find.node.index]) if node.governor == "request"), None)
    inner = nodes[asked.index + 1 : find.node.index] if asked is not None else []
    if asked is None or any(node.governor in ("negate", "halt", "refuse") for node in inner):
        return None
    for node in nodes[: asked.index]:
        helps = node.norm in avail and node.index > 0 and particle(nodes[node.index - 1].norm) in ("لم", "لا")
        if helps or (node.governor == "fail" and is_verb(node)):
            return node
    return None


def provided(find: Find, within: str = "؛") -> bool:
    """Whether a condition follows, before a mark: `سنسلم … إذا …`, `في حال …`, `ما لم …`."""
    words = lexicon().set("provided")
    for node in find.scene.nodes[find.node.index + 1 :]:
        if node.norm in (".", "؛", within):
            return False
        following = find.scene.nodes[node.index + 1 : node.index + 2]
        if node.norm in words or (node.norm == "ما" and [each.norm for each in following] == ["لم"]):
            return True
        if node.norm == "ان" and _if_it(find, node, following):
            return True
        if node.norm == "فور" and _approved(find, node):
            return True
    return False


def _approved(find: Find, node: Node) -> bool:
    """`فور موافقة برلين`, `فور حصولها على موافقة …`: as soon as it is approved."""
    behind = find.scene.nodes[node.index + 1 : node.index + 1 + _APPROVED]
    return any(is_any(each, lexicon().set("approvals")) for each in behind)


def _if_it(find: Find, node: Node, following: list[Node]) -> bool:
    """`إن وافق البرلمان`: a past right behind, which neither `أن` nor `إن` of a statement has."""
    before = find.scene.nodes[node.index - 1]
    past = any(each.norm == "لم" or any(one.form.tense == "past" for one in each.readings) for each in following)
    done = not any(one.form.tense in ("masdar", "word") for each in following for one in each.readings)
    written = find.scene.document.text[node.start] != "أ"
    return past and done and written and before.governor is None and before.norm not in _AFTER_WHICH


def claimed(find: Find) -> bool:
    """`ما تردد عن وصول …`, `الأنباء عن تسليم …`: a delivery that somebody tells of, whatever stands before that."""
    words, index = find.scene.words, find.node.index
    if not index or find.scene.nodes[index - 1].prep != "about":
        return False
    before = find.scene.nodes[max(0, index - _REALISED) : index]
    return any(_rumour(words, node) or is_any(node, lexicon().set("reports")) for node in before)


def _rumour(words: list[str], node: Node) -> bool:
    """`ما تردد`, `ما نشرته`: what is said, by nobody or by papers."""
    said = node.index > 0 and words[node.index - 1].lstrip("وفبلع") == "ما"
    return said and node.norm in lexicon().set("rumoured")


def refuted(find: Find) -> bool:
    """`الاتهامات بأنها نقلت … عارية عن الصحة`, `ما يشاع عن إرسال … لا أساس له`."""
    refuted, words = lexicon().set("refuted"), find.scene.words
    if not refuted.isdisjoint(words[: find.node.index]):
        before = [word for word in words[: find.node.index] if word != '"']
        if any(one in refuted and other == "ما" for one, other in pairwise(before)):
            return True
    if any(words[node.index - 1] in _AS and node.norm in _CLAIMS for node in find.scene.nodes[find.node.index + 1 :]):
        return True
    for node in find.scene.nodes[find.node.index + 1 :]:
        if _rumour(words, node):
            return False
        denies = node.governor == "deny" and (particle(node.norm) in _NOT_SO or _denies_it(find, node))
        if denies or node.norm in refuted:
            return True
    return False


def truth_denied(find: Find) -> bool:
    """`نفى …، خلال مكالمة أجراها …، صحة ما يتردد عن إرسال …`: whose truth is denied, however far before."""
    words, index = find.scene.words, find.node.index
    claim = [at for at in range(max(0, index - _REALISED), index) if words[at] == "صحه"]
    if not claim:
        return False
    told = [node for node in find.scene.nodes[: claim[0]] if node.governor in ("deny", "announce", "evidence")]
    finite = [node for node in told if is_verb(node) or node.governor == "deny"]
    return bool(finite) and finite[-1].governor == "deny"


def _denies_it(find: Find, node: Node) -> bool:
    """`فيما نفت طهران ذلك`: a verb of denying behind the clause, of what was claimed in it."""
    behind = find.scene.nodes[node.index + 1 : node.index + _REALISED]
    own = [reading for reading in node.readings if reading.governor == "deny" and is_finite(reading)]
    own = [] if particle(find.scene.words[node.index - 1]) in NOT else own
    told = find.scene.words[node.index - 1] in _TOLD and any(reading.form.pronoun for reading in own)
    return told or (bool(own) and any(is_any(each, lexicon().set("claims")) for each in behind))


def held_up(find: Find) -> bool:
    """`تسليم المقاتلات التي اشترتها … سيتأخر`: a verb of stopping behind the relative clause of the arms."""
    for node in _behind_relative(find):
        own = [reading for reading in node.readings if reading.governor == "halt" and is_finite(reading)]
        if any(
            not reading.form.pronoun and reading.form.subject == "m" and not reading.lead.startswith("و")
            for reading in own
        ):
            return True
    return False


def stuck(find: Find) -> bool:
    """`التي تبرعت بها … لا تزال رابضة في …`, `التي وعدت بها … ستتأخر`: what becomes of the arms behind their clause."""
    if find.relative is None or find.trigger.strong or find.trigger.pattern == "receive":
        return False
    nodes, last = find.scene.nodes, -_BEGINS
    for node in nodes[find.node.index + 1 : find.right]:
        if node.norm in _STILL:
            last = node.index
        elif node.governor == "halt" and not node.lead.startswith("و"):
            finite = any(reading.governor == "halt" and is_finite(reading) for reading in node.readings)
            if find.trigger.promise if finite else node.index - last <= _BEGINS:
                return True
    return False


def resumed(find: Find) -> str | None:
    """`تسليم المنظومة للإمارات التي … سيتم …`, `… لا يزال مجمدا`: said behind the relative clause of the arms."""
    own, suspended = lexicon().set("own_future"), lexicon().set("suspended")
    for node in _behind_relative(find):
        if node.norm in suspended and not node.norm.endswith("ه"):
            return "halted"
        if node.norm in own:
            return "planned"
    return None


def _behind_relative(find: Find) -> Iterator[Node]:
    """The nodes that follow a relative clause of the arms, up to the next clause."""
    nodes = find.scene.nodes
    if find.right >= len(nodes) or not nodes[find.right].relative:
        return
    for node in nodes[find.right + 2 : find.right + _FAR]:
        if node.clause or node.relative or node.norm == ".":
            return
        yield node

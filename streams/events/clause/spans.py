"""How far a trigger reaches: its clause, to the left and to the right."""

from __future__ import annotations

from itertools import chain, pairwise, takewhile

from streams.events.clause.antecedents import BEFORE_MAIN, describes, hangs_on_arms, hung_on, main_verb
from streams.events.clause.ends import BY_IT, WAS, closes
from streams.events.clause.find import STOPS, Find, opens, turns
from streams.events.clause.resumed import ended, has_own_verb, on_its_way, over_clause, passive, same_verb, therefore
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import Node, is_any, is_verb

_JOINED = 9
"""Nodes between a condition and the second verb under it."""
_DESCRIBED = 2
"""Nodes of a report and its adjective before a relative pronoun."""
_DOTS = frozenset({".", "..", "...", "....", "…"})
_NOUN = 6
"""Nodes before a relative pronoun in which the noun stands that it describes."""
_THAT = frozenset({"ان", "بان", "بانها", "بانه"})
_SUBJECT = 8
"""Nodes between `كان` and the verb behind its subject."""
_NAMED = 12
"""Nodes between `أما` and the verb of its clause."""
_GIVEN_UP = 5
"""Nodes before a trigger among which stands what gives an agreement up."""
_PRESENT = ("ت", "ي")
"""Letters that a verb in the present begins with."""


def _opens_left(find: Find, node: Node) -> bool:
    """A clause opener, but over a noun neither `ما` (`نفى ما ورد من أنباء حول نقل …`) nor what tells of a report."""
    if not opens(node) or (node.norm in _DOTS and _of_what_is_named(find.scene.nodes[: node.index])):
        return False
    told = node.relative and _of_a_report(find.scene.nodes[max(0, node.index - _DESCRIBED) : node.index])
    if node.relative and (_over_at_that(find, node) or (find.nominal and _lays_down(find, node))):
        return False
    if told and not _THAT.isdisjoint(find.scene.words[node.index : find.node.index]):
        return False
    return not (find.nominal and (node.norm in ("ما", "بل") or told))


def _of_what_is_named(before: list[Node]) -> bool:
    """`إس-400 الروسية.. تصل …`: what a headline says behind dots of the arms that it named."""
    named = any(each.item is not None and not each.item.generic for each in before)
    return named and all(each.norm == '"' or each.mention is not None or each.item is not None for each in before)


def _of_a_report(before: list[Node]) -> bool:
    """`أنباء`, `التقارير الإسرائيلية`: whether a report stands before a relative pronoun."""
    reports = [place for place, node in enumerate(before) if is_any(node, lexicon().set("reports"))]
    described = before[reports[-1] + 1 :] if reports else []
    plain = all(node.item is None and not node.readings and node.norm[0].isalpha() for node in described)
    return bool(reports) and plain


def _over_at_that(find: Find, node: Node) -> bool:
    """`أضاف الرئيس، الذي كان يتحدث …، أن …`: a relative clause between commas that `أن` goes on behind."""
    words = find.scene.words[: find.node.index]
    if words[node.index - 1 : node.index] != ["،"]:
        return False
    return any(one == "،" and other in _THAT for one, other in pairwise(words[node.index :]))


def _begins(find: Find, left: int) -> bool:
    """Whether the clause begins at a node: behind an opener, or with a verb that follows from the clause before."""
    nodes = find.scene.nodes
    return _opens_left(find, nodes[left - 1]) or turns(nodes, left - 1) or therefore(nodes, left, find.node.index)


def _lays_down(find: Find, node: Node) -> bool:
    """`تلغي العقد الذي يقضي بحصولها …`: what a contract lays down stands under what governs the contract."""
    nodes = find.scene.nodes
    binding = any(
        is_any(each, lexicon().set("contracts", "binding")) for each in nodes[node.index + 1 : node.index + 2]
    )
    return binding and any(each.governor == "halt" for each in nodes[max(0, node.index - 3) : node.index])


def bound(find: Find, triggers: frozenset[int]) -> None:
    """Set the clause: from the last clause opener to the next one, or to the next trigger of a clause of its own."""
    nodes = find.scene.nodes
    index = find.node.index
    left = index
    conjoined = not find.nominal and find.reading.lead[:1] in ("و", "ف") and not same_verb(nodes, index)
    conjoined = conjoined and "اما" not in find.scene.words[max(0, index - _NAMED) : index]
    while left > 0 and not _begins(find, left) and not (conjoined and left == index and left > 1):
        left = _behind_clause(find, left - 1)
    if left > 0 and nodes[left - 1].relative and (topic := _topic(find, left)) is not None:
        left = topic
    elif left > 0 and nodes[left - 1].relative:
        find.relative = left - 1
    elif not find.nominal:
        find.relative = _bare_relative(find) or (_shared_relative(find) if conjoined else None)
    find.left = left
    _hang(find)
    left = find.left
    right = index + 1
    while right < len(nodes) and not closes(find, nodes, right, triggers):
        right += 1
    find.left, find.right = (index if _stipulated(find) else left), right
    find.outer = left if _given_up(find, left) else find.left


def _behind_clause(find: Find, left: int) -> int:
    """The node itself, or the relative pronoun before it where the clause that it opens is over at the trigger."""
    nodes = find.scene.nodes
    opened = left > 0 and (nodes[left - 1].relative or nodes[left - 1].clause)
    if opened and nodes[left - 1].relative and _told_since(find, nodes[left - 1 : find.node.index]):
        return left - 1
    if not opened or (find.nominal and not on_its_way(find.trigger)) or left >= find.predicate:
        return left
    if nodes[left - 1].relative:
        if not _main_again(find, nodes[left - 1 : find.predicate]):
            return left
        find.passed = range(left, _before_particles(find))
        return left - 1
    outer = over_clause(nodes, left, find.predicate)
    return left if outer is None else outer


def _before_particles(find: Find) -> int:
    """Where the particles of the verb begin (`… لم تصل`), or the verb."""
    index = find.predicate
    while index and find.scene.nodes[index - 1].norm in BEFORE_MAIN:
        index -= 1
    return index


def _hang(find: Find) -> None:
    """Note the arms that the clause hangs on; a participle opens one too (`المقدمة من …`, `المزمع تسليمها`)."""
    at = find.relative if find.relative is not None else _participle(find)
    if at is None or not any(item.node < at for item in find.scene.items):
        return
    find.hung_on = hung_on(find.scene, at)
    if find.hung_on and find.relative is None:
        find.relative = find.left = at


def _participle(find: Find) -> int | None:
    """The node of a definite participle that the trigger is, or that says of it what is to come of arms before it."""
    index, words = find.node.index, find.scene.words
    if find.trigger.background and find.nominal:
        return index
    at = index - 2 if words[index - 1 : index] in (["ان"], ["علي"], ["عن"]) else index - 1
    if at < 1 or words[at] not in lexicon().set("due") or not _of_arms_before(find):
        return None
    return at


def _of_arms_before(find: Find) -> bool:
    """Whether a trigger speaks of what stands before it: by a pronoun, or as what arrives."""
    return bool(find.reading.form.pronoun) or find.places.get("subject") == "item"


def _topic(find: Find, left: int) -> int | None:
    """`المسؤول الذي طلب … أن روسيا لم تسلم …`: where a statement begins with its subject behind a relative clause."""
    nodes, index = find.scene.nodes, find.node.index
    if find.nominal or any(node.item is not None for node in nodes[max(0, left - _NOUN) : left]):
        return None
    while index > left and nodes[index - 1].norm in BEFORE_MAIN and nodes[index - 1].norm not in _THAT:
        index -= 1
    subject = index - 1
    begins = subject > left and nodes[subject].actor is not None and nodes[subject - 1].norm in _THAT
    return subject if begins else None


def _stipulated(find: Find) -> bool:
    """`اتفاقا تتسلم بموجبه الهند …`: a clause of its own behind an agreement."""
    following = find.scene.words[find.node.index + 1 : find.node.index + 4]
    return not find.nominal and not BY_IT.isdisjoint(following)


def _given_up(find: Find, left: int) -> bool:
    """`العدول عن صفقة تحصل بموجبها …`: what stops an agreement stands over what the agreement lays down."""
    before = find.scene.nodes[max(left, find.node.index - _GIVEN_UP) : find.node.index]
    return any(node.governor in ("halt", "refuse") for node in before)


def _main_again(find: Find, clause: list[Node]) -> bool:
    """Whether a relative clause is over: at a comma, or at a second verb of what the arms do (`… أصبحت في أيدي …`)."""
    if (ended(clause) or _between_commas(find, clause)) and not (
        find.reading.form.pronoun or find.reading.lead[:1] == "و"
    ):
        return True
    if passive(find.scene.nodes, clause, find.reading, find.trigger) or has_own_verb(clause, find.reading):
        return True
    of_state = clause[0].index > 0 and find.scene.nodes[clause[0].index - 1].actor is not None
    resumed = find.reading.lead or find.reading.form.pronoun
    said = find.reading.form.tense in ("past", "word")
    if not (find.places.get("subject") == "item" or of_state) or resumed or not said:
        return False
    verbs = [node for node in clause[1:3] if is_verb(node)]
    verbs += [node for node in clause[1:2] if of_state and node.norm.startswith(_PRESENT) and not node.mention]
    apart = clause[2:]
    if any(node.norm in _THAT for node in apart):
        return False
    least = 1 if find.predicate < find.node.index else 2
    opened = any(node.clause or node.norm in BEFORE_MAIN for node in apart[-1:])
    return bool(verbs) and len(apart) >= least and not opened


def _told_since(find: Find, clause: list[Node]) -> bool:
    """`نظام …، الذي دخل …، تعقب …، ويرى محللون أن حصول …`: another statement behind a clause between commas."""
    commas = [node.index for node in clause if node.norm == "،"]
    if not find.nominal or find.reading.form.pronoun or len(commas) <= 1 or not _between_commas(find, clause):
        return False
    that = find.scene.words[find.node.index - 1] in _THAT
    return that and find.scene.words[commas[-1] + 1].startswith("و")


def _between_commas(find: Find, clause: list[Node]) -> bool:
    """`تالين، التي لا تنتج …، سلمت …`: a relative clause that stands between two commas is over at the second."""
    start = clause[0].index
    return start > 0 and find.scene.words[start - 1] == "،" and any(node.norm == "،" for node in clause[2:])


def _was_before(find: Find) -> int | None:
    """`دمرت دبابات كانت براغ قد أرسلتها …`: the `كان` behind arms that the verb goes on from."""
    nodes, index = find.scene.nodes, find.node.index
    with_them = find.scene.words[index + 1 : index + 2]
    if not (find.reading.form.pronoun in ("ها", "ه") or with_them in (["بها"], ["به"], ["عنها"])):
        return None
    for node in reversed(nodes[max(1, index - _SUBJECT) : index]):
        if node.norm == "،" or opens(node):
            return None
        if node.norm in WAS:
            return node.index if hangs_on_arms(nodes, node.index) else None
    return None


def _bare_relative(find: Find) -> int | None:
    """The node of a verb that describes the arms right before it, where another clause leads up to them."""
    nodes, index = find.scene.nodes, find.node.index
    if find.trigger.pattern == "become":
        return None
    first = next((node.index for node in nodes[:index] if node.item is not None), 0)
    if first <= 1:
        return None
    own = describes(nodes, index) and not _predicate(nodes, first, index)
    return index if own else _was_before(find)


def _predicate(nodes: list[Node], first: int, index: int) -> bool:
    """`قال إن مدرعات … سلمتها …`: whether arms behind `أن` have this verb, and no other, as theirs."""
    rest = takewhile(lambda node: not opens(node) and node.norm != "،", nodes[index + 1 :])
    others = chain(nodes[first:index], rest)
    return nodes[first - 1].norm in _THAT and not any(main_verb(node) or is_verb(node) for node in others)


def _shared_relative(find: Find) -> int | None:
    """The relative pronoun of the clause before, for a verb joined to it: `التي اشترتها … وتسلمتها …`."""
    from_them = not lexicon().set("of_them").isdisjoint(find.scene.words[find.node.index + 1 : find.node.index + 2])
    if not (find.reading.form.pronoun or from_them):
        return None
    for node in reversed(find.scene.nodes[: find.node.index]):
        if opens(node):
            return node.index if node.relative else None
    return None


def joined_to_condition(find: Find) -> int | None:
    """The condition over a verb that is joined to another: `ما لم تتقدم واشنطن وترسل …`."""
    if find.nominal or find.reading.lead != "و" or find.reading.form.tense != "present":
        return None
    for node in reversed(find.scene.nodes[max(0, find.node.index - _JOINED) : find.node.index]):
        if node.governor == "condition":
            return node.index
        if node.clause or node.norm == "،" or node.norm in STOPS:
            return None
    return None

"""Roles on their way: what is found for one trigger, and who stands before and behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from streams.events.clause.find import Find
from streams.events.lexicon import lexicon
from streams.events.scene.nodes import COUNTERPART, THAT, Actor, Item, Node, is_any, is_verb, state_role

_SOURCE = 3
"""Words between `حسب` and who says so."""
_FAR_SOURCE = 6
"""The same with a title between (`حسب تعبير وزير الخارجية …`)."""
_LED = 2
"""Nodes between a name and the next one behind `ل`."""
_ENDS = frozenset({"،", "ان", "بان"})
_WAS_MEANT = 2
"""Words of `كانت مخصصة` before whom it names."""
_SUBJECT = 4
"""Words between a verb of saying and its subject."""
_NOT_SUBJECT = frozenset(
    [
        *("in", "on", "from", "to", "with", "between", "about", "with_b", "by", "via", "at", "contract"),
        *("aside", "of", "paid"),
    ]
)


@dataclass(slots=True)
class Filled:
    """Roles found for one trigger; `weak` names those that were guessed from farther away."""

    actors: dict[str, Actor] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    by_item: dict[int, dict[str, Actor]] = field(default_factory=dict)
    """Roles that belong to one item only, by the item's node."""
    beside: dict[int, list[tuple[str, Actor]]] = field(default_factory=dict)
    """Further fillers of a role of one item only, by the item's node."""
    joined: dict[str, list[Actor]] = field(default_factory=dict)
    """Further fillers of a role, joined to the first by `و`: each has an event of its own."""
    weak: set[str] = field(default_factory=set)
    left: dict[str, Actor] = field(default_factory=dict)
    """Who alone is left in the sentence for a role that nothing fills."""
    notes: list[str] = field(default_factory=list)

    def put(self, role: str | None, actor: Actor | None, why: str, *, weak: bool = False) -> None:
        """Fill a role that is still empty."""
        if role is None or actor is None or role in self.actors or role == "item":
            return
        if any(other.key == actor.key for other in self.actors.values()):
            return
        self.actors[role] = actor
        if weak:
            self.weak.add(role)
        self.notes.append(f"{role} {actor.role.text!r} {why}")

    def drop_guess(self, role: str) -> None:
        """Empty a role that was only guessed: the sentence says that nobody it names has it."""
        self.left.pop(role, None)
        if role in self.weak:
            del self.actors[role]
            self.weak.discard(role)


def actors_behind(find: Find) -> list[Actor]:
    """Actors behind the trigger in its clause, in order."""
    return [actor for actor in find.scene.actors if find.node.index < actor.node < find.right]


def actors_before(find: Find) -> list[Actor]:
    """Actors before the trigger that may be its subject, nearest first."""
    end = _inner_clause(find)
    nodes = find.scene.nodes
    found = [actor for actor in find.scene.actors if find.left <= actor.node < end]
    found = [actor for actor in found if not nodes[actor.node].aside or find.node.aside]
    found = [actor for actor in reversed(found) if actor.how != "place" and may_act(find, actor)]
    return sorted(found, key=lambda actor: told_by(find, actor) is not None or is_helped(find, actor))


def is_helped(find: Find, actor: Actor) -> bool:
    """`ملتزمة بدعم كييف، وأوضح أنه سيتم تسليم …`, `خلال زيارته كييف`: who is helped or visited supplies nothing."""
    words = lexicon().joint("backing", "travels")
    if find.places.get("subject") != "supplier" or find.scene.stems.isdisjoint(words):
        return False
    before = find.scene.nodes[max(0, actor.start - 1) : actor.start]
    return any(is_any(node, words) for node in before)


def told_by(find: Find, actor: Actor) -> Actor | None:
    """The subject of a verb whose object an actor is, where what follows is the subject's.

    `وعد بوتين الأسد بتسليم …`, `زار شولتس كييف وأعلن تزويدها …`; but `اتهم بوتين الأسد بتسليم …`.
    """
    nodes, start = find.scene.nodes, actor.start
    if actor.prep is not None or actor.how == "pronoun" or not start or nodes[start].lead[:1] == "و":
        return None
    start = _first_of(nodes, actor)
    before = nodes[start - 1] if start else None
    while before is not None and before.index and nodes[start].norm in COUNTERPART and _unknown(before):
        before = nodes[before.index - 1]
    subject = before.actor if before is not None else None
    if subject is None or subject.prep is not None or subject.how == "place":
        return None
    start = _first_of(nodes, subject)
    verb = nodes[start - 1] if start else None
    between = nodes[actor.node + 1 : find.node.index]
    joined = any(node.lead[:1] == "و" and is_verb(node) for node in between)
    tells = verb is not None and (verb.governor in ("plan", "announce") or is_any(verb, lexicon().set("assures")))
    return subject if joined or tells else None


def _inner_clause(find: Find) -> int:
    """`القائمة التي نشرها البنتاغون، تسلمت …`: where a relative clause begins that a comma closes."""
    nodes, index = find.scene.nodes, find.predicate
    if find.relative is not None or index < find.left + 2 or nodes[index - 1].norm != "،":
        return find.node.index
    return next((node.index for node in nodes[find.left : index] if node.relative), index)


def may_act(find: Find, actor: Actor) -> bool:
    """Whether an actor before a trigger stands as a subject: without a preposition, or as in `سبق لروسيا أن سلمت`."""
    start = actor.start
    told = not find.scene.stems.isdisjoint(lexicon().set("sources"))
    source = find.scene.nodes[max(find.left, start - _FAR_SOURCE) : start] if told else []
    source = source[max((at + 1 for at, node in enumerate(source) if node.norm in _ENDS), default=0) :]
    if start > find.left + _SOURCE and any(is_any(node, lexicon().set("sources")) for node in source):
        return False
    dative = actor.prep == "to" and start > 0 and is_any(find.scene.nodes[start - 1], lexicon().set("dative"))
    return dative or (actor.prep not in _NOT_SUBJECT and not of_circumstance(find, actor))


def of_circumstance(find: Find, actor: Actor) -> bool:
    """`ومع تقدم روسيا في الشرق، أرسلت …`: whether an actor stands in a circumstance before the clause."""
    return actor.node < find.scene.preamble < find.node.index and not actor.person


def teller_is(find: Find, actor: Actor, filled: Filled) -> str | None:
    """The place of who only speaks of arms that are handed over, to nobody else; None where he hands them over himself.

    `قالت نيودلهي إن أول كتيبة من منظومات إس-400 ستسلم في الصيف`.
    """
    index, words = find.node.index, find.scene.words
    if find.nominal or find.reading.form.pronoun or "second" not in find.places:
        return None
    if any(index < one.node < find.right and not one.weak for one in find.scene.items):
        return None
    that = next((at for at in range(index - 1, actor.node, -1) if words[at] in THAT), None)
    arms = that is not None and any(that < one.node < index for one in find.scene.items)
    if not arms or any(one.prep == "to" for one in actors_behind(find)):
        return None
    return "second" if any(item.maker for item in filled.items) and not is_maker(actor, filled) else "subject"


def is_maker(actor: Actor, filled: Filled) -> bool:
    """Whether the actor builds the item: then it rather supplies it than receives it."""
    return any(item.maker and item.maker == actor.role.id for item in filled.items)


def stands_for(find: Find, known: list[Actor], *, people: bool = False) -> Actor | None:
    """Whom a pronoun stands for: the last actor before it that has no role here; `هم` rather people than a state."""
    taken = {actor.key for actor in known}
    before = [one for one in find.scene.actors if one.node < find.node.index and one.key not in taken]
    before = [one for one in reversed(before) if one.how != "pronoun" and one.prep not in ("in", "on", "via", "aside")]
    before.sort(key=lambda one: not agrees(find, one))
    many = (one for one in before if people and find.scene.nodes[one.node].norm.endswith(("ين", "ون")))
    return next(many, before[0] if before else None)


def _first_of(nodes: list[Node], actor: Actor) -> int:
    """The first node of a name with its titles: `رئيس الوزراء الهندي ناريندرا مودي`."""
    start, titles = actor.start, lexicon().set("persons")
    while start:
        before = nodes[start - 1]
        if before.actor is not None and before.actor.key == actor.key and nodes[start].lead[:1] != "و":
            start = before.actor.start
        elif (
            before.actor is None
            and before.mention is None
            and before.norm not in COUNTERPART
            and is_any(before, titles)
        ):
            start -= 1
        else:
            break
    return start


def _unknown(node: Node) -> bool:
    """A part of a person's name that the gazetteer does not know."""
    return node.actor is None and not node.readings and node.prep is None and node.norm[0].isalpha()


def agrees(find: Find, actor: Actor) -> bool:
    """Whether an actor may be the pronoun at a trigger: `ها` of `تسلمها` is none that is masculine."""
    if find.reading.form.pronoun != "ها" or actor.how == "pronoun":
        return True
    heads = find.scene.nodes[actor.start : actor.node + 1]
    return not any(is_any(node, lexicon().set("masculine")) for node in heads)


def of_a_statement(find: Find, actor: Actor) -> bool:
    """`وفق بيان لوزارة الدفاع`: whose statement it is, not to whom something goes."""
    return actor.node > 0 and is_any(find.scene.nodes[actor.node - 1], lexicon().set("statements"))


def begins_another(find: Find, actor: Actor) -> bool:
    """`إس-300 إلى دمشق خلال أسبوعين وإسرائيل تحذر`: who is the subject of a clause of its own behind the trigger."""
    nodes, start = find.scene.nodes, actor.start
    if start <= find.node.index or nodes[start].lead[:1] != "و":
        return False
    following = (node for node in nodes[actor.node + 1 : actor.node + 2] if node.mention is None)
    return any(node.norm[0] in "يتن" and not is_any(node, lexicon().set("about")) for node in following)


def once_meant(find: Find, actor: Actor) -> bool:
    """`مروحيات كانت مخصصة لأفغانستان`: for whom the arms had been, before."""
    if actor.prep != "to" or actor.start < _WAS_MEANT:
        return False
    was, meant = find.scene.nodes[actor.start - _WAS_MEANT : actor.start]
    return was.norm.startswith("كان") and is_any(meant, lexicon().set("allotted"))


def only_speaks(find: Find, actor: Actor, filled: Filled) -> bool:
    """`قالت الشركة الروسية إن أول عميل سيتسلم …`: who makes the arms only speaks of somebody else who receives them."""
    if find.places.get("subject") != "recipient" or not is_maker(actor, filled):
        return False
    between = find.scene.nodes[actor.node + 1 : find.node.index]
    that = next((node.index for node in between if node.norm in THAT), None)
    return that is not None and find.node.index - that > 1


def who_speaks(find: Find, filled: Filled) -> Actor | None:
    """Who says `us`: the first actor before the clause that has no role in it."""
    taken = {actor.key for actor in filled.actors.values()}
    before = [actor for actor in find.scene.actors if actor.node < find.node.index and actor.key not in taken]
    return before[0] if before else _says_behind(find)


def _says_behind(find: Find) -> Actor | None:
    """`"سلمنا الهند …"، قال السفير الروسي`: the subject of a verb of saying behind the words."""
    for node in find.scene.nodes[find.node.index + 1 :]:
        if node.governor == "announce":
            return next((one for one in find.scene.actors if 0 < one.node - node.index <= _SUBJECT), None)
    return None


def of_adjective(find: Find, filled: Filled) -> None:
    """`الدعم الإيراني للحوثيين …`: the state whose adjective stands right behind a noun of giving gives."""
    following = find.scene.nodes[find.node.index + 1 : find.node.index + 2]
    mention = following[0].mention if following else None
    if mention is None or mention.kind != "demonym" or mention.country is None or find.trigger.contents:
        return
    if find.places.get("subject") == "supplier" and find.reading.lead.endswith("ال") and following[0].actor is None:
        role = state_role(mention.text, mention.start, mention.end, mention.country)
        filled.put("supplier", Actor(role, following[0].index), "by the adjective of the noun")


def behind_joined(find: Find, subject: Actor, following: list[Actor]) -> list[Actor]:
    """`قدمت واشنطن ولندن وباريس …`: the names behind a subject without those that share its role."""
    last, rest = subject.node, list(following)
    while rest and rest[0].start == last + 1 and find.scene.nodes[rest[0].start].lead[:1] == "و":
        last = rest.pop(0).node
    return rest


def led_on(find: Find, actor: Actor) -> bool:
    """`دعم إيران للحوثيين بالسلاح`: who stands between a noun of supplying and one behind `ل` supplies."""
    if find.trigger.pattern != "supply" or actor.start - find.node.index > 1:
        return False
    return any(one.prep == "to" and 0 < one.start - actor.node <= _LED for one in find.scene.actors)

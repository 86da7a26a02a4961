"""Who acts in a sentence: states by name, adjective, capital, leader or pronoun, and groups that are no state."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from marsad.arabic.normalize import fold
from streams.entities.gazetteer.key import key
from streams.entities.gazetteer.table import table
from streams.entities.mention import Mention
from streams.events.lexicon import lexicon, stripped
from streams.events.scene.aside import set_aside
from streams.events.scene.nodes import COUNTERPART, MEDIA, Actor, Node, Scene, is_any, is_verb, role_of, state_role

_OWN_NAME = frozenset({"group", "militia"})
_PLACES = frozenset({"city", "base", "region"})
_REACH = 5
_HOMELESS = frozenset({"ministry", "government", "military"})
_SAYS = 4
"""Words between a verb of saying and its subject."""
_ISO = 2
"""Letters of a state's code; other ids are those of groups."""
_ADJECTIVE_REACH = 7
_OFFICES = frozenset({"وزير", "وزيره", "رييس", "رييسه", "قايد"})
_OPENERS = frozenset({"ان", "بان", "لكن", "ولكن", "حيث", "وان"})
_TELLS = frozenset({"ابلغ", "ابلغت", "يبلغ", "تبلغ", "اخبر", "اخبرت", "اطلع", "طمان"})
_FORCES = frozenset({"قوات", "القوات", "جيش", "الجيش", "السلطات", "الحكومه", "وحدات", "فصايل", "مقاتلين"})
"""Who is given arms in a state (`إلى القوات المسلحة في أوكرانيا`)."""
_OFFICIALS = frozenset({"مسوول", "مسوولين", "مسوولون", "مصدر", "مصادر", "دبلوماسي", "متحدث", "ناطق"})
_TITLE = 3
"""Words of an office without its state (`مسؤول رفيع المستوى`)."""
_MARKS = frozenset("\"'()-")


def find_actors(scene: Scene, last_speaker: Actor | None) -> None:
    """Put an actor on every node that is one, with the preposition before it."""
    for node in scene.nodes:
        if node.mention is not None and not is_adjective(scene, node):
            node.actor = _named(node.mention, node.index)
    _place_bodies(scene)
    for node in scene.nodes:
        if is_adjective(scene, node):
            node.actor = _to_people(node)
            if node.actor is None:
                _adjective(scene, node)
        elif node.actor is None and node.item is None:
            node.actor = _leader(scene, node)
    if not scene.stems.isdisjoint(lexicon().words["capitals"]):
        _capitals(scene)
    _share_origin(scene)
    for node in scene.nodes:
        if node.actor is not None:
            node.actor.prep = _preposition(scene, node.actor)
    set_aside(scene)
    _own_country(scene, last_speaker)


def _place_bodies(scene: Scene) -> None:
    """`وزارة الدفاع` without its state is of the state that the sentence names first before it, or nobody."""
    state = None
    for node in scene.nodes:
        mention = node.mention
        if mention is None:
            continue
        if mention.kind in _HOMELESS and node.actor is not None and mention.country is None:
            node.actor = _state(mention, state, node.index, mention.kind) if state else None
        elif mention.type != "WEAPON" and state is None:
            state = mention.country or (mention.id if mention.kind == "country" else None)


def _state(mention: Mention, country: str, node: int, how: str, *, person: bool = False) -> Actor:
    return Actor(state_role(mention.text, mention.start, mention.end, country), node, how=how, person=person)


def _named(mention: Mention, node: int) -> Actor | None:
    """The actor that a name is."""
    if mention.type == "LOC":
        return _place(mention, node)
    if mention.kind in MEDIA or mention.type not in ("PER", "ORG"):
        return None
    country = mention.country or (_adjective_in(mention.text) if mention.type == "ORG" else None)
    own_name = lexicon().words["stateless"].get(mention.id)
    if own_name or mention.kind in _OWN_NAME or (mention.type == "ORG" and not country):
        role = role_of(mention)
        return Actor(msgspec.structs.replace(role, name_en=own_name or role.name_en), node) if role.name_en else None
    if country:
        return _state(mention, country, node, mention.kind, person=mention.type == "PER")
    return None


def _adjective_in(text: str) -> str | None:
    """The state whose adjective ends the name of a body that is not known (`القوات الجوية الملكية السعودية`)."""
    name = table().by_key.get(key(text.rsplit(maxsplit=1)[-1]))
    if name is None or name.entries[0].kind not in ("demonym", "country"):
        return None
    return name.entries[0].country or name.entries[0].id


def _place(mention: Mention, node: int) -> Actor | None:
    """A state, a capital for its state, or another place in a state, which only receives."""
    if mention.kind == "country":
        return _state(mention, mention.id, node, "name")
    if mention.metonym_of:
        return _state(mention, mention.metonym_of, node, "capital")
    if mention.country and mention.kind in _PLACES:
        return _state(mention, mention.country, node, "place")
    return None


def is_adjective(scene: Scene, node: Node) -> bool:
    """Whether a name is the adjective of a state: `الروسية`, and `روسية` (also Russia's name) behind a bare noun."""
    if node.mention is None or node.mention.kind != "country":
        return node.mention is not None and node.mention.kind == "demonym"
    if not fold(node.mention.text).endswith("يه") or node.lead or node.index == 0 or " " in node.mention.text:
        return False
    before = scene.nodes[node.index - 1]
    noun = (
        before.norm not in _OPENERS
        and before.mention is None
        and before.prep is None
        and before.norm[0].isalpha()
        and not before.relative
    )
    return noun and not before.readings


def _adjective(scene: Scene, node: Node) -> None:
    """An adjective of a state: acts through the body before it, or says where the arms before it come from."""
    mention = node.mention
    if mention is None or mention.country is None:
        return
    bodies, persons = lexicon().set("bodies"), lexicon().set("persons")
    for other in reversed(scene.nodes[max(0, node.index - _ADJECTIVE_REACH) : node.index]):
        if other.mention is not None and other.mention.type == "WEAPON" and other.item is None:
            continue
        body = (is_any(other, bodies) and not _air_defence(scene, other)) or _joined_by_arms(scene, other)
        if other.item is not None and not (other.item.generic and body):
            role = state_role(mention.text, mention.start, mention.end, mention.country)
            if scene.words[node.index + 1 : node.index + 2] == ["الصنع"]:
                other.item.made = role
                return
            other.item.origin = other.item.origin or role
            if other.index and other.item.generic and is_any(scene.nodes[other.index - 1], lexicon().set("fleets")):
                node.actor = Actor(role, node.index, how="demonym", head=other.index - 1)
            return
        if other.actor is not None and len(other.actor.role.id or "") != _ISO:
            return
        if body or is_any(other, persons):
            before = scene.nodes[other.index - 1] if other.index else None
            titled = before is not None and before.mention is None and before.norm in _OFFICES
            head = before if before is not None and titled else other
            text = scene.document.text[head.start : node.end]
            role = state_role(text, head.start, node.end, mention.country)
            node.actor = Actor(role, node.index, how="demonym", person=titled or not body, head=head.index)
            return
        if _apart(node, other) or other.relative or other.norm in _OPENERS or _taken(node, other):
            break
        named = other.mention is not None and other.mention.kind != "demonym" and not _variant(scene, other)
        named = named and not (other.mention and other.mention.type == "ORG" and other.mention.name_en is None)
        if other.prep or named or not (other.norm[0].isalnum() or other.norm in _MARKS):
            break
    if _place_before(scene, node):
        role = state_role(mention.text, mention.start, mention.end, mention.country)
        node.actor = Actor(role, node.index, how="place", head=node.index - 1)
        return
    written = fold(mention.text)
    before = scene.nodes[node.index - 1] if node.index else None
    bare = written.endswith("يه") and not written.startswith("ال")
    named = before is not None and bare and any(reading.trigger for reading in before.readings)
    if named or _people(mention):
        node.actor = _state(mention, mention.country, node.index, "demonym", person=True)


def _to_people(node: Node) -> Actor | None:
    """`سلمت … للأوكرانيين`: no adjective of the arms before it."""
    mention = node.mention
    if mention is None or mention.country is None or node.lead.lstrip("وف")[:1] != "ل" or not _people(mention):
        return None
    return _state(mention, mention.country, node.index, "demonym", person=True)


def _people(mention: Mention) -> bool:
    """`الأوكرانيين`, `للروس`: the people of a state."""
    written = fold(mention.text)
    return written.endswith(("ون", "ين")) or not {written, written[2:]}.isdisjoint(lexicon().set("peoples"))


def _air_defence(scene: Scene, node: Node) -> bool:
    """`منظومة دفاع جوي نرويجية`: part of the name of arms, no body."""
    before = scene.nodes[node.index - 1] if node.index else None
    return node.norm == "دفاع" and before is not None and before.item is not None


def _joined_by_arms(scene: Scene, node: Node) -> bool:
    """`إضافة لمنظومة الدفاع الجوي السوري`: a class of arms that others are added to is a state's own."""
    if node.item is None or not node.item.generic or not is_any(node, lexicon().set("holdings")):
        return False
    before = scene.nodes[node.index - 1] if node.index else None
    return node.lead.lstrip("وف").startswith("ل") or (before is not None and before.prep == "to")


def _share_origin(scene: Scene) -> None:
    """`منظومة الصواريخ الروسية إس-300`: the adjective at a class of arms is that of the name right behind it."""
    items = [node for node in scene.nodes if node.item is not None]
    for one, other in pairwise(items):
        between = scene.nodes[one.index + 1 : other.index]
        close = len(between) <= _REACH and not any(
            node.readings or node.relative or node.lead[:1] == "و" or node.norm == "،" for node in [*between, other]
        )
        if close and one.item and other.item and one.item.generic:
            other.item.origin = other.item.origin or one.item.origin


def _variant(scene: Scene, node: Node) -> bool:
    """`بانتسير-إس الروسية`: letters joined to the name of arms by a hyphen are part of it."""
    return node.index > 1 and scene.words[node.index - 1] == "-" and scene.nodes[node.index - 2].item is not None


def _taken(adjective: Node, between: Node) -> bool:
    """Whether another adjective of a state already has the noun: `مصدر مصري … مواقع إسرائيلية`."""
    other = between.mention is not None and between.mention.kind == "demonym"
    return other and between.index < adjective.index and not adjective.lead.startswith("و")


def _place_before(scene: Scene, node: Node) -> bool:
    """`البنجاب الهندي`: a region of the state."""
    before = scene.nodes[node.index - 1].mention if node.index else None
    return before is not None and before.type == "LOC" and before.kind not in ("country", "capital", "demonym")


def _apart(adjective: Node, between: Node) -> bool:
    """Whether a bare noun stands between a definite adjective and what is before: `إس-400 خشية العقوبات الأمريكية`."""
    definite = adjective.norm.startswith("ال") and between.index < adjective.index
    bare = between.mention is None and between.norm[0].isalpha() and not between.norm.startswith(("ال", "لل", "بال"))
    return definite and bare and any(reading.governor for reading in between.readings)


def _leader(scene: Scene, node: Node) -> Actor | None:
    """A leader whose name stands alone, or whom the gazetteer links to no state."""
    mention = node.mention
    if mention is not None and (mention.type != "PER" or mention.country):
        return None
    words = fold(mention.text).split()[::-1] if mention else stripped(node.norm)
    word = next((each for each in words if lexicon().leader(each)), None)
    country = lexicon().leader(word) if word else None
    if word is None or country is None:
        return None
    if mention is None:
        node.lead = node.norm[: len(node.norm) - len(word)]
    before = scene.nodes[node.index - 1] if node.index else None
    titled = before is not None and before.mention is None and is_any(before, lexicon().joint("bodies", "persons"))
    start = before.start if before is not None and titled else node.start
    role = state_role(scene.document.text[start : node.end], start, node.end, country)
    return Actor(role, node.index, how="leader", person=True, head=node.index - 1 if titled else -1)


def _capitals(scene: Scene) -> None:
    """`صوفيا` beside arms: a capital whose name is a given name too, where it stands alone."""
    states = lexicon().words["capitals"]
    for node in scene.nodes if any(node.item for node in scene.nodes) else ():
        written = fold(node.mention.text) if node.mention else node.norm
        word = next((each for each in stripped(written) if each in states), None)
        if word is None or node.actor is not None or (node.mention and node.mention.type != "PER"):
            continue
        if node.mention is None:
            node.lead = node.norm[: len(node.norm) - len(word)]
        role = state_role(word, node.end - len(word), node.end, states[word])
        node.actor = Actor(role, node.index, how="capital")


def _preposition(scene: Scene, actor: Actor) -> str | None:
    """The preposition that governs an actor, at most a few nouns back."""
    start = actor.start
    nodes = scene.nodes
    own = nodes[start].lead.lstrip("وف")
    if own[:1] in ("ل", "ب"):
        return "to" if own[0] == "ل" else "with_b"
    before = nodes[start - 1].actor if start else None
    if nodes[start].lead[:1] == "و":
        return before.prep if before is not None else None
    heads = lexicon().joint("bodies", "persons", "holdings")
    for node in reversed(nodes[max(0, start - _REACH + 1) : start]):
        head = is_any(node, heads)
        if head and node.lead.lstrip("وف").startswith("ل"):
            return "to"
        if node.prep and not (node.prep == "in" and len(node.norm) == 1):
            return _behind_in(scene, node, actor) if node.prep == "in" else node.prep
        arms = node.item is not None and not node.item.weak
        if not head or node.mention is not None or arms or is_verb(node):
            return None
    return None


def _behind_in(scene: Scene, preposition: Node, actor: Actor) -> str | None:
    """What `في` makes of who stands behind it: where arms go, whose official speaks, or a place."""
    if _official_of(scene, preposition, actor):
        return None
    led = preposition.index > 0 and scene.nodes[preposition.index - 1].prep == "to"
    return "to" if led or _to_front(scene, preposition) else "in"


def _official_of(scene: Scene, preposition: Node, actor: Actor) -> bool:
    """`قال مسؤول رفيع في وزارة الدفاع الأميركية`: who speaks is of the body behind `في`."""
    body = actor.head >= 0 or actor.how in ("ministry", "government", "military")
    before = scene.nodes[max(0, preposition.index - _TITLE) : preposition.index]
    return body and actor.how != "place" and any(is_any(node, _OFFICIALS) for node in before)


def _to_front(scene: Scene, preposition: Node) -> bool:
    """`إلى جبهات القتال في أوكرانيا`, `إلى القوات المسلحة في أوكرانيا`: a body or a place of war between the two."""
    nodes = scene.nodes
    heads = lexicon().joint("fronts", "bases") | _FORCES
    for node in reversed(nodes[max(0, preposition.index - _REACH) : preposition.index]):
        if node.prep == "to":
            return node.index + 1 < preposition.index and is_any(nodes[node.index + 1], heads)
        plain = node.mention is None and node.item is None and not node.readings and not node.prep
        if not (is_any(node, heads) or (plain and node.norm[0].isalpha() and not node.clause and not node.relative)):
            return False
    return False


def is_counterpart(scene: Scene, actor: Actor) -> bool:
    """`نظيره الأميركي`: whom somebody speaks with."""
    return not COUNTERPART.isdisjoint(scene.words[actor.start : actor.node])


def is_speaker(scene: Scene, actor: Actor) -> bool:
    """Whether an actor is the subject of a verb of saying: `قال روته خلال استقباله زيلينسكي إن بلاده …`."""
    start = actor.start
    before = scene.nodes[max(0, start - _SAYS) : start]
    return any(node.governor == "announce" and is_verb(node) for node in before)


def _pledges(scene: Scene, node: Node) -> Actor | None:
    """`الوفد الروسي جدد تعهد بلاده بـ…`: behind a noun of planning it is the country of the person named last."""
    before = scene.nodes[node.index - 1] if node.index else None
    if before is None or not any(r.governor == "plan" and r.form.tense == "masdar" for r in before.readings):
        return None
    persons = (one.actor for one in reversed(scene.nodes[: node.index]) if one.actor and one.actor.person)
    return next((actor for actor in persons if not is_counterpart(scene, actor)), None)


def _new_speaker(scene: Scene, actor: Actor, speaker: Actor | None) -> bool:
    """Whether `بلاده` may stand for this one's country from here on: a person, not merely told (`أبلغ بايدن أن …`)."""
    start = actor.start
    before = scene.nodes[start - 1] if start else None
    if speaker is None or before is None:
        return True
    if not COUNTERPART.isdisjoint(scene.words[max(0, start - _SAYS) : start + 1]):
        return False
    person = actor.person or is_any(before, lexicon().set("persons"))
    return person and before.norm not in _TELLS


def _in_hands(scene: Scene, node: Node) -> bool:
    """`باتت في أيدي جنوده`: in whose hands arms are."""
    before = scene.nodes[max(0, node.index - 1) : node.index]
    return any(is_any(each, lexicon().set("holdings")) for each in before)


def _own_country(scene: Scene, last: Actor | None) -> None:
    """`بلاده` and `إلينا` stand for the country of whoever speaks."""
    own, us, forces = lexicon().set("own_country"), lexicon().set("us"), lexicon().set("own_forces")
    named, held = own | us, not scene.stems.isdisjoint(forces)
    speaker, says = last, False
    if not held and scene.stems.isdisjoint(named):
        return
    for node in scene.nodes:
        if node.actor and _new_speaker(scene, node.actor, speaker) and not (says and not is_speaker(scene, node.actor)):
            speaker, says = node.actor, is_speaker(scene, node.actor)
        if speaker is None or node.actor is not None:
            continue
        if not is_any(node, named) and not (held and is_any(node, forces) and _in_hands(scene, node)):
            continue
        if node.token is not None and node.token.text.endswith("ة"):
            continue
        text = scene.document.text[node.start : node.end]
        whose = _pledges(scene, node) or speaker
        role = msgspec.structs.replace(whose.role, text=text, start=node.start, end=node.end)
        node.actor = Actor(role, node.index, how="pronoun")
        node.actor.prep = "to" if is_any(node, us) else _preposition(scene, node.actor)

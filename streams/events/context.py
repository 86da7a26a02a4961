"""What the sentences before say of the sides: who is helped, and by whom, where a sentence names only the arms."""

from __future__ import annotations

from collections.abc import Iterable

from streams.events.draft import Draft
from streams.events.lexicon import ARMS, lexicon
from streams.events.scene.actors import is_counterpart, is_speaker
from streams.events.scene.aside import reacts, travels_to
from streams.events.scene.nodes import Actor, Scene, is_any

BACK = 2
"""Sentences before in which the sides are looked for."""
_NEEDS = 3
"""Words between a state and what it asks for or needs (`تقول كييف إنها بحاجة …`)."""
_ELSEWHERE = frozenset({"aside", "in", "on", "via", "about", "of"})


def open_sides(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts of arms that lack a side."""
    return [draft for draft in drafts if draft.type in ARMS and not {"supplier", "recipient"} <= draft.roles.keys()]


def from_before(drafts: list[Draft], before: Scene, *, itself: bool = False) -> None:
    """Fill the sides that a sentence leaves open from one before it: sure of who is helped, else who alone is left.

    Of the sentence `itself` only who is helped by a verb or noun of its own.
    """
    if not drafts:
        return
    actors = [actor for actor in before.actors if actor.prep not in _ELSEWHERE and not _apart(before, actor)]
    if itself:
        actors = [actor for actor in actors if actor.prep == "from" or (actor.prep is None and _helped(before, actor))]
    helped = _keys(actor for actor in actors if _helped(before, actor))
    for draft in drafts:
        _fill(draft, actors, helped)


def _apart(scene: Scene, actor: Actor) -> bool:
    """Whether somebody only goes there, or only says what he thinks of it."""
    return travels_to(scene, actor) or reacts(scene, actor)


def who_goes_on(scene: Scene) -> Actor | None:
    """Whom `وقال إن بلاده …` in the next sentence goes on about: who said something last, else the first who acts."""
    persons = [actor for actor in scene.actors if actor.person]
    bare = [actor for actor in persons if actor.prep is None and not is_counterpart(scene, actor)]
    said = [actor for actor in bare if is_speaker(scene, actor)]
    return said[-1] if said else bare[0] if bare else persons[-1] if persons else None


def _fill(draft: Draft, actors: list[Actor], helped: set[str]) -> None:
    other = draft.key("supplier") or _key_left(draft, "supplier")
    if "recipient" not in draft.roles:
        known = {other} if other else set()
        given = helped - known
        rest = _keys(actors) - known
        if len(given) == 1:
            _put(draft, "recipient", _of(actors, given), sure=True)
        elif len(rest) == 1 and draft.to_them:
            _put(draft, "recipient", _of(actors, rest), sure=True)
        elif len(rest) == 1 and other is not None and "recipient" not in draft.left:
            _put(draft, "recipient", _of(actors, rest), sure=False)
    _two_sides(draft, actors)
    taken = draft.key("recipient") or _key_left(draft, "recipient")
    rest = _keys(actor for actor in actors if actor.prep in (None, "from", "with")) - helped - {taken}
    if "supplier" not in draft.roles and "supplier" not in draft.left and taken is not None and len(rest) == 1:
        _put(draft, "supplier", _of(actors, rest), sure=False)


def _two_sides(draft: Draft, actors: list[Actor]) -> None:
    """`بحث الوزير الروسي مع نظيره الهندي …. ومن المقرر تسليمها …`: of two, who builds the arms supplies the other."""
    keys = _keys(actors)
    if draft.roles.keys() & {"supplier", "recipient"} or draft.left or len(keys) != 2 or draft.maker not in keys:
        return
    _put(draft, "supplier", _of(actors, {draft.maker}), sure=False)
    _put(draft, "recipient", _of(actors, keys - {draft.maker}), sure=False)


def _key_left(draft: Draft, role: str) -> str | None:
    filler = draft.left.get(role)
    return (filler.id or filler.name_en or filler.text) if filler else None


def _put(draft: Draft, role: str, actor: Actor, *, sure: bool) -> None:
    """A role as it was named before: sure ones hold at once, others where the whole document says nothing else."""
    if not sure:
        draft.left[role] = actor.role
        return
    draft.roles[role] = actor.role
    draft.weak.add(role)
    draft.derivation.append(f"{role} {actor.role.text!r} from the sentence before")


def _helped(scene: Scene, actor: Actor) -> bool:
    """`دعم كييف`, `مساعدات لأوكرانيا`, `تقف إلى جانب السعودية`, `طلبت مصر …`: who is helped or asks for it."""
    start, helps = actor.start, lexicon().set("helps")
    near = scene.nodes[max(0, start - 3) : start]
    if actor.prep == "to":
        return not actor.person or any(is_any(node, helps) for node in near)
    beside = scene.nodes[max(0, start - 1) : start]
    needs = scene.nodes[actor.node + 1 : actor.node + 1 + _NEEDS]
    needy = any(is_any(node, lexicon().set("needs")) for node in needs)
    return actor.prep is None and (needy or any(is_any(node, helps) for node in beside))


def _keys(actors: Iterable[Actor]) -> set[str]:
    return {actor.key for actor in actors}


def _of(actors: list[Actor], keys: set[str]) -> Actor:
    return next(actor for actor in actors if actor.key in keys)

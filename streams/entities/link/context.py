"""What stands around a name decides whether it names the thing: weapon words, titles, place words.

Cue words are compared with the stems of the tokens nearby, so proclitics and the article do not matter.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from streams.entities.gazetteer.match import Hit
from streams.entities.gazetteer.view import View
from streams.entities.link.cover import Cover
from streams.entities.link.span import Span
from streams.entities.link.words import (
    BODIES,
    COMPANIES,
    GIVEN,
    MAKES,
    NUMBERS,
    PLACES,
    PREPOSITIONS,
    SPEECH,
    SPORT,
    TITLES,
    WEAPON,
)

_MARKS = frozenset("\"'«»“”()-و")
_MEDIA = frozenset({"agency", "media"})
_WEEK = frozenset({"سبت", "احد", "اثنين", "ثلاثاء", "اربعاء", "خميس", "جمعه"})


def _stems(view: View, start: int, count: int) -> list[str]:
    """Stems of `count` tokens from token `start` on, or before it where `count` is negative; none across the ends."""
    low, high = (start, start + count) if count > 0 else (start + count, start)
    return [token.stem for token in view.tokens[max(low, 0) : max(high, 0)]]


def before(view: View, hit: Hit, count: int) -> list[str]:
    """Stems of the tokens before a hit, the nearest last."""
    return _stems(view, view.token_at(hit.start), -count)


def after(view: View, hit: Hit, count: int) -> list[str]:
    """Stems of the tokens behind a hit, the nearest first."""
    return _stems(view, view.token_at(hit.end - 1) + 1, count)


def as_weapon(view: View, hit: Hit) -> bool:
    """Whether a weapon word stands just before the name, or right behind it."""
    near = [stem for stem in before(view, hit, 10) if stem not in _MARKS][-4:]
    if not WEAPON.isdisjoint(near) or not WEAPON.isdisjoint(after(view, hit, 2)):
        return True
    return not MAKES.isdisjoint(near[-2:])


def as_other(view: View, hit: Hit) -> bool:
    """Whether the text says that the name is a person, a company or a law: a title, a given name, a verb of speech."""
    near = before(view, hit, 2)
    if not (TITLES | GIVEN | COMPANIES).isdisjoint(near):
        return True
    return not SPEECH.isdisjoint([*near[-1:], *after(view, hit, 1)])


def as_place(view: View, hit: Hit) -> bool:
    """Whether the text says that it is a place: a word for one before it, or a preposition where it is a state.

    A demonym is told by the body before it: `الجيش المالي`, not `وزيرا الدفاع والمالية`.
    """
    near = before(view, hit, 1)
    if hit.entry.kind == "demonym":
        joined = "و" in view.tokens[view.token_at(hit.start)].proclitics
        return not joined and not BODIES.isdisjoint(near)
    if hit.entry.type != "LOC":
        return False
    if not PLACES.isdisjoint(near):
        return True
    if hit.entry.kind not in ("country", "capital"):
        return False
    token = view.tokens[view.token_at(hit.start)]
    return not PREPOSITIONS.isdisjoint(near) or not {"ب", "ل"}.isdisjoint(token.proclitics)


def standing(view: View, found: Sequence[Hit], spans: Sequence[Span] = ()) -> list[Hit]:
    """The hits that name their entry here, by the name's mode, what stands around it, and the tagger's spans.

    A text is consistent: a place told from the common word once is that place everywhere in it, and a name that is a
    person's or a company's once is a system only beside a weapon word.
    """
    tagged = Cover(spans)
    found = [hit for hit in found if not _plays(view, hit) and not _is_day(view, hit)]
    others = {hit.name.key for hit in found if hit.name.mode == "name" and _is_other(view, hit, tagged)}
    places = {hit.name.key for hit in found if hit.name.mode == "weak" and _is_place(view, hit, tagged)}
    return [hit for hit in found if _stands(view, hit, others, places)]


def _plays(view: View, hit: Hit) -> bool:
    """Whether `المدافع` is a footballer."""
    if hit.entry.id != "class:artillery" or not hit.name.key.endswith("مدافع"):
        return False
    return not SPORT.isdisjoint([*before(view, hit, 6), *after(view, hit, 6)])


def _is_day(view: View, hit: Hit) -> bool:
    """`أعلنت روسيا اليوم الخميس`: a state and a day, not the channel `روسيا اليوم`."""
    return hit.entry.kind in _MEDIA and hit.name.key.endswith(" اليوم") and not _WEEK.isdisjoint(after(view, hit, 1))


def _is_other(view: View, hit: Hit, tagged: Cover[Span]) -> bool:
    if as_weapon(view, hit):
        return False
    first, end = view.token_at(hit.start), view.token_at(hit.end - 1) + 1
    span = tagged.holding(first, end)
    longer = span is not None and span.end - span.start > end - first and span.type in ("PER", "ORG")
    return longer or as_other(view, hit)


def _is_place(view: View, hit: Hit, tagged: Cover[Span]) -> bool:
    first, end = view.token_at(hit.start), view.token_at(hit.end - 1) + 1
    span = tagged.holding(first, end)
    same = span is not None and (span.start, span.end, span.type) == (first, end, hit.entry.type)
    return same or as_place(view, hit)


def _stands(view: View, hit: Hit, others: Set[str], places: Set[str]) -> bool:
    mode = hit.name.mode
    if mode == "name":
        return hit.name.key not in others or as_weapon(view, hit)
    if mode == "cue":
        return as_weapon(view, hit)
    if mode == "counted":
        return any(stem.isdigit() or stem in NUMBERS for stem in before(view, hit, 1))
    return mode != "weak" or hit.name.key in places

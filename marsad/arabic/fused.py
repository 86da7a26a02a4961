"""Words that a feed has written together: `تركياوروسيا`, `والولاياتالمتحدة`, names that no list holds included.

A word that the list explains, with or without affixes, is never touched. For any other, every place where `و`, `ال` or
a new word could begin is weighed: how common the two sides are, how much each, and the whole, is spelt like a word (a
letter model), how far known words reach across the place, and how long they are. The weighing is done by small
gradient-boosted trees, trained by `training/arabic/build.py` on joined and single names hidden from list and model.
"""

from __future__ import annotations

import json
import math
from functools import cache, lru_cache

from marsad.arabic.affixes import PROCLITIC, UNEXPLAINED, explained
from marsad.arabic.lexicon import Lexicon, lexicon, packed

SHORTEST = 6
"""Letters; shorter words are not looked at."""
_LONGEST = 48
_THRESHOLD = -1.0
_AGAIN = 2.0
"""Log odds from which on a word is cut, and from which on a side of a cut is cut again."""
_KNOWN = 640
"""Centibels: a side that `و`, `ال` or its spelling sets off must be at least so common."""
_COMMON = 450
"""Centibels: a side that nothing sets off must be so common."""
_DEFINITE = ("ال", "لل", "وال", "ولل")
_ADJECTIVAL = ("ي", "يه", "يين", "يون", "يات")
"""Ends of adjectives made from a name, which itself may be in no list: `الأومبريين`."""
_COMMON_NAME = 560
_WELL_KNOWN = 1.0
"""Log odds that a side adds which is a common word as it stands: wires join the names that they name most."""
_LISTED = 0.75
"""Log odds that a side adds which the list holds as it stands and that is no short word."""
_BRIEF = 3
"""Letters of a word so short that it must be common too."""
_JOIN = 300
_LEADERS = frozenset({"في", "من", "عن", "مع", "الي", "علي", "بين", "بعد", "قبل", "ضد", "كل", "ان"})
"""Short words that may lead a fused row."""
COMPOUNDING = (
    "عبد",
    "وعبد",
    "لعبد",
    "العبد",
    "ابو",
    "ابا",
    "ابي",
    "بو",
    "ابن",
    "بن",
    "ام",
    "نيو",
    "سان",
    "وال",
    "بال",
    "فال",
    "كال",
    "ال",
)
"""Beginnings of names that are written in one: `عبدالمهيمن`."""


def cuts(word: str) -> list[int]:
    """Where an inner و may begin a second word."""
    return [at for at in range(2, len(word) - 2) if word[at] == "و"]


def features(word: str, at: int, whole: int, source: Lexicon) -> list[float]:
    """What the splitter weighs in cutting a word before the و at an offset; `whole` is the word's own spelling."""
    left, right = word[:at], word[at + 1 :]
    left_cost = explained(left, source)
    right_cost = _conjoined(word, at, source)
    knows_left, knows_right = left_cost < UNEXPLAINED, right_cost < UNEXPLAINED
    left_spelling, right_spelling = source.spelling(left) / 100, source.spelling(right) / 100
    return [
        1.0,
        whole / 100 - left_spelling - right_spelling,
        left_cost / 100 if knows_left else 0.0,
        right_cost / 100 if knows_right else 0.0,
        float(knows_left),
        float(knows_right),
        float(knows_left and knows_right),
        0.0 if knows_left else left_spelling,
        0.0 if knows_right else right_spelling,
        float(len(word)),
        whole / 100,
        whole / 100 / len(word),
        float(len(left) < 3),
        float(len(right) < 3),
        float(len(left) == 3),
        float(len(right) == 3),
        left_spelling / len(left),
        right_spelling / len(right),
        0.0 if knows_left else float(len(left)),
        0.0 if knows_right else float(len(right)),
        float(word.count("و")),
        float(left[-1] == "ا"),
        float(left[-1] == "ه"),
        float(right.startswith("ال")),
        float(left[-1] == "و"),
        float(right[0] == "و"),
        *_overlap(word, at, source),
    ]


def _conjoined(word: str, at: int, source: Lexicon) -> int:
    """The centibels of the word after an inner و, by itself or as the list has it with its و."""
    right = word[at + 1 :]
    alone = source.words.get(right, UNEXPLAINED) if right[0] == "و" else explained(right, source)
    return min(alone, max(source.words.get(word[at:], UNEXPLAINED) - PROCLITIC["و"], 0) or UNEXPLAINED)


def _overlap(word: str, at: int, source: Lexicon) -> list[float]:
    """How far known words that begin, or end, like this one reach across the cut: signs that it is one word."""
    after = max(source.begun(word) - at, 0)
    before = max(source.ended(word) - (len(word) - at - 1), 0)
    return [
        float(after),
        after / (len(word) - at),
        float(before),
        before / (at + 1),
        float(after >= 4),
        float(before >= 4),
    ]


@cache
def _forest() -> list[list[list[float]]]:
    """The trained trees: nodes of [feature, threshold, left, right], leaves of [log odds]."""
    forest: list[list[list[float]]] = json.loads(packed("fused.json.gz"))
    return forest


def _log_odds(values: list[float]) -> float:
    """What the trees together say of one cut."""
    total = 0.0
    for tree in _forest():
        node = tree[0]
        while len(node) > 1:
            feature, threshold, left, right = node
            node = tree[int(left if values[int(feature)] <= threshold else right)]
        total += node[0]
    return total


def _best_cut(word: str, shape: str, source: Lexicon) -> tuple[int, float]:
    """The likeliest inner و to begin a second word, and how likely (log odds)."""
    best, most = 0, -math.inf
    whole = source.spelling(word)
    adjective = word.startswith("ال") and word.endswith(_ADJECTIVAL)
    for at in cuts(word):
        if word.startswith("ال") and (at < 5 or (adjective and _conjoined(word, at, source) == UNEXPLAINED)):
            continue
        odds = _log_odds(features(word, at, whole, source))
        odds += _WELL_KNOWN * (
            (source.rarity(word[at + 1 :]) <= _COMMON_NAME) + (source.rarity(word[:at]) <= _COMMON_NAME)
        )
        odds += _LISTED * (_is_name(word[at + 1 :], source) + _is_name(word[:at], source))
        # A hamza on or under alef begins a word far more often than it follows an inner و.
        odds += 2.0 if shape[at + 1] in "أإآ" else 0.0
        if odds > most:
            best, most = at, odds
    if best and word[best + 1] == "و" and best + 1 in cuts(word) and _conjoined(word, best + 1, source) < UNEXPLAINED:
        # Of two و the second is the conjunction where a known word follows it (`لازاريتووحبيب`), unless the first is
        # one between two common names (`كييفووارسو`).
        best += max(source.rarity(word[:best]), source.rarity(word[best + 1 :])) > _COMMON_NAME
    return best, most


def _hard_cut(word: str, shape: str, source: Lexicon) -> int:
    """Where a letter that only ends words is followed by another: `ة`, and `ى` before a word; 0 for nowhere."""
    for at in range(2, len(word) - 1):
        if shape[at] == "ة" and len(word) - at > 2:
            return at + 1
        if shape[at] == "ى" and len(word) - at > 3 and explained(word[at + 1 :], source) <= _KNOWN:
            return at + 1
    return 0


def _part_cost(word: str, at: int, end: int, source: Lexicon) -> int:
    """The centibels of one word of a row, `UNEXPLAINED` where it is too rare for what sets it off."""
    part = word[at:end]
    bare = at and not part.startswith(("و", "ال"))
    cost = source.words.get(part, UNEXPLAINED) if bare else explained(part, source)
    brief = len(part) <= _BRIEF + part.startswith("و")
    return cost if cost <= (_COMMON if bare or brief else _KNOWN) else UNEXPLAINED


def _known_parts(word: str, source: Lexicon) -> tuple[str, ...]:
    """The word as a row of known words, or nothing: the cheapest row (Viterbi 1967), joins paid for."""
    size = len(word)
    best: list[tuple[int, int]] = [(0, 0)] + [(UNEXPLAINED, 0)] * size
    for end in range(2, size + 1):
        for at in range(max(0, end - 16), end - 1):
            before = best[at][0]
            short = word[at:end] in _LEADERS if at == 0 else False
            least = 2 if short else 4 if at == 0 or not word.startswith(("و", "ال"), at) else 5
            if before >= UNEXPLAINED or end - at < least:
                continue
            cost = 0 if short else _part_cost(word, at, end, source)
            if before + cost + _JOIN < best[end][0]:
                best[end] = (before + cost + _JOIN, at)
    if best[size][0] >= UNEXPLAINED:
        return ()
    parts: list[str] = []
    end = size
    while end:
        parts.append(word[best[end][1] : end])
        end = best[end][1]
    whole_name = parts[-1] in COMPOUNDING or parts[0] == "الدين"
    return () if whole_name else tuple(reversed(parts))


def _is_name(side: str, source: Lexicon) -> bool:
    return len(side) > _BRIEF and side in source.words


def _unlikely(word: str, at: int, again: bool, source: Lexicon) -> bool:
    """Whether a cut that the trees would make contradicts how names and their joins are built.

    A foreign noun with the article has its و inside (`الكادوسيون`) unless both its sides are common words; three
    letters before an unknown rest are a syllable; a side of a cut has too few letters to be two names more.
    """
    left, right = word[:at], word[at + 1 :]
    if word.startswith(_DEFINITE) and not right.startswith("ال"):
        adjective = word.endswith(_ADJECTIVAL) and source.rarity(right) > _COMMON_NAME
        if adjective or max(explained(left, source), _conjoined(word, at, source)) > _KNOWN:
            return True
    if again:
        return min(len(left), len(right)) <= _BRIEF
    return len(left) <= _BRIEF and explained(right, source) == UNEXPLAINED and source.rarity(left) > _COMMON


def _doubtful(parts: tuple[str, ...], threshold: float, source: Lexicon) -> bool:
    """Whether a row of words in a side of a cut may as well be one foreign name: all must be common there."""
    return threshold == _AGAIN and any(explained(part, source) > _COMMON_NAME for part in parts)


@lru_cache(maxsize=65_536)
def split(word: str, shape: str = "") -> tuple[str, ...]:
    """The words in a normalised word, itself alone where nothing is fused.

    Args:
        word: A normalised word, Arabic letters only.
        shape: The same letters before folding, where there are as many: their `ة`, `ى` and hamzas show where words end
            and begin.
    """
    if not SHORTEST <= len(word) <= _LONGEST:
        return (word,)
    return _split(word, shape if len(shape) == len(word) else word, _THRESHOLD)


def _split(word: str, shape: str, threshold: float) -> tuple[str, ...]:
    """Cut a word, and the sides of the cut again, where the log odds reach a threshold."""
    source = lexicon()
    if at := _hard_cut(word, shape, source):
        return (*_split(word[:at], shape[:at], threshold), *_split(word[at:], shape[at:], threshold))
    if len(word) < SHORTEST or explained(word, source) < UNEXPLAINED:
        return (word,)
    at, odds = _best_cut(word, shape, source)
    if odds > threshold and _unlikely(word, at, threshold == _AGAIN, source):
        odds = -math.inf
    cost = max(_conjoined(word, at, source), explained(word[:at], source)) if odds > threshold else UNEXPLAINED
    if cost > _COMMON_NAME and (parts := _known_parts(word, source)) and not _doubtful(parts, threshold, source):
        return parts
    # The sides of a cut are cut again only into words that are well known.
    if odds <= threshold or (threshold == _AGAIN and cost > _KNOWN):
        return (word,)
    return (*_split(word[:at], shape[:at], _AGAIN), *_split(word[at:], shape[at:], _AGAIN))

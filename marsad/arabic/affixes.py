"""Which beginnings and ends a word may have, and whether the word list explains a word with them."""

from __future__ import annotations

from marsad.arabic.lexicon import Lexicon

PROCLITIC = {"و": 120, "ف": 220, "ب": 180, "ل": 180, "ك": 270, "س": 230, "ال": 60, "لل": 200}
"""Centibels of a word starting with the clitic, about; `ال` and `لل` go before nouns, which are often written so."""
_ENDING = {
    "ه": 190, "ها": 190, "هم": 230, "هما": 330, "نا": 260, "كم": 310, "هن": 350, "ني": 300, "ات": 200, "ون": 230,
    "ين": 200, "ان": 230, "ي": 200, "يه": 230, "ت": 230, "وا": 230, "ا": 200, "ته": 260, "تها": 260, "تهم": 300,
    "اتها": 300, "اته": 300, "يين": 250, "يون": 270, "يات": 260,
}  # fmt: skip
"""Centibels of the pronouns and inflections at the end of a word, about."""
_SHORTEST = 3
_RAREST_STEM = 720
"""Rarer words are too often misspellings to be the stem of another."""
UNEXPLAINED = 9_999


def beginnings(word: str) -> list[tuple[int, int]]:
    """Where the stem may begin, and the centibels of the proclitics before it."""
    found = [(0, 0)]
    for conjunction in ("", "و", "ف"):
        if not word.startswith(conjunction):
            continue
        at, cost = len(conjunction), PROCLITIC.get(conjunction, 0)
        if at:
            found.append((at, cost))
        for preposition in "بكلس":
            if word.startswith(preposition, at):
                found.append((at + 1, cost + PROCLITIC[preposition]))
                if preposition in "بك" and word.startswith("ال", at + 1):
                    found.append((at + 3, cost + PROCLITIC[preposition] + PROCLITIC["ال"]))
        for article in ("ال", "لل"):
            if word.startswith(article, at):
                found.append((at + 2, cost + PROCLITIC[article]))
    return found


def explained(word: str, lexicon: Lexicon) -> int:
    """The centibels at which the word list, with affixes, would write a word; `UNEXPLAINED` where it would not."""
    words = lexicon.words
    best = words.get(word, UNEXPLAINED)
    for at, cost in beginnings(word):
        rest = word[at:]
        if len(rest) < _SHORTEST:
            continue
        best = min(best, words.get(rest, UNEXPLAINED) + cost, _inflected(rest, words) + cost)
    return best


def _inflected(rest: str, words: dict[str, int]) -> int:
    """The centibels of a stem of the list with an ending."""
    best = UNEXPLAINED
    for length in (1, 2, 3, 4):
        ending, stem = rest[-length:], rest[:-length]
        if len(stem) < _SHORTEST:
            break
        cost = _ENDING.get(ending)
        if cost is None:
            continue
        known = words.get(stem, UNEXPLAINED)
        if ending[0] == "ت":
            known = min(known, words.get(stem + "ه", UNEXPLAINED))
        if known <= _RAREST_STEM:
            best = min(best, known + cost)
    return best

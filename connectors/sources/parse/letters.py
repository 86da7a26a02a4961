"""How much a decoded text looks like writing: script by word, and the letter statistics of Arabic."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters per thousand in Arabic news, rounded; only the order of magnitude matters here.
_PER_MILLE: Final[dict[str, float]] = {
    **dict.fromkeys("ال", 120.0),
    **dict.fromkeys("يمونر", 58.0),
    **dict.fromkeys("تبعةد", 36.0),
    **dict.fromkeys("سفأهكق", 25.0),
    **dict.fromkeys("حجشصطىخإ", 12.0),
    **dict.fromkeys("ضذثزئء", 6.0),
    **dict.fromkeys("غظآؤ", 3.0),
    **dict.fromkeys("پچژگکیھہۀے", 6.0),
}
_AVERAGE: Final = 28.0
_RARE: Final = -2.0
_BROKEN: Final = -6.0
_MIXED: Final = -4.0
_PLAIN: Final = 0.4
_SOLID_LATIN: Final = -2.5
_WORD: Final = re.compile(r"[^\x00-\x40\[-`{-\x7f\s]+")
_SAMPLE: Final = 8_000
_ARTICLE: Final = re.compile(r"\bو?ال[\u0620-\u064a]{2}")


@lru_cache(4096)
def _script(char: str) -> str:
    if char == "\ufffd" or unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"}:
        return "broken"
    if not char.isalpha():
        return "mark"
    return unicodedata.name(char, "OTHER").split(" ", 1)[0].lower()


def _arabic_letter(char: str) -> float:
    share = _PER_MILLE.get(char)
    return math.log2(share / _AVERAGE) if share else _RARE


def _word_score(word: str) -> tuple[float, int]:
    """Score and weight (how many characters of the word are evidence)."""
    scripts = [_script(char) for char in word]
    broken = scripts.count("broken")
    high = sum(char > "\x7f" for char in word)
    kinds = set(scripts) - {"mark", "broken"}
    if broken:
        return _BROKEN * broken, high
    if len(kinds) > 1:
        return _MIXED * high, high
    if kinds == {"arabic"}:
        letters = [char for char, script in zip(word, scripts, strict=True) if script == "arabic"]
        return sum(map(_arabic_letter, letters)) + 0.5 * len(letters), high
    if kinds == {"latin"} and high > 2 and high * 2 > len(word):
        return _SOLID_LATIN * high, high
    return _PLAIN * high, high


def likeness(text: str) -> float:
    """How much the non-ASCII words of a text look like real ones: above 0 likely, below 0 not; 0 for pure ASCII."""
    total = 0.0
    weight = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        score, high = _word_score(word[:64])
        total += score
        weight += high
        if weight > _SAMPLE:
            break
    return total / weight if weight else 0.0


def is_arabic(text: str) -> bool:
    """Whether a text is convincingly Arabic: common letters, and the article where it should be."""
    return likeness(text) > 0.3 and bool(_ARTICLE.search(text))

"""Proclitics and enclitics, split only where the rest is a word.

A split is judged by how often the whole form is written beside how often chance would write it: `وتركيا` is as common
as `و` before `تركيا` should be, `وزير` is two thousand times commoner than `و` before `زير`, so it is one word. Where a
form takes the article (`الوزير`, no `الوتركيا`) it must be well below chance to be split. Verbs and particles that
begin or end like a clitic are listed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from marsad.arabic.affixes import PROCLITIC, UNEXPLAINED, explained
from marsad.arabic.lexicon import UNKNOWN, Lexicon, lexicon

_TOO_COMMON = {"و": -200, "ف": -180, "ب": -250, "ل": -210, "ك": -160, "س": -200}
"""Centibels below chance from which on the whole is a word of its own."""
_BEFORE_ARTICLE = -450
"""The same for a clitic before the article: `بال…`, `وال…`."""
_TAKES_ARTICLE = 160
"""Centibels: a form so little commoner than itself with the article is a noun."""
_NOUN_ENDINGS = ("ه", "ها", "هم", "ات", "ين", "ون")
_NOUN_LIFT = -25
_KNOWN = 760
_ENCLITICS = {"هما": 330, "كما": 400, "ها": 190, "هم": 230, "هن": 370, "نا": 260, "كم": 310, "ني": 300, "ه": 190}
_SHORT_REST = 520
"""Centibels that a rest of two letters may have."""
_PRONOUN_LIFT = -200
_PARTICLE_WORDS = (
    "كان كانت كانوا كل كلا كما كم كيف كي كذلك كلما كون كانما لكن لان لانه لانها لدي لقد لم لما لن لو لا ليس ليست "
    "ليت لولا لعل لماذا لطالما لسان فقد فقط في فوق فور فان فيما فما فضلا بعد بعض بل بلي بين بينما بيد بات باتت "
    "بدا بلا بدون بكين باريس وفق وفقا وسط وحد سوف سوي سبق سبل سلم هم هن هما هو هي الذي التي الذين اللذين اللتين "
    "اللواتي اللاتي الا الي الان اي ايضا الله اليه علي عن عند مع من منذ حتي هذا هذه ذلك تلك هنا هناك اما ام او ان "
    "انه انها انهم قد ما لكنه لكنها نحو ضد غير دون خلال حول والد والده بالي "
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_VERBS = re.compile(
    "(?:و(?:صل|قف|ضع|جد|قع|صف|جه|عد|افق|اجه|اصل|رد|فر|ثق|لد|زع|ظف|رث|سع|ضح|دع|شك|اكب|ازن|اعد)|ف(?:تح|رض|قد|شل|از|جر|صل|ضل|هم|عل|كر|حص|رق|وض|ند|كك|سر)"
    "|ب(?:حث|لغ|عث|اع|ني|ثت?|رز|قي|ادر|اشر|رر)|ل(?:قي|جا|عب|مح|وح|فت|بي)|ك(?:تب|شف|رر|سب|لف|من|ثف)|س(?:يطر|ير|اعد|مح|قط|عي|جل|حب|اند|اهم))"
    "(?:ت|وا|ا|تا|ن|نا|ه|ها|هم|ته|تها|تهم)?"
    "|و(?:جود|زير|زار|ضع|قت|طن|لاي|فد|كال|الد|ثيق|ساط|صول|سيل|ظيف|فا|كيل)(?:ه|ها|هم|ته|تها|تهم|ات|اتها|اته|ين|نا|ي|يه|ا|ان)?"
    "|بايدن|بلينكن|بومبيو|بولتون|بنس|باول|بيلوسي|كيري|كلينتون|كيسنجر|كييف|فانس|لوبان|لافروف|سوليفان|سيسي|سيناء|ستارمر|بوتين|بريكس|فاغنر|واغنر"
)
"""Verbs in the past, nouns and names that begin like a clitic: `وقفت` is not `و` before `قفت`."""
_WITH_PRONOUN = re.compile(
    "(بعد|بين|فوق|عند|لدي|كل|كان|لان|لكن|في|من|عن|الي|علي|مع|حول|دون|ضد|نحو|خلال|غير|بعض|كون|ان|قبل|امام|وراء|تحت|مثل|نفس|ب|ل)"
    "(ه|ها|هم|هما|هن|نا|كم|ك|ي)"
)
_NO_ARTICLE = re.compile(
    "ال(?:ماني(?:ا|ه|ين|ون)?$|باني(?:ا|ه|ين|ون)?$|اف$|افا$|ام$|اء$|ان$|في$|فا$|ين$|ياس$|يكس|كس|برت|يسار$|اسكا$|اباما$|ت(?:قي|قت|قاه|زم|زمت|حق|حقت|هم)$"
    "|غ(?:ي|ت)$|ق(?:ي|ت)$|فيه?$|هام$|تقوا$|تزموا$)"
)
"""Words that begin with the letters of the article and not with it; many are written without their hamza."""
_CONJUNCTIONS = ("و", "ف")
_ARTICLES = ("ال", "لل")
_AFTER_PREPOSITION = frozenset({"ان", "انه", "انها", "انهم", "هذا", "هذه", "ذلك", "تلك", "ما"})
"""Particles that ب ل ك go before."""


class Parts(NamedTuple):
    """A word taken apart; all normalised, together they give the word back."""

    proclitics: tuple[str, ...]
    stem: str
    enclitic: str


def _is_word(word: str, source: Lexicon) -> bool:
    """Whether a form stands by itself."""
    return word in _PARTICLES or source.rarity(word) <= _KNOWN or _WITH_PRONOUN.fullmatch(word) is not None


def _takes_article(word: str, source: Lexicon) -> bool:
    """Whether a form, or the form without its ending, is a noun that the article goes before."""
    bases = (word, *(word.removesuffix(ending) for ending in _NOUN_ENDINGS if word.endswith(ending) and len(word) > 5))
    return any(
        source.rarity(base) < UNKNOWN
        and source.rarity("ال" + base) <= min(source.rarity(base) + _TAKES_ARTICLE, UNKNOWN - 1)
        for base in bases
    )


def _splits(word: str, clitic: str, source: Lexicon) -> bool:
    """Whether a word begins with a clitic."""
    rest = word[len(clitic) :]
    if len(rest) < 2 or (clitic == "س" and rest[0] not in "ايتن"):
        return False
    if rest in _PARTICLES or _WITH_PRONOUN.fullmatch(rest):
        return clitic in _CONJUNCTIONS or rest in _AFTER_PREPOSITION
    if len(rest) < 3 and (clitic != "و" or source.rarity(rest) > _SHORT_REST):
        return False
    if word not in source.words:
        return explained(rest, source) < UNEXPLAINED or _spelt_apart(word, clitic, rest, source)
    return _commonly_splits(word, clitic, source)


def _commonly_splits(word: str, clitic: str, source: Lexicon) -> bool:
    """Whether a word of the list is no commoner than the clitic before the rest should be."""
    rest = word[len(clitic) :]
    lift = source.rarity(word) - source.rarity(rest) - PROCLITIC[clitic]
    if rest.startswith("ال") and len(rest) > 4 and clitic != "ل":
        return lift > _BEFORE_ARTICLE
    if source.rarity(rest) > _KNOWN:
        return False
    return lift > (_NOUN_LIFT if _takes_article(word, source) else _TOO_COMMON[clitic])


def _spelt_apart(word: str, clitic: str, rest: str, source: Lexicon) -> bool:
    """Whether an unknown word reads better as a conjunction, or a clitic with the article, before an unknown name."""
    if rest.startswith("ال") and len(rest) > 4 and clitic != "ل":
        return True
    return clitic == "و" and len(rest) > 3 and source.spelling(rest) + PROCLITIC[clitic] < source.spelling(word)


def _article(word: str, source: Lexicon) -> str:
    """The article a word begins with, or the empty string."""
    article = word[:2]
    rest = word[2:]
    if (
        article not in _ARTICLES
        or len(rest) < 2
        or word in _PARTICLES
        or _NO_ARTICLE.match(word)
        or _WITH_PRONOUN.fullmatch(word)
    ):
        return ""
    if article == "لل":
        return article if len(rest) > 2 or source.rarity("ال" + rest) <= _KNOWN else ""
    if word not in source.words:
        return article if len(rest) > 2 else ""
    return article if explained(rest, source) < UNEXPLAINED else ""


def _proclitics(word: str, source: Lexicon) -> tuple[str, ...]:
    """The proclitics of a word, outermost first."""
    found: list[str] = []
    rest = word
    for group in (_CONJUNCTIONS, ("ب", "ل", "ك", "س")):
        whole = rest in _PARTICLES or _VERBS.fullmatch(rest) or _WITH_PRONOUN.fullmatch(rest)
        clitic = rest[:1]
        if not whole and clitic in group and not rest.startswith("لل") and _splits(rest, clitic, source):
            found.append(clitic)
            rest = rest[1:]
    if article := _article(rest, source):
        found.append(article)
    return tuple(found)


def _enclitic(stem: str, feminine: bool, source: Lexicon) -> str:
    """The attached pronoun of a stem without article, or the empty string."""
    if match := _WITH_PRONOUN.fullmatch(stem):
        return match[2]
    if stem in _PARTICLES:
        return ""
    for suffix, cost in _ENCLITICS.items():
        base = stem[: -len(suffix)]
        if not stem.endswith(suffix) or len(base) < 3 or (suffix == "ه" and feminine):
            continue
        known = min(source.rarity(form) for form in _bases(base))
        lift = source.rarity(stem) - known - cost
        noun = suffix == "ه" and source.rarity("ال" + stem) <= source.rarity(stem) + 100
        if known <= 700 and not noun and lift > _PRONOUN_LIFT:
            return suffix
    return ""


def _bases(base: str) -> list[str]:
    """The forms that a base before a pronoun may have by itself: `دولت` is `دوله`, `حلفاي` and `حلفاو` are `حلفاء`."""
    forms = [base]
    if base.endswith("ت"):
        forms.append(base[:-1] + "ه")
    if base.endswith(("اي", "او")):
        forms.append(base[:-1] + "ء")
    if base.endswith("ا"):
        forms.append(base[:-1] + "ي")
    if base.endswith("و"):
        forms.append(base + "ا")
    return forms


@lru_cache(maxsize=65_536)
def parts(word: str, feminine: bool = False, hamza: bool = False) -> Parts:
    """Take a normalised word apart.

    Args:
        word: One normalised word.
        feminine: Whether it was written with a final `ة`, which is never a pronoun; normalising hides it.
        hamza: Whether its first alef before lam was written with a hamza, so that `ال` is not the article (`ألمانيا`).
    """
    if len(word) < 3 and not _WITH_PRONOUN.fullmatch(word):
        return Parts((), word, "")
    source = lexicon()
    proclitics = _proclitics(word, source)
    if hamza and proclitics and proclitics[-1] == "ال":
        proclitics = proclitics[:-1]
    stem = word[sum(map(len, proclitics)) :]
    definite = bool(proclitics) and proclitics[-1] in _ARTICLES
    enclitic = "" if definite else _enclitic(stem, feminine, source)
    return Parts(proclitics, stem[: len(stem) - len(enclitic)], enclitic)

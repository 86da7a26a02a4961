"""The language of an item: by script, then by the Arabic core for Arabic script and by words for Latin."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from marsad.arabic.language import identify as identify_arabic_script

_SCRIPTS: Final = {
    "arabic": re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "greek": re.compile("[\u0370-\u03ff]"),
    "armenian": re.compile("[\u0530-\u058f]"),
    "han": re.compile("[\u4e00-\u9fff]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7af]"),
}
_ONE_LANGUAGE: Final = {"hebrew": "he", "greek": "el", "armenian": "hy", "han": "zh", "kana": "ja", "hangul": "ko"}
_WORDS: Final = {
    "en": "the of and to in is for on with as by at from was are has it that an this will not have he said his after"
    " its be were who which would been over says new",
    "fr": "le la les des du de et en un une est dans pour sur avec au aux par que qui ne pas plus son ce cette après a"
    " ses sont été selon contre entre leur mais",
    "es": "el la los las de del y en un una es para con por que se su al lo no más como sobre tras fue ha dijo ayer"
    " desde entre este esta pero",
    "de": "der die das und in den von zu mit ist im auf für nicht ein eine dem des sich auch nach bei wird am an hat"
    " aus als um sind einen über",
    "tr": "ve bir bu için ile da de olarak olan daha çok sonra kadar gibi ise ne en türkiye oldu dedi yeni son bakan"
    " bakanı karşı göre etti ettiğini",
    "it": "il lo la gli le di del della e in un una è per con che non si al dei delle sono dopo nel alla ha più anche"
    " dal",
    "pt": "o a os as de do da dos das e em um uma é para com por que não se ao no na mais foi são após pelo pela",
    "nl": "de het een en van in is op te dat voor met zijn niet aan er om ook door bij naar uit heeft",
    "id": "yang dan di ke dari untuk dengan pada ini itu dalam tidak akan oleh telah adalah juga",
    "so": "ayaa oo iyo ka ku waxaa in uu ay la soo sheegay waa kale isaga dalka",
    "ku": "û li ji bi ku di de ya yê ên jî bo bû hat dike",
}
_FUNCTION: Final = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_SHARED: Final = Counter(word for words in _FUNCTION.values() for word in words)
"""In how many of the languages a word is one: `la` says less than `après`."""
_LETTERS: Final = {
    "tr": re.compile("[ğışİĞŞ]"),
    "de": re.compile("[ßäÄ]"),
    "es": re.compile("[ñ¿¡Ñ]"),
    "pt": re.compile("[ãõÃÕ]"),
    "fr": re.compile("[œêèàûëÉÈÀ]|[ldnsjLDNJ]['’](?=[a-zéèêâîA-ZÉ])"),
    "ku": re.compile("[êîûÊÎÛ]"),
    "it": re.compile("[ìò]"),
}
_PER_LETTER: Final = 0.6
_MOST_LETTERS: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 300
_NEIGHBOURS: Final = re.compile("[پچژگکیٹڈڑںےہھۓټډړږښڼځڅېۍګەێۆڵڕڤ]")
_MANY_LATIN: Final = re.compile("[A-Za-z][^\u0620-\u064a]{20}")
_DOUBTFUL: Final = re.compile(f"[A-Za-z{_NEIGHBOURS.pattern[1:-1]}]")
"""One look for what most Arabic text has nothing of."""
_LEAST: Final = 3
_BETTER: Final = 1.3
_ENOUGH: Final = 0.5


def identify(title: str, text: str, declared: str | None) -> str | None:
    """The language a text is mostly written in, as an ISO 639-1 code (ckb for Central Kurdish); None where unclear.

    Args:
        title: The article's title; title and beginning of the text are what is looked at.
        text: The article's text.
        declared: What item or feed say; believed only where the text itself does not tell among Latin languages.
    """
    sample = f"{title}\n{text[:_SAMPLE]}"[:_SAMPLE]
    if _is_plainly_arabic(sample):
        return "ar"
    counts = {script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS.items()}
    script = max(counts, key=lambda name: counts[name])
    if counts[script] < _LEAST:
        return None
    if script == "arabic":
        return identify_arabic_script(sample)
    code = (declared or "").lower().replace("_", "-").partition("-")[0]
    if script == "cyrillic":
        return code if code in {"uk", "bg", "sr", "be", "kk", "mk"} else "ru"
    if script == "han" and counts["kana"] > _LEAST:
        return "ja"
    return _ONE_LANGUAGE.get(script) or _latin(sample, code)


def _is_plainly_arabic(sample: str) -> bool:
    """Arabic beyond doubt and cheaply: its article and feminine ending, and no letter of its neighbours."""
    if sample.count(" ال") < 2 or "ة" not in sample:
        return False
    return not _DOUBTFUL.search(sample) or not (_NEIGHBOURS.search(sample) or _MANY_LATIN.search(sample))


def _latin(sample: str, declared: str) -> str | None:
    words = [word.lower() for word in _WORD.findall(sample)]
    scores = {
        code: sum(1 / _SHARED[word] for word in words if word in known) + _letters(code, sample)
        for code, known in _FUNCTION.items()
    }
    ranked = sorted(scores, key=lambda code: scores[code], reverse=True)
    best, second = scores[ranked[0]], scores[ranked[1]]
    if best >= _ENOUGH and best >= _BETTER * second:
        return ranked[0]
    if declared in scores and scores[declared] * _BETTER >= best:
        return declared
    return (
        declared
        if len(declared) in {2, 3} and declared.isalpha() and declared not in {"ar", "fa", "ur", "ps", "ckb"}
        else None
    )


def _letters(code: str, sample: str) -> float:
    pattern = _LETTERS.get(code)
    return _PER_LETTER * min(len(pattern.findall(sample)), _MOST_LETTERS) if pattern else 0.0

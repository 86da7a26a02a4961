"""Tell Arabic from the languages that share its letters."""

from __future__ import annotations

import re

_SCRIPTS = {
    "en": re.compile("[A-Za-z]"),
    "arabic": re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
}
_LETTERS = {
    "ar": re.compile("[ةىؤإأئيكﻙﻱ]"),
    "fa": re.compile("[پچژگکی]"),
    "ur": re.compile("[ٹڈڑںےہھۓ]"),
    "ps": re.compile("[ټډړږښڼځڅېۍګ]"),
    "ckb": re.compile("[ەێۆڵڕڤ]"),
    "ug": re.compile("[ەۆۈۋۇڭې]"),
}
_WEIGHT = {"ar": 1.0, "fa": 0.7, "ur": 3.0, "ps": 4.0, "ckb": 3.0, "ug": 3.0}
_WORDS = {
    "ar": "في من على إلى أن التي الذي عن مع هذا هذه إن كان لا ما لم قال بعد بين خلال الى ان او كما قد لن الان غير عند"
    " هم به د",
    "fa": "که در به از را این است با برای آن می شد کرد شود های خود یک تا بر هم شده ها گفت بود نیست باید اما یا کشور دو",
    "ur": "کے کی میں ہے کا اور سے کو نے پر ہیں کہ یہ بھی نہیں ایک ہو تھا گیا کر رہے گا لیے جو تو",
    "ps": "د په او کې چې ته له دی ده سره دا څخه شوي کړي شو وي هم يې یې خو نه کړې دې",
    "ckb": "لە بە کە بۆ لەگەڵ ئەم ئەو دەکات کرد هەر بوو نییە دوای سەر لەسەر ڕۆژی هەرێمی",
    "ug": "بىلەن ئۈچۈن ۋە بۇ ئۇ بىر دەپ ئىدى كېيىن توغرىسىدا",
    "en": "the of and to in a is that for on with as by at from was are be has it an this will not have he said its",
}
_FUNCTION = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_LATIN_WORDS = (
    "le la les des du et une est dans pour avec sur au aux que qui el los las y del con por para se der die das und von"
    " zu mit ist den ein eine auf ve bir bu için ile da de olarak il di della che o os do em não het een van"
)
_OTHER_LATIN = frozenset(_LATIN_WORDS.split())
_FOREIGN = re.compile("|".join(pattern.pattern for code, pattern in _LETTERS.items() if code != "ar"))
_DOUBT = 2.0
_ACCENTED = re.compile("[À-ÖØ-öø-ÿĀ-ſ]")
_HEADLINE = 8
_WORD = re.compile(r"[^\W\d_]+")


def identify(text: str) -> str | None:
    """The language a text is mostly written in: ar, fa, ur, ps, ckb, ug or en; None when it cannot be told."""
    sample = text[:4000]
    latin, arabic = (len(pattern.findall(sample)) for pattern in _SCRIPTS.values())
    if latin + arabic < 3:
        return None
    words = [word.lower() for word in _WORD.findall(sample)]
    scores = {code: sum(2.5 for word in words if word in known) for code, known in _FUNCTION.items()}
    if latin > arabic:
        return "en" if _is_english(sample, words) and (scores["en"] or latin > 3 * arabic) else None
    for code, pattern in _LETTERS.items():
        scores[code] += _WEIGHT[code] * len(pattern.findall(sample)) / 2
    scores["ar"] += sum(1.0 for word in words if word.startswith(("ال", "وال", "بال", "لل")) and len(word) > 4)
    scores.pop("en")
    if not _FOREIGN.search(sample):
        # Written with the letters of Arabic alone: a word or two of another language may be a name or a designation.
        scores = {code: score if code == "ar" else score - _DOUBT for code, score in scores.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > 0 else ("ar" if arabic > 3 else None)


def _is_english(sample: str, words: list[str]) -> bool:
    """Whether Latin words are English: by its function words, or a headline too short to have any language's."""
    english = sum(word in _FUNCTION["en"] for word in words)
    other = sum(word in _OTHER_LATIN for word in words) + len(_ACCENTED.findall(sample))
    return english > other or (english == other == 0 and len(words) <= _HEADLINE)

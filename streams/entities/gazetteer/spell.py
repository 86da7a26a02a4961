"""Spellings of a weapon system, generated from its designation and from stems with alternatives.

A designation (`S-400`, `Su-35S`, `MQ-9`, `AH-64`) is letters and digits; wires write its letters in Latin, as Arabic
letter names (`إم كيو`) or as the maker's name (`سوخوي`). The separators between runs are folded away before matching,
so they are no part of a spelling. A stem gives alternatives in braces: `هيمار{س|ز}`, `بات{ر|}يوت`.
"""

from __future__ import annotations

import itertools
import re

from streams.entities.gazetteer.key import RUNS

LETTERS: dict[str, tuple[str, ...]] = {
    "a": ("ايه", "اي"),
    "b": ("بي",),
    "c": ("سي",),
    "d": ("دي",),
    "e": ("اي",),
    "f": ("اف", "ف", "ايف"),
    "g": ("جي", "جيه"),
    "h": ("اتش", "ايتش"),
    "i": ("اي",),
    "j": ("جي", "جيه", "جاي"),
    "k": ("كي", "كيه"),
    "l": ("ال",),
    "m": ("ام", "م"),
    "n": ("ان",),
    "o": ("او",),
    "p": ("بي",),
    "q": ("كيو",),
    "r": ("ار",),
    "s": ("اس", "س"),
    "t": ("تي", "ت"),
    "u": ("يو",),
    "v": ("في",),
    "w": ("دبليو",),
    "x": ("اكس",),
    "y": ("واي",),
    "z": ("زد", "زي"),
}
"""Arabic names of the Latin letters as wires write them, the usual one first; already folded."""

_WORDS = frozenset({"اي", "ال", "ان", "او", "في"})
"""Letter names that are words too (`أي 3`, `أن 26`, `في 2`): no spelling of a letter that stands alone."""

MAKERS: dict[str, tuple[str, ...]] = {
    "su": ("سو", "سوخوي", "اس يو", "su", "sukhoi"),
    "mig": ("ميغ", "ميج", "ميك", "ميق", "mig"),
    "tu": ("تو", "توبوليف", "تي يو", "tu", "tupolev"),
    "ka": ("كا", "كاموف", "ka", "kamov"),
    "mi": ("مي", "ام اي", "ميل", "mi"),
    "il": ("ايل", "اليوشن", "اليوشين", "il", "ilyushin"),
    "an": ("انتونوف", "an", "antonov"),
    "yak": ("ياك", "ياكوفليف", "yak"),
    "be": ("بيرييف", "be"),
    "kh": ("خا", "كي اتش", "كيه اتش", "اكس", "خ", "kh", "x"),
    "al": ("ال", "al"),
    "tb": ("تي بي", "تيبي", "ت ب", "tb"),
    "tos": ("توس", "تي او اس", "tos"),
    "bmp": ("بي ام بي", "ب م ب", "bmp"),
    "btr": ("بي تي ار", "ب ت ر", "btr"),
    "bm": ("بي ام", "bm"),
    "df": ("دي اف", "دونغ فنغ", "دونغفنغ", "df", "dongfeng"),
    "uh": ("يو اتش", "يو ايتش", "uh"),
    "jf": ("جي اف", "جيه اف", "جاي اف", "jf"),
    "gbu": ("جي بي يو", "gbu"),
    "agm": ("ايه جي ام", "اي جي ام", "agm"),
    "aim": ("ايم", "ايه اي ام", "اي اي ام", "aim"),
    "kc": ("كي سي", "كيه سي", "kc"),
    "ch": ("سي اتش", "سي ايتش", "ch"),
    "nasams": ("ناسامس", "ناسامز", "nasams"),
}
"""Prefixes that are read as a word or a maker's name; letter by letter otherwise."""

_ABBREVIATION = 3
"""Letters of the longest run that is read letter by letter; a longer one is a word."""
_ALTERNATIVES = re.compile(r"\{([^}]*)\}")


def expand(stem: str) -> tuple[str, ...]:
    """All readings of a stem with alternatives in braces, the first choice first."""
    pieces = _ALTERNATIVES.split(stem)
    choices = [piece.split("|") if index % 2 else [piece] for index, piece in enumerate(pieces)]
    return tuple("".join(choice) for choice in itertools.product(*choices))


def _letters(run: str) -> tuple[str, ...]:
    """Spellings of a run of Latin letters: the run itself, and letter names joined or apart."""
    if run in MAKERS:
        return MAKERS[run]
    if len(run) > _ABBREVIATION:
        return (run,)
    names = [LETTERS[letter] for letter in run]
    if len(names) == 1:
        return (*(name for name in names[0] if name not in _WORDS), run)
    joined = ("".join(choice) for choice in itertools.product(*(options[:2] for options in names)))
    apart = (" ".join(choice) for choice in itertools.product(*(options[:2] for options in names)))
    return (*apart, *joined, run)


def designation(code: str) -> frozenset[str]:
    """Keys of all spellings of a designation.

    A single letter name stands for itself only next to digits, as `س 300`; without digits (`NLAW`) only readings of two
    letters and more are given.
    """
    runs = RUNS.findall(code.lower())
    choices = [[run] if run.isdigit() or not run.isascii() else list(dict.fromkeys(_letters(run))) for run in runs]
    return frozenset(" ".join(choice) for choice in itertools.product(*choices))


def arabic(code: str) -> str:
    """The usual Arabic spelling of a designation: `S-400` gives `إس-400`."""
    hamza = {"اس": "إس", "اف": "إف", "ام": "إم", "اتش": "إتش", "ار": "آر", "اكس": "إكس", "ان": "إن", "ايه": "إيه"}
    words = []
    for run in RUNS.findall(code.lower()):
        first = run if run.isdigit() or not run.isascii() else _letters(run)[0]
        words.append(" ".join(hamza.get(word, word) for word in first.split()))
    return "-".join(words)


def stems(patterns: list[str]) -> frozenset[str]:
    """All readings of stems; a foreign g is written غ or ج alike, the wires do both."""
    names = {name for pattern in patterns for name in expand(pattern)}
    return frozenset(names | {name.replace("غ", "ج") for name in names})

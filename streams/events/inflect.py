"""Every written form of a verb and its verbal nouns, unvowelled and folded, with attached pronouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from marsad.arabic.normalize import fold

Tense = Literal["past", "present", "masdar", "word"]

_WEAK = "يوا"
_NO_ALEF = ("ه", "ا", "ي", "ء")
"""Last letters that no accusative alef is written behind."""
_SHADDA = "\u0651"
PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا", "كم")
_PAST = (("", "m"), ("ت", "f"), ("وا", "p"), ("تا", "p"), ("ن", "p"), ("نا", "us"))
_PRESENT = (
    ("ي", "", "m"),
    ("ت", "", "f"),
    ("ن", "", "us"),
    ("ا", "", "me"),
    ("ي", "ون", "p"),
    ("ي", "وا", "p"),
    ("ي", "ان", "p"),
    ("ت", "ان", "p"),
)


@dataclass(frozen=True, slots=True)
class Form:
    """What a written form is: its tense, its subject (m, f, p, us, me or nothing) and the pronoun attached to it."""

    tense: Tense
    subject: str = ""
    pronoun: str = ""
    short: bool = False
    """The shortened present of a weak verb, which only `لم` and `لا` bring about."""


def _past(stem: str, *, weak: bool) -> Iterator[tuple[str, Form]]:
    """Past forms; a weak last letter (`ى`, `ا`, not `أ`) is dropped or turned as it is in writing."""
    for suffix, subject in _PAST:
        base = stem[:-1] if weak and suffix in ("ت", "وا", "تا") else stem
        if weak and suffix in ("ن", "نا"):
            base = stem[:-1] + ("ي" if stem[-1] == "ي" else "و")
        yield base + suffix, Form("past", subject)


def _present(stem: str, *, doubled: bool) -> Iterator[tuple[str, Form]]:
    """Present forms, and the shortened ones of weak verbs; a doubled middle letter is not weak."""
    root = stem[1:]
    for prefix, suffix, subject in _PRESENT:
        base = root[:-1] if suffix and root[-1] in _WEAK and suffix != "ان" else root
        yield prefix + base + suffix, Form("present", subject)
    short = ""
    if root[-1] in _WEAK:
        short = root[:-1]
    elif len(root) == 3 and root[1] in _WEAK and not doubled:
        short = root[0] + root[2]
    for prefix, suffix, subject in _PRESENT:
        if short and not suffix:
            yield prefix + short, Form("present", subject, short=True)


def _joined(word: str, subject: str = "") -> Iterator[tuple[str, str]]:
    """The word with each pronoun that can be attached to it, and alone."""
    yield word, ""
    base = word
    if word.endswith("وا"):
        base = word[:-1]
    elif word.endswith("ه") and not subject:
        base = word[:-1] + "ت"
    elif word.endswith("ي") and subject:
        base = word[:-1] + "ا"
    for pronoun in PRONOUNS:
        yield base + pronoun, pronoun
        if word.endswith("ء") and not subject:
            yield word[:-1] + "ي" + pronoun, pronoun
            yield word[:-1] + "و" + pronoun, pronoun
        if base != word and word.endswith("ي"):
            yield word + pronoun, pronoun


def verb(parts: str) -> Iterator[tuple[str, Form]]:
    """Forms of a verb written as "past present masdar…", in its natural spelling."""
    past, *rest = parts.split()
    finite = list(_past(fold(past), weak=past[-1] in "ىا"))
    if rest:
        finite += _present(fold(rest[0]), doubled=_SHADDA in rest[0])
    for bare, form in finite:
        yield from ((word, replace(form, pronoun=pronoun)) for word, pronoun in _joined(bare, form.subject))
    for masdar in rest[1:]:
        written = fold(masdar)
        yield from ((word, Form("masdar", "", pronoun)) for word, pronoun in _joined(written))
        if not written.endswith(_NO_ALEF):
            yield written + "ا", Form("masdar")


def noun(word: str) -> Iterator[tuple[str, Form]]:
    """Forms of a noun: with and without pronouns."""
    yield from ((form, Form("word", "", pronoun)) for form, pronoun in _joined(fold(word)))

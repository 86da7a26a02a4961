"""What one word looks like to the linear model: its normal form, proclitics, stem, shape and affixes."""

import re
from dataclasses import dataclass
from typing import Final

from streams.entities.tagger.pieces import bare

_SAME_LETTER: Final = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0" * 20)
_ASCII_DIGIT: Final = re.compile("[0-9]")
_NUMBER: Final = re.compile("[0.,/:%-]+")
_ARTICLES: Final = ("وبال", "وكال", "فبال", "والل", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل")
_PROCLITICS: Final = "وفبلك"
_SHORTEST_STEM: Final = 3
_AFFIX: Final = 4
_LONGEST: Final = 9


def normal(word: str) -> str:
    """One spelling for what wires spell at random: hamza, alef maqsura, ta marbuta; every digit is 0."""
    return _ASCII_DIGIT.sub("0", bare(word).translate(_SAME_LETTER).translate(_DIGITS))


def split(form: str) -> tuple[str, str]:
    """Proclitics and stem of a normal form: the longest with an article, else one letter of a long word."""
    for article in _ARTICLES:
        if form.startswith(article) and len(form) - len(article) >= _SHORTEST_STEM:
            return article, form[len(article) :]
    if len(form) > _SHORTEST_STEM + 1 and form[0] in _PROCLITICS:
        return form[0], form[1:]
    return "", form


def heads(form: str) -> tuple[str, ...]:
    """Forms under which a name list may hold the word: itself, and itself without one proclitic."""
    found = [form]
    if len(form) > _SHORTEST_STEM and form[0] in _PROCLITICS:
        found.append(form[1:])
    if form.startswith("لل"):
        found.append("ال" + form[2:])
    if form.startswith("ولل"):
        found.append("ال" + form[3:])
    return tuple(found)


def shape(form: str) -> str:
    """Coarse kind of characters: NUM, num+, LAT, lat, P and the sign, or ar."""
    if _NUMBER.fullmatch(form):
        return "NUM"
    if "0" in form:
        return "num+"
    if form.isascii():
        if any(letter.isupper() for letter in form):
            return "LAT"
        return "lat" if any(letter.isalpha() for letter in form) else "P" + form[:1]
    return "ar" if any(letter.isalpha() for letter in form) else "P" + form[:1]


@dataclass(frozen=True, slots=True)
class Word:
    """A word type, analysed once.

    Attributes:
        form: normal form.
        clitics: proclitics split off, may be empty.
        stem: the rest.
        shape: coarse kind of characters.
        clusters: ids of distributional clusters, coarse first; empty for a rare word.
        lists: which single-name lists hold it, as feature values.
        heads: see `heads`.
    """

    form: str
    clitics: str
    stem: str
    shape: str
    clusters: tuple[str, ...]
    lists: tuple[str, ...]
    heads: tuple[str, ...]

    def inner(self) -> list[str]:
        """Features of the word for its own tag."""
        found = ["bias", f"w={self.form}", f"st={self.stem}", f"c={self.clitics}", f"sh={self.shape}"]
        found.append(f"len={min(len(self.form), _LONGEST)}")
        if self.shape == "ar":
            for size in range(1, min(_AFFIX + 1, len(self.form))):
                found += [f"p{size}={self.form[:size]}", f"s{size}={self.form[-size:]}"]
            if self.clitics and len(self.stem) > _SHORTEST_STEM:
                found += [f"sp3={self.stem[:3]}", f"sp2={self.stem[:2]}"]
        found += [f"k{level}={cluster}" for level, cluster in enumerate(self.clusters)]
        return found + [f"u={name}" for name in self.lists]

    def around(self) -> list[str]:
        """Features of the word for the tags of its neighbours, without the offset that `near` and `far` put before."""
        found = [f"w={self.form}", f"st={self.stem}", f"sh={self.shape}", f"c={self.clitics}"]
        found += [f"p3={self.form[:3]}", f"s3={self.form[-3:]}", f"s2={self.form[-2:]}"]
        found += [f"k{level}={cluster}" for level, cluster in enumerate(self.clusters)]
        return found + [f"u={name}" for name in self.lists]

    def near(self, offset: int) -> list[str]:
        """Features of the word for the tag of the word `-offset` away (offset -1: this is the word before)."""
        return [f"{offset}{name}" for name in self.around()]

    def far(self, offset: int) -> list[str]:
        """Features of the word for the tag of a word two away."""
        return [f"{offset}w={self.form}"] + [f"{offset}k{n}={cluster}" for n, cluster in enumerate(self.clusters)]


def bonds(left: Word, right: Word) -> list[str]:
    """Features of two neighbours, without the side that `pair` puts into them."""
    found = [f"bg={left.form}|{right.form}", f"cc={left.clitics}|{right.clitics}"]
    if left.clusters and right.clusters:
        found.append(f"kk={left.clusters[0]}|{right.clusters[0]}")
    return found


def pair(left: Word, right: Word, side: str) -> list[str]:
    """Features of two neighbours for the tag of the right one (side `-`) or of the left one (side `+`)."""
    return [f"{name[:2]}{side}{name[2:]}" for name in bonds(left, right)]

"""One spelling for every way a wire writes a word, with a map back to the text as it came.

Folded: alef and hamza forms (`أ إ آ ٱ` to `ا`, `ؤ` to `و`, `ئ` to `ي`; a lone `ء` stays, it tells `ماء` from `ما`),
`ى` to `ي`, `ة` to `ه`, Persian and Urdu letters to their Arabic kin (`ک` to `ك`, `ی` to `ي`, `ڤ` to `ف`, `پ` to `ب`,
`چ` to `ج`, `گ` to `ك`), presentation forms and full-width letters (Unicode NFKC), Arabic-Indic and Persian digits to
ASCII, dashes to `-`, quotation marks to `"` and `'`, wide spaces to a space, Latin letters to lower case without
accents.
Dropped: diacritics and Quranic marks, tatweel, bidi controls, zero-width marks, soft hyphens, control characters.
Kept as they are: line breaks, `،`, `؛`, `؟`, `…`, the underscore, `#`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

_DROPPED = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u0300-\u036f\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_FOLDED = {
    "أإآٱٲٳٵ": "ا",
    "ؤٶۄۆۇۈۉۊۋۏٷ": "و",
    "ئىٸیێېۍےۓ": "ي",
    "ةھہەۀۂۃہۿ": "ه",
    "کڪګگ": "ك",
    "ڤڥڢ": "ف",
    "پ": "ب",
    "چ": "ج",
    "ژ": "ز",
    "ı": "i",
    "‐‑‒–—―−⁃﹘﹣－": "-",
    "«»“”„‟″‶❝❞〝〞＂": '"',
    "‘’‚‛`´ʼ′＇": "'",
    "\t\v\f\x1c\x1d\x1e\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007": " ",
    "\u2008\u2009\u200a\u202f\u205f\u3000": " ",
    "\r\x85\u2028\u2029": "\n",
    "٫": ".",
    "٬": ",",
    "٪": "%",
    "٠۰": "0",
    "١۱": "1",
    "٢۲": "2",
    "٣۳": "3",
    "٤۴": "4",
    "٥۵": "5",
    "٦۶": "6",
    "٧۷": "7",
    "٨۸": "8",
    "٩۹": "9",
}
_COMPATIBLE = ((0xFB00, 0xFB07), (0xFB50, 0xFE00), (0xFE70, 0xFEFD), (0xFF01, 0xFF5F))
_ACCENTED = ((0x00C0, 0x0250), (0x1E00, 0x1F00))
_CASED = ((0x41, 0x5B), (0x0370, 0x0530))
_DROP = re.compile(f"[{_DROPPED}]")
_TAIL = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]+")
_WORDS = 65_536


def _folded(char: str, simple: dict[str, str]) -> str:
    """What one character becomes once folding changes it no more."""
    plain = unicodedata.normalize("NFKC", char)
    if char.isalpha() and char < "\u2000" and not "\u0600" <= char <= "\u06ff":
        plain = unicodedata.normalize("NFKD", char)
    plain = _DROP.sub("", plain)
    plain = plain.strip() if len(plain) > 1 else plain
    if " " in plain:
        # A sign for a whole phrase (U+FDFA) stays one sign: its words would share one place in the original.
        return char
    return "".join(simple.get(one, one.lower() if len(one.lower()) == 1 else one) for one in plain)


def _tables() -> tuple[dict[int, str | None], re.Pattern[str]]:
    """The table for `str.translate`, and the pattern of the runs whose length it changes."""
    simple = {char: to for group, to in _FOLDED.items() for char in group}
    table: dict[int, str | None] = {ord(char): to for char, to in simple.items()}
    for first, last in (*_COMPATIBLE, *_ACCENTED, *_CASED):
        table.update({code: _folded(chr(code), simple) for code in range(first, last) if chr(code) not in simple})
    table.update({code: None for code in range(0x10000) if _DROP.match(chr(code))})
    uneven = "".join(re.escape(chr(code)) for code, to in table.items() if to is not None and len(to) != 1)
    return table, re.compile(f"[{_DROPPED}]+|[{uneven}]")


_TABLE, _UNEVEN = _tables()


@dataclass(frozen=True, slots=True)
class Normalized:
    """A normalised text and the way back.

    The map is kept as the points where the distance between the two texts changes: none for a clean text.
    """

    text: str
    original: str
    _after: tuple[int, ...] = ()
    """Normalised offsets from which on a new distance holds, ascending."""
    _distance: tuple[int, ...] = ()
    """Original offset less normalised offset, from the point of the same index on."""

    def origin(self, offset: int) -> int:
        """The original offset of the character at a normalised offset."""
        index = bisect_right(self._after, offset) - 1
        return offset + (self._distance[index] if index >= 0 else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Normalised `start:end` as a slice of the original, with the diacritics of its last letter."""
        if not self._after:
            return start, end
        first = self.origin(start)
        if end <= start:
            return first, first
        last = self.origin(end - 1) + 1
        tail = _TAIL.match(self.original, last)
        return first, tail.end() if tail else last

    def offset(self, origin: int) -> int:
        """The normalised offset of the first kept character at or after an original offset."""
        return bisect_left(range(len(self.text)), origin, key=self.origin) if self._after else origin


def normalize(text: str) -> Normalized:
    """Normalise a text.

    Normalising twice changes nothing. Linear in the length of the text.
    """
    folded = text.translate(_TABLE)
    after: list[int] = []
    distances: list[int] = []
    distance = 0
    for run in _UNEVEN.finditer(text):
        piece = len(run.group().translate(_TABLE))
        at = run.start() - distance
        if piece > 1:
            # Every letter of an expanded ligature comes from the ligature itself.
            after.extend(range(at + 1, at + piece))
            distances.extend(distance - step for step in range(1, piece))
        distance += len(run.group()) - piece
        after.append(at + piece)
        distances.append(distance)
    return Normalized(folded, text, tuple(after), tuple(distances))


@lru_cache(maxsize=_WORDS)
def fold(word: str) -> str:
    """The normalised form of one word, cached; the same as `normalize(word).text`."""
    return word.translate(_TABLE)

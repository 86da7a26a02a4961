"""Text that was decoded wrongly before it was published: decoded back where that is certain.

`Ø§Ù„` is `ال` in UTF-8 read as windows-1252, `ط§ظ„` the same read as windows-1256, `Çá` is `ال` in windows-1256 read as
windows-1252. Only runs that decode strictly, into convincing words, are touched: a real Arabic `وسط،` stays as it is.
"""

from __future__ import annotations

import re
from typing import Final

from connectors.sources.parse.letters import likeness

_CONTROL: Final = re.compile("[\x80-\x9f]")
_ROUNDS: Final = 3
_MIN_PAIRS: Final = 3
_ENCODINGS: Final = ("cp1252", "cp1256", "latin-1")
_ARTICLE: Final = "Çá"
_UNLIKELY: Final = -0.5
_LIKELY: Final = 0.3


def _table(encoding: str) -> dict[str, int]:
    """Character → byte, with the bytes that the encoding leaves undefined kept as C1 controls."""
    table = {chr(byte): byte for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        try:
            table[bytes([byte]).decode(encoding)] = byte
        except UnicodeDecodeError:
            table[chr(byte)] = byte
    return table


def _pattern(table: dict[str, int], least: int) -> re.Pattern[str]:
    """At least so many UTF-8 sequences in a row, spaces and punctuation between them."""
    two = "".join(char for char, byte in table.items() if 0xC2 <= byte <= 0xDF)
    three = "".join(char for char, byte in table.items() if 0xE0 <= byte <= 0xEF)
    tail = "".join(char for char, byte in table.items() if 0x80 <= byte <= 0xBF)
    two, three, tail = map(re.escape, (two, three, tail))
    return re.compile(f"(?:(?:[{two}][{tail}]|[{three}][{tail}]{{2}})[ -@]*+){{{least},}}+")


_TABLES: Final = {name: _table(name) for name in _ENCODINGS}
_PATTERNS: Final = {name: _pattern(table, _MIN_PAIRS) for name, table in _TABLES.items()}
# Not for windows-1256: what leads there are Arabic letters, and `ط،` may be right.
_SINGLE: Final = {name: _pattern(_TABLES[name], 1) for name in ("cp1252", "latin-1")}
_LATIN_TO_ARABIC: Final = {ord(char): bytes([byte]).decode("cp1256") for char, byte in _TABLES["cp1252"].items()}


def repair(text: str) -> str:
    """The text with wrongly decoded runs decoded back; the same object where there are none."""
    if text.isascii():
        return text
    if _is_suspect(text):
        text = _from_utf8(text)
    return _from_1256(text) if _ARTICLE in text else text


def _is_suspect(text: str) -> bool:
    """Alef is 0xD8 0xA7, lam 0xD9 0x84, Latin letters begin with 0xC3, quotes with 0xE2 0x80: every such text has one.

    One `in` after the other is ten times as fast as a regular expression or a loop over the marks.
    """
    return (
        "§" in text
        or "„" in text
        or "\x84" in text
        or "Ã" in text
        or ("â" in text and ("â€" in text or "â\x80" in text))
    )


def _from_utf8(text: str) -> str:
    for _ in range(_ROUNDS):
        before = text
        for name in _ENCODINGS:
            repaired = _replaced(text, _PATTERNS[name], name)
            if repaired != text and name in _SINGLE:
                # Where much was wrong, what is left of the same kind is wrong too, however short.
                repaired = _replaced(repaired, _SINGLE[name], name)
            text = repaired
        if text == before:
            return text
    return text


def _replaced(text: str, pattern: re.Pattern[str], encoding: str) -> str:
    return pattern.sub(lambda match: _decoded(match.group(), _TABLES[encoding]), text)


def _decoded(run: str, table: dict[str, int]) -> str:
    data = bytes(ord(char) if char.isascii() else table.get(char, 0xFF) for char in run)
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError:
        return run
    return decoded if not _CONTROL.search(decoded) or not _CONTROL.search(_from_utf8(decoded)) else run


def _from_1256(text: str) -> str:
    """windows-1256 read as windows-1252: words of nothing but accented letters, which are good Arabic read rightly."""
    arabic = text.translate(_LATIN_TO_ARABIC)
    return arabic if likeness(text) < _UNLIKELY and likeness(arabic) > _LIKELY else text

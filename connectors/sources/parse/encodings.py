"""Bytes to text by evidence: byte order mark, the bytes themselves, then what is declared, then letter statistics.

What a feed declares about its encoding is wrong often enough that it is only one voice: valid UTF-8 with non-ASCII
characters is UTF-8 whatever it says, and a single-byte text is decoded the way that gives the most plausible words.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

import w3lib.encoding

from connectors.sources.parse.letters import likeness

_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+(?:[ \xa0]?[\x80-\xff]+)*")
_UNSAFE: Final = {"utf-7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"}
_ALIASES: Final = {
    "windows1256": "cp1256",
    "win-1256": "cp1256",
    "win1256": "cp1256",
    "ansi-1256": "cp1256",
    "x-windows-1256": "cp1256",
    "windows-arabic": "cp1256",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-6-e": "iso8859-6",
    "dos-720": "cp720",
    "x-mac-arabic": "mac-arabic",
    "unicode": "utf-16",
}
_ALWAYS: Final = ("cp1256", "iso8859-6", "cp1252")
_MULTIBYTE: Final = frozenset(
    ["gb18030", "gbk", "gb2312", "big5", "big5hkscs", "euc_jp", "shift_jis", "cp932", "iso2022_jp", "euc_kr", "cp949"]
)
"""Chinese, Japanese and Korean: bytes that decode strictly as declared are what they are said to be."""
_XML_BONUS: Final = 0.6
_HTTP_BONUS: Final = 0.4
_MOSTLY: Final = 4
"""How many valid multi-byte characters a broken one must be outweighed by for the text to be UTF-8."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding that it was in; `broken` where some bytes were none, `declared` what the feed says."""

    text: str
    encoding: str
    broken: bool = False
    declared: tuple[str, ...] = ()

    @property
    def contradicted(self) -> bool:
        """Whether the feed declares encodings and none of them is the real one."""
        return bool(self.declared) and self.encoding not in self.declared and not self.text.isascii()


def charset_of(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header, as written."""
    match = _CHARSET.search(content_type or "")
    return match.group(1) if match else None


def resolve(name: str | None) -> str | None:
    """Python's name of a text encoding as browsers understand it, or None for an unknown or unsafe one."""
    if not name:
        return None
    label = name.strip().lower()
    resolved = w3lib.encoding.resolve_encoding(_ALIASES.get(label, label))
    if resolved is None or resolved.replace("_", "-") in _UNSAFE or resolved in _UNSAFE:
        return None
    try:
        info = codecs.lookup(resolved)
    except LookupError:
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode a body. Never fails: what is no text becomes U+FFFD and is reported as broken."""
    declared = _declared(body, content_type)
    for mark, encoding in _BOMS:
        if body.startswith(mark) and (encoding != "utf-8" or _mostly_utf8(body)):
            return _settled(body[len(mark) :], encoding, declared)
    wide = _wide(body)
    if wide:
        return _settled(body, wide, declared)
    try:
        return Decoded(body.decode("utf-8"), "utf-8", declared=declared)
    except UnicodeDecodeError:
        return _not_utf8(body, declared)


def _settled(body: bytes, encoding: str, declared: tuple[str, ...]) -> Decoded:
    if encoding == "utf-8":
        text, broken = _patched_utf8(body)
        return Decoded(text, encoding, broken, declared)
    try:
        return Decoded(body.decode(encoding), encoding, declared=(encoding,))
    except UnicodeDecodeError:
        return Decoded(body.decode(encoding, "replace").rstrip("\ufffd"), encoding, True, (encoding,))


def _not_utf8(body: bytes, declared: tuple[str, ...]) -> Decoded:
    if _mostly_utf8(body):
        text, _ = _patched_utf8(body)
        return Decoded(text, "utf-8", True, declared)
    for name in declared:
        if name in _MULTIBYTE and (wide := _strictly(body, name)) is not None:
            return Decoded(wide, name, declared=declared)
    candidates = dict.fromkeys((*(name for name in declared if not name.startswith("utf-")), *_ALWAYS))
    sample = b" ".join(match.group() for match in _WORDS.finditer(body, 0, 400_000))
    best = max(candidates, key=lambda name: _score(sample, name, declared))
    text = body.decode(best, "replace")
    return Decoded(text, best, "\ufffd" in text, declared)


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None


def _declared(body: bytes, content_type: str | None) -> tuple[str, ...]:
    match = _DECLARATION.search(body[:1024])
    names = (resolve(match.group(1).decode("ascii")) if match else None, resolve(charset_of(content_type)))
    return tuple(dict.fromkeys(name for name in names if name))


def _score(sample: bytes, encoding: str, declared: tuple[str, ...]) -> float:
    bonus = 0.0
    if encoding in declared:
        bonus = _XML_BONUS if encoding == declared[0] else _HTTP_BONUS
    return likeness(sample.decode(encoding, "replace")) + bonus


_WORDS: Final = re.compile(rb"(?<![A-Za-z])[A-Za-z]{0,30}+[\x80-\xff][A-Za-z\x80-\xff]{0,200}")


def _wide(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark: markup gives every other byte (or three of four) as NUL."""
    head = body[:400]
    if len(head) < 8 or head.count(0) * 4 < len(head):
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if head.count(0) * 10 >= len(head) * 7:
        return "utf-32-be" if head[0] == 0 else "utf-32-le"
    if odd >= 4 * max(even, 1):
        return "utf-16-le"
    return "utf-16-be" if even >= 4 * max(odd, 1) else None


def _mostly_utf8(body: bytes) -> bool:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - broken
    return broken == 0 or good >= _MOSTLY * broken


def _patched_utf8(body: bytes) -> tuple[str, bool]:
    """UTF-8 with each broken run decoded by itself: as windows-1256 or -1252 where it is a word, else dropped."""
    try:
        return body.decode("utf-8"), False
    except UnicodeDecodeError:
        pieces: list[str] = []
        end = 0
        for match in _HIGH_RUN.finditer(body):
            pieces.append(body[end : match.start()].decode("ascii", "replace"))
            pieces.append(_run(match.group()))
            end = match.end()
        pieces.append(body[end:].decode("ascii", "replace"))
        return "".join(pieces), True


def _run(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if len(text) - broken > broken:
        return text.replace("\ufffd", "")
    if len(data) == 1:
        return data.decode("cp1252", "replace") if data < b"\xc0" else ""
    return max((data.decode(name, "replace") for name in ("cp1256", "cp1252")), key=likeness)

"""What a body is, by its content: a Content-Type header is only asked where the content does not say."""

from __future__ import annotations

import re
from typing import Final, Literal

Kind = Literal["rss", "rdf", "atom", "sitemap", "sitemap_index", "json", "html", "loose", "unknown"]

_ROOT: Final = re.compile(r"<(?:[\w.-]{1,40}:)?(rss|rdf|feed|urlset|sitemapindex)(?=[\s>/])", re.IGNORECASE)
_PLAINLY: Final = re.compile(rf"(?:<\?xml[^<>]{{0,200}}\?>)?\s*+(?={_ROOT.pattern})", re.IGNORECASE)
"""Nothing but a declaration before the root: nearly every feed."""
_PAGE: Final = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_ELEMENT: Final = re.compile(r"<[a-zA-Z]")
_FRAGMENT: Final = re.compile(
    r"<(?:h[1-6]|p|div|span|title|script|style|meta|link|frameset|a|b|br|center|table|form|font|img)[\s/>]",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(r"<(?:opml|svg|soap(?:-env)?:envelope)[\s>]", re.IGNORECASE)
_LOOSE: Final = re.compile(r"<(?:channel|item|entry)(?=[\s>])", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_WINDOW: Final = 200_000

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image or another RIFF file"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"OggS", "a sound or video"),
    (b"ID3", "a sound"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"SQLite format 3", "a database"),
)

_KINDS: Final[dict[str, Kind]] = {
    "rss": "rss",
    "rdf": "rdf",
    "feed": "atom",
    "urlset": "sitemap",
    "sitemapindex": "sitemap_index",
}


def binary(body: bytes) -> str | None:
    """What kind of binary file a body is, in words, or None."""
    for magic, words in _MAGIC:
        if body.startswith(magic):
            return words
    return "a video" if body[4:8] == b"ftyp" else None


def kind(text: str) -> tuple[Kind, int]:
    """What a text is, and where its root element begins."""
    start = len(text) - len(text.lstrip("\ufeff\u200b\x00 \t\r\n"))
    if text[start : start + 1] in {"{", "["}:
        return "json", start
    plainly = _PLAINLY.match(text, start)
    if plainly:
        return _KINDS[plainly.group(1).lower()], plainly.end()
    window = _blanked(text[:_WINDOW])
    page = _PAGE.search(window)
    root = _ROOT.search(window)
    element = _ELEMENT.search(window)
    if root and (page is None or root.start() < page.start() or (element and element.start() == root.start())):
        return _KINDS[root.group(1).lower()], root.start()
    other = _OTHER.search(window)
    if page and not (other and other.start() < page.start()):
        return "html", page.start()
    loose = _LOOSE.search(window)
    if loose:
        return "loose", loose.start()
    return ("html", start) if element and _FRAGMENT.match(window, element.start()) else ("unknown", start)


def _blanked(text: str) -> str:
    """The same text with comments and CDATA blanked out, so that what they hold decides nothing."""
    return _HIDDEN.sub(lambda match: " " * len(match.group()), text) if "<!" in text else text

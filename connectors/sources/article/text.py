"""Hostile HTML to plain text: no tags, scripts, styles, comments or entities left; one line a paragraph."""

from __future__ import annotations

import html
import html.entities
import re
from functools import cache
from typing import Final

from lxml import etree

from connectors.sources.parse.model import TEXT, Markup
from connectors.sources.parse.mojibake import repair

_TAG: Final = re.compile(r"</?[a-zA-Z][\w:.-]*(?:\s[^<>]*)?/?>|<!--|<!\[|<\?|<!doctype", re.IGNORECASE)
_NAMES: Final = (
    "a|abbr|article|aside|audio|b|big|blockquote|body|br|button|canvas|center|cite|code|dd|del|div|dl|dt|em|embed"
    "|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|mark|meta|nav"
    "|noscript|object|ol|option|p|picture|pre|q|s|script|section|select|small|source|span|strike|strong|style|sub|sup|svg"
    "|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
_KNOWN: Final = re.compile(rf"<(?=[/!a-z])(?:!--|!\[cdata\[|/?(?:{_NAMES})(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_PLAINLY: Final = re.compile(
    rf"<(?=[/!a-z])(?:!--|!\[cdata\[|/(?:{_NAMES})\s*>|(?:br|hr|p)\s*/?>|(?:{_NAMES})\s+[a-z-]+\s*=[^<>]*>)",
    re.IGNORECASE,
)
"""Markup that nobody writes who means the characters: ends of elements, attributes, breaks and paragraphs."""
_LITERAL: Final = re.compile(rf"<(?!!--|!\[cdata\[|/?(?:{_NAMES})(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_DROPPED: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "canvas",
        "head",
        "title",
        "select",
        "button",
        "textarea",
        "input",
        "audio",
        "video",
        "map",
        "frameset",
        "noframes",
        "noembed",
        "xml",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS: Final = frozenset({"td", "th"})
_HTML_PREFIXES: Final = frozenset({"h", "html", "xhtml"})
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Controls, halves of characters, non-characters, marks of direction (an override turns a headline round) and what is
# invisible; joiners stay, since Persian words need them.
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffd-\uffff\U000e0000-\U000e007f]"
)
_LONG_TAG: Final = 20_000
_LONG: Final = re.compile(rf"<([A-Za-z][\w:-]*+)[^<>]{{{_LONG_TAG},}}+>")
_MANY_ATTRIBUTES: Final = 1000
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
"""Those of Word hold conditions that would seem to end elsewhere; a comment that never ends is the parser's."""
_HIDES_REST: Final = re.compile(
    r"<(script|style|noscript|template|iframe|object|svg|math|head|title|select|textarea|button|canvas|audio|video)\b[^<>]*>",
    re.IGNORECASE,
)
_DOWNLEVEL: Final = re.compile(r"<!\[(?:if|endif|else)\b[^<>]{0,200}>", re.IGNORECASE)
_UNCLOSED_ENTITY: Final = re.compile(
    rf"&({'|'.join(name for name in html.entities.name2codepoint if len(name) > 3)})(?![a-zA-Z0-9;])"
)
_ENDLESS: Final = re.compile(r"&#(?:\d{9,}|[xX][0-9a-fA-F]{9,});?")
# What nearly every feed writes, and what needs no parser: blocks and emphasis without attributes.
_BLOCK_TAG: Final = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|blockquote)\s{0,9}/?>", re.IGNORECASE)
_INLINE_TAG: Final = re.compile(r"</?(?:b|strong|i|em|u|span)\s{0,9}/?>", re.IGNORECASE)
_PLAIN_MARKUP: Final = re.compile(f"(?:[^<]++|{_BLOCK_TAG.pattern}|{_INLINE_TAG.pattern})*+", re.IGNORECASE)
_SHOUTED: Final = re.compile("&([A-Z]{2,8});")
_HIDING: Final = re.compile(
    r"<(script|style|noscript|template|iframe|object|svg|math|head|title|select|textarea|button)\b.*?(?:</\1\s*>|\Z)"
    r"|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_BREAKING: Final = re.compile(
    r"</?(?:p|div|br|li|tr|h[1-6]|blockquote|ul|ol|table|section|article)\b[^<>]*>", re.IGNORECASE
)
_HAS_C1: Final = re.compile("[\x80-\x9f]")
_C1: Final = {byte: bytes([byte]).decode("cp1252", "ignore") or None for byte in range(0x80, 0xA0)}
"""As references (`&#146;`) they stand for the windows-1252 characters of these numbers; HTML reads them so too."""
_BREAK: Final = re.compile("\r\n?|[\u2028\u2029]")
_WRAPPED: Final = re.compile('(?<![.!?:؟…»"”\n \t])[ \t]*+\n(?![ \t]*[\n•*-])')
_ROUNDS: Final = 4
_DEEP: Final = 200
_SHORT: Final = 300
_PARAGRAPH: Final = "\x1d"
_JOINER: Final = "\u034f"
"""Invisible, and yet printable as Python has it."""
_MAX_SOURCE: Final = 2_000_000


def plain(source: Markup | None, limit: int) -> str:
    """Plain text of some markup, at most `limit` characters; the empty string for none."""
    if source is None:
        return ""
    value = source.value
    if len(value) < _SHORT and "<" not in value and "&" not in value and _is_clean(value):
        return " ".join(repair(value).split())[:limit]
    value = repair(value[:_MAX_SOURCE])
    if (simple := _simple(value) if source.kind != TEXT else None) is not None:
        return simple[:limit].strip()
    value = value.translate(_C1) if not value.isprintable() and _HAS_C1.search(value) else value
    text = value if source.kind == TEXT else _once(value)
    for _ in range(_ROUNDS):
        again = _again(text, literal=source.kind == TEXT)
        if again == text:
            break
        text = again
    if "<" in text and source.kind != TEXT:
        text = _TAG.sub("", text)
    return _tidy(repair(text))[:limit].strip()


def _simple(value: str) -> str | None:
    """What nearly every text is, in half the time: paragraphs and emphasis, and nothing to be taken out.

    Nothing but a shorter way: None for all else, which the long way reads, and the long way would read this the same.
    """
    flat = value.replace("\n", " ")
    if "<" not in flat or "&" in flat or "]]>" in flat or not _PLAIN_MARKUP.fullmatch(flat):
        return None
    if not _is_clean(flat) or _JOINER in flat:
        return None
    lines = _BLOCK_TAG.sub("\n", flat)
    text = _INLINE_TAG.sub("", lines) if "<" in lines else lines
    if repair(text) is not text:
        return None
    return "\n".join(line for line in map(_spaced, text.split("\n")) if line)


def _once(value: str) -> str:
    if "<" not in value or not _TAG.search(value):
        return _unwrapped(_unescaped(value) if "&" in value else value)
    return _from_html(value)


def _unescaped(text: str) -> str:
    """HTML's references as characters; a number too long for one is none, and Python would refuse to read it."""
    return html.unescape(_ENDLESS.sub("", text) if "&#" in text else text)


def _again(text: str, *, literal: bool) -> str:
    """What was escaped twice comes out as markup after the first reading: read it once more.

    A `literal` text is one that the feed calls plain: only what is plainly markup is taken for it, and `List<String>`
    or `a < b` beside it stay.
    """
    if "<" in text and (_PLAINLY if literal else _KNOWN).search(text):
        shown = _shown(text)
        shown = _LITERAL.sub("&lt;", shown) if literal else shown
        return _from_html(shown) if _KNOWN.search(shown) else shown
    if "&" not in text:
        return text
    text = _SHOUTED.sub(lambda match: html.entities.html5.get(match[1].lower() + ";", match[0]), text)
    text = _UNCLOSED_ENTITY.sub(r"&\1;", text)
    return _unescaped(text) if _ENTITY.search(text) else text


def _shown(text: str) -> str:
    """Text without the tags and comments that would hide all that follows: escaped and never closed, they are words."""
    lowered = text.lower()
    ends = cache(lambda name: f"</{name}" in lowered)  # looked for once, however many begin
    text = _HIDES_REST.sub(lambda tag: tag[0] if ends(tag[1].lower()) else "", text)
    ended = text.rfind("-->") + 1
    return text[:ended] + text[ended:].replace("<!--", "")


def _from_html(value: str) -> str:
    cleaned = value.replace("<![CDATA[", "").replace("]]>", "")
    if len(cleaned) != len(value):
        cleaned = cleaned.removesuffix("]]")
    if "<!--" in cleaned:
        ended = cleaned.rfind("-->") + len("-->")
        cleaned = _COMMENT.sub("", cleaned[:ended]) + cleaned[ended:]
    if "<![" in cleaned:
        cleaned = _DOWNLEVEL.sub("", cleaned)
    if not cleaned.isprintable():
        cleaned = _CONTROL.sub("", cleaned)
    if _PLAIN_MARKUP.fullmatch(cleaned):
        lines = _BLOCK_TAG.sub(_PARAGRAPH, cleaned.replace("\n", " "))
        words = _INLINE_TAG.sub("", lines) if "<" in lines else lines
        return (_unescaped(words) if "&" in words else words).replace(_PARAGRAPH, "\n")
    if len(cleaned) > _LONG_TAG:
        cleaned = _LONG.sub(_bare, cleaned)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(f"<html><body>{cleaned}</body></html>".encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    text = "".join(_pieces(root)).replace("\n", " ").replace(_PARAGRAPH, "\n") if root is not None else ""
    return text if text.strip() or not _is_unreadable(cleaned) else _stripped(cleaned)


def _bare(tag: re.Match[str]) -> str:
    """A tag without its attributes where they are so many that comparing each with each would take seconds."""
    many = max(tag.group().count("="), len(tag.group().split())) > _MANY_ATTRIBUTES
    return f"<{tag.group(1)}>" if many else tag.group()


def _is_unreadable(value: str) -> bool:
    """Whether a parser may have lost the text: tags nested deeper than it goes, or quotes that are never closed."""
    return value.count("<") > _DEEP or value.count('"') % 2 == 1 or value.count("'") % 2 == 1


def _stripped(value: str) -> str:
    """Text between the tags where no tree can be made of them."""
    visible = _BREAKING.sub("\n", _HIDING.sub(" ", value))
    return _unescaped(re.sub(r"<[^<>]*>", "", visible))


def _pieces(root: etree._Element) -> list[str]:
    """The text of a tree in order, without recursion: hostile pages nest deeper than the stack."""
    pieces: list[str] = []
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag, name = _named(element)
        if event == "start":
            if skipped is not None:
                continue
            if name in _DROPPED or _is_hidden(element):
                skipped = element
                continue
            pieces.append(_PARAGRAPH if tag in _BLOCKS else " " if tag in _CELLS else "")
            pieces.append(element.text or "")
            continue
        if skipped is None or element is skipped:
            skipped = None
            pieces.append(_PARAGRAPH if tag in _BLOCKS else " " if tag in _CELLS else "")
            pieces.append(element.tail or "")
    return pieces


def _named(element: etree._Element) -> tuple[str, str]:
    """An element's tag as HTML has it, and its name under any prefix: what is to be dropped is so under all."""
    if not isinstance(element.tag, str):
        return "", "script"
    prefix, _, name = element.tag.rpartition(":")
    return name if prefix in _HTML_PREFIXES else element.tag, name


def _is_hidden(element: etree._Element) -> bool:
    if not element.attrib:
        return False
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _tidy(text: str) -> str:
    lines = text.split("\n")
    if _JOINER not in text and all(map(_is_clean, lines)):
        return "\n".join(line for line in map(_spaced, lines) if line)
    lines = _CONTROL.sub("", _BREAK.sub("\n", text)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _is_clean(line: str) -> bool:
    """Whether a line holds nothing that is to be taken out but blanks too many."""
    return line.isprintable() and "\ufffd" not in line


def _spaced(line: str) -> str:
    """A printable line with one blank between words; the only blank that is printable is the plain one."""
    return " ".join(line.split()) if "  " in line else line.strip(" ")


def _unwrapped(text: str) -> str:
    """Text without markup: a line break inside a sentence is only where the writer's line was full."""
    text = text.strip()
    return _WRAPPED.sub(" ", text) if "\n" in text else text

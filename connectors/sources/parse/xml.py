"""Text to an element tree: strictly where the XML is good, and by mending and salvaging where it is not.

lxml never resolves an entity, never loads a DTD, never touches the network and refuses trees that are too deep or too
large (`huge_tree=False`). Document types are cut out before it sees the text.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any, Final

from lxml import etree

from connectors.sources.problems import Problem, problem

_PROLOG: Final = re.compile(r"<\?xml[^>]{0,1000}\?>", re.IGNORECASE)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_DOCTYPE_TOKEN: Final = re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|[\[\]>]", re.DOTALL)
_ENTITY: Final = re.compile(r"<!ENTITY\s+(%\s+)?([\w.:-]+)\s+(SYSTEM\b|PUBLIC\b|\"[^\"]*\"|'[^']*')")
_AMPERSAND: Final = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))"
    r"|&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,7})|([A-Za-z][\w.:-]{0,63}))?(;?)",
    re.DOTALL,
)
_STRAY: Final = re.compile(
    r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))|<(?!/?[A-Za-z_:\u00c0-\uffff]|[!?])", re.DOTALL
)
_TAG: Final = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))|<[A-Za-z_:][^<>]*>", re.DOTALL)
_UNQUOTED: Final = re.compile(
    r"(\"[^\"]*\"|'[^']*')(?=([A-Za-z_:]?))|=\s*+((?:[^\s\"'<>/]|/(?!>))++|/(?=>))(?=(\s|/?>)?)"
)
"""A value in quotes with what is glued to it, or one without and whether it ends as one does: however many `=` are in
it, it is read once."""
_END: Final = re.compile(r"(?=(?:</(?:channel|rss|feed|rdf:rdf|rdf)\s*>\s*)+\Z)", re.IGNORECASE)
"""Where a document ends that was not broken off."""
_LONGEST_END: Final = 200
_HEAD_NOISE: Final = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_SAFE: Final[dict[str, Any]] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""How lxml is told to touch nothing but the text before it."""
_PREDEFINED: Final = {"amp", "lt", "gt", "quot", "apos"}
_HALF: Final = re.compile(
    r"&#(?:x0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3]));?"
)
"""A reference to half a surrogate pair: libxml2 lets it through when it recovers, and no text can hold it."""
_MAX_TAG: Final = 4000
"""Characters of a root's tag that are read again with each item that is salvaged."""
_TAGS_SHARE: Final = 2
"""How much longer than the document all those tags may be; behind a bare tag, prefixes are read as they are written."""
_MAX_NAMESPACES: Final = 100
"""Prefixes in one document."""
_MAX_ADDRESS: Final = 200
"""Characters of a namespace's address."""
_LONG_NAMESPACE: Final = re.compile(
    rf"xmlns(?::[\w.-]*+)?\s*+=\s*+(?:\"[^\"<]{{{_MAX_ADDRESS + 1}}}|'[^'<]{{{_MAX_ADDRESS + 1}}})"
)
_NAMESPACE: Final = re.compile(
    r"xmlns(?::(?P<prefix>[\w.-]*+))?\s*+=\s*+(?P<quote>[\"'])(?P<address>[^\"'<]*+)(?P=quote)"
)
_MAX_ENTITY: Final = 1000
_MAX_ENTITIES: Final = 200
_EXPANSION: Final = 2
"""How many times as much text as the document has its entities may stand for."""
_REFERENCE: Final = re.compile(r"&([\w.:-]{1,100});")


@dataclass(slots=True)
class Tree:
    """A parsed document: its root, or for a broken one a root for the head and one for each item."""

    root: etree._Element
    items: list[etree._Element] | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Wanted:
    names: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class _Entities:
    values: dict[str, str]
    unsafe: bool


def parse(text: str, start: int, item_names: tuple[str, ...], most: int) -> Tree | None:
    """Parse a document whose root element begins at `start`.

    Args:
        text: The decoded document.
        start: Offset of the root element's tag.
        item_names: Local names of the elements that are items, for salvaging.
        most: How many items are salvaged at most.

    Returns:
        The tree, or None where not even a root can be made out.
    """
    head, body = text[:start], _fewer_namespaces(text[start:])
    problems: list[Problem] = []
    if not _clean_head(head):
        problems.append(problem("malformed_xml", "there is something before the document"))
    entities = _within_bounds(_declared_entities(head), body)
    if entities.unsafe:
        problems.append(problem("unsafe_entity"))
    plainly = not (entities.values or entities.unsafe or "\x00" in body)
    root, error = _strict(body) if plainly else (None, None)
    if root is not None:
        return Tree(root, problems=problems)
    return _cleaned(body, error, entities, _Wanted(item_names, most), problems)


def _cleaned(
    body: str, error: str | None, entities: _Entities, wanted: _Wanted, problems: list[Problem]
) -> Tree | None:
    """What cannot be read as it is, without what no XML may hold; `error` where it was tried."""
    cleaned = _CONTROL.sub("", body)
    if cleaned != body:
        problems.append(problem("malformed_xml", "it holds control characters"))
        error = None
    if entities.values or entities.unsafe:
        cleaned = _mend_ampersands(cleaned, entities)
    if error is None:
        root, error = _strict(cleaned)
        if root is not None:
            return Tree(root, problems=problems)
    problems.append(problem("malformed_xml", error))
    return _mended(cleaned, entities, wanted, problems)


def _mended(text: str, entities: _Entities, wanted: _Wanted, problems: list[Problem]) -> Tree | None:
    mended = _STRAY.sub(lambda m: m.group(1) or "&lt;", _mend_ampersands(text, entities))
    mended = _TAG.sub(lambda m: m.group(1) or _UNQUOTED.sub(_quoted, m.group()), mended)
    root, _ = _strict(mended)
    if root is not None:
        return Tree(root, problems=problems)
    return _salvage(mended, wanted, problems)


def _quoted(value: re.Match[str]) -> str:
    quoted, glued, bare, end = value.groups()
    if bare:
        return f'="{bare}"' if end else value.group()
    return f"{quoted} " if glued else quoted


def _strict(text: str) -> tuple[etree._Element | None, str | None]:
    try:
        return _element(text, recover=False), None
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, str(error)[:200]


def _lenient(text: str) -> etree._Element | None:
    try:
        return _element(_HALF.sub("", text), recover=True)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _element(text: str, *, recover: bool) -> etree._Element:
    return etree.fromstring(text.encode("utf-8"), etree.XMLParser(recover=recover, **_SAFE))


def _fewer_namespaces(text: str) -> str:
    """The text with its namespaces, where they are more or longer than any feed's, fewer and shorter.

    Every element is looked up in all that are in force, and carries the whole of its own in its name.
    """
    if text.count("xmlns") <= _MAX_NAMESPACES and not _LONG_NAMESPACE.search(text):
        return text
    prefixes: set[str] = set()

    def bounded(match: re.Match[str]) -> str:
        prefix, address = match["prefix"] or "", match["address"]
        if prefix not in prefixes and len(prefixes) >= _MAX_NAMESPACES:
            return ""
        prefixes.add(prefix)
        return match.group() if len(address) <= _MAX_ADDRESS else match.group().replace(address, address[:_MAX_ADDRESS])

    return _NAMESPACE.sub(bounded, text)


def _clean_head(head: str) -> bool:
    """Whether nothing but a declaration, comments, instructions and a document type stand before the root."""
    head = head.lstrip("\ufeff\u200b \t\r\n")
    prolog = _PROLOG.match(head)
    rest = _without_doctype(head[prolog.end() :] if prolog else head)
    return not _HEAD_NOISE.sub("", rest).strip("\ufeff\u200b\x00 \t\r\n")


def _without_doctype(head: str) -> str:
    start = _DOCTYPE.search(head)
    if not start:
        return head
    depth = 0
    for token in _DOCTYPE_TOKEN.finditer(head, start.end()):
        mark = token.group()
        depth += (mark == "[") - (mark == "]")
        if mark == ">" and depth <= 0:
            return head[: start.start()] + head[token.end() :]
    return head[: start.start()]


def _declared_entities(head: str) -> _Entities:
    """Plain internal entities, which are put in by hand; external and nested ones are unsafe and stay unexpanded."""
    values: dict[str, str] = {}
    unsafe = False
    for count, match in enumerate(_ENTITY.finditer(head)):
        parameter, name, value = match.groups()
        plain = value[0] in "\"'" and not parameter and len(value) <= _MAX_ENTITY and count < _MAX_ENTITIES
        if plain and "%" not in value and not re.search(r"&(?!#)", value) and "<" not in html.unescape(value):
            values.setdefault(name, html.unescape(value[1:-1]))
        else:
            unsafe = True
    return _Entities(values, unsafe)


def _within_bounds(entities: _Entities, body: str) -> _Entities:
    """The entities, or none where they would make much more text than there is: a bomb need not be nested."""
    if not entities.values:
        return entities
    named = Counter(_REFERENCE.findall(body))
    longer = sum(len(value) * named[name] for name, value in entities.values.items())
    return entities if longer <= _EXPANSION * len(body) + _MAX_ENTITY else _Entities({}, unsafe=True)


def _mend_ampersands(text: str, entities: _Entities) -> str:
    """Every reference outside CDATA made one that XML knows: HTML's names and plain declared ones as characters."""

    def mend(match: re.Match[str]) -> str:
        hidden, decimal, hexadecimal, name, end = match.groups()
        if hidden is not None:
            return hidden
        if decimal or hexadecimal:
            return _character(int(decimal) if decimal else int(hexadecimal, 16), match.group())
        if not name:
            return "&amp;" + match.group()[1:]
        if name in _PREDEFINED and end:
            return match.group()
        if name in entities.values and end:
            return html.escape(entities.values[name], quote=True)
        return _named(name, end, entities)

    return _AMPERSAND.sub(mend, text)


def _named(name: str, end: str, entities: _Entities) -> str:
    if end and name + ";" in html.entities.html5:
        return html.escape(html.entities.html5[name + ";"], quote=True)
    if end and entities.unsafe:
        return ""
    return f"&amp;{name}{end}"


def _character(code: int, written: str) -> str:
    if code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF:
        return f"&#{code};"
    return "" if code < 0x110000 else "&amp;" + written[1:]


def _salvage(text: str, wanted: _Wanted, problems: list[Problem]) -> Tree | None:
    """Each item parsed by itself under the root's own tag, so that one broken item spoils no other.

    An item that the document breaks off in is left out: half a text would be taken for the whole of it.
    """
    opening = re.match(r"<[^<>]{0,200000}>?", text)
    if not opening:
        return None
    names = "|".join(wanted.names)
    starts = [
        match.start() for match in re.finditer(rf"<(?:[\w.-]{{1,40}}:)?(?:{names})(?=[\s>])", text, re.IGNORECASE)
    ]
    tag = opening.group().rstrip("/> ") + ">"
    if len(tag) > _MAX_TAG or len(tag) * min(len(starts), wanted.most) > _TAGS_SHARE * len(text):
        tag = re.split(r"[\s/>]", tag, maxsplit=1)[0] + ">"
    closing = re.compile(rf"</(?:[\w.-]{{1,40}}:)?(?:{names})\s*>", re.IGNORECASE)
    items: list[etree._Element] = []
    end = starts[0] if starts else len(text)
    head = text[opening.end() : end]
    for start, following in islice(pairwise([*starts, len(text)]), wanted.most):
        close = _last(closing, text, start, following)
        if close is None and following == len(text):
            close = _last(_END, text, max(start, following - _LONGEST_END), following)
            if close is None:
                break
        root = _lenient(tag + text[start : close or following])
        if root is not None and len(root):
            items.append(root[0])
    root = _lenient(tag + head)
    return Tree(root, items, problems) if root is not None else None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    match = pattern.search(text, start, end)
    return match.end() if match else None

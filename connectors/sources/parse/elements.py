"""What every XML format needs of an element: its words, its markup, its attributes, its base."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import etree

from connectors.sources.parse.names import XML, name

_SCHEME: Final = re.compile(r"^(?:feed:(?://)?)?(https?):[/\\]{1,3}(?:https?:/{1,2})?(?=[^/\\])", re.IGNORECASE)
_MARKS: Final = "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c \t\"'<>"
_PLAIN: Final = re.compile(r"https?://[\w.-]+(?:/[!#-;=?-\[\]_a-~]*)?")
_BASE: Final = XML + "base"
_LANGUAGE: Final = XML + "lang"
Fields = dict[str, list[etree._Element]]


_LONGEST_BASE: Final = 1024
"""Characters of a base that links are joined to: a feed may have thousands of links, and each join reads all of it."""
_NESTED: Final = 3
"""Items around an item: the text of each is in theirs too, and read again with each of them."""
_OPENING: Final = re.compile(r"<[^\s/>]+(?:\s+[^\s=]+=(?:\"[^\"]*\"|'[^']*'))*\s*/?>")


def words(element: etree._Element) -> str:
    """All character data in an element, stripped."""
    if not len(element):
        text = element.text
        return text.strip() if text else ""
    return "".join(part for part in element.itertext() if isinstance(part, str)).strip()


def markup(element: etree._Element) -> str:
    """What an element holds as markup: its text, and the children that a feed forgot to escape."""
    if not len(element):
        return element.text or ""
    alone = copy(element)  # with the namespaces that it uses; in its place it would be written with all in force
    alone.text = None  # what stands before the first child is read as it is, unescaped
    written = etree.tostring(alone, encoding="unicode", with_tail=False)
    opening = _OPENING.match(written)
    return (element.text or "") + written[opening.end() if opening else 0 : written.rindex("<")]


def shallow(found: Iterable[etree._Element], names: frozenset[str]) -> Iterator[etree._Element]:
    """The elements that do not stand deeper than three within others of these canonical names."""
    around, is_shallow = None, True
    for element in found:
        outer = element.getparent()
        if outer is not around:  # nearly all items have one parent
            around, is_shallow = outer, sum(name(entry) in names for entry in element.iterancestors()) <= _NESTED
        if is_shallow:
            yield element


def first(fields: Fields, *names: str) -> str | None:
    """The words of the first element that has any, in the order of the names."""
    return next(each(fields, *names), None)


def each(fields: Fields, *names: str) -> Iterator[str]:
    """The words of every element of these names that has any."""
    return (found for key in names if key in fields for element in fields[key] if (found := words(element)))


def attribute(element: etree._Element, local: str) -> str | None:
    """An attribute by its local name, whatever its case and namespace; None where it is missing or blank."""
    value: object = element.get(local)
    if value is None and element.attrib:
        # Values are asked for one by one: lxml looks each up from the first on, and a hostile element has thousands.
        key = next((key for key in map(str, element.keys()) if key.rpartition("}")[2].lower() == local), None)
        value = element.get(key) if key is not None else None
    return str(value).strip() or None if value is not None else None


def base(element: etree._Element, outer: str | None) -> str | None:
    """The base that relative links in an element have: its own xml:base on the outer one."""
    own = element.get(_BASE)
    return join(outer, own) if own and own.strip() else outer


_ANCHOR: Final = re.compile(r"<a\s[^<>]{0,500}?href\s*=\s*[\"']?\s*([^\s\"'<>]+)", re.IGNORECASE)
"""A whole anchor where its address should stand."""


def join(outer: str | None, link: str) -> str:
    """A link made absolute where there is a base for it."""
    if _PLAIN.fullmatch(link):
        return link
    outer = outer if outer and len(outer) <= _LONGEST_BASE else None
    if "<" in link and (anchor := _ANCHOR.search(link)):
        link = anchor[1]
    link = _SCHEME.sub(_twice, link.replace("\n", "").replace("\r", "").strip(_MARKS))
    if link.startswith(("https://", "http://")):
        return link.replace("\\", "/")
    if link[:4].lower() == "www." or _names_host(link, outer):
        return f"https://{link}"
    try:
        return urljoin(outer, link) if outer and link.strip("#") else link
    except ValueError:
        return link


def _twice(match: re.Match[str]) -> str:
    """One scheme where a template put its own before a whole address: the inner one."""
    inner = match.group()[len(match.group(1)) :].lower().rpartition("http")
    return ("https://" if inner[2].startswith("s") else "http://") if inner[1] else f"{match.group(1).lower()}://"


def _names_host(link: str, outer: str | None) -> bool:
    """Whether a link without a scheme begins with the feed's own host."""
    try:
        host = (urlsplit(outer).hostname or "") if outer else ""
    except ValueError:
        return False
    return bool(host) and link.lower().removeprefix("www.").startswith(host.removeprefix("www.") + "/")


def language(element: etree._Element) -> str | None:
    """The xml:lang of an element itself."""
    return element.get(_LANGUAGE)

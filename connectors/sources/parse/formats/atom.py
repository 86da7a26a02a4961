"""Atom 1.0 (RFC 4287) and 0.3."""

from __future__ import annotations

import base64
import binascii
from itertools import islice
from typing import Final

from lxml import etree

from connectors.sources.parse import elements
from connectors.sources.parse.elements import Fields, attribute, each, first, join, markup, words
from connectors.sources.parse.formats import media
from connectors.sources.parse.model import HTML, TEXT, Markup, RawEnclosure, RawFeed, RawItem
from connectors.sources.parse.names import children, name
from connectors.sources.parse.xml import Tree

ITEMS: Final = ("entry",)
_ENTRIES: Final = frozenset({"atom:entry", "entry"})
_TEXTUAL: Final = {"text", "text/plain", "plain"}
_XHTML: Final = {"xhtml", "application/xhtml+xml"}


def read(tree: Tree, url: str | None, most: int) -> RawFeed:
    """Read an Atom document; `url` is where it came from; at most so many items."""
    root = tree.root
    fields = _plain(children(root))
    base = elements.base(root, url)
    feed = RawFeed("atom", title=_construct(fields, "title"), language=elements.language(root))
    for link in fields.get("link", ()):
        rel, href = (attribute(link, "rel") or "alternate").lower(), attribute(link, "href")
        target = join(elements.base(link, base), href) if href else None
        if rel == "self":
            feed.self_url = feed.self_url or target
        elif rel == "hub":
            feed.hub = feed.hub or target
        elif rel == "alternate":
            feed.link = feed.link or target
    people = _people(fields, "author")
    found = elements.shallow((element for element in root.iter() if name(element) in _ENTRIES), _ENTRIES)
    entries = tree.items if tree.items is not None else list(islice(found, most))
    feed.items = [_entry(element, base, people) for element in entries]
    return feed


def _plain(fields: Fields) -> Fields:
    """Atom's own elements without their prefix, whether or not the feed declares the namespace."""
    merged: Fields = {}
    for key, found in fields.items():
        merged.setdefault(key.removeprefix("atom:"), []).extend(found)
    return merged


def _entry(element: etree._Element, outer: str | None, people: list[str]) -> RawItem:
    fields = _plain(children(element))
    base = elements.base(element, outer)
    item = RawItem(base=base, guid=first(fields, "id", "guid"))
    _links(item, fields, base)
    item.title = _construct(fields, "title") or _construct(fields, "media:title") or _construct(fields, "dc:title")
    bodies = [
        _body(found)
        for key in ("content", "summary", "description", "content:encoded")
        for found in fields.get(key, ())
    ]
    item.bodies = [body for body in bodies if body] or [Markup(value) for value in media.description(fields)]
    item.published = list(each(fields, "published", "issued", "dc:date", "pubdate", "created", "dcterms:issued"))
    item.updated = list(each(fields, "updated", "modified", "dcterms:modified"))
    item.authors = _people(fields, "author") + list(each(fields, "dc:creator")) or _source_people(fields) or people
    item.categories = [value for found in fields.get("category", ()) if (value := _label(found))]
    item.categories += list(each(fields, "dc:subject"))
    item.enclosures += media.enclosures({k: v for k, v in fields.items() if k.startswith("media:")}, base)
    item.image = media.image(fields, base) or _linked_image(item)
    item.language = elements.language(element) or first(fields, "dc:language")
    return item


def _links(item: RawItem, fields: Fields, base: str | None) -> None:
    ranked: list[tuple[int, str]] = [(0, link) for link in each(fields, "feedburner:origlink", "pheedo:origlink")]
    for link in fields.get("link", ()):
        rel, href = (attribute(link, "rel") or "alternate").lower().rpartition("/")[2], attribute(link, "href")
        href = href or words(link)
        if not href:
            continue
        target = join(elements.base(link, base), href)
        if rel == "enclosure":
            item.enclosures.append(RawEnclosure(target, attribute(link, "type"), attribute(link, "length")))
        elif rel in {"alternate", "canonical"}:
            html = (attribute(link, "type") or "text/html").lower() in {"text/html", "application/xhtml+xml"}
            ranked.append((1 if html else 2, target))
    ranked.sort(key=lambda pair: pair[0])
    item.links = list(dict.fromkeys(target for _, target in ranked))
    content = next((e for e in fields.get("content", ()) if attribute(e, "src")), None)
    if not item.links and content is not None:
        item.links = [join(elements.base(content, base), attribute(content, "src") or "")]
    if not item.links and item.guid and item.guid.lower().startswith(("http://", "https://")):
        item.links = [item.guid]


def _construct(fields: Fields, key: str) -> Markup | None:
    return next((body for found in fields.get(key, ()) if (body := _body(found))), None)


def _body(element: etree._Element) -> Markup | None:
    """A text construct: text, escaped HTML, XHTML or (in content) Base64 of any of them."""
    kind = (attribute(element, "type") or "text").lower()
    if attribute(element, "mode") == "base64" or _is_binary(kind):
        return _unpacked(words(element), kind)
    if kind in _XHTML or kind.endswith("+xml") or len(element):
        value = markup(element)
        return Markup(value, HTML) if value.strip() else None
    value = element.text or ""
    return Markup(value, TEXT if kind in _TEXTUAL else HTML) if value.strip() else None


def _is_binary(kind: str) -> bool:
    return "/" in kind and not kind.startswith("text/") and not kind.endswith(("+xml", "/xml"))


def _unpacked(value: str, kind: str) -> Markup | None:
    if not kind.startswith(("text", "html", "application/xhtml")):
        return None
    try:
        return Markup(base64.b64decode(value, validate=False).decode("utf-8", "replace"), HTML)
    except (binascii.Error, ValueError):
        return None


def _people(fields: Fields, key: str) -> list[str]:
    found: list[str] = []
    for element in fields.get(key, ()):
        inner = _plain(children(element))
        person = first(inner, "name") or first(inner, "email") or (words(element) if not len(element) else None)
        found += [person] if person else []
    return found


def _source_people(fields: Fields) -> list[str]:
    return [person for source in fields.get("source", ()) for person in _people(_plain(children(source)), "author")]


def _label(element: etree._Element) -> str | None:
    return attribute(element, "label") or attribute(element, "term") or words(element) or None


def _linked_image(item: RawItem) -> str | None:
    return next((e.url for e in item.enclosures if (e.type or "").startswith("image/")), None)

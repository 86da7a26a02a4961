"""RSS 0.91 to 2.0 and RSS 1.0 (RDF): one reader, since feeds mix their elements freely."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml import etree

from connectors.sources.parse import elements
from connectors.sources.parse.elements import Fields, attribute, each, first, join, markup, words
from connectors.sources.parse.formats import media
from connectors.sources.parse.model import HTML, Markup, RawFeed, RawItem
from connectors.sources.parse.names import children, name
from connectors.sources.parse.xml import Tree

ITEMS: Final = ("item",)
_TITLES: Final = ("title", "dc:title", "media:title", "itunes:title", "atom:title")
_PUBLISHED: Final = (
    "pubdate",
    "dc:date",
    "dcterms:issued",
    "atom:published",
    "published",
    "dcterms:created",
    "prism:publicationdate",
    "date",
    "dcterms:date",
    "news:publication_date",
)
_UPDATED: Final = ("atom:updated", "updated", "dcterms:modified", "lastbuilddate", "a10:updated", "modified")
_BODIES: Final = (
    "content:encoded",
    "description",
    "atom:content",
    "xhtml:body",
    "atom:summary",
    "content",
    "summary",
    "fulltext",
    "full-text",
    "itunes:summary",
    "dc:description",
    "encoded",
    "abstract",
    "dcterms:abstract",
)
_AUTHORS: Final = (
    "dc:creator",
    "author",
    "atom:author",
    "itunes:author",
    "dc:contributor",
    "creator",
    "dc:author",
    "byline",
)
_CATEGORIES: Final = (
    "category",
    "dc:subject",
    "media:category",
    "subject",
    "keywords",
    "media:keywords",
    "itunes:keywords",
    "atom:category",
    "tag",
)
_SPLIT: Final = {"media:keywords", "itunes:keywords", "keywords"}
_HTTP: Final = re.compile(r"https?://\S+$", re.IGNORECASE)


def read(tree: Tree, url: str | None, most: int) -> RawFeed:
    """Read an RSS or RDF document; `url` is where it came from; at most so many items."""
    root = tree.root
    top = children(root)
    channels = top.get("channel") or ([root] if name(root) == "channel" else [])
    channel: Fields = {}
    for element in channels or [root]:
        for key, found in children(element).items():
            channel.setdefault(key, []).extend(found)
    base = elements.base(channels[0], elements.base(root, url)) if channels else elements.base(root, url)
    feed = _head(channel, base, elements.language(root))
    feed.format = "rdf" if name(root) == "rdf:rdf" else "rss"
    found_items = tree.items if tree.items is not None else islice(_items(root), most)
    site = feed.link if feed.link and _HTTP.match(feed.link) else None
    feed.items = [_item(element, base or site) for element in found_items]
    return feed


def _items(root: etree._Element) -> Iterator[etree._Element]:
    """Items wherever they stand; only a feed that writes them in its own way costs a look at every element."""
    if next(root.iter("{*}item"), None) is not None:
        return (element for element in root.iter("{*}item") if name(element) == "item")
    return (element for element in root.iter() if name(element) == "item")


def _head(channel: Fields, base: str | None, language: str | None) -> RawFeed:
    feed = RawFeed("rss")
    title = next((element for element in channel.get("title", ())), None)
    feed.title = Markup(markup(title)) if title is not None else None
    feed.link = first(channel, "link")
    for link in channel.get("atom:link", ()):
        rel, href = (attribute(link, "rel") or "alternate").lower(), attribute(link, "href")
        if not href:
            continue
        if rel == "self":
            feed.self_url = join(base, href)
        elif rel == "hub":
            feed.hub = join(base, href)
        elif rel == "alternate" and not feed.link:
            feed.link = href
    if feed.link:
        feed.link = join(base, feed.link)
    feed.language = first(channel, "language", "dc:language") or language
    feed.ttl = first(channel, "ttl")
    feed.skip_hours = _skip_hours(channel)
    return feed


def _skip_hours(channel: Fields) -> tuple[int, ...]:
    hours = [words(hour) for block in channel.get("skiphours", ()) for hour in children(block).get("hour", ())]
    return tuple(int(hour) % 24 for hour in hours if hour.isascii() and hour.isdigit() and len(hour) <= 2)


def _item(element: etree._Element, outer: str | None) -> RawItem:
    fields = children(element)
    base = elements.base(element, outer)
    item = RawItem(base=base)
    item.guid, permalink = _guid(element, fields)
    item.links = _links(element, fields, base, item.guid if permalink else None)
    titles = [element for key in _TITLES if key in fields for element in fields[key]]
    item.title = next((Markup(value) for e in titles if (value := markup(e)).strip()), None)
    item.bodies = [
        Markup(value, HTML) for key in _BODIES if key in fields for e in fields[key] if (value := markup(e)).strip()
    ]
    item.bodies += [Markup(value) for value in media.description(fields)]
    item.published = list(each(fields, *_PUBLISHED))
    item.updated = list(each(fields, *_UPDATED))
    item.authors = [person for key in _AUTHORS if key in fields for e in fields[key] if (person := _person(e))]
    item.categories = _categories(fields)
    item.enclosures = media.enclosures(fields, base)
    item.image = media.image(fields, base)
    item.language = first(fields, "dc:language", "language", "dcterms:language") or elements.language(element)
    return item


def _guid(element: etree._Element, fields: Fields) -> tuple[str | None, bool]:
    for found in fields.get("guid", ()):
        if guid := words(found):
            said = (attribute(found, "ispermalink") or "").lower()
            is_address = bool(_HTTP.match(guid)) or (said == "true" and guid.startswith("/"))
            return guid, is_address and said not in {"false", "0", "no"}
    value = first(fields, "atom:id", "id", "dc:identifier")
    return (value or attribute(element, "about")), False


def _links(element: etree._Element, fields: Fields, base: str | None, permalink: str | None) -> list[str]:
    written = list(each(fields, "feedburner:origlink", "pheedo:origlink"))
    for link in fields.get("link", ()):
        own = elements.base(link, base)
        if target := words(link) or attribute(link, "href") or _behind(link):
            written.append(join(own, target))
    for link in fields.get("atom:link", ()):
        href = attribute(link, "href")
        if href and (attribute(link, "rel") or "alternate").lower() == "alternate":
            written.append(join(elements.base(link, base), href))
    written += [permalink] if permalink else []
    about = attribute(element, "about")
    written += [about] if about and _HTTP.match(about) else []
    return list(dict.fromkeys(join(base, link) for link in written))


def _behind(link: etree._Element) -> str | None:
    """What stands behind an empty element, as in `<link/>https://…`, which is how HTML programs write it."""
    tail = (link.tail or "").strip()
    return tail if _HTTP.match(tail) else None


def _person(element: etree._Element) -> str | None:
    fields = children(element)
    return first(fields, "atom:name", "name", "itunes:name") or first(fields, "atom:email") or words(element) or None


def _categories(fields: Fields) -> list[str]:
    found: list[str] = []
    for key in _CATEGORIES:
        for element in fields.get(key, ()):
            value = (
                words(element)
                or attribute(element, "label")
                or attribute(element, "term")
                or attribute(element, "text")
            )
            if value:
                found += value.replace("،", ",").split(",") if key in _SPLIT else [value]
    return found

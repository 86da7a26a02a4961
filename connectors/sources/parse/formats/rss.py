"""RSS 0.91 to 2.0 and RSS 1.0 (RDF): one reader, since feeds mix their elements freely."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from lxml import etree

from connectors.sources.parse import elements
from connectors.sources.parse.elements import Fields, attribute, first, join, markup, words
from connectors.sources.parse.formats import media
from connectors.sources.parse.model import HTML, Markup, RawFeed, RawItem
from connectors.sources.parse.names import children, name
from connectors.sources.parse.xml import Tree

ITEMS: Final = ("item",)
_NAMES: Final = frozenset(ITEMS)
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
_LANGUAGES: Final = ("dc:language", "language", "dcterms:language")
_ORIGINALS: Final = ("feedburner:origlink", "pheedo:origlink")
_SPLIT: Final = {"media:keywords", "itunes:keywords", "keywords"}
_HTTP: Final = re.compile(r"https?://\S+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which of an item's elements say what, best first; the same for nearly all items of a feed."""

    titles: tuple[str, ...]
    bodies: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    languages: tuple[str, ...]
    originals: tuple[str, ...]


def _planned(names: tuple[str, ...]) -> _Plan:
    there = set(names)
    wanted = (_TITLES, _BODIES, _PUBLISHED, _UPDATED, _AUTHORS, _CATEGORIES, _LANGUAGES, _ORIGINALS)
    return _Plan(*(tuple(key for key in keys if key in there) for keys in wanted))


_remembered = lru_cache(maxsize=1024)(_planned)
_FEW: Final = 50
"""Kinds of elements in an item; a hostile item's thousands are not remembered."""


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
    found_items = tree.items if tree.items is not None else islice(elements.shallow(_items(root), _NAMES), most)
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
    plan = (_remembered if len(fields) <= _FEW else _planned)(tuple(fields))
    base = elements.base(element, outer)
    about = attribute(element, "about")
    guid, permalink = _guid(fields, about)
    bodies = [Markup(value, HTML) for key in plan.bodies for e in fields[key] if (value := markup(e)).strip()]
    return RawItem(
        guid=guid,
        links=_links(fields, plan.originals, base, (guid if permalink else None, about)),
        title=_title(fields, plan.titles),
        bodies=bodies or [Markup(value) for value in media.description(fields)],
        published=_words(fields, plan.published),
        updated=_words(fields, plan.updated),
        authors=[person for key in plan.authors for e in fields[key] if (person := _person(e))],
        categories=_categories(fields, plan.categories),
        enclosures=media.enclosures(fields, base),
        image=media.image(fields, base),
        language=next(iter(_words(fields, plan.languages)), None) or elements.language(element),
        base=base,
    )


def _words(fields: Fields, names: tuple[str, ...]) -> list[str]:
    return [found for key in names for element in fields[key] if (found := words(element))]


def _title(fields: Fields, names: tuple[str, ...]) -> Markup | None:
    for key in names:
        for element in fields[key]:
            if (value := markup(element)).strip():
                return Markup(value)
    return None


def _guid(fields: Fields, about: str | None) -> tuple[str | None, bool]:
    for found in fields.get("guid", ()):
        if guid := words(found):
            if not _HTTP.match(guid) and not guid.startswith("/"):
                return guid, False
            said = (attribute(found, "ispermalink") or "").lower()
            is_address = bool(_HTTP.match(guid)) or (said == "true" and guid.startswith("/"))
            return guid, is_address and said not in {"false", "0", "no"}
    value = first(fields, "atom:id", "id", "dc:identifier")
    return value or about, False


def _links(
    fields: Fields, originals: tuple[str, ...], base: str | None, named: tuple[str | None, str | None]
) -> list[str]:
    """Candidates for an item's address, best first; `named` are its permanent guid and its `rdf:about`."""
    written = _words(fields, originals)
    permalink, about = named
    for link in fields.get("link", ()):
        own = elements.base(link, base)
        if target := words(link) or attribute(link, "href") or _behind(link):
            written.append(join(own, target))
    for link in fields.get("atom:link", ()):
        href = attribute(link, "href")
        if href and (attribute(link, "rel") or "alternate").lower() == "alternate":
            written.append(join(elements.base(link, base), href))
    written += [permalink] if permalink else []
    written += [about] if about and _HTTP.match(about) else []
    return list(dict.fromkeys(join(base, link) for link in written))


def _behind(link: etree._Element) -> str | None:
    """What stands behind an empty element, as in `<link/>https://…`, which is how HTML programs write it."""
    tail = (link.tail or "").strip()
    return tail if _HTTP.match(tail) else None


def _person(element: etree._Element) -> str | None:
    fields = children(element)
    return first(fields, "atom:name", "name", "itunes:name") or first(fields, "atom:email") or words(element) or None


def _categories(fields: Fields, names: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for key in names:
        for element in fields[key]:
            value = (
                words(element)
                or attribute(element, "label")
                or attribute(element, "term")
                or attribute(element, "text")
            )
            if value:
                found += value.replace("،", ",").split(",") if key in _SPLIT else [value]
    return found

"""Element names as feeds mean them: namespaces by their usual prefix, whatever spelling a feed uses for them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lxml import etree

_PREFIXES: Final[dict[str, str]] = {
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "backend.userland.com/rss": "",
    "backend.userland.com/rss2": "",
    "backend.userland.com/rss091": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "cyber.law.harvard.edu/rss/rss.html": "",
    "purl.org/net/rss1.1": "",
    "www.w3.org/2005/atom": "atom",
    "purl.org/atom/ns": "atom",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/terms": "dcterms",
    "purl.org/rss/1.0/modules/content": "content",
    "search.yahoo.com/mrss": "media",
    "search.yahoo.com/mrss/rss": "media",
    "tools.search.yahoo.com/mrss": "media",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "www.pheedo.com/namespace/pheedo": "pheedo",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "www.w3.org/1999/xhtml": "xhtml",
    "www.sitemaps.org/schemas/sitemap/0.9": "",
    "www.google.com/schemas/sitemap/0.84": "",
    "www.google.com/schemas/sitemap-news/0.9": "news",
    "www.google.com/schemas/sitemap-image/1.1": "image",
    "www.google.com/schemas/sitemap-video/1.1": "video",
    "purl.org/rss/1.0/modules/syndication": "sy",
    "purl.org/rss/1.0/modules/prism": "prism",
    "prismstandard.org/namespaces/basic/2.0": "prism",
    "www.georss.org/georss": "georss",
    "wellformedweb.org/commentapi": "wfw",
    "purl.org/rss/1.0/modules/slash": "slash",
}
XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_MAX_NAME: Final = 200
_MOST: Final = 50
"""Children of one name that are looked at: as many as an article keeps authors or categories. A hostile item has tens
of thousands, and what is done for each costs more than reading it."""


@lru_cache(maxsize=4096)
def canonical(tag: str) -> str:
    """`prefix:local` in lower case; no prefix for RSS's and sitemaps' own names; `?:local` for an unknown namespace."""
    if tag[0] != "{":
        prefix, _, local = tag.lower().rpartition(":")
        return f"{prefix}:{local}" if prefix and prefix != "rss" else local
    namespace, _, local = tag[1:].partition("}")
    local = local.lower()
    prefix = _PREFIXES.get(_normal(namespace), "?")
    return f"{prefix}:{local}" if prefix else local


def _normal(namespace: str) -> str:
    return namespace.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/#")


def name(element: etree._Element) -> str:
    """The canonical name of an element; empty for what is none (a comment, an unresolved entity)."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return canonical(tag) if len(tag) <= _MAX_NAME else ""


def children(element: etree._Element) -> dict[str, list[etree._Element]]:
    """The direct children by canonical name, in document order; of each name the first fifty."""
    found: dict[str, list[etree._Element]] = {}
    for child in element:
        tag = child.tag  # as in `name`: this is where most of a feed's elements pass
        key = canonical(tag) if isinstance(tag, str) and len(tag) <= _MAX_NAME else ""
        if key in found:
            if len(found[key]) < _MOST:
                found[key].append(child)
        else:
            found[key] = [child]
    return found

"""News sitemaps (Google's sitemap-news 0.9): addresses with titles and dates, no text."""

from __future__ import annotations

from typing import Final

from lxml import etree

from connectors.sources.parse.elements import Fields, each, first, join
from connectors.sources.parse.model import Markup, RawFeed, RawItem
from connectors.sources.parse.names import children, name
from connectors.sources.parse.xml import Tree

ITEMS: Final = ("url",)
_NEWS: Final = "sitemap-news"


def read(tree: Tree, url: str | None, most: int) -> RawFeed | None:
    """Read a news sitemap; None for a plain one, which lists pages and not news; at most so many items."""
    feed = RawFeed("sitemap", self_url=url)
    entries = tree.items if tree.items is not None else [e for e in tree.root if name(e) == "url"]
    for element in entries[:most]:
        fields = children(element)
        for news in fields.get("news:news", ()):
            feed.items.append(_item(fields, children(news), url))
            publication = children(news).get("news:publication", ())
            if publication and feed.title is None:
                title = first(children(publication[0]), "news:name")
                feed.title = Markup(title) if title else None
            break
    declared = any(_NEWS in (uri or "") for uri in tree.root.nsmap.values())
    return feed if feed.items or (declared and not entries) else None


def _item(fields: Fields, news: Fields, base: str | None) -> RawItem:
    item = RawItem(base=base)
    item.links = [join(base, link) for link in each(fields, "loc")]
    title = first(news, "news:title")
    item.title = Markup(title) if title else None
    item.published = list(each(news, "news:publication_date"))
    item.updated = list(each(fields, "lastmod"))
    item.categories = [
        part for value in each(news, "news:keywords", "news:genres") for part in value.replace("،", ",").split(",")
    ]
    item.language = next((found for p in news.get("news:publication", ()) if (found := _language(p))), None)
    item.image = next(
        (found for i in fields.get("image:image", ()) if (found := first(children(i), "image:loc"))), None
    )
    return item


def _language(publication: etree._Element) -> str | None:
    return first(children(publication), "news:language")

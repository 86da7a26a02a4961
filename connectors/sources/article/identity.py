"""Which article an item is: the same id whatever order, title or guid it comes with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from connectors.sources.article import urls
from marsad.contracts.ids import article_id


@dataclass(frozen=True, slots=True)
class Traits:
    """What there is to tell an item by; `url` canonical, `title` and `text` plain."""

    url: str | None
    guid: str | None
    title: str
    text: str


def ids(items: list[Traits], feed: str, site: str | None) -> list[str | None]:
    """The article id of each item, None where there is nothing to tell it by.

    The link identifies an article, unless it is the site's front page or the feed gives one link to several items that
    differ in guid and title. Then the guid does, unless the feed gives one guid to several titles. Else the content.
    """
    namer = _Namer(items, feed, site)
    return [namer.id(item) for item in items]


class _Namer:
    """What can be trusted to tell the items of one document apart."""

    def __init__(self, items: list[Traits], feed: str, site: str | None) -> None:
        self.feed = feed
        self.site = site
        self.links = _ambiguous([(urls.identity(item.url), item.guid or "", item.title) for item in items if item.url])
        self.guids = _ambiguous([(item.guid, item.title, item.title) for item in items if item.guid])
        self.bodies = Counter(item.text for item in items)

    def id(self, item: Traits) -> str | None:
        link = urls.identity(item.url) if item.url else None
        if item.url and link not in self.links and not self._is_front(item.url):
            return self._made(url=link)
        if item.guid and item.guid not in self.guids:
            return self._made(guid=item.guid)
        content = self._content(item)
        if content:
            return self._made(content=content)
        return self._made(url=link) if link else None

    def _is_front(self, url: str) -> bool:
        """Whether an address is the site's front page or the feed itself."""
        return urls.is_home(url, self.site) or (bool(self.feed) and urls.identity(url) == urls.identity(self.feed))

    def _content(self, item: Traits) -> str:
        """The text, so that a corrected title changes nothing; with the title where the text tells nothing."""
        told_by_text = item.text and self.bodies[item.text] == 1
        return item.text if told_by_text else f"{item.title}\n{item.text}".strip()

    def _made(self, url: str | None = None, guid: str | None = None, content: str = "") -> str:
        return article_id(url=url, guid=guid, feed=self.feed, content=content)


def _ambiguous(seen: list[tuple[str, str, str]]) -> set[str]:
    """The keys that stand for several items: those whose second and third traits both differ."""
    first: dict[str, set[str]] = {}
    second: dict[str, set[str]] = {}
    for key, one, other in seen:
        first.setdefault(key, set()).add(one)
        second.setdefault(key, set()).add(other)
    return {key for key in first if len(first[key]) > 1 and len(second[key]) > 1}

"""Which article an item is: the same id whatever order, title or guid it comes with."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import NamedTuple

import msgspec

from connectors.sources.article import urls
from marsad.contracts.ids import article_id


class Traits(msgspec.Struct, frozen=True):
    """What there is to tell an item by; `url` canonical, `title` and `text` plain."""

    url: str | None
    guid: str | None
    title: str
    text: str


class Other(NamedTuple):
    """What else tells an item: its address, as `urls.identity` has it, or its guid."""

    url: str | None = None
    guid: str | None = None

    def id(self, feed: str) -> str:
        """The id that an article of a feed has by it."""
        return article_id(url=self.url, guid=self.guid, feed=feed, content="")


class Identity(NamedTuple):
    """The id of an item, and what tells it where the document does not show what this one shows."""

    id: str
    other: Other | None = None


def ids(items: list[Traits], feed: str, site: str | None) -> list[Identity | None]:
    """The identity of each item, None where there is nothing to tell it by.

    The link identifies an article, unless it is the site's front page or the feed gives one link to several items that
    differ in guid and title. Then the guid does (but for the one item whose guid is that link), unless the feed gives
    one guid to several titles. Else the content. A link may be shared in one document and not in the next: an item with
    link and guid has the one of them that does not tell it as its `other`.
    """
    namer = _Namer(items, feed, site)
    return [namer.identity(item, link) for item, link in zip(items, namer.addresses, strict=True)]


class _Namer:
    """What can be trusted to tell the items of one document apart."""

    def __init__(self, items: list[Traits], feed: str, site: str | None) -> None:
        self.items = items
        self.feed = feed
        self.fronts = {urls.identity(url) for url in (site, feed) if url}
        self.addresses = [urls.identity(item.url) if item.url else None for item in items]
        links = [
            (link, item.guid or "", item.title)
            for item, link in zip(items, self.addresses, strict=True)
            if link is not None
        ]
        self.links = _ambiguous(links)
        self.owners = self._owners() if self.links else {}
        self.guids = _ambiguous([(item.guid, item.title, item.title) for item in items if item.guid])

    @cached_property
    def bodies(self) -> Counter[str]:
        """How many items have a text; few feeds need to know."""
        return Counter(item.text for item in self.items)

    def _owners(self) -> dict[str, str]:
        """Of the links that stand for several items, those that are the guid of just one of them."""
        owned: dict[str, set[str]] = {}
        for item, link in zip(self.items, self.addresses, strict=True):
            if link in self.links and item.guid and "#" not in item.guid:
                address = urls.canonical(item.guid)
                if address and urls.identity(address) == link:
                    owned.setdefault(link, set()).add(item.guid)
        return {link: guids.pop() for link, guids in owned.items() if len(guids) == 1}

    def identity(self, item: Traits, link: str | None) -> Identity | None:
        """The identity of an item; `link` is its address as `urls.identity` has it."""
        guid = item.guid if item.guid and item.guid not in self.guids else None
        is_front = not item.url or link in self.fronts or urls.is_home(item.url)
        address = None if is_front else link
        if address and (link not in self.links or self.owners.get(address) == item.guid):
            return Identity(self._made(url=address), Other(guid=guid) if guid else None)
        if guid:
            return Identity(self._made(guid=guid), Other(url=address) if address else None)
        if content := self._content(item):
            return Identity(self._made(content=content), Other(url=address) if address else None)
        return Identity(self._made(url=link)) if link else None

    def _content(self, item: Traits) -> str:
        """The text, so that a corrected title changes nothing; with the title where the text tells nothing."""
        told_by_text = item.text and self.bodies[item.text] == 1
        return item.text if told_by_text else f"{item.title}\n{item.text}".strip()

    def _made(self, url: str | None = None, guid: str | None = None, content: str = "") -> str:
        return article_id(url=url, guid=guid, feed=self.feed, content=content)


def _ambiguous(seen: list[tuple[str, str, str]]) -> set[str]:
    """The keys that stand for several items: those whose second and third traits both differ."""
    if len({key for key, _, _ in seen}) == len(seen):
        return set()
    first: dict[str, set[str]] = {}
    second: dict[str, set[str]] = {}
    for key, one, other in seen:
        first.setdefault(key, set()).add(one)
        second.setdefault(key, set()).add(other)
    return {key for key in first if len(first[key]) > 1 and len(second[key]) > 1}

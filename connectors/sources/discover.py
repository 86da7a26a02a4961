"""From a page to its feeds: the links that it declares, the paths that are common, the news sitemap in robots.txt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from connectors.sources.fetch.client import Client
from connectors.sources.limits import Limits
from connectors.sources.parse import encodings
from connectors.sources.problems import FeedError
from connectors.sources.read import Context, Reading, read

_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_PATHS: Final = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/?feed=rss2",
    "/news-sitemap.xml",
)
_SITEMAP: Final = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_MAX_DECLARED: Final = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was found, and what it holds."""

    url: str
    reading: Reading


async def discover(client: Client, url: str, limits: Limits) -> list[Found]:
    """The feeds behind an address: the feed itself, else those that the page leads to, best first.

    Raises:
        FeedError: when the address cannot be fetched, or leads to no feed.
    """
    fetched = await client.fetch(url)
    try:
        return [Found(fetched.url, read(fetched.body, fetched.content_type, Context(url=fetched.url, limits=limits)))]
    except FeedError as error:
        if error.code != "html_page":
            raise
    candidates = declared(fetched.body, fetched.content_type, fetched.url)[:_MAX_DECLARED]
    found = await _read_all(client, candidates, limits)
    if not found:
        found = await _read_all(client, [urljoin(fetched.url, path) for path in _PATHS], limits, enough=1)
    if not found:
        found = await _read_all(client, await _sitemaps(client, fetched.url), limits, enough=1)
    if not found:
        raise FeedError("not_a_feed", "the page leads to no feed", url=url, hint="look for its feed by hand")
    return found


def declared(body: bytes, content_type: str | None, base: str) -> list[str]:
    """The addresses that a page declares as its feeds, in order."""
    text = encodings.decode(body, content_type).text
    root = etree.fromstring(
        text.encode("utf-8", "replace") or b"<html/>", etree.HTMLParser(encoding="utf-8", no_network=True)
    )
    links: list[str] = []
    for link in root.iter("link") if root is not None else ():
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and kind in _TYPES and link.get("href"):
            links.append(urljoin(base, str(link.get("href")).strip()))
    return list(dict.fromkeys(links))


async def _read_all(client: Client, candidates: list[str], limits: Limits, enough: int = _MAX_DECLARED) -> list[Found]:
    found: list[Found] = []
    for candidate in candidates:
        try:
            fetched = await client.fetch(candidate)
            context = Context(url=fetched.url, limits=limits)
            found.append(Found(fetched.url, read(fetched.body, fetched.content_type, context)))
        except FeedError:
            continue
        if len(found) >= enough:
            break
    return found


async def _sitemaps(client: Client, url: str) -> list[str]:
    """The sitemaps that robots.txt names, those that speak of news first."""
    try:
        fetched = await client.fetch(urljoin(url, "/robots.txt"))
    except FeedError:
        return []
    named = _SITEMAP.findall(fetched.body.decode("utf-8", "replace"))
    return sorted(dict.fromkeys(named), key=lambda link: "news" not in link.lower())[:_MAX_DECLARED]
